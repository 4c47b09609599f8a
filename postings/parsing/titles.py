"""Job titles: telling them from other short lines, and leaving out the place and advertising around them."""

from __future__ import annotations

import itertools
import re

from postings.parsing import places
from postings.parsing.folding import fold
from postings.parsing.structure import Span

JOB_WORD = re.compile(
    r"\b(?:engineer|developer|programmer|architect|manager|director|analyst|scientist|researcher|intern|internship"
    r"|designer|consultant|specialist"
    r"|coordinator|administrator|assistant|associate|officer|executive|representative|rep|agent|advisor|adviser"
    r"|technician|technologist|operator"
    r"|supervisor|lead|leader|head|chief|president|nurse|doctor|physician|therapist|pharmacist|dentist|hygienist"
    r"|surgeon|caregiver|carer|aide|teacher"
    r"|tutor|instructor|professor|lecturer|trainer|coach|accountant|bookkeeper|auditor|controller|buyer|planner"
    r"|clerk|receptionist|secretary|paralegal"
    r"|attorney|lawyer|solicitor|counsel|driver|courier|mechanic|electrician|plumber|carpenter|welder|machinist"
    r"|fitter|installer|painter|roofer|labou?rer"
    r"|worker|foreman|superintendent|estimator|surveyor|inspector|guard|chef|cook|baker|waiter|waitress|server"
    r"|bartender|barista|host|hostess|housekeeper"
    r"|cleaner|janitor|custodian|stylist|cashier|merchandiser|writer|editor|journalist|reporter|copywriter"
    r"|translator|interpreter|photographer|producer"
    r"|animator|illustrator|artist|marketer|strategist|recruiter|generalist|partner|underwriter|adjuster|broker"
    r"|banker|teller|trader|actuary|economist"
    r"|statistician|biologist|chemist|physicist|geologist|veterinarian|librarian|counselor|counsellor|psychologist"
    r"|pilot|attendant|captain|dispatcher"
    r"|packer|picker|loader|handler|stocker|tester|sre|devops|scrum master|product owner|fellow|postdoc|apprentice"
    r"|trainee|student|volunteer|nanny"
    r"|babysitter|practitioner|provider|principal|vice president|vp|cto|ceo|cfo|coo|dba|expert|guru|ninja"
    r"|evangelist|advocate|member|crew|team leader"
    r"|registrar|curator|archivist|conservator|glazier|butcher|tailor|gardener|farmer|grower|potter|mason|joiner|brewer"
    r"|distiller|repairer|restorer|deckhand|sailor|skipper|ranger|warden|guide|firefighter|paramedic|midwife|optician"
    r"|radiographer|dietitian|nutritionist|landscaper|arborist|forester|rigger|scaffolder|plasterer|tiler|upholsterer"
    r"|jeweller|blacksmith|locksmith|steward|concierge|porter|botanist|zoologist|ecologist|hydrologist|meteorologist"
    r"|mathematician|linguist|historian|anthropologist|sommelier"
    r"|boulang(?:er|ère)|cuisini(?:er|ère)|infirmi(?:er|ère)|vendeu(?:r|se)|comptable|technicien(?:ne)?"
    r"|cocinero|enfermero|vendedor|monteur|docent|verpleegkundige|ontwikkelaar|medewerker"
    r"|sviluppatore|cuoco|infermiere|impiegato|magazziniere|bäcker(?:in)?|tischler(?:in)?|elektriker(?:in)?"
    r"|buchhalter(?:in)?|erzieher(?:in)?|lehrer(?:in)?"
    r"|entwickler(?:in)?|ingenieur(?:in)?|leiter(?:in)?|berater(?:in)?|kaufmann|kauffrau|mitarbeiter(?:in)?"
    r"|sachbearbeiter(?:in)?|werkstudent(?:in)?"
    r"|praktikant(?:in)?|fachkraft|pfleger(?:in)?|verkäufer(?:in)?|techniker(?:in)?|analista|desenvolvedor(?:a)?"
    r"|engenheiro|gerente|ingeniero|desarrollador"
    r"|ingénieur|développeur|chargée?|responsable|assistante?|stagiaire|sales|marketing|support|engineering)s?\b"
)
COMPANY_WORD = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|ag|corp|corporation|company|co|plc|limited|group|technologies|solutions|systems|labs"
    r"|partners|consulting|holdings|bank|university|college|hospital|school|services|associates|agency|studios?|pvt"
    r"|s\.?a|b\.?v|oy|ab|kg|se)\b\.?"
)
AD_LEAD = re.compile(
    r"^(?:urgent(?:ly)?(?: hiring| required| requirement)?\s*[:!-]+\s*|hiring(?: now)?\s*[:!-]*\s+"
    r"|now hiring\s*[:!-]*\s*|we(?:'re| are) hiring(?: an?)?\s*[:!-]*\s*|immediate (?:opening|hire|start)\s*(?:for"
    r"|[:!-])*\s*|wanted\s*[:!-]+\s*|job(?: title| opening)?\s*[:-]\s*|vacancy\s*[:-]\s*|position\s*[:-]\s*"
    r"|opening for\s+|required\s*[:-]\s*|\W+)",
    re.IGNORECASE,
)
AD_TAIL = re.compile(
    r"(?:\s*[-–—|:,(!/]+\s*(?:\(?(?:urgent\w*|hiring now|apply now|immediate (?:start|hire|joiner)s?|work from home"
    r"|wfh|remote|100% remote|fully remote|hybrid|on-?site|great pay|sign[- ]on bonus.*|bonus.*|up to .*"
    r"|from [£$€].*|[£$€]\s?\d.*|\d+k.*|[^-–—|,:]{0,24}\d ?k\b.*|entry level welcome|no experience.*|great (?:alternative"
    r"|opportunity|benefits).*|competitive .*|excellent .*|immediate\w*|new|hot|multiple (?:openings|locations"
    r"|positions).*|various locations|nationwide|relocation .*|ote .*|permanent|visa sponsorship.*|\d+ (?:openings"
    r"|positions|posts)|job (?:id|ref).*|req(?:uisition)?\s?#?\d.*|ref:? .*|#\d+.*|[a-z]{2,4}\d{4,}.*)\)?)+|[\s!*·•"
    r"|,:–—-]+)$|\s+(?:wanted|needed|required)(?:\s*[-–!.].*)?$",
    re.IGNORECASE,
)
PLACE_TAIL = re.compile(r"(?P<cut>\s*[-–—|,@(:/]+\s*|\s+in\s+|\s+at\s+)(?P<place>[A-ZÀ-Þ][^()|]{1,60}?)\)?\s*$")
PLACE_HEAD = re.compile(r"^(?P<place>[A-ZÀ-Þ][\w .']{1,30}?)\s*[-–—|:]\s*(?=[A-Z])")


def is_title_like(text: str) -> bool:
    return len(text) <= 140 and JOB_WORD.search(fold(text)) is not None


def company_like(text: str) -> bool:
    return COMPANY_WORD.search(fold(text)) is not None


def trim_title(text: str, span: Span) -> tuple[Span, list[Span]]:
    """The title without place and advertising at its ends, and the spans of the places cut off."""
    start, end = span
    cut_places: list[Span] = []
    for _ in range(5):
        lead = AD_LEAD.match(text[start:end])
        if lead and lead.end() < end - start:
            start += lead.end()
            continue
        tail = AD_TAIL.search(text[start:end])
        if tail and tail.start() > 0:
            end = start + tail.start()
            continue
        place = PLACE_TAIL.search(text[start:end])
        while place and not _is_place(place["place"]):
            place = PLACE_TAIL.search(text[start:end], place.start("place"))
        if place and place.start() > 0 and JOB_WORD.search(fold(text[start : start + place.start()])):
            cut_places.append((start + place.start("place"), start + place.end("place")))
            end = start + place.start()
            continue
        inner = _inner_place(text[start:end])
        if inner:
            cut_places.append((start + inner[0], start + inner[1]))
            end = start + inner[0]
            continue
        head = PLACE_HEAD.match(text[start:end])
        if head and _is_place(head["place"]) and JOB_WORD.search(fold(text[start + head.end() : end])):
            cut_places.append((start + head.start("place"), start + head.end("place")))
            start += head.end()
            continue
        break
    dangling = DANGLING.search(text[start:end])
    if dangling:
        end = start + dangling.start()
    while end > start and text[end - 1].isspace():
        end -= 1
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


IN_PROSE = re.compile(
    r"(?:looking for|seeking|hiring|searching for|recruiting|in search of|recruits?|requires?|role of|position of"
    r"|opening for|opportunity for|available for|position for"
    r"|needs?|suchen|suche|buscamos|recherch\w+|job title:|position:|position available:) (?:an? |our |the |one "
    r"|two |multiple |experienced? |talented |motivated |qualified |dedicated |skilled "
    r"|passionate |full[- ]time |part[- ]time |einen? |um |uma |un |une "
    r"|\(a\) )*(?P<title>[A-ZÀ-Þ][\w/&+.-]*(?: (?:[A-ZÀ-Þ0-9&/(][\w/&+.)-]*|of|and|for|de|da|do))*)"
)
CUT = re.compile(r"\s*[,|–—]\s+|\s+-\s+|\s*\(")


def leading_title(text: str, span: Span) -> tuple[Span | None, list[Span]]:
    """The title with which a text without line breaks begins: "Dental Nurse, Leeds, Part time, ..."."""
    start, end = span
    edge = min(end, start + 140)
    stops = [match.start() for match in CUT.finditer(text, start, edge)]
    first = stops[0] if stops else edge
    if not (2 < first - start <= 70 and is_title_like(text[start:first])) or re.match(
        r"(?:we|our|the|this|as|an?|if|are|do)\b", fold(text[start:first])
    ):
        return None, []
    if len(text[start:first].split()) > 8:
        return None, []
    trimmed, cut = trim_title(text, (start, first))
    parts = [*stops, edge]
    for a, b in itertools.pairwise(parts):
        piece = (a + len(text[a:b]) - len(text[a:b].lstrip(" ,|–—-(")), b)
        if _is_place(text[slice(*piece)]):
            cut.append((stops[0] + len(text[stops[0] : b]) - len(text[stops[0] : b].lstrip(" ,|–—-(")), b))
            break
    return trimmed, cut


def _is_place(text: str) -> bool:
    cleaned = text.strip(" ,.)")
    if len(cleaned) < 3 and not cleaned.isupper():
        return False
    resolved = places.resolve(cleaned)
    if resolved is not None and resolved.kind == "city" and resolved.geonames_id is None and not _is_small_town(cleaned):
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
        found = places.lookup(cleaned)
        return (
            bool(found)
            and (found[0].population >= 40_000 or len(cleaned.split()) > 1)
            and fold(cleaned) not in NOT_PLACES
        )
    return fold(cleaned) not in NOT_PLACES


def _is_small_town(text: str) -> bool:
    """Whether an unknown name stands before a state, county or province: "Coal Valley, IL", but not "Ads, Canada"."""
    name, _, region = text.rpartition(",")
    inner = re.search(r"\b(?:in|must|for|with|and|team|sales|service|services|marketing)\b", fold(name))
    return bool(name) and inner is None and bool(places.gazetteer().region_codes(region.strip()))


DANGLING = re.compile(r"\s+(?:for|in|of|and|at|to|de|da|do)\s*$")
NOT_PLACES = frozenset(
    [
        "mobile",
        "sales",
        "march",
        "reading",
        "bath",
        "nice",
        "data",
        "media",
        "enterprise",
        "commerce",
        "orange",
        "industry",
        "split",
        "tours",
        "bar",
        "chef",
        "surgery",
        "deal",
        "sandwich",
        "rugby",
        "poole",
        "crewe",
        "hive",
        "ada",
        "bend",
        "normal",
        "reserve",
        "accident",
        "home",
        "care",
        "retail",
        "central",
        "design",
    ]
)
