"""How many candidates of this board a posting could reach, in totals only."""

from dataclasses import dataclass

from matching.models import ProcessedResume
from postings.models import Importance, JobPosting

# A number below this could point at somebody, so it is not told.
LEAST = 5
# So many resumes are looked at, the latest first: the count is read on a page and must not wait for all of them.
MOST_RESUMES = 2000
MOST_SKILLS = 12


@dataclass(frozen=True, slots=True)
class Reach:
    """``matching`` candidates show at least half of the required skills. ``hardest`` names the skill that leaves the fewest of
    them, ``left`` how many; None where it is fewer than ``LEAST``. ``is_sample``: there are more resumes than were looked at.
    """

    matching: int | None
    hardest: str
    left: int | None
    skills: int
    is_sample: bool


def reach_of(posting: JobPosting) -> Reach | None:
    """None where the posting requires no skill that resumes are read for. Two queries."""
    rows = posting.posting_skills.filter(importance=Importance.REQUIRED, skill__isnull=False)
    required = dict(rows.values_list("skill__slug", "skill__name")[:MOST_SKILLS])
    if not required:
        return None
    resumes = ProcessedResume.objects.filter(
        resume__is_primary=True, resume__status="parsed", resume__candidate__user__is_active=True
    )
    kept = list(resumes.order_by("-updated_at").values_list("features__skills", flat=True)[: MOST_RESUMES + 1])
    shown = [required.keys() & (skills or {}).keys() for skills in kept[:MOST_RESUMES]]
    fitting = [skills for skills in shown if 2 * len(skills) >= len(required)]
    counts = {slug: sum(slug in skills for skills in fitting) for slug in required}
    hardest = min(counts, key=lambda slug: (counts[slug], slug))
    if len(fitting) < LEAST:
        return Reach(None, "", None, len(required), len(kept) > MOST_RESUMES)
    left = counts[hardest] if counts[hardest] >= LEAST else None
    return Reach(len(fitting), required[hardest], left, len(required), len(kept) > MOST_RESUMES)
