"""Hard constraints beside the score: pass, fail or unknown, each with the posting's own sentence. Never blended in.

Silence is not permission and not refusal: where either side says nothing the outcome is unknown. Only what the posting
states and insists on can fail.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from matching.core.features import REQUIRED, JsonRecord, Pay, Place, PostingFeatures, Preferences, ResumeFeatures
from reading.degrees import RANK
from reading.words import stem, tokens

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
EARTH_KM = 6371.0
# What the candidate prefers, as opposed to what the posting asks.
WISHES = frozenset(
    {"place", "workplace", "employment_type", "pay", "start", "authorisation", "title", "seniority", "avoid"}
)
# Hours, days, weeks and months of paid work in a year, to compare pay of different units.
PER_YEAR = {"HOUR": 2080, "DAY": 260, "WEEK": 52, "MONTH": 12, "YEAR": 1}


@dataclass(frozen=True, slots=True)
class Constraint(JsonRecord):
    """``quote`` is verbatim from the posting, "" where it is a bare field. ``reason`` is a short plain sentence.

    ``must``: the candidate insists on it.
    """

    name: str
    outcome: str
    reason: str
    quote: str = ""
    must: bool = False


def check(
    posting: PostingFeatures, resume: ResumeFeatures, wants: Preferences, *, only: Collection[str] | None = None
) -> tuple[Constraint, ...]:
    """The constraints that the posting or the candidate states, in a fixed order; of ``only`` these names, where given.

    Two to five microseconds for each.
    """
    return tuple(
        Constraint(name, outcome, reason, posting.quotes.get(name, ""), name in wants.must)
        for name, outcome, reason in _results(posting, resume, wants, only)
    )


def failed_musts(constraints: Iterable[Constraint]) -> tuple[str, ...]:
    """The dealbreakers that exclude this posting: the one rule of exclusion. What is unknown never excludes."""
    return tuple(entry.name for entry in constraints if entry.must and entry.outcome == FAIL)


def failed_wishes(constraints: Iterable[Constraint]) -> tuple[Constraint, ...]:
    """What the candidate prefers or insists on and this posting does not give. A preference marks it, nothing more."""
    return tuple(entry for entry in constraints if entry.outcome == FAIL and entry.name in WISHES)


def _results(
    posting: PostingFeatures, resume: ResumeFeatures, wants: Preferences, only: Collection[str] | None
) -> Iterator[tuple[str, str, str]]:
    for name, (is_stated, judge) in _CONSTRAINTS.items():
        if (only is None or name in only) and is_stated(posting, wants):
            yield name, *judge(posting, resume, wants)


def _place(posting: PostingFeatures, wants: Preferences) -> tuple[str, str]:
    remote = posting.job_location_type == "TELECOMMUTE"
    if not wants.places:
        return UNKNOWN, "You have not said where you can work"
    if not posting.places:
        return (PASS, "Remote") if remote else (UNKNOWN, "The posting names no place")
    countries = {place.country for place in wants.places if place.country}
    if remote:
        named = {place.country for place in posting.places if place.country}
        if not named or not countries:
            return UNKNOWN, "Remote; the posting does not say from where"
        return (PASS, "Remote in your country") if named & countries else (FAIL, "Remote, but from another country")
    answers = [
        _near(place, wanted, wants.radius_km if wanted.radius_km is None else wanted.radius_km)
        for place in posting.places
        for wanted in wants.places
    ]
    if True in answers:
        return PASS, "Within your places"
    if None in answers:
        return UNKNOWN, "The distance is not known"
    return (PASS, "Outside your places, but you would move") if wants.relocates else (FAIL, "Outside your places")


def _near(place: Place, wanted: Place, radius: float | None) -> bool | None:
    if place.country and wanted.country and place.country != wanted.country:
        return False
    here, there = _point(place), _point(wanted)
    if radius is not None and here is not None and there is not None:
        return distance_km(here, there) <= radius
    for level in ("region", "city"):
        stated, asked = getattr(place, level), getattr(wanted, level)
        if asked and stated and asked.casefold() != stated.casefold():
            return False
        if asked and not stated:
            return None
    return True if wanted.country and place.country else None


def _point(place: Place) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def distance_km(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) in degrees."""
    a, b = math.radians(one[0]), math.radians(two[0])
    across = math.radians(two[1] - one[1])
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _one_of(stated: str | None, wanted: tuple[str, ...], what: str) -> tuple[str, str]:
    if not wanted:
        return UNKNOWN, f"You have not said which {what} you want"
    if stated is None:
        return UNKNOWN, f"The posting does not state the {what}"
    return (PASS, f"The {what} is one you want") if stated in wanted else (FAIL, f"The {what} is not one you want")


def _types(posting: PostingFeatures, wants: Preferences) -> tuple[str, str]:
    if not wants.employment_types:
        return UNKNOWN, "You have not said which employment type you want"
    if not posting.employment_types:
        return UNKNOWN, "The posting does not state the employment type"
    if set(posting.employment_types) & set(wants.employment_types):
        return PASS, "The employment type is one you want"
    return FAIL, "The employment type is not one you want"


def _authorisation(posting: PostingFeatures, wants: Preferences) -> tuple[str, str]:
    countries = set(posting.authorised_countries)
    if countries and countries & set(wants.authorised_countries):
        return PASS, "You may work there"
    if wants.needs_sponsorship and posting.visa_sponsorship == "NO":
        return FAIL, "You need sponsorship and the posting offers none"
    if wants.needs_sponsorship and posting.visa_sponsorship == "YES":
        return PASS, "The posting offers sponsorship"
    if wants.needs_sponsorship is False:
        return (PASS, "You need no sponsorship") if not countries else (UNKNOWN, "You have not said where you may work")
    return UNKNOWN, "One side does not say"


def _start(posting: PostingFeatures, wants: Preferences) -> tuple[str, str]:
    if posting.start_month is None:
        return UNKNOWN, "The posting states no start"
    if wants.available_from_month is None:
        return UNKNOWN, "You have not said when you can start"
    if wants.available_from_month <= posting.start_month:
        return PASS, "You can start by then"
    return FAIL, "You are available only later"


def _degree(posting: PostingFeatures, resume: ResumeFeatures) -> tuple[str, str]:
    least = min(RANK.get(level, 0) for level in posting.degree_levels)
    enrolled = posting.degree_state == "enrolled"
    fitting = [degree for degree in resume.degrees if RANK[degree.level] >= least and degree.in_progress == enrolled]
    if fitting or least == 0:
        return PASS, "You are enrolled in such a degree" if enrolled else "The resume shows the degree"
    if enrolled and resume.degrees and posting.degree_hard:
        return FAIL, "The resume shows no degree in progress"
    if not resume.degrees or not posting.degree_hard:
        return UNKNOWN, "The resume does not show such a degree"
    if any(RANK[degree.level] >= least for degree in resume.degrees):
        return UNKNOWN, "The resume shows the degree as in progress"
    return FAIL, "The resume shows only a lower degree"


def _clearance(wants: Preferences) -> tuple[str, str]:
    if wants.clearance is None:
        return UNKNOWN, "You have not said whether you hold a clearance"
    return (PASS, "You hold a clearance") if wants.clearance else (FAIL, "You hold no clearance")


def _pay(posting: PostingFeatures, wants: Preferences) -> tuple[str, str]:
    if not posting.pay:
        return UNKNOWN, "The posting does not list pay"
    tops = [top for band in posting.pay if (top := _yearly(band, wants.pay_currency)) is not None]
    unit = PER_YEAR.get(wants.pay_unit or "YEAR")
    if not tops or unit is None or wants.minimum_pay is None:
        return UNKNOWN, "Pay is stated in another currency or without a period"
    if max(tops) >= wants.minimum_pay * unit:
        return PASS, "Pay reaches your minimum"
    return FAIL, "Pay stays below your minimum"


def _yearly(band: Pay, currency: str | None) -> float | None:
    top = band.maximum if band.maximum is not None else band.minimum
    # An amount without a period is never made into a yearly one.
    if top is None or band.unit not in PER_YEAR or (currency and band.currency != currency):
        return None
    return top * PER_YEAR[band.unit]


def _experience(posting: PostingFeatures, resume: ResumeFeatures) -> tuple[str, str]:
    asked = posting.months_of_experience or 0
    if not resume.total_months:
        return UNKNOWN, "The resume shows no dated roles"
    if resume.total_months < asked:
        return FAIL, "Dated roles cover fewer years than asked"
    named = {slug for row in posting.requirements if row.asked.months == asked for slug in row.skills}
    if asked and named and named.isdisjoint(resume.skills):
        return UNKNOWN, "Dated roles cover the years, but not of what is asked"
    return PASS, "Dated roles cover the years asked"


def _language(posting: PostingFeatures, resume: ResumeFeatures) -> tuple[str, str]:
    missing = [name for name in posting.languages if name not in resume.languages]
    return (UNKNOWN, "The resume does not name the language") if missing else (PASS, "The resume names the language")


@lru_cache(maxsize=50_000)
def _stems(title: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokens(title))


def _title(posting: PostingFeatures, wants: Preferences) -> tuple[str, str]:
    """All words of one title asked: pass. None of any: fail. Titles are loose, so what lies between is unknown."""
    stated = _stems(posting.title)
    asked = [_stems(title) for title in wants.titles]
    if any(words and words <= stated for words in asked):
        return PASS, "The title is one you want"
    if any(words & stated for words in asked) or not stated:
        return UNKNOWN, "The title is close to one you want"
    return FAIL, "The title is not one you want"


def _avoided(posting: PostingFeatures, wants: Preferences) -> tuple[str, str]:
    if any(_is_asked(posting, name) for name in wants.avoid):
        return FAIL, "It asks for a skill you want to avoid"
    if any(name in posting.skills for name in wants.avoid):
        return UNKNOWN, "It mentions a skill you want to avoid, but does not ask for it"
    if not posting.requirements and not posting.skills:
        return UNKNOWN, "The posting names no skills"
    return PASS, "It asks for none of the skills you want to avoid"


def _is_asked(posting: PostingFeatures, name: str) -> bool:
    """``name``: a slug, or words in lower case that a required row must hold as whole words."""
    stated = posting.skills.get(name)
    if stated:
        return stated == REQUIRED
    for row in posting.requirements:
        text = row.text.lower()
        if name in text and row.importance == REQUIRED and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            return True
    return False


Stated = Callable[[PostingFeatures, Preferences], object]
Judge = Callable[[PostingFeatures, ResumeFeatures, Preferences], tuple[str, str]]
# Name -> whether either side states it, and the judgement; in the order in which pages show them.
_CONSTRAINTS: dict[str, tuple[Stated, Judge]] = {
    "place": (lambda posting, wants: posting.places or wants.places, lambda p, r, w: _place(p, w)),
    "workplace": (
        lambda posting, wants: posting.job_location_type or wants.workplaces,
        lambda p, r, w: _one_of(p.job_location_type, w.workplaces, "workplace"),
    ),
    "authorisation": (
        lambda posting, wants: posting.authorised_countries or posting.visa_sponsorship or wants.needs_sponsorship,
        lambda p, r, w: _authorisation(p, w),
    ),
    "start": (
        lambda posting, wants: posting.start_month is not None or wants.available_from_month is not None,
        lambda p, r, w: _start(p, w),
    ),
    "degree": (lambda posting, wants: posting.degree_levels, lambda p, r, w: _degree(p, r)),
    "employment_type": (
        lambda posting, wants: posting.employment_types or wants.employment_types,
        lambda p, r, w: _types(p, w),
    ),
    "clearance": (lambda posting, wants: posting.clearance, lambda p, r, w: _clearance(w)),
    "pay": (lambda posting, wants: wants.minimum_pay is not None, lambda p, r, w: _pay(p, w)),
    "experience": (
        lambda posting, wants: posting.months_of_experience,
        lambda p, r, w: _experience(p, r),
    ),
    "language": (lambda posting, wants: posting.languages, lambda p, r, w: _language(p, r)),
    "title": (lambda posting, wants: wants.titles, lambda p, r, w: _title(p, w)),
    "seniority": (
        lambda posting, wants: wants.experience_levels,
        lambda p, r, w: _one_of(p.experience_level, w.experience_levels, "seniority"),
    ),
    "avoid": (lambda posting, wants: wants.avoid, lambda p, r, w: _avoided(p, w)),
}
