"""Words that keep the same company are near, whatever order the texts come in; the file survives, a broken one is refused."""

from pathlib import Path

import numpy as np
import pytest

from matching.core import word_relations
from matching.core.word_relations import WordRelations, learn

TEXTS = [
    "Ovens bake loaves of rye",
    "Loaves of rye leave the ovens",
    "Bakers knead rye for the ovens",
    "Welders join pipes of steel",
    "Steel pipes wait for welders",
    "Welders grind pipes and steel",
] * 8


def nearness(relations: WordRelations, one: str, other: str) -> float:
    first, second = relations.known([one, other])
    return float(relations.vectors[first] @ relations.vectors[second])


def test_words_of_one_trade_are_nearer_than_words_of_two() -> None:
    relations = learn(TEXTS)
    ovens, rye, welders, steel = (word for word in ("oven", "rye", "weld", "steel"))
    assert nearness(relations, ovens, rye) > nearness(relations, ovens, steel) + 0.3
    assert nearness(relations, welders, steel) > nearness(relations, welders, rye) + 0.3


def test_the_order_of_the_texts_changes_no_word() -> None:
    one, other = learn(TEXTS), learn(list(reversed(TEXTS)))
    assert list(one.places) == list(other.places)
    assert np.allclose(one.vectors @ one.vectors.T, other.vectors @ other.vectors.T, atol=0.01)


def test_relations_survive_the_file(tmp_path: Path) -> None:
    relations = learn(TEXTS)
    path = tmp_path / "relations.npz"
    relations.save(path)
    loaded = WordRelations.load(path)
    assert loaded.places == relations.places
    assert np.allclose(loaded.vectors, relations.vectors, atol=0.02)
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ValueError, match="damaged"):
        WordRelations.load(path)


def test_the_shipped_files_stay_within_half_a_megabyte() -> None:
    folder = word_relations.PATH.parent
    assert sum((folder / name).stat().st_size for name in ("verdicts.npz", "word_relations.npz")) <= 512 * 1024
