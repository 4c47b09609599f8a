"""Texts compared by their runs of words in a row: the more runs they share, the more one is a copy of the other. Pure."""

from collections.abc import Sequence

RUN = 4

Runs = frozenset[tuple[str, ...]]


def runs_of(words: Sequence[str]) -> Runs:
    """Each ``RUN`` words in a row; fewer words are one run."""
    return (
        frozenset(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))) if words else frozenset()
    )
