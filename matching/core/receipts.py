"""What a score would be if one more row were met, and the receipt by which anybody can work the score out again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matching.core.explanation import Explanation, Row
from matching.core.features import PREFERRED, Json
from matching.core.scoring import score_of
from matching.core.verdicts import MET, UNREADABLE

RECEIPT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row that is not met, and the score if its owner pointed to a line that shows it."""

    row: Row
    score: int

    def gain(self, present: int) -> int:
        return self.score - present


def score_if_met(explanation: Explanation, keys: Collection[str]) -> int | None:
    """The exact score with these rows met instead; None where there is no score. Unreadable rows cannot be shown.

    It is what ``explain(..., shown=...)`` gives for the same rows: nothing else about the pair changes.
    """
    if explanation.score is None:
        return None
    verdicts = [MET if row.key in keys and row.verdict != UNREADABLE else row.verdict for row in explanation.rows]
    preferred = [row.importance == PREFERRED for row in explanation.rows]
    return score_of(verdicts, preferred, explanation.role.points, explanation.weights)


def suggestions(explanation: Explanation) -> list[Suggestion]:
    """Every readable row that is not met, the one that would add most first; of equals the required one."""
    if explanation.score is None:
        return []
    entries = [
        Suggestion(row, score)
        for row in explanation.rows
        if row.verdict not in (MET, UNREADABLE) and (score := score_if_met(explanation, {row.key})) is not None
    ]
    return sorted(entries, key=lambda entry: (-entry.score, entry.row.importance == PREFERRED, entry.row.key))


def receipt(explanation: Explanation, about: Mapping[str, Json | str | int | None]) -> Json:
    """All that the score rests on. ``about`` names the revisions of posting and resume, engine and vocabulary."""
    return {"receipt": RECEIPT_VERSION, "about": dict(about), **explanation.to_json()}
