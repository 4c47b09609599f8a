"""Places of work as a posting states them, in a header line, behind a label or in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from reading import places, word_lists
from reading.folding import ascii_key, fold
from reading.patterns import alternation
from reading.posting.structure import Place
from reading.spans import Span

SHORTEST = 6  # "in Ulm"
SPLIT = re.compile(
    r"\s*[;|•\n]\s*|\s+(?:or|and|und|ou|et|oder|of|en|o|y|e|&)\s+|\s+/\s+|/(?=[A-Z][a-z])|,\s*(?:or|and)\s+"
)
_WORKPLACE = alternation(word for words in word_lists.tables("workplace.tokens").values() for word in words)
_WITHIN = alternation(word_lists.phrases("places.within"))
_ONLY = alternation(word_lists.phrases("places.only"))
# What stands before a place in its field: "Remote within", "Hybrid - ", "HQ:".
PREFIX = re.compile(
    rf"\*?\s*hq\s*[-–:]\s*|\*\s*|{_WORKPLACE}(?:\s*[-–,:/(|]+\s*|\s+)(?:(?:{_WITHIN}\s+)+)?|(?:{_WITHIN}\s+)+"
    r"|greater\s+(?=[a-z]+ area)|city of\s+(?!london)|downtown\s+|central\s+(?!london)|headquarters:?\s*",
    re.IGNORECASE,
)
SUFFIX = re.compile(
    rf"(?:\s*[-–,(/]?\s*\(?(?:{_WORKPLACE}|hq|or remote|and remote|{_ONLY})\)?\s*)+$|\s+(?:area|metro area"
    r"|metropolitan area|region)$|[\s.,)]+$",
    re.IGNORECASE,
)
# Hours or a note behind a place: "(ET hours)", "(East Coast/ET)", "(m/w/d)".
NOTE = re.compile(r"\s*\([^)]*(?:\bhours?\b|\btime ?zone\b|\b(?:ET|EST|CET|PT|PST|CT|GMT|UTC)\b|[+±]\s?\d)[^)]*\)\s*$")
# A hyphen belongs to the word alone; as a second way to part words it would cost the power of their number.
_WORD = r"[A-ZÀ-Þ](?=[\w'’.])[\w'’.]*(?:-[\w'’]+)*(?<=[\wà-ÿ])"
NAME = (
    rf"(?:(?:St\.|Ste\.|Ft\.|Mt\.) )?{_WORD}(?: (?:{_WORD}|(?:of|de|del|la|le|do"
    r"|da|dos|am|an der|upon|on|the|sur|den|der|di)(?!\w)))*"
)
CODE = r"[A-Z]{2,3}\b"
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
# Towns whose names are ordinary words in English texts.
ENGLISH_WORDS = frozenset(word_lists.phrases("places.not_places", language="en"))
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


def read_line(
    text: str, span: Span, *, country_hint: str | None = None, strict: bool = True, known: bool = False
) -> list[Place]:
    """The places of a line that holds nothing else; [] if any part is no place.

    ``strict`` refuses a lone word that merely happens to be some town's name (needed where no label says "Location");
    ``known`` lets a smaller town of the posting's own country pass, where title and employer stand above it.
    """
    note = NOTE.search(text[slice(*span)])
    if note:
        span = (span[0], span[0] + note.start())
    coded = _code_first(text, span)
    if coded:
        return coded
    found: list[Place] = []
    for start, end in _segments(text, span):
        place = _one(text, start, end, country_hint, strict=strict, known=known)
        if place is None:
            if is_filler(text[start:end]):
                continue
            return []
        found.extend(place)
    return found


CODE_FIRST = re.compile(r"(?P<country>[A-Z]{2}), ?(?P<region>[A-Z0-9]{0,4}), ?(?P<rest>[^,]*(?:, [^,]*)*)$")


def _code_first(text: str, span: Span) -> list[Place]:
    """ "GB, LND, Camden Town", "NZ, , ": a feed's country, region and town in this order."""
    match = CODE_FIRST.match(text[: span[1]].rstrip(), span[0])
    country = places.gazetteer().country_code(match["country"]) if match else None
    if match is None or country is None:
        return []
    regions = places.gazetteer().region_codes(match["region"]) if match["region"] else []
    region = next((code for land, code in regions if land == country), None)
    found: list[Place] = []
    for start, end in _segments(text, match.span("rest")):
        start, end = _trim(text, start, end)
        words = text[start:end].split(" ")
        for count in range(len(words), 0, -1):
            raw = " ".join(words[:count]).rstrip(", ")
            within = places.lookup(raw, country=country, region=region) if region else []
            inside = within or places.lookup(raw, country=country)
            if inside:
                resolved = places.resolve_city(within[0]) if within else places.resolve(f"{raw}, {country}")
                if resolved is not None and resolved.kind == "city":
                    stated = replace(resolved, ambiguous=False, assumed=())  # the country is stated
                    found.append(as_place(stated, raw, (start, start + len(raw))))
                    break
    if found:
        return found
    raw = match["rest"].strip(" ,")
    if raw and len(raw.split()) <= 3 and raw[0].isupper() and not is_filler(raw):
        start = match.start("rest") + match["rest"].index(raw)
        place = (start, start + len(raw))
        wider = places.gazetteer().region_codes(raw) or places.gazetteer().country_code(raw)
        city, region = (None, region or raw) if wider else (raw, region)
        return [Place(raw, place, city=city, region=region, country=country)]
    whole = (span[0], span[0] + len(match["country"]))
    return [Place(text[slice(*whole)], whole, region=region, country=country)]


def _segments(text: str, span: Span) -> list[Span]:
    segments: list[Span] = []
    position = span[0]
    if places.gazetteer().region_codes(text[slice(*span)]):  # "Tyne and Wear"
        return [span]
    for match in SPLIT.finditer(text, span[0], span[1]):
        segments.append((position, match.start()))
        position = match.end()
    segments.append((position, span[1]))
    return [(a, b) for a, b in segments if text[a:b].strip()]


FILLER = re.compile(
    rf"(?:(?:{_WORKPLACE}|{_ONLY}|multiple locations|various(?: locations)?|distributed"
    r"|\d+ (?:more|other)(?: locations?)?|home|[\s()*,/-])+)?"
)


def is_filler(text: str) -> bool:
    """Whether words stand beside places and name none: "Remote", "multiple locations"."""
    return FILLER.fullmatch(fold(text).strip()) is not None


def _one(
    text: str, start: int, end: int, country_hint: str | None, *, strict: bool, known: bool = False
) -> list[Place] | None:
    whole = places.gazetteer().nickname(text[start:end])
    if whole is not None:  # "San Francisco Bay Area" before its "Area" is cut
        start, end = _stripped(text, start, end)
        return [as_place(whole, text[start:end], (start, end))]
    path = _path(text[start:end].strip())
    if path is not None:
        start, end = _stripped(text, start, end)
        return [as_place(path, path.name if path.kind == "city" else text[start:end], (start, end))]
    start, end = _trim(text, start, end)
    start = _behind_address(text, start, end)
    county = NUMBER_BEHIND.search(text[start:end])
    end = start + county.start() if county else end
    raw = text[start:end]
    if not raw or len(raw) > 80 or (raw[0].islower() and not raw.isascii()):
        return None
    if not raw[0].isalpha() or is_filler(raw):
        return None
    remark = REMARK.search(raw)
    if remark and remark.start() and places.resolve(remark["inner"]) is None:  # "Funchal, Madeira (preferred)"
        end = start + remark.start()
        raw = text[start:end]
    if fold(raw) in ENGLISH_WORDS:
        return None
    resolved = places.resolve(BEHIND_SLASH.sub(r", \1", raw), country_hint=country_hint)
    if resolved is None and raw.count(",") >= 1:
        parts = [part.strip() for part in raw.split(",") if part.strip()]
        if len(parts) == 2 and places.gazetteer().country_code(parts[0]) and places.lookup(parts[1]):
            resolved = places.resolve(f"{parts[1]}, {parts[0]}")
    if resolved is None:
        return _glued_city(text, start, end, country_hint)
    if resolved.kind == "city" and resolved.geonames_id is None and "," in raw:
        listed = _glued_city(text, start, end, country_hint)
        # "Hamburg, Berlin", "UK, Spain": two places, no city in a state
        if listed and (all(map(_is_large, listed)) or not any(place.city for place in listed)):
            return listed
    if resolved.kind == "city" and resolved.geonames_id is None and not TOWN.match(raw):
        return None
    if resolved.kind == "city" and "," not in raw and " - " not in raw and strict and not _is_well_known(raw, resolved):
        home = known and country_hint is not None and resolved.country == country_hint and raw[:1].isupper()
        if not home:
            return None
    if strict and len(raw.split()) > 6 and "," not in raw:
        return None
    return [as_place(resolved, raw, (start, end))]


# "Recife/PE": the town and its state.
BEHIND_SLASH = re.compile(r"\s?/\s?([A-Z]{2})$")
# "75 - Paris", "80331 München": the number of the county or the post in front.
NUMBER_BEFORE = re.compile(r"\d{2,5}\s*[-–]?\s*(?=[A-ZÀ-Þ])")


def _behind_address(text: str, start: int, end: int) -> int:
    """Where the town begins behind a street with its number, or behind a postal code."""
    while "," in text[start:end] and text[start:end].count(",") > 1:
        comma = text.index(",", start)
        if not any(character.isdigit() for character in text[start:comma]):
            break
        start = comma + 1
        while start < end and text[start].isspace():
            start += 1
    number = NUMBER_BEFORE.match(text, start, end)
    return number.end() if number else start


# "Saint-Étienne - 42": the number of the county behind.
NUMBER_BEHIND = re.compile(r"\s*[-–]\s*\d{2,3}$")
REMARK = re.compile(r"\s*\((?P<inner>[^()]+)\)?$")
PATH_SIGN = re.compile(r"\s*[.>|/-]\s*|\s+[-–]\s+")


def _path(raw: str) -> places.ResolvedPlace | None:
    """Country or region first: "Ireland - Dublin", "USA.VA.Reston", "US-Remote", "DE-Berlin"."""
    parts = [part for part in PATH_SIGN.split(raw) if part]
    if not 2 <= len(parts) <= 4 or "," in raw:
        return None
    gazetteer = places.gazetteer()
    country = gazetteer.country_code(parts[0])
    regions = gazetteer.region_codes(parts[0])
    lands = [(country, "")] if country else []
    for land, region in [*lands, *regions]:
        inner = [code for part in parts[1:-1] for home, code in gazetteer.region_codes(part) if home == land]
        city = places.lookup(parts[-1], country=land, region=(inner[0] if inner else region) or None)
        if city:
            return places.resolve_city(city[0])
    if country and is_filler(parts[-1]) and len(parts) == 2:
        return places.resolve(gazetteer.country_names[country])
    return None


# An unknown town's name: a few capitalised words before the comma, and no more than a name.
TOWN = re.compile(
    r"(?!.*\b(?:Home|Nursing|Hospital|University|College|School|Bank|Group|Remote|Position|Candidates?|Only|Sales|Services?)\b[^,]*,)"
    r"(?:[A-ZÀ-Þ][\w'’.-]*|on|upon|under|in|le|la|de|del|do|da|of|the|and|by)(?:[ -](?:[A-ZÀ-Þ][\w'’.-]*|on|upon|under|in|le|la|de|del|do|da|of|the|and|by|am|an|der)){0,5}\s*(?:,|$)"
)


def _glued_city(text: str, start: int, end: int, country_hint: str | None) -> list[Place] | None:
    """A list of cities with nothing but commas: "Berlin, Hamburg, München"."""
    raw = text[start:end]
    parts = raw.split(",")
    if len(parts) < 2 or len(parts) > 12:
        return None
    found: list[Place] = []
    position = start
    for part in parts:
        a, b = _trim(text, position, position + len(part))
        position += len(part) + 1
        resolved = places.resolve(text[a:b], country_hint=country_hint) if a < b else None
        if resolved is None:
            return None
        found.append(as_place(resolved, text[a:b], (a, b)))
    return found


LARGE_CITY = 100_000


def _is_large(place: Place) -> bool:
    known = places.city(place.geonames_id) if place.geonames_id is not None else None
    return known is not None and known.population >= LARGE_CITY


def _is_well_known(raw: str, resolved: places.ResolvedPlace) -> bool:
    cities = places.lookup(raw)
    return not cities or cities[0].population >= 100_000 or resolved.name != raw or len(raw.split()) > 1


def _stripped(text: str, start: int, end: int) -> Span:
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t,.()*•-–:\u00a0":
        start += 1
    for _ in range(3):
        prefix = PREFIX.match(fold(text[start:end]))
        if not prefix or not prefix.end() or prefix.end() >= end - start:
            break
        start += prefix.end()
    for _ in range(3):
        suffix = SUFFIX.search(fold(text[start:end]))
        if not suffix or suffix.start() == 0:
            break
        end = start + suffix.start()
    opened = text[start:end].count("(") - text[start:end].count(")")
    if opened < 0:
        end = start + text[start:end].rstrip(") ").__len__()
    return start, end


def as_place(resolved: places.ResolvedPlace, raw: str, span: Span) -> Place:
    """A stated place from its resolution; a city keeps the spelling of the text unless that is a nickname."""
    city = None
    if resolved.kind == "city":
        written = re.split(r"\s*[,(]|\s+[-–]\s+", raw)[0].strip()
        written = re.sub(r"\s+[A-Z]{2}(?:\s+\d{5})?$|\s+\d{4,5}$", "", written) or written
        nickname = ascii_key(written) not in {ascii_key(resolved.name)} and not places.gazetteer()._keys.get(
            ascii_key(written)
        )
        city = resolved.name if nickname and resolved.geonames_id else written
    return Place(
        raw=raw, span=span, city=city, region=resolved.region, country=resolved.country,
        geonames_id=resolved.geonames_id,
        latitude=resolved.latitude, longitude=resolved.longitude, ambiguous=resolved.ambiguous, reason=resolved.reason,
        assumed=resolved.assumed,
    )  # fmt: skip


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
    return _unique(found)


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
        for start, end in _segments(text, run.span()):
            place = _known_town(text, start, end, cues, country_hint, least)
            if place is None:
                break
            found.append(place)
    return _unique(found)


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
    for a, b in _segments(text, (start, end)):
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


def _unique(found: list[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in found:
        key = (ascii_key(place.city or ""), place.region, place.country)
        if all((ascii_key(other.city or ""), other.region, other.country) != key for other in kept):
            kept.append(place)
    return kept


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


def settle(found: list[Place], hint: str | None) -> list[Place]:
    """Read ambiguous names again, now that the country of the others is known."""
    if hint is None:
        return found
    settled = []
    for place in found:
        if place.ambiguous or (place.city and place.country is None):
            again = places.resolve(place.raw, country_hint=hint)
            if again is not None and again.country == hint:
                settled.append(as_place(again, place.raw, place.span))
                continue
        settled.append(place)
    return settled


# "the South East": too wide to be a place of its own beside a town.
COMPASS = re.compile(
    r"(?:the )?(?:North|South|East|West|Mid)(?:[ -](?:East|West))?(?: of)?(?: (?:England|Anglia|Wales|Scotland))?|Home Counties"
)


def _is_same(one: Place, other: Place) -> bool:
    """ "NYC" and "New York" name one city."""
    return one.geonames_id is not None and one.geonames_id == other.geonames_id


def merge(found: list[Place]) -> list[Place]:
    """One entry per place: the more exact statement wins, a country yields to a city inside it."""
    kept: list[Place] = []
    for place in found:
        twin = next(
            (other for other in kept if place.city and other.city
             and (ascii_key(other.city) == ascii_key(place.city) or _is_same(other, place))
             and (other.country == place.country or other.ambiguous or place.ambiguous)), None,
        )  # fmt: skip
        if twin is None:
            kept.append(place)
        elif (
            twin.region
            and place.region
            and twin.region != place.region
            and "region" not in (*twin.assumed, *place.assumed)
        ):
            continue  # the first statement stands: "Astoria, OR" is not the Astoria of New York
        elif (twin.ambiguous and not place.ambiguous) or (twin.geonames_id is None and place.geonames_id is not None):
            kept[kept.index(twin)] = place
    closer = {place.country for place in kept if place.city or place.region}
    kept = [place for place in kept if place.city or place.region or place.country not in closer]
    towns = {place.country for place in kept if place.city}
    kept = [place for place in kept if place.city or place.country not in towns or not COMPASS.fullmatch(place.raw)]
    inside = {(place.country, place.region) for place in kept if place.city}
    kept = [place for place in kept if place.city or not place.region or (place.country, place.region) not in inside]
    around = " ".join(ascii_key(place.raw) for place in kept if place.city and "," in place.raw)
    kept = [place for place in kept if place.city or not place.region or ascii_key(place.raw) not in around]
    return _unique(kept)
