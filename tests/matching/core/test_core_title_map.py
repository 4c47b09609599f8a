"""What a title's vector takes from the texts that stand under such titles."""

import numpy as np
import pytest

from matching.core.centres import POSTING_TITLE, unit
from matching.core.title_map import RANK, factors, imagined_text, learn, title_vector

WIDTH = 16


def rows(number: int, width: int = WIDTH, seed: int = 0) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(number, width)).astype(np.float32)
    return np.stack([unit(row) for row in drawn])


def test_the_map_finds_the_text_that_stands_under_a_title() -> None:
    turned = np.linalg.qr(np.random.default_rng(1).normal(size=(WIDTH, WIDTH)))[0].astype(np.float32)
    titles = rows(4000)
    learned = learn(titles, titles @ turned).astype(np.float32)
    unseen = rows(20, seed=2)
    for title in unseen:
        assert float(imagined_text(title, learned) @ (title @ turned)) > 0.99


def test_titles_of_like_texts_come_nearer_and_others_do_not() -> None:
    """Two titles whose words share nothing stand over one kind of text; a third over another."""
    axes = np.eye(WIDTH, dtype=np.float32)
    nurse, sister, driver = axes[0], axes[1], axes[2]
    care, roads = axes[10], axes[11]
    titles = np.stack([nurse, sister, driver] * 50)
    learned = learn(titles, np.stack([care, care, roads] * 50)).astype(np.float32)
    near = imagined_text(nurse, learned) @ imagined_text(sister, learned)
    far = imagined_text(nurse, learned) @ imagined_text(driver, learned)
    assert near > 0.99
    assert abs(far) < 0.01


def test_the_stored_map_is_of_the_model_in_use_and_sound() -> None:
    learned = factors()
    assert learned.shape == (2, len(POSTING_TITLE), RANK)
    assert np.isfinite(learned).all()
    assert np.abs(learned).max() > 0


def test_a_title_vector_has_length_one_and_leans_to_its_imagined_text() -> None:
    raw = rows(1, len(POSTING_TITLE), seed=3)[0]
    centred = unit(raw - POSTING_TITLE)
    vector = title_vector(raw)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
    assert float(vector @ imagined_text(centred)) > float(centred @ imagined_text(centred))
    assert float(vector @ centred) > 0.7


def test_what_is_no_title_stays_nothing() -> None:
    assert not title_vector(np.zeros(len(POSTING_TITLE), dtype=np.float32)).any()


def test_a_vector_of_another_model_is_left_as_it_is() -> None:
    assert not imagined_text(rows(1)[0]).any()


def test_learning_twice_gives_the_same_map() -> None:
    titles, texts = rows(300, seed=4), rows(300, seed=5)
    assert np.array_equal(learn(titles, texts), learn(titles, texts))
