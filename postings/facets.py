"""The filter column: each facet with its values, how many jobs have them, and what is chosen; and promoted filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language_info

from accounts.models import Organization
from postings.filters import NOT_STATED_CHOICE, PostingFilter, skill_names
from postings.forms.fields import duration_words, start_words
from postings.geography import country_name, region_name
from postings.search.query import SearchQuery
from postings.search.schema import NOT_STATED
from reading.vocabulary import default_vocabulary

OPTIONS_SHOWN = 8
OPTIONS_KEPT = 40
CHIPS = 6
FACET_TITLES = {
    "employment_type": "Role type",
    "job_location_type": "Where you work",
    "pay": "Pay",
    "skill": "Skills",
    "experience_level": "Level",
    "country": "Country",
    "region": "Region",
    "city": "City",
    "continent": "Continent",
    "degree": "Degree",
    "visa": "Visa",
    "relocation": "Relocation",
    "equity": "Equity",
    "start": "Start",
    "duration": "Duration",
    "language": "Language of the posting",
    "organization": "Company",
}


def language_name(code: str) -> str:
    """The English name of a language, or its code where it is not known."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


WORDS_OF_VALUES: dict[str, Callable[[str], str]] = {
    "country": country_name,
    "region": region_name,
    "city": str,
    "start": start_words,
    "duration": duration_words,
    "language": language_name,
}
# Shown with no value too: a field of their own asks for a country or a distance.
ASK_FOR_MORE = frozenset({"country", "city"})
# Closed lists whose order says something.
IN_THEIR_ORDER = frozenset({"experience_level", "degree"})
OPEN_FACETS = ("employment_type", "job_location_type", "pay", "skill")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    name: str
    title: str
    options: list[Option]
    more: list[Option]
    is_open: bool
    # Whether the numbers of options that are not chosen say how many jobs choosing them would add.
    adds: bool = False


def shown_facets(query: SearchQuery) -> tuple[str, ...]:
    """The facets of the filter column; companies are too many to show, but for those chosen."""
    return tuple(name for name in FACET_TITLES if name != "organization" or query.organization)


def facet_groups(query: SearchQuery, counts: Mapping[str, Mapping[str, int]]) -> list[FacetGroup]:
    """The filter column: each facet with its values, counts and what is chosen. Closed lists show every value, others
    the commonest; chosen values show even at zero.
    """
    groups = []
    for name in sorted(shown_facets(query), key=_is_behind):
        chosen = set(getattr(query, name))
        closed = closed_list(name)
        value_counts = dict.fromkeys((*closed, *chosen), 0) | dict(counts.get(name, {}))
        if not closed and name not in ASK_FOR_MORE and not (value_counts.keys() - {NOT_STATED}):
            continue
        values = list(value_counts)
        if not closed:
            values = [value for value in values if value != NOT_STATED or value_counts[value]]
            values = sorted(
                values,
                # Spoken languages are asked for everywhere and tell jobs apart least.
                key=lambda value: (value not in chosen, is_spoken_language(value), -value_counts[value], value),
            )[:OPTIONS_KEPT]
        labels = labels_of(name, values)
        options = [
            Option(value, labels[value], value_counts[value], value in chosen) for value in values if value in labels
        ]
        if name not in IN_THEIR_ORDER:
            options.sort(key=lambda o: (o.value == NOT_STATED, not o.chosen, is_spoken_language(o.value), -o.count))
        shown = len(options) if closed else OPTIONS_SHOWN
        groups.append(
            FacetGroup(
                name,
                FACET_TITLES[name],
                options[:shown],
                options[shown:],
                name in (settings.BOARD_FACETS or OPEN_FACETS) or bool(chosen) or _range_is_asked(query, name),
                bool(chosen) and not (name == "skill" and query.skill_mode == "all"),
            )
        )
    return groups


def check_promoted(names: Sequence[str]) -> None:
    """Stop the start with a sentence where a facet that is to stand first is none."""
    wrong = [name for name in names if name not in FACET_TITLES]
    if wrong:
        raise ImproperlyConfigured(
            f"BOARD_FACETS: {', '.join(wrong)} is no facet; there are {', '.join(FACET_TITLES)}."
        )


def _is_behind(name: str) -> int:
    """Where a facet stands: those that the board promotes first, in its order."""
    promoted_first: list[str] = settings.BOARD_FACETS
    return promoted_first.index(name) if name in promoted_first else len(promoted_first)


def _range_is_asked(query: SearchQuery, name: str) -> bool:
    asked = {"experience_level": "years", "degree": "degree", "country": "from", "pay": "pay"}.get(name)
    return (asked is not None and query.asks(asked)) or (name == "city" and query.within is not None)


def closed_list(name: str) -> list[str]:
    """Every value that a facet may have; empty where it may have any."""
    return [value for value, _ in PostingFilter.base_filters[name].extra.get("choices") or ()]


def labels_of(name: str, values: Sequence[str]) -> dict[str, str]:
    stated = [value for value in values if value != NOT_STATED]
    unstated = {NOT_STATED: NOT_STATED_CHOICE[1]}
    if name == "skill":
        return skill_names(stated)
    if name == "organization":
        return dict(Organization.objects.filter(slug__in=stated).values_list("slug", "name"))
    if name in WORDS_OF_VALUES:
        return {value: WORDS_OF_VALUES[name](value) for value in stated} | unstated
    return dict(PostingFilter.base_filters[name].extra["choices"]) | unstated


def promotable() -> tuple[str, ...]:
    """The facets that one-click filters come from."""
    return tuple(settings.BOARD_FACETS) or ("employment_type", "pay", "job_location_type", "visa", "city", "skill")


def promoted(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, int]]:
    """Up to six one-click filters above the list: (querystring, label, count), picked by what the board holds, of the
    facets that it promotes where it names some.
    """
    if settings.BOARD_FACETS:
        return _of_facets(settings.BOARD_FACETS, counts)
    wanted = [
        ("employment_type", "INTERN", "Internships"),
        ("pay", "STATED", "Pay listed"),
        ("job_location_type", "TELECOMMUTE", "Remote"),
        ("visa", "YES", "Visa help"),
    ]
    chips = [
        (urlencode({name: value}), label, counts.get(name, {}).get(value, 0))
        for name, value, label in wanted
        if counts.get(name, {}).get(value, 0)
    ]
    for name in ("city", "skill"):
        values = [(v, n) for v, n in counts.get(name, {}).items() if v != NOT_STATED and not is_spoken_language(v)]
        if values:
            value, number = max(values, key=lambda pair: (pair[1], pair[0]))
            label = labels_of(name, [value]).get(value, value)
            label = f"Jobs in {label}" if name == "city" else label
            chips.append((urlencode({name: value}), label, number))
    return chips[:CHIPS]


def _of_facets(names: Sequence[str], counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, int]]:
    """The commonest values of each facet, as many of each."""
    chips = []
    for name in names[:CHIPS]:
        values = [value for value in counts.get(name, {}) if value != NOT_STATED and not is_spoken_language(value)]
        values = sorted(values, key=lambda value: (-counts[name][value], value))[: CHIPS // min(CHIPS, len(names))]
        labels = labels_of(name, values)
        chips += [(urlencode({name: value}), labels[value], counts[name][value]) for value in values if value in labels]
    return chips


def is_spoken_language(slug: str) -> bool:
    """Asked for in many postings and telling little about them, so never a promoted filter."""
    entry = default_vocabulary().entries.get(slug)
    return entry is not None and entry.category == "languages"
