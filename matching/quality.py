"""What was measured on labelled sets, release by release: the figures behind the page "How good is the matching"."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from matching import engine

RECORDS = Path("matching") / "data" / "quality.jsonl"


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of a set. ``path`` leads to it inside the measures; ``goal`` is a least value, or a most for ``falls``."""

    path: str
    words: str
    goal: float | None = None
    falls: bool = False
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """``trend``: (day, value), oldest first, the last being ``value``. ``beside``: (name, value) of baselines."""

    words: str
    value: float
    goal: float | None
    met: bool | None
    falls: bool
    beside: list[tuple[str, float]]
    trend: list[tuple[date, float]]

    @property
    def points(self) -> str:
        """The trend as points of a polyline in a box of 100 by 24."""
        if len(self.trend) < 2:
            return ""
        step = 100 / (len(self.trend) - 1)
        return " ".join(f"{index * step:.1f},{22 - 20 * value:.1f}" for index, (_, value) in enumerate(self.trend))


@dataclass(frozen=True, slots=True)
class MeasuredSet:
    kind: str
    title: str
    lead: str
    name: str
    measured_on: date
    engine: str
    figures: list[Figure]


TITLES: Mapping[str, tuple[str, str]] = {
    "ranking": ("Order of the jobs", "Resumes against postings whose occupation is known: do the fitting ones come first?"),
    "verdicts": ("Verdicts", "Requirement lines judged by a careful reader: does the board say the same, with the same line? Of what it learned from, each pair is judged by what was learned from others."),
    "twins": ("Fairness and tampering", "Pairs of resumes that differ only in who the person is, or in an attempt to cheat."),
    "postings": ("Reading postings", "Postings read by hand: title, pay, places, requirements."),
    "resumes": ("Reading resumes", "Resume files read by hand: reading order, roles, dates, degrees, skills."),
    "titles": ("Job titles", "Titles that people say mean the same work."),
    "pairs": ("Against graded pairs", "Resumes that recruiters graded against lists of skills: is the better one ahead?"),
}  # fmt: skip
_BASELINES = (("bm25", "BM25"), ("tf_idf", "TF-IDF"))
HEADLINES: Mapping[str, tuple[Headline, ...]] = {
    "ranking": (
        Headline("ours.ndcg10.mean", "Order of the first ten (nDCG@10)", 0.50, beside=_BASELINES),
        Headline("ours.recall50.mean", "Fitting jobs among the first fifty (recall)", 0.50, beside=_BASELINES),
        Headline("ours.map.mean", "Over the whole list (MAP)", 0.38, beside=_BASELINES),
    ),
    "verdicts": (
        Headline("macro_f1", "Agreement over the four verdicts (macro-F1; two careful readers reach .94)", 0.68),
        Headline("met_precision", "Of what is said to be met, is met", 0.70),
        Headline("met_recall", "Of what is met, is said to be met", 0.55),
        Headline("shown_precision", "Of what is said to be shown, surely, is met or partly met", 0.90),
        Headline("shown_recall", "Of what is met or partly met, is said to be shown, surely", 0.55),
        Headline("false_met_rate", "Said to be met though nothing shows it", 0.025, falls=True),
        Headline("other_words_found", "Found where the resume says it in other words", 0.35),
        Headline("evidence_offered", "A line of the reader’s is among those shown", 0.68),
        Headline("exact_quotes", "Quotes that stand word for word in the resume", 1.0),
        Headline("unmatched", "Lines of a posting that have no row", 0.04, falls=True),
        Headline("unsure", "Rows that say maybe", 0.15, falls=True),
        Headline("calibration_error", "How far a stated chance is from what happens", 0.05, falls=True),
        Headline("score_vs_overall_spearman", "Score and the reader’s overall judgement (rank correlation)", 0.74),
    ),
    "twins": (Headline("share_held", "Twins treated as they should be", 1.0),),
    "postings": (
        Headline("title.f1", "Title", 0.95),
        Headline("hiring_organization.f1", "Organization", 0.95),
        Headline("employment_types.f1", "Employment type", 0.95),
        Headline("job_location_type.f1", "Where people work", 0.95),
        Headline("locations.f1", "Places", 0.90),
        Headline("salary.f1", "Pay"),
        Headline("requirements.f1", "Requirement rows", 0.85),
        Headline("importance_accuracy.value", "Required or preferred", 0.95),
        Headline("skills.f1", "Skills", 0.80),
    ),
    "resumes": (
        Headline("order_pairs.value", "Reading order", 0.99),
        Headline("contiguous.value", "Phrases kept whole", 0.95),
        Headline("roles.f1", "Roles", 0.90),
        Headline("role_dates.f1", "Their dates", 0.85),
        Headline("years.value", "Years of experience", 0.90),
        Headline("top_degree.value", "Highest degree", 0.90),
        Headline("skills_recall.value", "Skills found", 0.85),
    ),
    "titles": (
        Headline("ours.map.mean", "Over the whole list (MAP)", beside=_BASELINES),
        Headline("ours.p10.mean", "Right among the first ten", beside=_BASELINES),
    ),
    "pairs": (Headline("ours.mean", "Pairs in the right order", beside=(("tf_idf", "TF-IDF"),)),),
}


def record(kind: str, name: str, measures: Mapping[str, Any]) -> None:
    """Add a measurement to the trend. Only figures are kept, never a case."""
    kept = {
        key: value
        for key, value in measures.items()
        if key not in ("errors", "failed", "confusion", "reliability", "by_demand")
    }
    row = {
        "measured_on": timezone.localdate().isoformat(), "kind": kind, "set": name, "engine": engine.version(),
        "measures": kept,
    }  # fmt: skip
    path = settings.BASE_DIR / RECORDS
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measured_sets() -> list[MeasuredSet]:
    """The latest measurement of every set, each figure with its trend; in the order of ``TITLES``."""
    histories: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in _records():
        histories.setdefault((row["kind"], row["set"]), []).append(row)
    order = list(TITLES)
    return [
        _measured(kind, name, rows)
        for (kind, name), rows in sorted(histories.items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1]))
    ]


def _records() -> list[dict[str, Any]]:
    path = settings.BASE_DIR / RECORDS
    if not path.is_file():
        return []
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [row for row in rows if row["kind"] in TITLES]


def _measured(kind: str, name: str, rows: list[dict[str, Any]]) -> MeasuredSet:
    latest = rows[-1]
    title, lead = TITLES[kind]
    figures = [figure for headline in HEADLINES[kind] if (figure := _figure(headline, rows)) is not None]
    return MeasuredSet(kind, title, lead, name, date.fromisoformat(latest["measured_on"]), latest["engine"], figures)


def _figure(headline: Headline, rows: list[dict[str, Any]]) -> Figure | None:
    trend = [
        (date.fromisoformat(row["measured_on"]), value)
        for row in rows
        if (value := _at(row["measures"], headline.path)) is not None
    ]
    if not trend or _at(rows[-1]["measures"], headline.path) is None:
        return None
    value = trend[-1][1]
    met = None if headline.goal is None else value <= headline.goal if headline.falls else value >= headline.goal
    tail = headline.path.removeprefix("ours")
    beside = [
        (words, other)
        for key, words in headline.beside
        if (other := _at(rows[-1]["measures"], f"{key}{tail}")) is not None
    ]
    return Figure(headline.words, value, headline.goal, met, headline.falls, beside, trend)


def _at(measures: Mapping[str, Any], path: str) -> float | None:
    value: Any = measures
    for key in path.split("."):
        if not isinstance(value, Mapping) or key not in value:
            return None
        value = value[key]
    return float(value)
