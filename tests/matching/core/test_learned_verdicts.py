"""The learned verdict: what it may decide, what stays with the rules, and that the same input gives the same answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.core import Degree, build_posting_features, explain, learned_verdicts, requirement_row
from matching.core.compiled import judge_all, pair
from matching.core.learned_verdicts import VerdictModel, probabilities, verdict_of
from matching.core.verdict_features import CLASSES
from matching.core.verdict_learning import LabelledPair, fit, folds, learn, predict
from matching.core.weights import DEFAULT
from matching.embedding.lexical import LexicalEmbedder
from tests.matching.core.people import VOCABULARY, resume

EMBED = LexicalEmbedder().embed
CRAFTS = [
    ("Bakes rye bread", "Baked rye bread for a market"),
    ("Prunes pear trees", "Pruned old pear trees in May"),
    ("Repairs church bells", "Repaired bells and their clappers"),
    ("Weaves willow baskets", "Wove baskets of peeled willow"),
    ("Keeps honey bees", "Kept forty hives of honey bees"),
    ("Sharpens garden shears", "Sharpened shears and scythes"),
]


def pairs() -> list[LabelledPair]:
    made = []
    for number, (asked, told) in enumerate(CRAFTS):
        other, _ = CRAFTS[(number + 1) % len(CRAFTS)]
        rows = [requirement_row(str(place), text, VOCABULARY) for place, text in enumerate((asked, other))]
        posting = build_posting_features(title="Helper", description="We help.", requirements=rows, embed=EMBED)
        person = resume(f"Helper\n{told}\nSwept the yard", (), embed=EMBED)
        compiled, evidence, side = pair(posting, person, VOCABULARY, DEFAULT)
        lines = tuple(index for index, line in enumerate(evidence.lines) if line.text == told)
        made.append(
            LabelledPair(
                compiled,
                evidence,
                side,
                (("met",), ("not_found",)),
                (lines, ()),
                f"posting {number}",
                f"person {number}",
            )
        )
    return made


@pytest.fixture(scope="module")
def model() -> VerdictModel:
    return fit(pairs() * 4, DEFAULT)


def test_what_was_learned_is_told_again(model: VerdictModel) -> None:
    right = [
        (verdict,) == pair.labels[number]
        for pair in pairs()
        for number, (verdict, _) in predict(pair, model, DEFAULT).items()
    ]
    assert len(right) == 2 * len(CRAFTS)
    assert np.mean(right) > 0.8


def test_learning_twice_gives_the_same_weights(model: VerdictModel) -> None:
    again = fit(pairs() * 4, DEFAULT)
    assert np.array_equal(again.hidden, model.hidden)
    assert np.array_equal(again.maps.requirement_map, model.maps.requirement_map)
    assert np.array_equal(again.trees.steps, model.trees.steps)


def test_weights_survive_the_file(model: VerdictModel, tmp_path) -> None:
    path = tmp_path / "verdicts.npz"
    replace(model, least_met=0.44, least_sure=0.8).save(path)
    loaded = VerdictModel.load(path)
    assert (loaded.least_met, loaded.least_sure) == (0.44, 0.8)
    assert np.allclose(loaded.hidden, model.hidden)
    features = np.random.default_rng(2).normal(0, 3, (40, len(model.mean))).astype(np.float32)
    assert np.array_equal(probabilities(loaded, features), probabilities(model, features))
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ValueError, match="damaged"):
        VerdictModel.load(path)


def test_nobody_stands_on_both_sides_of_a_fold() -> None:
    labelled = pairs()
    labelled.append(replace(labelled[0], posting_key="another posting"))
    tested = 0
    for training, kept_apart in folds(labelled):
        assert not {pair.posting_key for pair in training} & {pair.posting_key for pair in kept_apart}
        assert not {pair.resume_key for pair in training} & {pair.resume_key for pair in kept_apart}
        tested += len(kept_apart)
    assert tested == len(labelled)


def test_thresholds_come_with_the_model() -> None:
    learned = learn(pairs() * 2, DEFAULT)
    assert 0.3 < learned.least_met <= 0.9
    assert 0.0 <= learned.least_sure < 1.0


@pytest.mark.parametrize(
    ("chances", "verdict", "sure"),
    [
        ((0.6, 0.2, 0.1, 0.1), "met", True),
        ((0.45, 0.25, 0.2, 0.1), "met", False),
        ((0.3, 0.5, 0.1, 0.1), "partly", True),
        ((0.1, 0.4, 0.3, 0.2), "partly", False),
        ((0.3, 0.1, 0.4, 0.2), "not_found", True),
        ((0.1, 0.1, 0.2, 0.6), "unreadable", True),
    ],
)
def test_the_verdict_and_whether_it_is_sure(chances: tuple[float, ...], verdict: str, sure: bool) -> None:
    assert verdict_of(0.44, 0.75, chances) == (verdict, sure)


def test_probabilities_are_of_four_classes_and_add_up(model: VerdictModel) -> None:
    features = np.random.default_rng(1).normal(0, 100, (7, len(model.mean))).astype(np.float32)
    chances = probabilities(model, features)
    assert chances.shape == (7, len(CLASSES))
    assert np.allclose(chances.sum(axis=1), 1.0, atol=0.003)


@pytest.mark.parametrize(
    "asked",
    [
        "Bachelor's degree in agriculture",
        "Five years of experience with bees",
        "Driving licence",
        "Fluent German and Dutch",
    ],
)
def test_arithmetic_and_law_stay_with_the_rules(asked: str, model: VerdictModel) -> None:
    rows = [requirement_row("0", asked, VOCABULARY), requirement_row("1", "Keeps honey bees", VOCABULARY)]
    posting = build_posting_features(title="Helper", description="We help.", requirements=rows, embed=EMBED)
    compiled, evidence, _ = pair(posting, resume("Kept bees\nSwept the yard", (), embed=EMBED), VOCABULARY, DEFAULT)
    always_met = replace(model, least_met=0.0)
    with learned_verdicts.using(always_met):
        first, second = judge_all(compiled, evidence, DEFAULT, similarity=0.1)
    assert second.verdict == "met"
    assert first.verdict != "met"


def test_a_trait_may_be_told_of_beside_something_that_can_be_read(model: VerdictModel) -> None:
    trait = requirement_row("0", "Good communication skills and a positive attitude", VOCABULARY)
    bees = requirement_row("1", "Keeps honey bees", VOCABULARY)
    person = resume("Kept bees\nSwept the yard", (), embed=EMBED)
    with learned_verdicts.using(replace(model, least_met=0.0)):
        for rows, expected in (([trait, bees], "met"), ([trait], "unreadable")):
            posting = build_posting_features(title="Helper", description="We help.", requirements=rows, embed=EMBED)
            compiled, evidence, _ = pair(posting, person, VOCABULARY, DEFAULT)
            assert judge_all(compiled, evidence, DEFAULT, similarity=0.1)[0].verdict == expected


def test_a_degree_is_a_part_where_more_is_asked_than_the_model_sees(model: VerdictModel) -> None:
    rows = [requirement_row("0", "Bachelor's degree in agriculture and a calm hand with angry geese", VOCABULARY)]
    posting = build_posting_features(title="Helper", description="We help.", requirements=rows, embed=EMBED)
    person = resume(
        "Bachelor of Science, Agriculture", (), embed=EMBED, degrees_held=[Degree("bachelor", ("agriculture",), line=1)]
    )
    compiled, evidence, _ = pair(posting, person, VOCABULARY, DEFAULT)
    for least_met, expected in ((0.0, "met"), (1.0, "partly")):
        with learned_verdicts.using(replace(model, least_met=least_met)):
            (judgement,) = judge_all(compiled, evidence, DEFAULT, similarity=0.1)
        assert judgement.verdict == expected
    assert judgement.reason == "degree_beside"


def test_a_short_list_without_one_entry_is_a_part(model: VerdictModel) -> None:
    rows = [requirement_row("0", "Knowledge of Python, Django and Rust", VOCABULARY)]
    posting = build_posting_features(title="Helper", description="We help.", requirements=rows, embed=EMBED)
    person = resume("Wrote Python and Django for years", (), embed=EMBED)
    with learned_verdicts.using(replace(model, least_met=0.0)):
        (row,) = explain(posting, person, vocabulary=VOCABULARY).rows
    assert (row.verdict, row.missing) == ("partly", ("Rust",))
    (row,) = explain(posting.without_vectors(), person.without_vectors(), vocabulary=VOCABULARY).rows
    assert (row.verdict, row.missing) == ("partly", ("Rust",))


def test_without_vectors_the_rules_serve(model: VerdictModel) -> None:
    rows = [requirement_row("0", "Keeps honey bees", VOCABULARY)]
    posting = build_posting_features(title="Helper", description="We help.", requirements=rows)
    compiled, evidence, _ = pair(posting, resume("Swept the yard", ()), VOCABULARY, DEFAULT)
    with learned_verdicts.using(replace(model, least_met=0.0)):
        (judgement,) = judge_all(compiled, evidence, DEFAULT, similarity=0.1)
    assert judgement.verdict == "not_found"
    assert judgement.sure
