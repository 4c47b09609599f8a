import numpy as np

from matching.core.verdict_trees import DEPTH, fit_trees


def test_tables_learn_what_no_single_feature_tells() -> None:
    draw = np.random.default_rng(3)
    features = draw.normal(0, 1, (600, 6)).astype(np.float32)
    # Three features together, and a third class far out.
    labels = np.where(features[:, 3] > 1.2, 2, (features[:, :3].sum(axis=1) > 0).astype(int))
    trees = fit_trees(features, np.eye(3, dtype=np.float32)[labels])
    assert (trees.logits(features).argmax(axis=1) == labels).mean() > 0.85
    assert trees.asked.shape[1] == DEPTH


def test_a_feature_that_never_differs_does_no_harm() -> None:
    features = np.zeros((80, 2), np.float32)
    features[:, 1] = np.arange(80)
    wanted = np.eye(2, dtype=np.float32)[(features[:, 1] > 40).astype(int)]
    found = fit_trees(features, wanted).logits(features)
    assert (found.argmax(axis=1) == wanted.argmax(axis=1)).mean() > 0.95
    assert np.isfinite(found).all()
