"""A small random field learns what it is shown, exactly and the same way twice."""

from pathlib import Path

import numpy as np

from reading.learning.random_field import Example, _Field, train
from reading.sequence_model import read_model, write_model

LABELS = ("O", "B-bread", "I-bread")
SHOWN = [
    Example([["w=sour"], ["w=dough"], ["w=sold"]], [0, 1, 0], ["B-bread", "I-bread", "O"]),
    Example([["w=we"], ["w=sold"], ["w=rye"]], [0, 0, 0], ["O", "O", "B-bread"]),
    Example([["w=rye"], ["w=dough"]], [0, 1], ["B-bread", "I-bread"], weight=0.5),
    Example([["w=we"]], [0], ["O"]),
]


def test_it_labels_what_it_was_shown_and_begins_before_it_goes_on() -> None:
    model = train(SHOWN, LABELS, 2, penalty=0.01, least_count=1)
    for example in SHOWN:
        assert model.decode(example.features, example.links) == list(example.labels)
    assert model.decode([["w=dough"]], [0]) != ["I-bread"]
    assert model.decode([], []) == []
    assert model.decode([["w=never seen"], []], [0, 0])[0] in LABELS


def test_the_slope_is_the_slope_of_the_loss() -> None:
    field = _Field(SHOWN, LABELS, 2, {"w=sour": 0, "w=dough": 1, "w=sold": 2, "w=we": 3, "w=rye": 4}, 0.1)
    point = np.random.default_rng(3).normal(size=field.size)
    _, slope = field.loss(point)
    for index in range(0, field.size, 3):
        step = np.zeros(field.size)
        step[index] = 1e-3
        measured = (field.loss(point + step)[0] - field.loss(point - step)[0]) / 2e-3
        assert abs(measured - slope[index]) < 2e-3


def test_the_same_examples_give_the_same_bytes_and_a_read_model_decodes_alike(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_model(tmp_path / f"{name}.npz", train(SHOWN, LABELS, 2, least_count=1, card={"postings": 4}))
    content = (tmp_path / "a.npz").read_bytes()
    assert content == (tmp_path / "b.npz").read_bytes()
    model = read_model(content)
    assert model.card == {"postings": 4}
    assert model.decode(SHOWN[0].features, SHOWN[0].links) == list(SHOWN[0].labels)
