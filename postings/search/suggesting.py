"""Names offered while one types, and the word that a slip of the keyboard was meant to be. Both know only what the open
postings hold, so that whatever is offered finds something.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import tantivy

from postings.geography import country_name
from postings.search import index
from postings.search.clauses import is_found
from postings.search.folder import open_searcher
from postings.search.query import MAX_QUERY, TERM, SearchQuery
from postings.search.schema import UNIT
from reading.folding import ascii_key, plain
from reading.vocabulary import default_vocabulary

SHORTEST_CORRECTED = 3
# From how many letters on two slips are forgiven instead of one.
TWO_SLIPS = 6
MOST_TERMS = 400
OFFERED = {"skill": 4, "title": 4, "organization": 3, "city": 6, "country": 3}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One name that is offered. ``kind``: skill, title, organization, city, country or remote; ``value`` is what a filter
    of that kind asks for.
    """

    kind: str
    label: str
    value: str
    postings: int


def correct(query: SearchQuery) -> str:
    """The search box with each word that no posting holds put right, if that finds something; else empty."""
    if not query.q:
        return ""
    searcher = open_searcher()
    languages = index.languages_of(searcher)
    spelled: list[tuple[str, int]] | None = None
    corrected = query.q
    for found in reversed(list(TERM.finditer(query.q[:MAX_QUERY]))):
        minus, _, word = found.groups()
        if minus or not word or len(word) < SHORTEST_CORRECTED or is_found(searcher, word, languages):
            continue
        if spelled is None:
            spelled = searcher.terms_with_prefix("spelling", "")
        meant = closest(word, spelled)
        if not meant:
            return ""
        corrected = corrected[: found.start(3)] + meant + corrected[found.end(3) :]
    if corrected == query.q or not index.count(replace(query, q=corrected)):
        return ""
    return corrected


def closest(word: str, spelled: Sequence[tuple[str, int]]) -> str:
    """The commonest of the words that are the fewest slips away; empty where none is near."""
    typed = plain(word)
    most = 2 if len(typed) >= TWO_SLIPS else 1
    best: tuple[int, int, str] | None = None
    for term, postings in spelled:
        if abs(len(term) - len(typed)) > most or len(term) < SHORTEST_CORRECTED:
            continue
        slips = slips_between(typed, plain(term), most)
        if slips <= most and (best is None or (slips, -postings, term) < best):
            best = (slips, -postings, term)
    return best[2] if best else ""


def slips_between(a: str, b: str, most: int) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour; ``most + 1`` where it is more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def suggest_for_words(text: str) -> list[Suggestion]:
    """Skills, titles and companies whose name, or a word of it, begins with what is typed. Raises IndexMissingError."""
    typed = ascii_key(text[:MAX_QUERY])
    if not typed:
        return []
    searcher = open_searcher()
    return [
        *_skills(searcher, text.strip().casefold())[: OFFERED["skill"]],
        *_named(searcher, "title", typed),
        *_named(searcher, "organization", typed),
    ]


def suggest_for_place(text: str) -> list[Suggestion]:
    """Cities and countries of open postings, and remote work. Raises IndexMissingError."""
    typed = ascii_key(text[:MAX_QUERY])
    if not typed:
        return []
    searcher = open_searcher()
    remote = searcher.doc_freq("job_location_type", "TELECOMMUTE")
    offered = [Suggestion("remote", "Remote", "remote", remote)] if remote and "remote".startswith(typed) else []
    countries = [
        Suggestion("country", country_name(code), country_name(code), postings)
        for code, postings in searcher.terms_with_prefix("country", "")
        if ascii_key(country_name(code)).startswith(typed)
    ]
    return [*offered, *_named(searcher, "city", typed), *_commonest(countries)[: OFFERED["country"]]]


def _commonest(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    return sorted(suggestions, key=lambda offered: (-offered.postings, offered.label))


def _named(searcher: tantivy.Searcher, kind: str, typed: str) -> list[Suggestion]:
    terms = searcher.terms_with_prefix("names", f"{kind}{UNIT}{typed}", limit=MOST_TERMS)
    found: dict[str, Suggestion] = {}
    for term, postings in terms:
        _, _, name, value = term.split(UNIT)
        if name.casefold() not in found:
            found[name.casefold()] = Suggestion(kind, name, value or name, postings)
    return _commonest(list(found.values()))[: OFFERED[kind]]


def _skills(searcher: tantivy.Searcher, typed: str) -> list[Suggestion]:
    found = {}
    for slug in dict.fromkeys(_slugs_from(typed)):
        postings = searcher.doc_freq("skill", slug)
        if postings:
            found[slug] = Suggestion("skill", default_vocabulary().name(slug), slug, postings)
    return _commonest(list(found.values()))


def _slugs_from(typed: str) -> Iterator[str]:
    names = _skill_names()
    for name, slug in names[bisect_left(names, (typed, "")) :]:
        if not name.startswith(typed):
            return
        yield slug


@cache
def _skill_names() -> list[tuple[str, str]]:
    entries = default_vocabulary().entries.values()
    return sorted(
        (name.casefold(), entry.slug) for entry in entries for name in (entry.name, *entry.aliases, *entry.acronyms)
    )
