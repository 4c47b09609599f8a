"""The places of work that sentences name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reading import places, word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.posting.locations import CODE, ENGLISH_WORDS, NAME, as_place, read_line, segments, unique
from reading.posting.structure import Place
from reading.spans import Span

SHORTEST = 6  # "in Ulm"


CITY_STATE = re.compile(rf"\b(?P<name>{NAME}, ?(?:{CODE}|{NAME}))\b")


SENTENCE_PLACES = re.compile(
    rf"(?P<cue>\b(?:(?:is |are |be |positions? |roles? |team |job |company |office |firm |you(?:'ll| will) be |center |home |practice |pub |restaurant |hospice "
    rf"|facility |bonuses |service |services |candidates |shifts |work |jobs |based within |within the |currently |opening |openings |store |school |clinic |hospital |plant |site |property )(?:(?:based"
    rf"|located|situated) )?(?:out of |in|at|near|from)|[Bb]ased (?:out of|in|at|from)|[Ll]ocated (?:in|at|near|either in"
    rf"|within)|situated in|office[s]? (?:in|at)|opportunity in|(?:work|working|position|role|job|vacancy"
    rf"|opening)(?: is)? (?:located |based )?in|relocate to|live in|reside in|standort|in unserem büro in"
    rf"|am standort|sede (?:em|en)|hybrid in|remote in|on-?site in|in-person in|reside within|candidates in"
    rf"|to work in|join (?:our|us|the)(?: \w+)? (?:team )?in"
    rf"|[Jj]oin [A-Z][\w&'’-]*(?: [A-Z&][\w&'’-]*){{0,3}} in|for our|in our|at our|needed in|wanted in|required in"
    rf"|hiring in|centers? (?:is|are) (?:located )?in)) "
    rf"(?:the |downtown |central |sunny |beautiful |greater |either |both |our |heart of |city of |suburb of "
    rf"|north |south |east |west )*(?P<names>{NAME}(?:, ?(?:{NAME}|{CODE}))*(?:(?:, | and | or |, and |, or | / |/"
    rf"|; | & )(?:the )?{NAME}(?:, ?{CODE})?)*)"
)


NOT_WORK = re.compile(
    r"headquarter|hq\b|head office|customers in|clients in|offices in (?:over|more)|founded in|investors|across \d"
    r"|interview|born in|degree in|experience in|experience with|partner|university|countries|headquartered"
    r"|our (?:other|global) offices|also have offices|collaborators based|employees in|currently serv|years in"
    r"|commut|main sites|sites are|stores in|has (?:\w+ ){0,2}offices?|have an? (?:\w+ )?office|with an? (?:\w+ )?office|including offices"
    r"|(?:with|multiple|regional|other) offices|functions located|(?:branch|main|satellite|regional) offices|[a-z]{3,}s, (?:located|based)|contact (?:the|our)|award[- ]winning|skills|proficien|operates? in|operating in|markets|expand|invest|recent(?:ly)? open"
)


NOT_WORK_WORDS = re.compile(alternation(word_lists.phrases("places.not_work", language="en")))


# "Location: Leeds Salary: ...": a label inside a line.
LABELLED = re.compile(
    rf"\b(?:Job |Work |Primary )?(?:Location|LOCATION)s?(?:\s?[:;-]\s?|(?<![a-z] Location)(?<![a-z] Locations)\s)(?P<names>{NAME}(?:, ?(?:{NAME}|{CODE}))*(?:\s?/\s?{NAME})*)"
)


# "in multiple locations: Tampa, FL; Plano, TX; and Reno, NV", "available in: Atlanta GA, Boston MA".
_ONE_OF_LIST = rf"{NAME}(?:,? {CODE})?"


LIST_OPENING = re.compile(rf"{alternation(word_lists.phrases('places.list_after'))}\s*:?\s+(?:the )?")


LIST_BODY = re.compile(
    rf"(?P<names>{_ONE_OF_LIST}(?:(?:; ?|, ?| / |/)(?:(?:and|or|und|oder|et|ou|y|o|e|en|of) )?{_ONE_OF_LIST}|,? (?:and|or|und|oder|et|ou|y|e|en) {_ONE_OF_LIST})+)"
)


LIST_SIGN = re.compile(r"\s*;\s*(?:and |or )?|,? (?:and|or|und|oder|et|ou|y|e|en) |\s*/\s*")


# A row of a job site under "Ability to commute": "Reno, NV 89501: Reliably commute or ...".
COMMUTE = re.compile(rf"(?P<name>{NAME}, ?{CODE}(?: \d{{5}})?): (?:Reliably commute|Relocate|Reliably)")


# "United States-Ohio-Dayton": the country, region and town of some application systems.
PATH = re.compile(
    r"\b(?:US|USA|United States)-(?P<region>[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)-(?P<city>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})"
)


OFFICE_TAIL = re.compile(
    rf"\b(?:our|the|from our) (?P<name>{NAME}(?:, {CODE})?)(?:-based)? (?:office|location|headquarters|hq|store"
    rf"|branch|site|facility|campus|studio|clinic|team|plant|property|restaurant|hotel|showroom|warehouse"
    rf"|center)s?\b"
)


# A field of some feeds: where the employer sits, up to the next field.
HEADQUARTERS = re.compile(r"headquarters:(?:(?!\burl:|\bdescription\b|\babout\b|\blocation:)[^\n])*$")


# What may follow a town's name in capitals without belonging to another name.
QUARTER = re.compile(
    r"\s(?:City|Centre|Center|Metro|Area|Downtown|Central|Town|County|Greater|Region|Office|Branch|Campus)\b"
)


def read_sentence(text: str, span: Span, *, country_hint: str | None = None) -> list[Place]:
    """The places of work that a sentence names ("based out of San Francisco", "our offices in SF and Zürich")."""
    if span[1] - span[0] < SHORTEST:
        return []
    sentence = text[span[0] : span[1]]
    if len(sentence) > 1200:
        sentence = sentence[:1200]
    found: list[Place] = []
    lowered = fold(sentence)
    for match in LABELLED.finditer(sentence) if "ocation" in sentence or "OCATION" in sentence else ():
        a, b = match.span("names")
        found.extend(_from_names(text, span[0] + a, span[0] + b, country_hint, labelled=True))
    for match in PATH.finditer(sentence) if "US" in sentence or "States-" in sentence else ():
        resolved = places.resolve(f"{match['city']}, {match['region']}")
        if resolved is not None and resolved.geonames_id:
            a, b = match.span("city")
            found.append(as_place(resolved, match["city"], (span[0] + a, span[0] + b)))
    commute = COMMUTE.match(sentence)
    if commute:
        a, b = commute.span("name")
        found.extend(read_line(text, (span[0] + a, span[0] + b), strict=False))
    found.extend(_listed(text, span, country_hint))
    for pattern, group in ((SENTENCE_PLACES, "names"), (OFFICE_TAIL, "name")):
        for match in pattern.finditer(sentence):
            window = lowered[max(0, match.start() - 45) : match.start(group)]
            if (
                NOT_WORK.search(window)
                or NOT_WORK_WORDS.search(window)
                or HEADQUARTERS.search(lowered[max(0, match.start() - 300) : match.start(group)])
            ):
                continue
            a, b = match.span(group)
            if pattern is OFFICE_TAIL:
                found.extend(read_line(text, (span[0] + a, span[0] + b), country_hint=country_hint))
            else:
                found.extend(_from_names(text, span[0] + a, span[0] + b, country_hint))
    return unique(found)


def _listed(text: str, span: Span, country_hint: str | None) -> list[Place]:
    """The places of a list that a sentence opens with "locations:" or "available in"; all of them must be places."""
    lowered = fold(text[slice(*span)])
    line_end = text.find("\n", span[1])  # a list goes on behind a semicolon, where a clause ends
    line_end = min(len(text) if line_end < 0 else line_end, span[1] + LONGEST_LIST)
    found: list[Place] = []
    for opening in LIST_OPENING.finditer(lowered):
        match = LIST_BODY.match(text, span[0] + opening.end(), line_end)
        if match is None or NOT_WORK.search(lowered[max(0, opening.start() - 45) : opening.start()]):
            continue
        pieces = _pieces(text, match.span("names"), LIST_SIGN)
        if len(pieces) <= 2:  # "Atlanta GA, Boston MA": each piece between commas is a place of its own
            pieces = [part for piece in pieces for part in _pieces(text, piece, COMMA)]
        listed: list[Place] = []
        for piece in pieces:
            place = read_line(text, piece, country_hint=country_hint, strict=False)
            if len(place) != 1 or place[0].geonames_id is None:
                listed = []
                break
            listed.extend(place)
        found.extend(listed)
    return found


LONGEST_LIST = 300  # characters behind its first clause


COMMA = re.compile(r"\s*,\s*")


def _pieces(text: str, span: Span, sign: re.Pattern[str]) -> list[Span]:
    pieces: list[Span] = []
    position = span[0]
    for cut in sign.finditer(text, *span):
        pieces.append((position, cut.start()))
        position = cut.end()
    pieces.append((position, span[1]))
    return [(a, b) for a, b in pieces if text[a:b].strip()]


@dataclass(frozen=True, slots=True)
class PlaceCues:
    """What stands before a place in the sentences of one language: sure words, and prepositions."""

    sure: re.Pattern[str]
    weak: re.Pattern[str]
    not_work: re.Pattern[str]
    not_places: frozenset[str]


@lru_cache(maxsize=8)
def place_cues(spoken: str) -> PlaceCues:
    def words(name: str) -> tuple[str, ...]:
        return word_lists.phrases(f"places.{name}", language=spoken)

    return PlaceCues(
        re.compile(alternation(words("before"))),
        re.compile(alternation(words("weak"))),
        re.compile(alternation(words("not_work"))),
        frozenset(words("not_places")),
    )


# People below which a town needs more than a preposition before it.
TOWN_BEHIND_SURE_WORD, TOWN_BEHIND_PREPOSITION, KNOWN_ABROAD = 1, 20_000, 300_000


RUN = re.compile(
    rf"{NAME}(?:, ?(?:{NAME}|{CODE}))*(?:(?:, | und | oder | et | ou | y | o | e | en | of | / |/){NAME})*"
)


def read_foreign_sentence(text: str, span: Span, *, spoken: str, country_hint: str | None, weak: bool) -> list[Place]:
    """The towns of work that a sentence in another language than English names, behind the words of that language."""
    if spoken == "en" or spoken not in word_lists.languages():
        return []
    cues = place_cues(spoken)
    lowered = fold(text[slice(*span)])
    found: list[Place] = []
    least = TOWN_BEHIND_PREPOSITION if weak else TOWN_BEHIND_SURE_WORD
    for cue in (cues.weak if weak else cues.sure).finditer(lowered):
        run = RUN.match(text, span[0] + cue.end() + 1, span[1])
        if run is None or text[span[0] + cue.end()] not in " :":
            continue
        if cues.not_work.search(lowered[max(0, cue.start() - 45) : cue.start()]):
            continue
        for start, end in segments(text, run.span()):
            place = _known_town(text, start, end, cues, country_hint, least)
            if place is None:
                break
            found.append(place)
    return unique(found)


def _known_town(text: str, start: int, end: int, cues: PlaceCues, country_hint: str | None, least: int) -> Place | None:
    """The longest beginning of a run of capitals that names a town of the posting's country, or a city abroad."""
    while end > start:
        raw = text[start:end]
        resolved = places.resolve(raw, country_hint=country_hint)
        if resolved is not None and resolved.kind == "city" and resolved.geonames_id is not None:
            city = places.city(resolved.geonames_id)
            people = city.population if city else 0
            at_home = resolved.country == country_hint and people >= least
            if (at_home or people >= KNOWN_ABROAD) and fold(raw) not in cues.not_places and len(raw) > 2:
                return as_place(resolved, raw, (start, end))
            return None
        end = max(text.rfind(" ", start, end), text.rfind(",", start, end))
    return None


def _from_names(text: str, start: int, end: int, country_hint: str | None, *, labelled: bool = False) -> list[Place]:
    """The places a run of names begins with; behind a label, other words may follow in capitals."""
    whole = read_line(text, (start, end), country_hint=country_hint, strict=False)
    if whole:
        return [place for place in whole if place.city or place.country]
    found: list[Place] = []
    for a, b in segments(text, (start, end)):
        while b > a and not BAYS.match(text, a):
            resolved = (
                None if fold(text[a:b]) in ENGLISH_WORDS else places.resolve(text[a:b], country_hint=country_hint)
            )
            if resolved is not None and resolved.kind in ("city", "country", "region"):
                if resolved.kind == "city" and resolved.geonames_id is None and "," not in text[a:b]:
                    break
                found.append(as_place(resolved, text[a:b], (a, b)))
                break
            shorter = max(text.rfind(",", a, b), text.rfind(" ", a, b))
            if shorter <= a:
                break
            if (
                not labelled
                and text[shorter] == " "
                and text[shorter + 1].isupper()
                and not QUARTER.match(text, shorter)
                and not _is_code(text, shorter + 1)
            ):
                break  # "the Best Buffet", "Eden Brown": the words belong together
            b = shorter
    return found


BAYS = re.compile(r"(?:the )?(?:North|South|East|West) Bay\b")


LEADING = re.compile(rf"(?P<names>{NAME}(?:, ?(?:{NAME}|{CODE}))*(?:\s?/\s?{NAME})*)")


def leading_places(text: str, span: Span, *, country_hint: str | None = None) -> list[Place]:
    """The places with which a passage under a label begins: "Leeds Can you help people?"."""
    match = LEADING.match(text, *span)
    return _from_names(text, *match.span("names"), country_hint, labelled=True) if match else []


def _is_code(text: str, at: int) -> bool:
    return re.match(r"[A-Z]{2}\b|\d", text[at : at + 4]) is not None


OUR_CLIENT = re.compile(r"one of our (?:[\w ]{1,30} )?clients")


def _is_wider(*names: str) -> bool:
    """Whether one of the names is a region or country: "Dayton, Ohio" is a place, "HOLIDAY, EARLY" is none."""
    gazetteer = places.gazetteer()
    return any(
        gazetteer.region_codes(name.strip()) or gazetteer.country_code(name.strip()) for name in names if name.strip()
    )


def city_with_region(text: str, span: Span) -> list[Place]:
    """The first "City, Region" anywhere in a passage, for texts that name no place in a more telling way."""
    for match in CITY_STATE.finditer(text, *span):
        before = fold(text[max(span[0], match.start() - 60) : match.start()])
        if NOT_WORK.search(before) and not OUR_CLIENT.search(before):
            continue
        if HEADQUARTERS.search(fold(text[max(span[0], match.start() - 300) : match.start()])):
            continue
        words = match["name"].split(" ")
        start = match.start("name")
        while words:
            resolved = places.resolve(" ".join(words))
            wider = words[-1] if "," not in words[-1] else ""
            stated = "," in " ".join(words) and _is_wider(" ".join(words).rpartition(",")[2], wider)
            if stated and resolved is not None and resolved.kind == "city" and resolved.geonames_id:
                return [as_place(resolved, text[start : match.end("name")], (start, match.end("name")))]
            start += len(words.pop(0)) + 1
            if not words or "," in text[match.start("name") : start]:
                break
    return []
