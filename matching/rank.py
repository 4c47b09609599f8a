"""Where a posting stands among a member's stored matches."""

from dataclasses import dataclass

from matching.models import Match


@dataclass(frozen=True, slots=True)
class MatchRank:
    """``place`` counts from 1 among the ``kept`` open matches; None where the posting is none of them. ``last`` is the
    score of the last one kept.
    """

    place: int | None
    kept: int
    last: int | None


def rank_of(candidate_id: int, posting_id: int) -> MatchRank:
    """One query."""
    rows = Match.objects.open().filter(candidate=candidate_id, resume__is_primary=True).best_first()
    kept = list(rows.values_list("posting_id", "score"))
    places = [pk for pk, _ in kept]
    place = places.index(posting_id) + 1 if posting_id in places else None
    return MatchRank(place, len(kept), kept[-1][1] if kept else None)
