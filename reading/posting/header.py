"""The top of a posting: title, organisation and the short fields around them, whatever their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from reading.folding import ascii_key, fold
from reading.places import WORLDWIDE
from reading.posting import employment, locations, organizations, salary, titles
from reading.posting.dates import ReadDate, read_date, read_season
from reading.posting.furniture import furniture
from reading.posting.headings import PHRASES, exact_kind
from reading.posting.labels import field_of, read_label
from reading.posting.lines import Line, is_chrome
from reading.posting.structure import Fact, Place, SalaryBand
from reading.posting.tags import looks_glued
from reading.spans import Span

MAX_HEADER_LINES = 40
MAX_SALARY_LINE = 300
MAX_MOTTO = 9  # words
MOST_OF_A_FIELD = 5  # words; a longer line that stands apart and ends in a full stop is a sentence
POSTED = re.compile(
    r"^(?:job )?(?:date )?(?:posted|published|listed|reposted|updated|veröffentlicht|publié|publicado)(?: on"
    r"| at)?\s*:?\s*"
)
CLOSES = re.compile(
    r"^(?:clos(?:es|ing)(?: date| on)?|deadline|apply (?:by|before)|expires?|valid (?:through|until)"
    r"|applications close)\s*:?\s*"
)
DEPARTMENTS = frozenset(
    [
        "engineering",
        "product",
        "design",
        "sales",
        "marketing",
        "finance",
        "operations",
        "people",
        "legal",
        "hr",
        "human resources",
        "it",
        "research",
        "data",
        "support",
        "customer success",
        "customer support",
        "science",
        "security",
        "infrastructure",
        "software engineering",
        "product management",
        "business development",
        "information technology",
        "accounting",
        "administration",
        "manufacturing",
        "quality",
        "research & development",
        "r&d",
        "research and development",
        "communications",
        "growth",
        "hardware",
        "machine learning",
        "analytics",
        "data science",
        "talent",
        "education",
        "healthcare",
        "customer service",
        "logistics",
    ]
)
PAYLESS = re.compile(
    r"(?:salary|pay|compensation)?\s*:?\s*(?:not (?:specified|listed|stated|disclosed|provided|available)"
    r"|undisclosed|unspecified|n/a)",
    re.IGNORECASE,
)
ARROW = re.compile(r"[\s→←»›↗·•|]+$")
CODE_LINE = re.compile(
    r"^(?:(?:job|req(?:uisition)?|ref(?:erence)?|posting|vacancy)\s*(?:req(?:uisition)?\s*)?(?:id|no\.?|number|#|code)?\s*[:#]\s*\S{0,30}"
    r"|#?\w{0,4}\d{4,}\w*)$",
    re.IGNORECASE,
)
LEGAL_END = re.compile(
    r"\b(?:inc|ltd|co|corp|bros|llc|plc|s\.a|b\.v|n\.v|s\.l|s\.r\.l|s\.p\.a|e\.v|gmbh|oy|ab)\.$", re.I
)
VERB = re.compile(
    r"^(?:we|our|you|this|it|join|come|help|be|an?|wir|unsere?|nous|notre|nos|nosotros|noi|wij|onze)\b"
    r"|\b(?:is|are|was|has|have|makes?|builds?|grows?|bakes?|sells?|runs?|helps?|needs?|seeks?|offers?|works?|loves?|serves?"
    r"|repairs?|teach(?:es)?|designs?|moves?|keeps?|wants?|ist|sind|sucht|est|sont|es|son|è|sono|zijn|zoekt)\b"
)
SENTENCE_LIKE = re.compile(r"[.!?:;]$")


@dataclass(slots=True)
class Header:
    """What the top of the text states. ``body_from`` is the index of the first line that belongs to the body."""

    title: Fact | None = None
    organization: Fact | None = None
    department: Fact | None = None
    posted: Fact | None = None
    posted_read: ReadDate | None = None
    valid_through: Fact | None = None
    salary_text: Fact | None = None
    start: Fact | None = None
    duration: Fact | None = None
    experience: Fact | None = None
    tag_blob: Span | None = None
    tokens: list[tuple[str, str, Span]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    salaries: list[SalaryBand] = field(default_factory=list)
    education: list[Span] = field(default_factory=list)
    visa: list[Span] = field(default_factory=list)
    chrome: list[Span] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)
    title_places: list[Span] = field(default_factory=list)
    worldwide: Fact | None = None
    body_from: int = 0


class HeaderReader:
    def __init__(self, text: str, lines: list[Line], captured_at: date | None) -> None:
        self.text = text
        self.lines = lines
        self.captured_at = captured_at
        self.header = Header()
        self.candidates: list[Line] = []
        self.furniture: frozenset[int] = frozenset()

    def read(self) -> Header:
        self.furniture = furniture(self.lines)
        index = 0
        count = min(len(self.lines), MAX_HEADER_LINES)
        while index < count:
            taken = self._take(index)
            if not taken:
                break
            index += taken
        self.header.body_from = index
        self._name_candidates()
        return self.header

    def _take(self, index: int) -> int:
        """How many lines the header consumes here; 0 ends it."""
        line = self.lines[index]
        header = self.header
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if index in self.furniture or is_chrome(line.text):
            header.chrome.append((line.lead, line.end))
            return 1
        field_name = field_of(line.text) if len(line.text) < 40 else None
        if (field_name and following and not following.bullet and len(following.text) < 90
                and (len(self.candidates) > 0 or index == 0) and self._take_value(field_name, following)):  # fmt: skip
            header.labels.append((line.lead, line.end))
            return 2
        if field_name == "skills" and following and looks_glued(following.text):
            header.labels.append((line.lead, line.end))
            header.tag_blob = following.span
            return 2
        labelled = read_label(self.text, line.start, line.end)
        if labelled and labelled.value[1] - labelled.value[0] < 160:
            value = Line(
                self.text[slice(*labelled.value)], labelled.value[0], labelled.value[1], labelled.value[0], False, False
            )
            if self._take_value(labelled.field, value):
                header.labels.append((line.lead, labelled.value[0]))
                return 1
        if self._take_field(line):
            return 1
        if line.bullet or exact_kind(line.text) or len(line.text) > 140:
            return 0
        return self._take_candidate(line, following)

    def _take_candidate(self, line: Line, following: Line | None) -> int:
        text = line.text
        words = text.split()
        if not any(character.isalpha() for character in text):
            self.header.others.append(line.span)
            return 1
        if text.endswith(":") or (SENTENCE_LIKE.search(text) and (len(words) > 7 or text[0].islower())):
            return 0
        if self.candidates and _is_sentence(text):
            if following is None or following.blank_before or following.bullet or len(words) > MAX_MOTTO:
                return 0
            self.header.others.append(line.span)  # a motto; the fields go on below it
            return 1
        if len(words) > 16 or (len(words) > 9 and not titles.is_title_like(text)):
            return 0
        enough = 2 if self.header.organization is None else 1
        if len(self.candidates) >= enough:
            if self.header.department is None and fold(text) in DEPARTMENTS and not line.blank_before:
                self.header.department = Fact(text, text, line.span, "header")
                return 1
            if line.blank_before or len(self.candidates) >= 4 or len(words) > 8:
                return 0
            self.header.others.append(line.span)
            self.candidates.append(line)
            return 1
        if self.candidates and line.blank_before and len(words) > 6:
            return 0
        if (
            self.candidates
            and line.blank_before
            and re.match(r"(?:about|why|what|who|we|our|you|join|the|as|in|this|are)\b", fold(text))
        ):
            return 0
        self.candidates.append(line)
        return 1

    def _take_field(self, line: Line) -> bool:
        text, header = line.text, self.header
        tokens = employment.read_enumeration(text)
        if tokens and any(token.value for token in tokens):
            for token in tokens:
                header.tokens.append((token.field, token.value, (line.start + token.start, line.start + token.end)))
            if fold(text).startswith("anywhere"):
                header.worldwide = Fact("worldwide", text, line.span, "header")
            return True
        if self._take_date(line, require_date=True):
            return True
        if PAYLESS.fullmatch(text):
            header.salary_text = header.salary_text or Fact(text, text, line.span, "header")
            return True
        if self._take_salary(line):
            return True
        if CODE_LINE.match(text):
            header.others.append(line.span)
            return True
        if fold(text) in DEPARTMENTS and len(self.candidates) >= 2 and header.department is None:
            header.department = Fact(text, text, line.span, "header")
            return True
        if not self.candidates and "," not in text:
            return False
        if len(text) < 160 and not (
            len(self.candidates) == 1 and header.organization is None and "," not in text and titles.is_title_like(text)
        ):
            found = locations.read_line(self.text, line.span)
            certain = all(place.geonames_id or not place.city for place in found)
            if found and (self.candidates or certain) and (certain or not titles.is_title_like(text)):
                self._add_places(found, line)
                return True
        return False

    def _add_places(self, found: list[Place], line: Line) -> None:
        for place in found:
            if ascii_key(place.raw) in WORLDWIDE:
                self.header.worldwide = Fact("worldwide", place.raw, place.span, "header")
                self.header.tokens.append(("job_location_type", "TELECOMMUTE", place.span))
            else:
                self.header.places.append(place)
        self.header.others.append(line.span)
        lowered = fold(line.text)
        for word, value in (("remote", "TELECOMMUTE"), ("hybrid", "HYBRID")):
            position = lowered.find(word)
            if position >= 0:
                span = (line.start + position, line.start + position + len(word))
                self.header.tokens.append(("job_location_type", value, span))

    def _take_salary(self, line: Line, heading: str = "") -> bool:
        if len(line.text) > MAX_SALARY_LINE:
            return False
        bare = salary.BARE_LINE.fullmatch(fold(line.text).strip()) is not None
        bands = salary.find_bands(
            self.text, line.start, line.end, trusted=True, country=None, heading=heading, bare=bare
        )
        if not bands:
            return False
        if bare and bands[0].unit:  # "31000 - 36000/annum 31k - growing to 36k": the same once more
            bands = [band for band in bands if band.unit]
        if not heading and line.blank_before and line.text.endswith(".") and len(line.text.split()) > MOST_OF_A_FIELD:
            return False
        rest = self.text[line.start : line.end]
        for band in bands:
            rest = rest.replace(band.raw, " ")
        words = re.findall(r"[^\W\d_]{2,}", rest)
        if not heading and len(words) > 9:
            return False
        if not heading and titles.is_title_like(rest) and not self.candidates:
            return False
        self.header.salaries.extend(bands)
        self.header.others.append(line.span)
        return True

    def _take_date(self, line: Line, *, require_date: bool) -> bool:
        lowered = fold(line.text)
        closes, posted = CLOSES.match(lowered), POSTED.match(lowered)
        offset = closes.end() if closes else posted.end() if posted else 0
        found = read_date(line.text[offset:], captured_at=self.captured_at)
        if found is None:
            return False
        length = len(line.text) - offset
        if require_date and (found.start > 4 or found.end < length - 14) and not (posted or closes):
            return False
        if require_date and lowered[offset:].strip() == "new":
            return False
        span = (line.start + offset, line.end)
        raw = self.text[span[0] : span[1]]
        if closes:
            if found.value:
                self.header.valid_through = Fact(found.value, raw, span, "header")
            return True
        if self.header.posted_read is None:
            self.header.posted_read = found
            self.header.posted = Fact(found.value, raw, span, "header")
            if offset:
                self.header.labels.append((line.start, line.start + offset))
            return True
        self.header.others.append(line.span)
        return True

    def _take_value(self, field_name: str, line: Line) -> bool:
        """Accept ``line`` as the value of a labelled field; False when it does not fit that field."""
        text, header = line.text, self.header
        fact = Fact(text, text, line.span, "label")
        if field_name == "title":
            if not titles.is_title_like(text):
                return False
            header.title = header.title or fact
        elif field_name == "organization":
            header.organization = header.organization or fact
        elif field_name == "location":
            found = locations.read_line(self.text, line.span, strict=False)
            if not found:
                token = employment.place_in_sentence(text) or next(iter(employment.read_enumeration(text)), None)
                if token is None:
                    return False
                header.tokens.append(("job_location_type", token.value, line.span))
                scoped = locations.REMOTE_SCOPE.search(text)
                if scoped:
                    group = "scope" if scoped["scope"] else "scope2"
                    span = (line.start + scoped.start(group), line.start + scoped.end(group))
                    header.places.extend(locations.read_line(self.text, span, strict=False))
            else:
                self._add_places(found, line)
        elif field_name == "salary":
            label = self.text[max(0, line.start - 40) : line.start].split("\n")[-1]
            if PAYLESS.fullmatch(text) or not self._take_salary(line, heading=label or "salary"):
                header.salary_text = header.salary_text or fact
        elif field_name in ("employment", "workplace"):
            return self._take_tokens(line)
        elif field_name == "posted":
            return self._take_date(line, require_date=False)
        elif field_name == "valid_through":
            found_date = read_date(text, captured_at=self.captured_at)
            if found_date and found_date.value:
                header.valid_through = Fact(found_date.value, text, line.span, "label")
            else:
                header.others.append(line.span)
        elif field_name == "department":
            header.department = header.department or fact
        elif field_name == "experience":
            if len(text) > 60:
                return False
            header.experience = header.experience or fact
        elif field_name == "skills":
            if not looks_glued(text):
                return False
            header.tag_blob = line.span
        elif field_name == "start":
            header.start = header.start or fact
        elif field_name == "duration":
            header.duration = header.duration or fact
        elif field_name == "visa":
            header.visa.append(line.span)
        elif field_name == "education":
            header.education.append(line.span)
        else:
            header.others.append(line.span)
        return True

    def _take_tokens(self, line: Line) -> bool:
        tokens = employment.read_enumeration(line.text)
        if not tokens:
            lowered = line.text
            tokens = [*employment.types_in_title(lowered)]
            place = employment.place_in_sentence(lowered)
            tokens += [place] if place else []
        if not tokens and len(line.text) > 60:
            return False
        for token in tokens:
            self.header.tokens.append((token.field, token.value, (line.start + token.start, line.start + token.end)))
        if not tokens:
            self.header.others.append(line.span)
        return True

    def _name_candidates(self) -> None:
        header = self.header
        names = [line for line in self.candidates if line.span not in header.others]
        header.others.extend(line.span for line in names)
        if header.title is None and names and titles.NO_TITLE.match(fold(self._choose_title(names).text)):
            names = []  # the text begins with a section, without a title above
        if header.title is None and names:
            chosen = self._choose_title(names)
            names.remove(chosen)
            span, cut = titles.trim_title(self.text, self._clean(chosen))
            header.title = Fact(self.text[slice(*span)], self.text[slice(*span)], span, "header")
            header.title_places.extend(cut)
            # Adverts put their pay behind the title: "Bid Writer - Bristol - £38k - £44k".
            header.salaries.extend(
                band
                for band in salary.find_bands(self.text, span[1], chosen.end, trusted=True, country=None)
                if not header.salaries
            )
        elif header.title is not None and header.title.span:
            span, cut = titles.trim_title(self.text, header.title.span)
            header.title = Fact(self.text[slice(*span)], self.text[slice(*span)], span, header.title.method)
            header.title_places.extend(cut)
        names = [line for line in names if self._may_name(line)]
        if header.organization is None and names and header.title:
            span = self._clean(names[0])
            raw = self.text[slice(*span)]
            if (
                fold(raw) != fold(str(header.title.value))
                and fold(raw) not in PHRASES
                and not _is_repeat(raw, str(header.title.value))
            ):
                header.organization = Fact(raw, raw, span, "header")

    def _may_name(self, line: Line) -> bool:
        """Whether a line may name the employer. What stands apart from the title has to show itself a name."""
        text = line.text
        if ":" in text or organizations.is_trade(text) or text.rstrip().endswith((",", "#")):
            return False
        if not line.blank_before or line is self.lines[0]:
            return True
        header = self.header
        fields = [place.span for place in header.places] + [band.span for band in header.salaries]
        fields += [span for _, _, span in header.tokens]
        followed = any(line.end < start for start, _ in fields)  # the top of the posting goes on below it
        return followed or titles.company_like(text) or self.text.count(text) > 1

    def _choose_title(self, names: list[Line]) -> Line:
        """The first line that reads like a job; an organisation may stand before or after it."""
        likely = [line for line in names if titles.is_title_like(line.text) and not titles.company_like(line.text)]
        if not likely:
            likely = [line for line in names if titles.is_title_like(line.text)]
        return likely[0] if likely else names[0]

    def _clean(self, line: Line) -> Span:
        arrow = ARROW.search(line.text)
        return (line.start, line.start + arrow.start()) if arrow and arrow.start() else line.span


def _is_sentence(text: str) -> bool:
    """ "We grow hops." is a sentence, "Fernhill Foods Inc." and "Yahoo!" are names."""
    if not text.endswith((".", "!", "?")) or text.endswith("..."):
        return False
    words = text.split()
    if LEGAL_END.search(text) or len(words) < 2:
        return False
    return len(words) > 4 or VERB.search(fold(text)) is not None


def _is_repeat(raw: str, title: str) -> bool:
    words, known = set(re.findall(r"\w+", fold(raw))), set(re.findall(r"\w+", fold(title)))
    return len(words & known) >= max(2, round(0.6 * len(words)))


def season_of(text: str, span: Span, method: str) -> Fact | None:
    """A start season such as "Spring 2027" with its place in the text."""
    found = read_season(text[span[0] : span[1]])
    if found is None:
        return None
    value, start, end = found
    a, b = span[0] + start, span[0] + end
    return Fact(value, text[a:b], (a, b), method)
