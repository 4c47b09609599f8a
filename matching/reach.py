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
    """``matching`` candidates show at least half of the required skills; None is fewer than ``LEAST``. ``lacking`` says for
    required skills how many of them show it not, the most lacking first; only where both those who do and those who do not
    are ``LEAST`` or more, so that neither number, nor their difference, points at somebody. ``is_sample``: there are more
    resumes than were looked at.
    """

    matching: int | None
    skills: int
    is_sample: bool
    lacking: tuple[tuple[str, int], ...] = ()

    @property
    def hardest(self) -> tuple[str, int] | None:
        """The required skill that leaves the fewest, and how many it leaves."""
        if not self.lacking or self.matching is None:
            return None
        name, lack = self.lacking[0]
        return name, self.matching - lack


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
    if len(fitting) < LEAST:
        return Reach(None, len(required), len(kept) > MOST_RESUMES)
    without = {slug: sum(slug not in skills for skills in fitting) for slug in required}
    told = [slug for slug, number in without.items() if LEAST <= number <= len(fitting) - LEAST]
    lacking = tuple((required[slug], without[slug]) for slug in sorted(told, key=lambda slug: (-without[slug], slug)))
    return Reach(len(fitting), len(required), len(kept) > MOST_RESUMES, lacking)
