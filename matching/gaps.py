"""What a person's best matches ask for that their resume does not show, and how often."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matching import core, engine

LEAST_JOBS = 5
MOST_SKILLS = 20
MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that ``asked`` of ``jobs`` postings ask for, ``required`` of them as a requirement. ``examples`` are ids."""

    slug: str
    name: str
    asked: int
    required: int
    jobs: int
    is_shown: bool
    examples: tuple[int, ...]

    @property
    def share(self) -> int:
        """In percent, for a bar."""
        return round(100 * self.asked / self.jobs)


def market_demand(
    postings: Mapping[int, core.PostingFeatures],
    resume: core.ResumeFeatures,
    shown_in: Mapping[int, Collection[str]] | None = None,
) -> list[Gap]:
    """The skills asked for in these postings, most asked first; empty where there are too few postings to say.

    Skills that are only mentioned do not count, neither do traits. ``shown_in``: the skills of the rows for which the
    owner has pointed to a line, by posting; they are no gap there.
    """
    if len(postings) < LEAST_JOBS:
        return []
    vocabulary = engine.vocabulary()
    asked: Counter[str] = Counter()
    required: Counter[str] = Counter()
    where: dict[str, list[int]] = {}
    resume_skills = shown_skills(resume)
    pointed_at = shown_in or {}
    for pk, features in postings.items():
        for slug, importance in features.skills.items():
            if importance == "mentioned" or vocabulary.kind(slug) in (None, "soft"):
                continue
            if slug not in resume_skills and slug in pointed_at.get(pk, ()):
                continue
            asked[slug] += 1
            required[slug] += importance == "required"
            where.setdefault(slug, []).append(pk)
    ordered = sorted(asked, key=lambda slug: (-asked[slug], vocabulary.name(slug)))
    return [
        Gap(
            slug, vocabulary.name(slug), asked[slug], required[slug], len(postings), slug in resume_skills,
            tuple(where[slug][:MOST_EXAMPLES]),
        )
        for slug in ordered
        if asked[slug] > 1
    ]  # fmt: skip


def shown_skills(resume: core.ResumeFeatures) -> frozenset[str]:
    """The skills that the resume names, and what these imply."""
    vocabulary = engine.vocabulary()
    implied = frozenset(resume.skills).union(*(vocabulary.implied(slug) for slug in resume.skills))
    return implied.difference(resume.withdrawn)


def missing(gaps: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in gaps if not gap.is_shown][:MOST_SKILLS]
