"""Sample resumes to try the board with, and one of them scored against an open posting, as the home page shows it."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache

from accounts import resumes
from matching import core, engine, extraction, feature_cache, presentation, ranking
from matching.current_resume import features_of
from postings.models import JobPosting

SAMPLES = settings.BASE_DIR / "seeds" / "resumes"
# The one that is plain text is read at once, without a process of its own.
SHOWN = "accountant.txt"
TRIED, ROWS = 8, 3
KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Sample:
    file: str
    name: str
    role: str

    @property
    def path(self) -> Path:
        return SAMPLES / self.file


@lru_cache(maxsize=1)
def samples() -> dict[str, Sample]:
    """File name -> sample resume of an invented person, in the order of ``seeds/resumes/index.toml``."""
    entries = tomllib.loads((SAMPLES / "index.toml").read_text())["resume"]
    found = (Sample(entry["file"], entry["name"], entry["role"]) for entry in entries)
    return {sample.file: sample for sample in found}


def example() -> dict[str, Any] | None:
    """A sample resume and the open posting that suits an example best, with three of its rows: what is shown, with the
    words that count, and a gap where there is one. None where nothing fits. Computed once in ten minutes, then within a
    millisecond; the first time it costs about half a second.
    """
    key = f"example/{engine.version()}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        kept = _compute() or {}
        cache.set(key, kept, KEPT_SECONDS)
    if not kept or not JobPosting.objects.open().filter(pk=kept["posting"]).exists():
        return None
    return kept


def _compute() -> dict[str, Any] | None:
    sample = samples()[SHOWN]
    read = resumes.read_pasted_resume(sample.path.read_text())
    resume = features_of(read)
    best = ranking.best_postings(resume, TRIED).ordered()[:TRIED]
    features = feature_cache.features_of_postings([pk for _, pk in best])
    explained = [(pk, extraction.explain(features[pk][1], resume, None)) for _, pk in best if pk in features]
    # The best one that also has a gap shows more of what the board says; else the best one.
    with_gap = [entry for entry in explained if any(row.verdict == "not_found" for row in _rows(entry[1]))]
    pk, explanation = next(iter([*with_gap, *explained]), (0, None))
    posting = JobPosting.objects.open().select_related("hiring_organization").filter(pk=pk).first()
    if posting is None or explanation is None or explanation.score is None:
        return None
    skills = {row.key: row.skills for row in features[pk][1].requirements}
    return {
        "posting": pk,
        "title": posting.title,
        "organization": posting.hiring_organization.name,
        "url": posting.get_absolute_url(),
        "who": f"{sample.name}, {sample.role}",
        "score": explanation.score,
        **presentation.counts(explanation),
        "rows": [_shown(row, read.lines, resume, skills[row.key]) for row in _pick(_rows(explanation))],
    }


def _rows(explanation: core.Explanation) -> list[core.Row]:
    return [row for row in presentation.shown_rows(explanation) if row.sure]


def _pick(rows: list[core.Row]) -> list[core.Row]:
    """At most three, in the order of the posting: the gap, and the shortest of those that are shown."""
    gaps = [row for row in rows if row.verdict == "not_found"][:1]
    found = sorted((row for row in rows if row.evidence), key=lambda row: (row.verdict != "met", len(row.text)))
    picked = {row.key for row in [*found[: ROWS - len(gaps)], *gaps]}
    return [row for row in rows if row.key in picked]


def _shown(row: core.Row, lines: list[str], resume: core.ResumeFeatures, skills: tuple[str, ...]) -> dict[str, Any]:
    quotes = [presentation.quote_words(quote, row, lines, resume, skills) for quote in row.evidence[:1]]
    return {
        "text": row.text,
        "verdict": row.verdict,
        "verdict_words": presentation.words_of_verdict(row),
        "pieces": quotes[0]["start"] if quotes else (),
    }
