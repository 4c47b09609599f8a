"""The top of a posting: title, organisation and the short fields around them, whatever their order."""

from __future__ import annotations

import re
from datetime import date

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.posting import employment, locations, organizations, salary, titles
from reading.posting.dates import read_date, read_season
from reading.posting.furniture import furniture
from reading.posting.header_facts import Header
from reading.posting.header_names import LONGEST_ROW, MOST_IN_PIECE, NUMBERED, HeaderNames
from reading.posting.headings import exact_kind
from reading.posting.labels import field_of, read_labels
from reading.posting.lines import Line, is_chrome, is_job_site
from reading.posting.structure import Fact
from reading.posting.tags import looks_glued
from reading.posting.wording import home_of, order_of_dates
from reading.spans import Span
from reading.word_sets import names

LONGEST_HEADER_LINE = 400
MAX_HEADER_LINES = 40
MAX_SALARY_LINE = 300
MAX_MOTTO = 9  # words
MOST_OF_A_FIELD = 5  # words; a longer line that stands apart and ends in a full stop is a sentence
POSTED = re.compile(rf"(?:job )?(?:date )?{alternation(word_lists.phrases('calendar.posted'))}(?: on| at)?\s*:?\s*")
POSTED_BY = re.compile(
    rf"\s*,?\s+(?i:{alternation(word_lists.phrases('calendar.by'))})\s+(?P<name>[A-Z0-9À-Þ].{{1,60}}\S)"
)
POSTED_BEHIND = re.compile(rf"\s*{alternation(word_lists.phrases('calendar.posted'))}\W*")
CLOSES = re.compile(rf"{alternation(word_lists.phrases('calendar.closes'))}(?: on)?\s*:?\s*")
DEPARTMENTS = names("departments")
PAYLESS = re.compile(
    r"(?:salary|pay|compensation)?\s*:?\s*(?:not (?:specified|listed|stated|disclosed|provided|available)"
    r"|undisclosed|unspecified|n/a)",
    re.IGNORECASE,
)
# A picture in front of a line, which marks a title as often as a list.
SYMBOL = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]")
# A line that is a web address, with or without its label.
ADDRESS_LINE = re.compile(r"(?:[\w ]{0,20}:?\**\s*)?<?(?:https?://|www\.)\S+>?\**")
PIECE = re.compile(r"\s+[·•|∙●▪]\s+|\s*[|·•]\s+|\t+")
DASH = re.compile(r"\s+[-–—]\s+")
GREETING = word_lists.compiled("titles.greetings")
MOST_IN_GREETING = 4  # words
DOT = re.compile(r"\s[·•∙●]\s")
VIA = re.compile(rf"{alternation(word_lists.phrases('page.via'))} ")
YES_OR_NO = re.compile(r"(?:yes|no|ja|nein|nee|oui|non|s[íi]|n[ãa]o|sim|true|false|possible|möglich)\b.{0,30}")
GRID_FIELDS = frozenset({"organization", "location", "salary", "employment", "experience", "education"})
LONGEST_CELL = 70  # characters
BULLET_FIELDS = frozenset({"salary", "employment", "workplace", "location"})
LONGEST_LABEL, LONGEST_VALUE, LONGEST_LABELLED = 40, 90, 160  # characters
MOST_FIELDS = 4  # in a row under the title
LONGEST_PLAIN_VALUE = 60  # characters
_REFERENCE = alternation([*word_lists.phrases("labels.other"), *word_lists.phrases("page.references")])
CODE_LINE = re.compile(
    r"(?:(?:job|req(?:uisition)?|ref(?:erence)?|posting|vacancy)\s*(?:req(?:uisition)?\s*)?(?:id|no\.?|number|#|code)?\s*[:#]\s*\S{0,30}"
    rf"|#?\w{{0,4}}\d{{4,}}\w*|{_REFERENCE}\s*(?:n°|nº|n\.º|no\.?|nr\.?|#|:)*\s*[\w/-]*\d[\w/-]*)$",
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


class HeaderReader:
    def __init__(self, text: str, lines: list[Line], captured_at: date | None) -> None:
        self.text = text
        self.lines = lines
        self.captured_at = captured_at
        self.header = Header()
        self.candidates: list[Line] = []
        self.furniture: frozenset[int] = frozenset()

    @property
    def names(self) -> HeaderNames:
        """Who tells the title from the employer, at work on the same header."""
        return HeaderNames(self.text, self.lines, self.header)

    def read(self) -> Header:
        self.furniture = furniture(self.lines)
        index = 0
        count = min(len(self.lines), MAX_HEADER_LINES)
        while index < count:
            taken = self._take(index)
            if not taken or len(self.lines[index].text) > LONGEST_HEADER_LINE:
                break  # a posting glued into one line opens with its fields, and goes on
            index += taken
        self.header.body_from = index
        self.names.name_candidates(self.candidates)
        return self.header

    def _take(self, index: int) -> int:
        """How many lines the header consumes here; 0 ends it."""
        line = self.lines[index]
        header = self.header
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        site = not self.candidates and is_job_site(line.text)
        if index in self.furniture or is_chrome(line.text) or site or ADDRESS_LINE.fullmatch(line.text):
            header.chrome.append((line.lead, line.end))
            return 1
        below = self._take_values_below(index)
        if below:
            return below
        if self._take_labels(line) or self._take_pieces(line) or self._take_field(line):
            return 1
        if self.candidates and following is not None and self._heads_fields(line, following):
            header.labels.append((line.lead, line.end))
            return 1
        decorated = not self.candidates and SYMBOL.match(self.text, line.lead) is not None
        if (line.bullet and not decorated) or _is_heading(line.text) or len(line.text) > 140:
            return 0
        return self._take_candidate(line, following)

    def _heads_fields(self, line: Line, following: Line) -> bool:
        """Whether a heading stands over the fields of a header and not over a text: "Job details", "Full-time", "Leeds"."""
        if exact_kind(line.text) not in ("summary", "wrapper", "logistics") or following.bullet:
            return False
        tokens = employment.read_enumeration(following.text)
        return any(token.value for token in tokens) or self.names.names_a_place(following)

    def _take_values_below(self, index: int) -> int:
        """A label on a line of its own with its value, or the bullets of its value, below it."""
        line, header = self.lines[index], self.header
        field_name = field_of(line.text) if len(line.text) < LONGEST_LABEL else None
        rest = self.lines[index + 1 :]
        if not field_name or not rest or not (self.candidates or header.title or index == 0):
            return 0
        if field_name == "skills" and looks_glued(rest[0].text):
            header.labels.append((line.lead, line.end))
            header.tag_blob = rest[0].span
            return 2
        said = employment.read_enumeration(line.text)
        if said and said[0].value and not YES_OR_NO.fullmatch(fold(rest[0].text)):
            return 0  # "Remote" is the value of a field as often as its label
        taken = 0
        for following in rest:
            if following.bullet and field_name not in BULLET_FIELDS:
                break
            if taken and (not following.bullet or field_of(following.text)):
                break
            if len(following.text) >= LONGEST_VALUE or not self._take_value(field_name, following):
                break
            taken += 1
            if not following.bullet:
                break
        if taken:
            header.labels.append((line.lead, line.end))
            return taken + 1
        return 0

    def take_value_below(self, lines: list[Line], index: int) -> bool:
        """A cell of a grid below the text: a bare label, and a short value under it that only such a field has."""
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or following.blank_before or following.bullet or len(line.text) >= LONGEST_LABEL:
            return False
        field_name = field_of(line.text)
        if (
            field_name not in GRID_FIELDS
            or len(following.text) > LONGEST_CELL
            or following.text.endswith((".", ":", "!", "?"))
        ):
            return False
        if field_name == "organization" and (self.header.organization or len(following.text.split()) > MOST_IN_PIECE):
            return False
        before = len(self.header.others)
        if field_name == "location" and not locations.read_line(self.text, following.span, strict=False):
            return False
        if field_name in ("salary", "employment") and not self._holds(field_name, following):
            return False
        if not self._take_value(field_name, following):
            return False
        self.header.labels.append((line.lead, line.end))
        del self.header.others[before:]
        self.header.others.append(following.span)
        return True

    def _holds(self, field_name: str, line: Line) -> bool:
        if field_name == "employment":
            return bool(employment.types_in_title(line.text) or employment.read_enumeration(line.text))
        return bool(salary.find_bands(self.text, line.start, line.end, trusted=True, country=None))

    def _take_labels(self, line: Line) -> bool:
        """The fields of a line "Label: value", one or several."""
        taken = False
        for labelled in read_labels(self.text, line.start, line.end):
            start, end = labelled.value
            if end - start >= LONGEST_LABELLED:
                continue
            value = Line(self.text[start:end], start, end, start, False, False)
            if self._take_value(labelled.field, value):
                self.header.labels.append((labelled.label[0], start))
                taken = True
        return taken

    def _take_pieces(self, line: Line) -> bool:
        """A line of several fields with signs between: "Halden Inc · Austin, TX · 2 days ago"."""
        if len(line.text) > LONGEST_ROW or not PIECE.search(line.text) or line.bullet:
            return False
        pieces: list[Line] = []
        position = line.start
        for cut in [*PIECE.finditer(self.text, line.start, line.end), None]:
            end = cut.start() if cut else line.end
            start = position + len(self.text[position:end]) - len(self.text[position:end].lstrip(" \t*_"))
            end = start + len(self.text[start:end].rstrip(" \t*_"))
            if start < end:
                pieces.append(Line(self.text[start:end], start, end, start, False, False))
            position = cut.end() if cut else line.end
        left: list[Line] = []
        for piece in pieces:
            if is_chrome(piece.text) or VIA.match(fold(piece.text)):
                self.header.chrome.append(piece.span)
            elif not (self._take_labels(piece) or self._take_field(piece, sure=True)):
                left.append(piece)
        if len(left) == len(pieces) and not self._is_row_of_fields(line, pieces):
            return False
        known = len(left) < len(pieces)
        for piece in left[:2] if known else left[:1]:
            if len(piece.text.split()) <= MOST_IN_PIECE and any(character.isalpha() for character in piece.text):
                self.candidates.append(piece)
            else:
                self.header.others.append(piece.span)
        self.header.others.extend(piece.span for piece in (left[2:] if known else left[1:]))
        return True

    def _is_row_of_fields(self, line: Line, pieces: list[Line]) -> bool:
        """A row under the title whose middle dots part fields, though none is known: "Halden Inc · New Providence"."""
        titled = any(titles.is_title_like(other.text) for other in self.candidates) or self.header.title is not None
        plain = DOT.search(line.text) is not None and ":" not in line.text and 1 < len(pieces) <= MOST_FIELDS
        return titled and plain and not any(titles.is_title_like(piece.text) for piece in pieces)

    def _home(self) -> str | None:
        """The country that the wording of the whole text suggests."""
        return home_of(self.text)

    def _order(self) -> str | None:
        return order_of_dates(self.text)

    def _take_candidate(self, line: Line, following: Line | None) -> int:
        text = line.text
        words = text.split()
        if self.candidates and organizations.is_about(text):
            return 0
        if len(words) <= MOST_IN_GREETING and GREETING.match(fold(text)):
            self.header.others.append(line.span)
            return 1
        if self.names.take_hiring_line(line) or self.names.take_dashed_row(line, self.candidates):
            self.header.others.append(line.span)
            return 1
        page_of = organizations.without_lead(self.text, line.span)
        if page_of != line.span and not titles.is_title_like(text):  # "Careers at Halden"
            named = self.text[slice(*page_of)]
            if self.header.organization is None and not titles.is_place(named):
                self.header.organization = Fact(named, named, page_of, "header")
            self.header.others.append(line.span)
            return 1
        if any(fold(text) == fold(other.text) for other in self.candidates):
            self.header.others.append(line.span)  # the logo's words and the name
            return 1
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
        if sum(not self.names.names_a_place(other) for other in self.candidates) >= enough:
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

    def _take_field(self, line: Line, *, sure: bool = False) -> bool:
        """A line that is a field by what it holds. ``sure``: a piece of a row of fields, where a town may come first."""
        text, header = line.text, self.header
        tokens = employment.read_enumeration(text)
        if tokens and (any(token.value for token in tokens) or self.candidates):
            self.names.take_workplace(tokens, line.span)
            header.others.append(line.span)
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
        if not self.candidates and "," not in text and not sure:
            return False
        if len(text) < 160 and not (
            len(self.candidates) == 1 and header.organization is None and "," not in text and titles.is_title_like(text)
        ):
            found = locations.read_line(self.text, line.span, country_hint=self._home(), known=len(self.candidates) > 1)
            certain = all(place.geonames_id or not place.city for place in found)
            titled = any(titles.is_title_like(line.text) for line in self.candidates) or self.header.title is not None
            if titles.is_title_like(text) and not titled:
                return False  # "Cook - Reno, NV" is the job and where it is
            dash = DASH.search(self.text, line.start, line.end)
            named = any(not titles.is_title_like(other.text) for other in self.candidates)
            lettered = dash is not None and any(
                character.isalpha() for character in self.text[line.start : dash.start()]
            )
            if found and dash and lettered and not named and not self.names.is_place((line.start, dash.start())):
                return False  # "Halden GmbH - Ulm" names the employer first
            if found and (self.candidates or certain) and (certain or not titles.is_title_like(text)):
                self.names.add_places(found, line)
                return True
        return False

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
        if not heading:  # "€ 15 per uur - Parttime"
            for token in employment.types_in_title(rest):
                self.header.tokens.append((token.field, token.value, line.span))
        return True

    def _take_date(self, line: Line, *, require_date: bool) -> bool:
        lowered = fold(line.text)
        closes, posted = CLOSES.match(lowered), POSTED.match(lowered)
        offset = closes.end() if closes else posted.end() if posted else 0
        found = read_date(line.text[offset:], captured_at=self.captured_at, order=self._order())
        if found is None:
            return False
        length = len(line.text) - offset
        ends = found.end >= length - 14 or POSTED_BEHIND.fullmatch(lowered, offset + found.end) is not None
        if require_date and (found.start > 4 or not ends) and not (posted or closes):
            return False
        if require_date and lowered[offset:].strip() == "new":
            return False
        span = (line.start + offset, line.end)
        raw = self.text[span[0] : span[1]]
        if closes:
            if found.value:
                self.header.valid_through = Fact(found.value, raw, span, "header")
            return True
        by = POSTED_BY.match(self.text, line.start + offset + found.end, line.end)
        if by and self.header.organization is None:
            self.header.organization = Fact(by["name"], by["name"], by.span("name"), "header")
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
            span = self.names.without_remark(line.span) if NUMBERED.search(text) else line.span
            header.organization = header.organization or Fact(
                self.text[slice(*span)], self.text[slice(*span)], span, "label"
            )
        elif field_name == "location":
            found = locations.read_line(self.text, line.span, strict=False)
            if not found:
                token = employment.place_in_sentence(text) or next(iter(employment.read_enumeration(text)), None)
                if token is None:
                    return False
                header.tokens.append(("job_location_type", token.value, line.span))
            else:
                self.names.add_places(found, line)
        elif field_name == "salary":
            label = self.text[max(0, line.start - 40) : line.start].split("\n")[-1]
            if PAYLESS.fullmatch(text) or not self._take_salary(line, heading=label or "salary"):
                header.salary_text = header.salary_text or fact
        elif field_name in ("employment", "workplace"):
            return self._take_tokens(field_name, line)
        elif field_name == "posted":
            return self._take_date(line, require_date=False)
        elif field_name == "valid_through":
            found_date = read_date(text, captured_at=self.captured_at, order=self._order())
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

    def _take_tokens(self, field_name: str, line: Line) -> bool:
        """The types or the workplace behind their label; "Remote: yes" says it with the label."""
        tokens = employment.read_enumeration(line.text)
        if not tokens:
            place = employment.place_in_sentence(line.text) or next(iter(employment.places_in_field(line.text)), None)
            tokens = [*employment.types_in_title(line.text), *([place] if place else [])]
        if not tokens and field_name == "workplace":
            return False
        if not tokens and len(line.text) > LONGEST_PLAIN_VALUE:
            return False
        for token in tokens:
            self.header.tokens.append((token.field, token.value, (line.start + token.start, line.start + token.end)))
        if not tokens:
            self.header.others.append(line.span)
        return True


def _is_sentence(text: str) -> bool:
    """ "We grow hops." is a sentence, "Fernhill Foods Inc." and "Yahoo!" are names."""
    if not text.endswith((".", "!", "?")) or text.endswith("..."):
        return False
    words = text.split()
    if LEGAL_END.search(text) or len(words) < 2:
        return False
    return len(words) > 4 or VERB.search(fold(text)) is not None


def _is_heading(text: str) -> bool:
    """A known heading, also between rulers: "=== JOB DESCRIPTION ==="."""
    return exact_kind(text) is not None or exact_kind(text.strip(" =*_~#-").lower()) is not None


def season_of(text: str, span: Span, method: str) -> Fact | None:
    """A start season such as "Spring 2027" with its place in the text."""
    found = read_season(text[span[0] : span[1]])
    if found is None:
        return None
    value, start, end = found
    a, b = span[0] + start, span[0] + end
    return Fact(value, text[a:b], (a, b), method)
