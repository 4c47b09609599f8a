"""Places of work as a posting states them, in a header line, behind a label or in a sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from reading import places, word_lists
from reading.folding import ascii_key, fold
from reading.patterns import alternation
from reading.posting.structure import Place
from reading.spans import Span

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
# Towns whose names are ordinary words in English texts.
ENGLISH_WORDS = frozenset(word_lists.phrases("places.not_places", language="en"))


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
    for start, end in segments(text, span):
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
    for start, end in segments(text, match.span("rest")):
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


def segments(text: str, span: Span) -> list[Span]:
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


def unique(found: list[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in found:
        key = (ascii_key(place.city or ""), place.region, place.country)
        if all((ascii_key(other.city or ""), other.region, other.country) != key for other in kept):
            kept.append(place)
    return kept


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
    return unique(kept)
