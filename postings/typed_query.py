"""Filters typed into the search box: ``python remote:us pay>=120k -senior company:etched``.

``read_typed`` turns such words into the parameters of the filters and leaves the rest in the box; ``write_typed`` says a
search in these words. What is no known word before a colon, or no value that the filter knows, stays a word to look for.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify

from postings.choices import DEGREE_LEVELS
from postings.filters import PostingFilter
from postings.geography import country_code
from postings.models import JobLocationType
from postings.search.query import BLANK, MAX_QUERY, SearchQuery
from postings.search.schema import NOT_STATED
from reading.vocabulary import default_vocabulary

TERM = re.compile(r'(?P<name>[a-z]+)(?P<sign>:|>=|<=)(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))', re.IGNORECASE)
PHRASE_OR_WORD = re.compile(r'-?"[^"]*"|\S+"[^"]*"|\S+')
# What is typed before the colon, and the filter it stands for.
LISTS = {
    "type": "employment_type", "work": "job_location_type", "level": "experience_level", "skill": "skill",
    "continent": "continent", "country": "country", "region": "region", "city": "city", "visa": "visa",
    "relocation": "relocation", "paid": "pay", "equity": "equity", "degree": "degree", "start": "start",
    "duration": "duration", "lang": "language", "company": "organization",
}  # fmt: skip
TEXTS = {"in": "place", "from": "work_from", "currency": "pay_currency", "skills": "skill_mode"}
BOUNDS = {
    ("pay", ">="): "pay_min", ("pay", "<="): "pay_max", ("years", "<="): "years_most", ("posted", "<="): "posted_within",
    ("match", ">="): "score",
}  # fmt: skip
UNKNOWN = "unknown"
ONLY_STATED = "stated"


def expand(data: QueryDict) -> QueryDict:
    """The parameters of an address with what is typed in the box put into those of its filters."""
    words = data.get("q", "")
    rest, typed = read_typed(words)
    if not typed:
        return data
    expanded = data.copy()
    expanded.pop("q")
    if rest:
        expanded["q"] = rest
    for name, value in typed:
        if name in SearchQuery.FACET_FIELDS:
            if value not in expanded.getlist(name):
                expanded.appendlist(name, value)
        else:
            expanded[name] = value
    return expanded


def read_typed(words: str) -> tuple[str, list[tuple[str, str]]]:
    """(what is left to look for, (parameter, value) of each filter typed)."""
    rest: list[str] = []
    typed: list[tuple[str, str]] = []
    for found in PHRASE_OR_WORD.finditer(words[:MAX_QUERY]):
        term = TERM.fullmatch(found[0])
        pairs = _pairs_of(term) if term else None
        if pairs:
            typed += pairs
        else:
            rest.append(found[0])
    return (" ".join(rest), typed) if typed else (words, [])


def _pairs_of(term: re.Match[str]) -> list[tuple[str, str]] | None:
    name, sign = term["name"].lower(), term["sign"]
    value = (term["quoted"] if term["quoted"] is not None else term["value"]).strip()
    if not value:
        return None
    if sign == ":":
        if name == "remote":
            home = [] if value.lower() in ("yes", "any", "anywhere") else [("work_from", value)]
            if home and country_code(value) is None:
                return None
            return [("job_location_type", JobLocationType.TELECOMMUTE.value), *home]
        if name == ONLY_STATED:
            return [(f"unstated_{value}", "0")] if f"unstated_{value}" in PostingFilter.base_filters else None
        if name in TEXTS:
            return [(TEXTS[name], value)]
        if name in LISTS:
            known = _value_of(LISTS[name], value)
            return None if known is None else [(LISTS[name], known)]
        return None
    if name == "degree" and sign == "<=":
        level = _closed(dict(DEGREE_LEVELS), value)
        return None if level is None else [("degree_most", level)]
    if name == "within" and sign == "<=":
        distance = re.fullmatch(r"(\d{1,4})(km|mi)?", value.lower())
        return [("within", distance[1]), ("unit", distance[2] or "km")] if distance else None
    number = _number(value)
    if (name, sign) not in BOUNDS or number is None:
        return None
    return [(BOUNDS[name, sign], str(number))]


def _value_of(name: str, value: str) -> str | None:
    """The value of a filter that is meant: by its value or its label; None where a closed list has no such."""
    if value.lower() == UNKNOWN:
        return NOT_STATED
    choices = PostingFilter.base_filters[name].extra.get("choices")
    if choices:
        return _closed(dict(choices), value)
    meant: Mapping[str, Callable[[str], str]] = {
        "skill": lambda text: default_vocabulary().slug(text) or text,
        "organization": lambda text: slugify(text) or text,
        "country": lambda text: country_code(text) or text.upper(),
    }
    return meant.get(name, str)(value)


def _closed(choices: Mapping[str, str], value: str) -> str | None:
    typed = _plain(value)
    for known, label in choices.items():
        if typed in (_plain(known), _plain(label)):
            return known
    shortest = [known for known, label in choices.items() if _plain(label).startswith(typed) and len(typed) > 2]
    return shortest[0] if len(shortest) == 1 else None


def _plain(text: Any) -> str:
    return re.sub(r"[\s_-]+", "", str(text)).lower()


def _number(value: str) -> int | None:
    """``120k`` -> 120000."""
    found = re.fullmatch(r"(\d{1,10})(k?)", value.lower())
    return int(found[1]) * (1000 if found[2] else 1) if found else None


def write_typed(query: SearchQuery) -> str:
    """The search in words that ``read_typed`` reads back; the order of a list is not part of it."""
    words = [query.q] if query.q else []
    for typed, name in LISTS.items():
        words += [_term(typed, ":", UNKNOWN if value == NOT_STATED else value) for value in getattr(query, name)]
    for typed, name in TEXTS.items():
        blank = query.home_currency if name == "pay_currency" else BLANK.get(name, getattr(SearchQuery(), name))
        if getattr(query, name) != blank:
            words.append(_term(typed, ":", getattr(query, name)))
    for (typed, sign), name in BOUNDS.items():
        if getattr(query, name) is not None:
            words.append(_term(typed, sign, str(getattr(query, name))))
    if query.degree_most:
        words.append(_term("degree", "<=", query.degree_most))
    if query.within is not None:
        words.append(_term("within", "<=", f"{query.within}{query.unit}"))
    return " ".join([*words, *(_term(ONLY_STATED, ":", name) for name in query.only_stated)])


def _term(name: str, sign: str, value: str) -> str:
    return f'{name}{sign}"{value}"' if re.search(r"\s", value) else f"{name}{sign}{value}"


def parameters(pairs: Iterable[tuple[str, str]]) -> QueryDict:
    """The pairs as the parameters of an address."""
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data
