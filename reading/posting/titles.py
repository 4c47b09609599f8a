"""Job titles: telling them from other short lines, and leaving out the place and advertising around them."""

from __future__ import annotations

import re
from collections.abc import Callable

from reading import places, word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.spans import Span
from reading.word_sets import names

_JOBS = word_lists.phrases("titles.jobs")
JOB_WORD = re.compile(alternation([*_JOBS, *(f"{job}s" for job in word_lists.phrases("titles.jobs", language="en"))]))
# "(m/w/d)", "(H/F)", "(all genders)": who may apply; only titles carry it.
MARK = re.compile(
    r"\(\s?(?:[mwfdhxviku]|div|gn|all)(?:\s?[/|,*]\s?(?:[mwfdhxviku*]|div|gn|all)){1,3}\s?\)|\((?:gn|all genders?|alle geschlechter)\)"
    r"|(?<![\w/])(?:[mwfhv]/[mwfhvdx](?:/[dxiv])?)(?![\w/])",
    re.IGNORECASE,
)
_FORMS = word_lists.phrases("organizations.legal")
_LEGAL = alternation([*(form for form in _FORMS if len(form) > 3), *word_lists.phrases("organizations.kinds")])
# Short legal forms are words in small letters: "me", "se", "sa".
SHORT_LEGAL = re.compile(rf"\s(?:{'|'.join(re.escape(form.upper()) for form in sorted(_FORMS) if len(form) <= 3)})\.?$")
COMPANY_WORD = re.compile(
    _LEGAL
    + "|"
    + r"\b(?:inc|ltd|llc|gmbh|ag|corp|corporation|company|co|plc|limited|group|technologies|solutions|systems|labs"
    r"|partners|consulting|holdings|bank|university|college|hospital|school|services|associates|agency|studios?|pvt"
    r"|s\.?a|b\.?v|oy|ab|kg|se)\b\.?"
)
_LEAD = alternation(word_lists.phrases("titles.lead"))
_SHOUT = alternation(word_lists.phrases("titles.shout"))
_TAIL = alternation(
    [
        *word_lists.phrases("titles.tail"),
        *(word for words in word_lists.tables("workplace.tokens").values() for word in words),
    ]
)
_TAIL_WITH_MORE = alternation(word_lists.phrases("titles.tail_with_more"))
# Advertising before a title, in brackets or behind a sign ("[URGENT]", "Job title:"), or shouted ("NOW HIRING").
AD_LEAD = re.compile(
    rf"(?:[\[(*]?\s*{_LEAD}\s*(?:[\])*]+|[:!–—-]+)\s*|{_SHOUT}(?:\s*[\]):!–—-]+\s*|\s+)(?:(?:for|an?)\s+)*|[^\w(\[]+|[\[(](?=[^\])]*$))",
)
AD_TAIL = re.compile(
    rf"(?:\s*[-–—|:,(!/\[]+\s*(?:\(?(?:{_TAIL}|{_TAIL_WITH_MORE}.*|[£$€]\s?\d.*|\d+k.*|[^-–—|,:(]{{0,24}}\d ?k\b.*"
    r"|\d+ (?:openings|positions|posts)|req(?:uisition)?\s?#?\d.*|#\d+.*|[a-z]{2,4}\d{4,}.*)[)\]]?)+|[\s!*·•|,:–—\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff-]+)$"
    rf"|\s+(?:{alternation(word_lists.phrases('titles.tail_spaced'))})$|\s+(?:wanted|needed|required|gesucht|gezocht)(?:\s*[-–!.].*)?$"
)
PLACE_TAIL = re.compile(r"(?P<cut>\s*[-–—|,@(:/]+\s*|\s+in\s+|\s+at\s+)(?P<place>[A-ZÀ-Þ][^()|]{1,60}?)\)?\s*$")
PLACE_HEAD = re.compile(r"^(?P<place>[A-ZÀ-Þ][\w .']{1,30}?)\s*[-–—|:]\s*(?=[A-Z])")


def is_title_like(text: str) -> bool:
    """Whether a short text names a job, by one of the words for jobs or by the mark of who may apply."""
    return len(text) <= 140 and (JOB_WORD.search(fold(text)) is not None or MARK.search(text) is not None)


def company_like(text: str) -> bool:
    """Whether a short text holds a word for companies or ends in a legal form."""
    return COMPANY_WORD.search(fold(text)) is not None or SHORT_LEGAL.search(text) is not None


def trim_title(text: str, span: Span) -> tuple[Span, list[Span]]:
    """The title without place and advertising at its ends, and the spans of the places cut off."""
    start, end = span
    cut_places: list[Span] = []
    for _ in range(5):
        lead = AD_LEAD.match(fold(text[start:end]))
        if lead and lead.end() < end - start:
            start += lead.end()
            continue
        tail = AD_TAIL.search(fold(text[start:end]))
        if tail and tail.start() > 0 and tail.end() > tail.start():
            end = start + tail.start()
            continue
        place = PLACE_TAIL.search(text[start:end])
        while place and not is_place(place["place"]):
            place = PLACE_TAIL.search(text[start:end], place.start("place"))
        if place and place.start() > 0 and JOB_WORD.search(fold(text[start : start + place.start()])):
            cut_places.append((start + place.start("place"), start + place.end("place")))
            end = start + place.start()
            continue
        standing = bare_place(text, (start, end))
        if standing:
            tail = JOB_TAIL.search(text[start : standing[0][1]])
            cut_places.append(standing[1])
            end = start + tail.start() if tail and tail.start() else standing[0][1]
            continue
        inner = _inner_place(text[start:end])
        if inner:
            cut_places.append((start + inner[0], start + inner[1]))
            end = start + inner[0]
            continue
        head = PLACE_HEAD.match(text[start:end])
        if head and is_place(head["place"]) and JOB_WORD.search(fold(text[start + head.end() : end])):
            cut_places.append((start + head.start("place"), start + head.end("place")))
            start += head.end()
            continue
        break
    marked = [*MARK.finditer(text, start, end)]
    if marked and text[start:end].rstrip()[-1:] in "!.?":  # "Cook (m/w/d) Join our kitchen!"
        end = marked[-1].end()
    dangling = DANGLING.search(text[start:end])
    if dangling:
        end = start + dangling.start()
    while end > start and (text[end - 1].isspace() or text[end - 1] in '.,;â"“”„'):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in '"“”„'):
        start += 1
    return (start, end) if end > start else span, cut_places


INNER_PLACE = re.compile(
    r"(?<=[a-z)] )(?=(?P<place>[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?, [A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?)(?: |$))"
)


def _inner_place(title: str) -> tuple[int, int] | None:
    """A "City, Region" standing bare behind the job: "Relief Sous Chef Reading, Berkshire Live In"."""
    for match in INNER_PLACE.finditer(title):
        for stop in (match.end("place"), match.start("place") + len(match["place"].rsplit(" ", 1)[0])):
            raw = title[match.start("place") : stop]
            resolved = places.resolve(raw) if "," in raw and not raw.endswith(",") else None
            if resolved and resolved.geonames_id and JOB_WORD.search(fold(title[: match.start("place")])):
                return match.start("place"), stop
    return None


NO_TITLE = re.compile(
    r"(?:about|what|who|why|how|le contexte|context|contexte|a little|our|we|the (?:role|company|team|opportunity|position|job|challenge"
    r"|mission)|role|general|overview|summary|job requisition|reports? to|highlights|introduction|description|background|note|please"
    r"|location|descripción|descrição|hello|hi)\b|.*(?:\.\.\.|\?|\bdtd\b.*)$"
)


# A town behind the job without a comma counts where the text names it again as a place.
LONGEST_BARE_PLACE = 4
JOB_TAIL = re.compile(r"\s+(?:jobs?|vacancy|vacancies|position|opportunit(?:y|ies)|role)$", re.IGNORECASE)


def bare_place(text: str, span: Span) -> tuple[Span, Span] | None:
    """The title without the town or county that stands bare at its end, and that place: "Night Nurse Devizes"."""
    start, end = span
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text[start:end])]
    last = text[start + words[-1][0] : start + words[-1][1]] if words else ""
    if not last[:1].isupper() or JOB_WORD.search(fold(last)):
        return None
    for count in range(min(LONGEST_BARE_PLACE, len(words) - 1), 0, -1):
        a, b = start + words[-count][0], start + words[-1][1]
        raw, head = text[a:b], text[start : start + words[-count][0]].rstrip()
        if (
            not raw[0].isupper()
            or not JOB_WORD.search(fold(head))
            or fold(head).endswith((" of", " and", "&", "/", "-"))
        ):
            continue
        resolved = places.resolve(raw)
        if (
            resolved is None
            or resolved.kind not in ("city", "region")
            or (resolved.kind == "city" and resolved.geonames_id is None)
        ):
            continue
        sure = JOB_TAIL.search(head) is not None or _is_large(raw)
        if JOB_WORD.search(fold(raw)) or fold(raw) in NOT_PLACES or not (sure or _named_as_place(text, raw, b)):
            continue
        return (start, start + len(head)), (a, b)
    return None


LARGE_TOWN = 100_000


def _is_large(name: str) -> bool:
    found = places.lookup(name)
    return bool(found) and found[0].population >= LARGE_TOWN and len(name) > 4


def _named_as_place(text: str, raw: str, behind: int) -> bool:
    """Whether the text below names it with the words or signs that stand beside places."""
    return (
        re.search(
            rf"(?:\b(?:in|at|near|within|around|of|for|Location:?|area:?|to|from|covering) (?:the )?|\n|, ){re.escape(raw)}\b"
            rf"|\b{re.escape(raw)}(?:, [A-Z]| area\b|\n)",
            text[behind:],
        )
        is not None
    )


def is_place(text: str) -> bool:
    """Whether words at an end of a title, or a name, are no more than a place."""
    cleaned = text.strip(" ,.)")
    if (len(cleaned) < 3 and not cleaned.isupper()) or any(character.isdigit() for character in cleaned):
        return False
    resolved = places.resolve(cleaned)
    if (
        resolved is not None
        and resolved.kind == "city"
        and resolved.geonames_id is None
        and not _is_small_town(cleaned)
    ):
        return False
    if resolved is None or resolved.kind in ("continent", "worldwide"):
        # A small town is in no gazetteer of cities; "X Valley", "X Springs" still reads as a place in a title.
        return (
            re.fullmatch(
                r"(?:[A-Z][a-z]+ )+(?:Valley|Springs|Falls|Heights|Beach|Hills|Park|City|County|Lake|Grove|Harbor"
                r"|Creek|Ridge|Island|Bay)",
                cleaned,
            )
            is not None
        )
    if resolved.kind == "city" and "," not in cleaned:
        named = places.city(resolved.geonames_id) if resolved.geonames_id is not None else None
        return (
            named is not None
            and (named.population >= 40_000 or len(cleaned.split()) > 1)
            and fold(cleaned) not in NOT_PLACES
        )
    return fold(cleaned) not in NOT_PLACES


def _is_small_town(text: str) -> bool:
    """Whether an unknown name stands before a state, county or province: "Coal Valley, IL", but not "Ads, Canada"."""
    name, _, region = text.rpartition(",")
    inner = re.search(r"\b(?:in|must|for|with|and|team|sales|service|services|marketing)\b", fold(name))
    return bool(name) and inner is None and bool(places.gazetteer().region_codes(region.strip()))


AT_EMPLOYER = re.compile(rf"\s+(?:@|{alternation(word_lists.phrases('organizations.at_in_title'))})\s+(?=\S)")


def split_employer(
    text: str, span: Span, *, alone: bool, is_employer: Callable[[str], bool] = lambda name: False
) -> tuple[Span, Span | None]:
    """A title and the employer behind it: "Data Analyst at Halden", "Koch bei Halden"; where no other line names the
    employer (``alone``), also "Data Analyst - Halden Inc"."""
    lowered = fold(text[slice(*span)])
    for match in AT_EMPLOYER.finditer(lowered):
        left, right = (span[0], span[0] + match.start()), (span[0] + match.end(), span[1])
        name = text[slice(*right)]
        named = name[:1].isupper() or name[:1].isdigit() or "." in name.strip(".") or company_like(name)
        known = is_title_like(text[slice(*left)]) or text.count(name) > 1
        if known and named and not is_place(name) and len(name.split()) <= MOST_IN_NAME:
            return left, right
    for sign in SIGN_BEFORE_EMPLOYER.finditer(text, *span) if alone else ():
        left, right = (span[0], sign.start()), (sign.end(), span[1])
        name = text[slice(*right)]
        # Behind a mere sign a team stands as often: the name must be a company's, or come again in the text.
        known = company_like(name) or text.count(name) > 1 or is_employer(name)
        if known and is_title_like(text[slice(*left)]) and not is_title_like(name) and not is_place(name):
            return left, right
    return span, None


SIGN_BEFORE_EMPLOYER = re.compile(r"\s+[-–—|]\s+")
MOST_IN_NAME = 6  # words
DANGLING = re.compile(r"\s+(?:for|in|of|and|at|to|de|da|do)\s*$")
NOT_PLACES = names("not_places")
