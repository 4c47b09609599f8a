"""From where a remote job may be done: the countries, regions and groups of countries in which one has to live.

The words stand in the language files under ``residence``: ``lives`` and ``remote`` stand before the places, ``lists`` between, ``only`` behind
them, ``worldwide`` alone; ``not_lives`` in the same clause say something else, such as a permit to work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reading import places, word_lists
from reading.country_groups import ANYWHERE, countries_named
from reading.folding import ascii_key, fold
from reading.negation import is_denied
from reading.patterns import alternation
from reading.posting.draft import Draft
from reading.posting.locations import NAME
from reading.posting.structure import Place
from reading.spans import Span

REMOTE = "TELECOMMUTE"
LONGEST_LINE, LONGEST_HEADER_LINE = 1200, 120
# How far before a cue, and behind the places, words may turn its meaning.
BEFORE, BEHIND = 60, 30
_LEAD = r"(?:(?:in|en|au|aux|em|no|na|aus) )?(?:(?:the|The|den|der|die|la|le|les|el|los|o|os|a|de) )?"
ONE = rf"{_LEAD}(?:U\.S\.A\.|U\.S\.|U\.K\.|E\.U\.|[A-Z]{{2,5}}\b|{NAME})"
SIGN = re.compile(r"\s*(?:,? (?:and/or|and|or|und|oder|sowie|et|ou|y|o|e|en|of)(?= )|[,;/&+])\s*")
FIRST = re.compile(rf"\s*(?P<name>{ONE})")
ARTICLE = re.compile(_LEAD)
LIVES = re.compile(alternation(word_lists.phrases("residence.lives")))
ANY_REMOTE = re.compile(alternation(word_lists.phrases("residence.remote")))
WORLDWIDE = re.compile(alternation(word_lists.phrases("residence.worldwide")))
ONLY = re.compile(rf"[\s-]*{alternation(word_lists.phrases('residence.only'))}")
ELSE = re.compile(alternation(word_lists.phrases("residence.not_lives")))
LIST = re.compile(rf"\s*{alternation(word_lists.phrases('residence.lists'))}\s*[:;,]?\s*")
_WORKPLACE = alternation(word_lists.tables("workplace.tokens")[REMOTE])
FIELD = re.compile(rf"{_WORKPLACE}\s*[(\[|,:;/–—-]\s*")
# What takes a part of the places away, or makes a wish of them.
NO_MORE = re.compile(alternation(word_lists.phrases("residence.unless")))


def read_residence(draft: Draft) -> list[Place]:
    """Empty for a job that is not remote, and where nothing is stated. A town says nothing of where one may live."""
    fact = draft.facts.get("job_location_type")
    if fact is None or fact.value != REMOTE:
        return []
    found = [
        place
        for place in draft.header.places
        if place.city is None and _is_sure(place) and not _is_taken_back(draft.text, place.span[1], len(draft.text))
    ]
    for start, end in _lines(draft.text):
        found += _in_line(draft.text, start, end)
    return _each_once(found)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield start, start + min(len(line), LONGEST_LINE)
        start += len(line) + 1


def _in_line(text: str, start: int, end: int) -> Iterator[Place]:
    lowered = fold(text[start:end])
    cues = [LIVES, ANY_REMOTE, *([FIELD] if end - start <= LONGEST_HEADER_LINE else [])]
    for pattern in cues:
        for cue in pattern.finditer(lowered):
            if not _is_turned(lowered, cue.start(), cue.end()):
                yield from _names(text, start + cue.end(), end)
    for only in ONLY.finditer(lowered):
        if not _is_turned(lowered, only.start(), only.end()) and not _is_taken_back(text, start + only.end(), end):
            yield from _name_before(text, start, start + only.start())
    for world in WORLDWIDE.finditer(lowered):
        if not _is_turned(lowered, world.start(), world.end()):
            yield Place("worldwide", (start + world.start(), start + world.end()))
            break


def _is_turned(lowered: str, start: int, end: int) -> bool:
    """Whether the clause denies it, or speaks of a right to work, a customer, a head office."""
    clause = re.split(r"[.;!?]", lowered[max(0, start - BEFORE) : start])[-1] + lowered[start:end]
    return is_denied(lowered, start) or ELSE.search(clause) is not None


def _names(text: str, start: int, end: int, home: str | None = None) -> Iterator[Place]:
    """The names that stand here one behind the other, up to the first that names no country, region or group. Among
    regions of one country (``home``) a name that is also a town's means the region.
    """
    listed: list[Place] = []
    lead = LIST.match(fold(text[start:end]))
    first = start = start + lead.end() if lead else start
    while (match := FIRST.match(text, start, end)) is not None:
        place = _longest(text, match.start("name"), match.end("name"), home)
        if place is None:
            regions = [one for one in listed if one.region]
            if regions and home is None:
                yield from _names(text, first, end, regions[0].country)
            if regions:  # the list goes on with a name that we do not know
                return
            break
        listed.append(place)
        sign = SIGN.match(text, place.span[1], end)
        if sign is None:
            break
        start = sign.end()
    if listed and not _is_taken_back(text, listed[-1].span[1], end):
        yield from listed


def _is_taken_back(text: str, start: int, end: int) -> bool:
    clause = re.split(r"[.;!?\n]", fold(text[start : min(end, start + BEHIND)]))[0]
    return NO_MORE.search(clause) is not None


def _name_before(text: str, low: int, end: int) -> Iterator[Place]:
    """The name that ends here: "(US only)", "EU-based candidates"."""
    for match in re.finditer(rf"(?<!\w){ONE}", text[low:end]):
        if match.end() == end - low:
            place = _longest(text, low + match.start(), end)
            if place is not None and place.span[1] == end:
                yield place


def _longest(text: str, start: int, end: int, home: str | None = None) -> Place | None:
    """The longest beginning of the words that names where one may live."""
    article = ARTICLE.match(text, start, end)
    start = article.end() if article is not None else start
    while end > start:
        raw = text[start:end].rstrip(".") if not re.fullmatch(r"(?:[A-Z]\.){2,}", text[start:end]) else text[start:end]
        place = _wide_place(raw, (start, start + len(raw)), home)
        if place is not None:
            return place
        end = text.rfind(" ", start, end)
    return None


def _wide_place(raw: str, span: Span, home: str | None) -> Place | None:
    plain = raw.replace(".", "") if re.fullmatch(r"(?:[A-Z]\.){2,}", raw) else raw
    if countries_named(plain) or countries_named(ascii_key(plain)):
        return Place(plain, span)
    if len(plain) < 2 or not plain[0].isupper():
        return None
    region = next((code for land, code in places.gazetteer().region_codes(plain) if land == home and code), None)
    if region is not None and len(plain) > 3:
        return Place(raw, span, region=region, country=home)
    resolved = places.resolve(plain)
    if resolved is None or resolved.ambiguous or resolved.assumed:
        return None
    if resolved.kind == "country":
        place = Place(raw, span, country=resolved.country)
        return place if _is_sure(place) else None
    if resolved.kind == "region" and len(plain) > 3:
        return Place(raw, span, region=resolved.region, country=resolved.country)
    return None


def _is_sure(place: Place) -> bool:
    """Not where a region of another country has the same name (Georgia)."""
    namesakes = {country for country, _ in places.gazetteer().region_codes(place.raw)} - {place.country}
    return not place.ambiguous and not place.assumed and not (namesakes and place.country and not place.region)


def _each_once(found: list[Place]) -> list[Place]:
    kept: dict[tuple[str | None, str | None, str], Place] = {}
    for place in found:
        everywhere = ANYWHERE in countries_named(place.raw)
        name = "" if place.country or everywhere else ascii_key(place.raw)
        kept.setdefault((place.country, place.region, name), place)
    return list(kept.values())
