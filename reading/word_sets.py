"""How lists of words are written in this package: in a string, or in the file of names."""

import tomllib
from functools import cache
from pathlib import Path

_NAMES = Path(__file__).resolve().parent / "data" / "names.toml"


def word_set(text: str) -> frozenset[str]:
    """The blank-separated words of `text`: long lists stay readable, and a line of them short."""
    return frozenset(text.split())


@cache
def _tables() -> dict[str, list[str]]:
    return tomllib.loads(_NAMES.read_text("utf-8"))


def names(key: str) -> frozenset[str]:
    """A list of `reading/data/names.toml`: words around the names of employers and titles."""
    return frozenset(_tables()[key])
