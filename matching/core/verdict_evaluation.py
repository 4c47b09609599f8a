"""Predicted rows against labelled rows: the four verdicts, quotes and evidence, and how far chances can be trusted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reading.words import content_stems

VERDICTS = ("met", "partly", "not_found", "unreadable")
SHOWN = VERDICTS[:2]
BINS = 10
LEAST_MATCH = 0.5
COVER_DISCOUNT = 0.9
EVIDENCE_COVER = 0.6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LabelledRow:
    text: str
    verdict: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PredictedRow(LabelledRow):
    """``chances`` are of VERDICTS, None where the rules decided; ``asks`` is the kind of demand."""

    sure: bool = True
    chances: tuple[float, ...] | None = None
    asks: str = ""


@dataclass(slots=True)
class VerdictTally:
    """Counts over many pairs; ``confusion`` maps (label, verdict or "none") to a number of rows.

    ``by_demand`` maps a kind of demand to (lines, right, said met without ground). ``reliability`` has for each tenth of
    the chance of being shown (lines, sum of chances, labelled met or partly). ``shown`` counts the lines said to be shown
    surely, and of them the right ones; ``unsure`` the lines that are left unsure. ``other_words`` are labelled met or partly
    by evidence that shares no word with them: how many, found, found surely.
    """

    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmatched: int = 0
    quotes: int = 0
    exact_quotes: int = 0
    met_with_evidence: int = 0
    evidence_overlaps: int = 0
    by_demand: dict[str, list[int]] = field(default_factory=dict)
    reliability: list[list[float]] = field(default_factory=lambda: [[0, 0.0, 0] for _ in range(BINS)])
    shown: list[int] = field(default_factory=lambda: [0, 0])
    unsure: int = 0
    other_words: list[int] = field(default_factory=lambda: [0, 0, 0])
    offered: list[int] = field(default_factory=lambda: [0, 0])
    errors: list[dict[str, object]] = field(default_factory=list)

    def add(
        self, labelled: Sequence[LabelledRow], predicted: Sequence[PredictedRow], resume_text: str, *, name: str = ""
    ) -> None:
        """One pair; a labelled row is compared with the predicted row whose text is nearest."""
        for row in labelled:
            best = max(predicted, key=lambda other: nearness(row.text, other.text), default=None)
            in_other_words = row.verdict in SHOWN and bool(row.evidence) and not _share_a_word(row)
            self.other_words[0] += in_other_words
            if best is None or nearness(row.text, best.text) < LEAST_MATCH:
                self.unmatched += 1
                self.confusion[row.verdict, "none"] += 1
                self._note(name, row, None)
                continue
            self.confusion[row.verdict, best.verdict] += 1
            self._count(row, best, in_other_words=in_other_words)
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

    def _count(self, row: LabelledRow, best: PredictedRow, *, in_other_words: bool) -> None:
        said, right = best.verdict in SHOWN, row.verdict in SHOWN
        demand = self.by_demand.setdefault(best.asks, [0, 0, 0])
        demand[0] += 1
        demand[1] += row.verdict == best.verdict
        demand[2] += best.verdict == "met" and not right
        self.unsure += not best.sure
        if said and best.sure:
            self.shown[0] += 1
            self.shown[1] += right
        if in_other_words:
            self.other_words[1] += said
            self.other_words[2] += said and best.sure
        if said and right and row.evidence:
            self.offered[0] += 1
            self.offered[1] += any(
                cover(words_of(a), words_of(b)) >= EVIDENCE_COVER for a in best.evidence for b in row.evidence
            )
        if best.chances is not None:
            chance = sum(best.chances[:2])
            entry = self.reliability[min(BINS - 1, int(chance * BINS))]
            entry[0] += 1
            entry[1] += chance
            entry[2] += right

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
            "met_recall": self.confusion["met", "met"] / max(1, self._labelled("met")),
            "shown_precision": self.shown[1] / max(1, self.shown[0]),
            "shown_recall": self.shown[1] / max(1, sum(map(self._labelled, SHOWN))),
            "unsure": self.unsure / max(1, rows - self.unmatched),
            "evidence_offered": self.offered[1] / max(1, self.offered[0]),
            "other_words_found": self.other_words[1] / max(1, self.other_words[0]),
            "other_words_found_surely": self.other_words[2] / max(1, self.other_words[0]),
            "calibration_error": self._calibration_error(),
        }

    def tables(self) -> dict[str, Any]:
        """The reliability table, and the accuracy by kind of demand with the most frequent first."""
        return {
            "reliability": [
                {
                    "from": number / BINS, "lines": int(lines), "chance": round(total / lines, 3),
                    "shown": round(right / lines, 3),
                }
                for number, (lines, total, right) in enumerate(self.reliability)
                if lines
            ],
            "by_demand": {
                demand: {"lines": lines, "accuracy": round(right / lines, 3), "false_met": wrong}
                for demand, (lines, right, wrong) in sorted(self.by_demand.items(), key=lambda entry: -entry[1][0])
            },
        }  # fmt: skip

    def _labelled(self, verdict: str) -> int:
        return sum(count for (label, _), count in self.confusion.items() if label == verdict)

    def _calibration_error(self) -> float:
        """How far the chance of being shown is from the share that is, on average over the lines."""
        lines = sum(entry[0] for entry in self.reliability)
        return sum(abs(total - right) for _, total, right in self.reliability) / max(1, lines)

    def _f1(self, verdict: str) -> float:
        right = self.confusion[verdict, verdict]
        predicted = sum(self.confusion[label, verdict] for label in VERDICTS)
        real = self._labelled(verdict)
        return 2 * right / (predicted + real) if predicted + real else 0.0


def _share_a_word(row: LabelledRow) -> bool:
    """Whether the line and its evidence have a telling word in common."""
    asked = set(content_stems(row.text))
    return any(not asked.isdisjoint(content_stems(quote)) for quote in row.evidence)


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
