"""Predicted rows against labelled rows: the four verdicts, quotes and evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

VERDICTS = ("met", "partly", "not_found", "unreadable")
LEAST_MATCH = 0.5
COVER_DISCOUNT = 0.9
EVIDENCE_COVER = 0.6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LabelledRow:
    text: str
    verdict: str
    evidence: tuple[str, ...] = ()


@dataclass(slots=True)
class VerdictTally:
    """Counts over many pairs; ``confusion`` maps (label, verdict or "none") to a number of rows."""

    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmatched: int = 0
    quotes: int = 0
    exact_quotes: int = 0
    met_with_evidence: int = 0
    evidence_overlaps: int = 0
    errors: list[dict[str, object]] = field(default_factory=list)

    def add(
        self, labelled: Sequence[LabelledRow], predicted: Sequence[LabelledRow], resume_text: str, *, name: str = ""
    ) -> None:
        """One pair; a labelled row is compared with the predicted row whose text is nearest."""
        for row in labelled:
            best = max(predicted, key=lambda other: nearness(row.text, other.text), default=None)
            if best is None or nearness(row.text, best.text) < LEAST_MATCH:
                self.unmatched += 1
                self.confusion[row.verdict, "none"] += 1
                self._note(name, row, None)
                continue
            self.confusion[row.verdict, best.verdict] += 1
            if row.verdict != best.verdict:
                self._note(name, row, best)
            if best.verdict in ("met", "partly"):
                self.quotes += len(best.evidence)
                self.exact_quotes += sum(quote in resume_text for quote in best.evidence)
            if row.verdict == best.verdict == "met" and row.evidence:
                self.met_with_evidence += 1
                self.evidence_overlaps += any(
                    cover(words_of(a), words_of(b)) >= EVIDENCE_COVER for a in best.evidence for b in row.evidence
                )

    def _note(self, name: str, row: LabelledRow, predicted: LabelledRow | None) -> None:
        self.errors.append(
            {
                "case": name, "text": row.text, "label": row.verdict, "said": predicted.verdict if predicted else None,
                "row": predicted.text if predicted else None, "evidence": list(predicted.evidence) if predicted else [],
                "labelled_evidence": list(row.evidence),
            }
        )  # fmt: skip

    def measures(self) -> dict[str, float]:
        """Accuracy, macro-F1, F1 of each verdict, precision of met, false-met rate, quotes and evidence, as shares."""
        rows = sum(self.confusion.values())
        scores = {verdict: self._f1(verdict) for verdict in VERDICTS}
        said_met = sum(self.confusion[label, "met"] for label in VERDICTS)
        absent = sum(count for (label, _), count in self.confusion.items() if label in ("not_found", "unreadable"))
        wrong = self.confusion["not_found", "met"] + self.confusion["unreadable", "met"]
        return {
            "accuracy": sum(self.confusion[v, v] for v in VERDICTS) / max(1, rows),
            "macro_f1": sum(scores.values()) / len(scores),
            **{f"f1_{verdict}": score for verdict, score in scores.items()},
            "met_precision": self.confusion["met", "met"] / max(1, said_met),
            "false_met_rate": wrong / max(1, absent),
            "exact_quotes": self.exact_quotes / max(1, self.quotes),
            "evidence_overlap": self.evidence_overlaps / max(1, self.met_with_evidence),
            "unmatched": self.unmatched / max(1, rows),
        }

    def _f1(self, verdict: str) -> float:
        right = self.confusion[verdict, verdict]
        predicted = sum(self.confusion[label, verdict] for label in VERDICTS)
        real = sum(count for (label, _), count in self.confusion.items() if label == verdict)
        return 2 * right / (predicted + real) if predicted + real else 0.0


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def cover(one: Sequence[str], two: Sequence[str]) -> float:
    """Shared words as a share of the shorter side."""
    shared = sum((Counter(one) & Counter(two)).values())
    return shared / max(1, min(len(one), len(two)))


def nearness(one: str, two: str) -> float:
    """Token F1, or nine tenths of the cover, whichever is larger."""
    left, right = words_of(one), words_of(two)
    shared = sum((Counter(left) & Counter(right)).values())
    f1 = 2 * shared / (len(left) + len(right)) if shared else 0.0
    return max(f1, COVER_DISCOUNT * cover(left, right))
