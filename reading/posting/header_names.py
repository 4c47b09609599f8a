"""Which lines at the top of a posting are the title and the employer, and what stands around these."""

from __future__ import annotations

import re

from reading import word_lists
from reading.folding import ascii_key, fold
from reading.patterns import alternation
from reading.places import WORLDWIDE
from reading.posting import employment, locations, organizations, salary, titles
from reading.posting.header_facts import Header
from reading.posting.header_lines import header_lines
from reading.posting.headings import PHRASES
from reading.posting.lines import Line
from reading.posting.structure import Fact, Place
from reading.posting.wording import home_of
from reading.spans import Span

LONGEST_ROW = 200  # characters
HIRING = re.compile(
    rf"(?P<name>.{{2,60}}?)(?:,?\s+[-–—])?\s+{alternation(word_lists.phrases('organizations.hires'))}"
    rf"(?:\s*[!:]*$|\s*:?\s+(?:{alternation(word_lists.phrases('titles.skipped'))}\s+)*(?P<title>\S.{{2,90}}))$"
)
NEVER_NAMES = frozenset(word_lists.phrases("organizations.never"))
REMARK = re.compile(r"\s*\((?P<inner>[^()]+)\)\s*$")
ROW_SIGN = re.compile(r"\s+(?:[-–—]|//)\s+")
NUMBERED = re.compile(r"\([^()]*\d[^()]*\)\s*$")
LEAST_CUTS = 2
LINES_BELOW, LONGEST_MARKED = 12, 110
BEHIND_NAME = re.compile(r"\s+[-–—]\s+|,\s+")
CLEARLY = 0.4  # the difference of two shares of the learned model that counts
ARROW = re.compile(r"[\s→←»›↗·•|]+$")
_NO_NAMES = word_lists.compiled("organizations.no_names")
MOST_IN_PIECE = 10  # words


class HeaderNames:
    """Title, employer and places in the lines of one header, written into it as they are found."""

    def __init__(self, text: str, lines: list[Line], header: Header) -> None:
        self.text = text
        self.lines = lines
        self.header = header

    def take_hiring_line(self, line: Line) -> bool:
        """An employer and what it looks for: "Halden Inn, Ulm - is hiring a night cook", "HALDEN INN SEEKS"."""
        match = HIRING.match(fold(line.text)) if self.header.organization is None else None
        sentence = line.text.endswith(".") or "«" in line.text
        if match is None or sentence or match["name"].split()[0] in NEVER_NAMES or not line.text[0].isupper():
            return False
        wanted = None
        if match["title"]:
            begin = line.start + match.start("title")
            wanted, cut = titles.trim_title(self.text, (begin, line.end))
            words = self.text[slice(*wanted)]
            if not titles.is_title_like(words) or len(words.split()) > MOST_IN_PIECE:
                return False
            self.header.title = self.header.title or Fact(words, words, wanted, "header")
            self.header.title_places.extend(cut)
        name = self.without_remark((line.start, line.start + match.end("name")))
        name = self._without_place(name, towns=True)
        raw = self.text[slice(*name)]
        self.header.organization = Fact(raw, raw, name, "header")
        return True

    def without_remark(self, span: Span) -> Span:
        """A name without the brackets behind it: "Halden Inn (45 beds)", and the place they may hold."""
        remark = REMARK.search(self.text[slice(*span)])
        if remark is None or not remark.start():
            return span
        inside = (span[0] + remark.start("inner"), span[0] + remark.end("inner"))
        for place in locations.read_line(self.text, inside, country_hint=home_of(self.text), known=True):
            self.header.places.append(place)
        return span[0], span[0] + remark.start()

    def take_dashed_row(self, line: Line, candidates: list[Line]) -> bool:
        """A header of one line with dashes between its fields: "Halden Inn – Ulm – night cook (part-time)"."""
        cuts = [*ROW_SIGN.finditer(self.text, line.start, line.end)]
        if len(cuts) < LEAST_CUTS or candidates or self.header.title is not None or len(line.text) > LONGEST_ROW:
            return False
        edges = [line.start, *(edge for cut in cuts for edge in cut.span()), line.end]
        pieces = [Line(self.text[a:b], a, b, a, False, False) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        named = [piece for piece in pieces if titles.is_title_like(piece.text)]
        placed = [piece for piece in pieces if piece not in named and self.names_a_place(piece)]
        typed = [piece for piece in pieces if piece not in named and employment.types_in_title(piece.text)]
        typed += [piece for piece in pieces if piece not in named and piece.text[:1].isdigit()]
        left = [piece for piece in pieces if piece not in (*named, *placed, *typed)]
        whole = all(piece.text.count("(") == piece.text.count(")") for piece in pieces)
        if len(named) != 1 or not placed or len(left) != 1 or not whole:
            return False
        span, cut_places = titles.trim_title(self.text, named[0].span)
        self.header.title = Fact(self.text[slice(*span)], self.text[slice(*span)], span, "header")
        self.header.title_places.extend(cut_places)
        for piece in placed:
            self.add_places(
                locations.read_line(self.text, piece.span, country_hint=home_of(self.text), strict=False), piece
            )
        for piece in (*typed, named[0]):
            for token in employment.types_in_title(piece.text):
                self.header.tokens.append((token.field, token.value, piece.span))
        if self.header.organization is None:
            self.header.organization = Fact(left[0].text, left[0].text, left[0].span, "header")
        return True

    def add_places(self, found: list[Place], line: Line) -> None:
        for place in found:
            if ascii_key(place.raw) in WORLDWIDE:
                self.header.worldwide = Fact("worldwide", place.raw, place.span, "header")
                self.header.tokens.append(("job_location_type", "TELECOMMUTE", place.span))
            else:
                self.header.places.append(place)
        self.header.others.append(line.span)
        for token in employment.places_in_field(line.text)[:1]:
            self.header.tokens.append((token.field, token.value, (line.start + token.start, line.start + token.end)))

    def name_candidates(self, candidates: list[Line]) -> None:
        """Settle which of the lines that nothing explains is the title, and which the employer."""
        header = self.header
        names = [line for line in candidates if line.span not in header.others]
        header.others.extend(line.span for line in names)
        if header.title is None and names and self._is_no_title(self._choose_title(names)):
            names = []  # the text begins with a section, without a title above
        if header.title is None and names:
            chosen = self._choose_title(names)
            only_employer = titles.company_like(chosen.text) and not titles.is_title_like(chosen.text)
            if only_employer and chosen is names[0] and self._names_job_below(chosen):
                raw = self.text[slice(*chosen.span)]
                header.organization = header.organization or Fact(raw, raw, chosen.span, "header")
                names = []
        if header.title is None and names:
            names.remove(chosen)
            span, cut = titles.trim_title(self.text, self._clean(chosen))
            span, behind = titles.split_employer(self.text, span, alone=not any(self._may_name(line) for line in names))
            header.title = Fact(self.text[slice(*span)], self.text[slice(*span)], span, "header")
            header.title_places.extend(cut)
            if behind and header.organization is None:
                named = self.text[slice(*behind)]
                header.organization = Fact(named, named, behind, "title")
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
        if len(names) > 1 and header.title is not None:
            names = self._without_places(names)
        employer = self._choose_organization(names)
        if header.organization is None and employer and header.title:
            span = self._without_place(organizations.without_lead(self.text, self._clean(employer)))
            if NUMBERED.search(self.text[slice(*span)]):
                span = self.without_remark(span)
            raw = self.text[slice(*span)]
            if not titles.is_place(raw) and (
                fold(raw) != fold(str(header.title.value))
                and fold(raw) not in PHRASES
                and not _is_repeat(raw, str(header.title.value))
            ):
                header.organization = Fact(raw, raw, span, "header")

    def _names_job_below(self, line: Line) -> bool:
        """Whether a short line further down carries the mark of who may apply, as titles do."""
        below = [other for other in self.lines if other.start > line.end][:LINES_BELOW]
        return any(titles.MARK.search(other.text) and len(other.text) <= LONGEST_MARKED for other in below)

    def _without_places(self, names: list[Line]) -> list[Line]:
        """The lines that may name the employer, without one that names a place as long as another line is left."""
        left = list(names)
        for line in names:
            if len(left) > 1 and self.names_a_place(line):
                left.remove(line)
                if not self.header.places:
                    self.add_places(
                        locations.read_line(self.text, line.span, country_hint=home_of(self.text), strict=False), line
                    )
        return left

    def names_a_place(self, line: Line) -> bool:
        """Whether a line is a place and no more: a known one, or any town before its state."""
        if titles.company_like(line.text) or titles.is_title_like(line.text):
            return False
        strict = "," not in line.text
        return bool(
            locations.read_line(self.text, line.span, country_hint=home_of(self.text), known=True, strict=strict)
        )

    def is_place(self, span: Span) -> bool:
        return bool(locations.read_line(self.text, span, strict=False)) or locations.is_filler(self.text[slice(*span)])

    def _without_place(self, span: Span, *, towns: bool = False) -> Span:
        """A name without the places behind its dash: "Halden GmbH - Ulm", "Halden, Remote"; ``towns``: also a known town
        behind a comma, which belongs to some names ("Cal Poly, San Luis Obispo")."""
        for dash in reversed([*BEHIND_NAME.finditer(self.text, *span)]):
            behind = (dash.end(), span[1])
            words = self.text[slice(*behind)]
            how = employment.read_enumeration(words)
            if dash.start() > span[0] and any(token.field == "job_location_type" for token in how):
                self.take_workplace(how, behind)
                return span[0], dash.start()
            found = locations.read_line(self.text, behind, country_hint=home_of(self.text), known=True)
            if "," in dash.group() and not (towns and all(place.geonames_id for place in found)):
                continue
            if found and dash.start() > span[0]:
                self.add_places(found, Line(words, *behind, behind[0], False, False))
                return span[0], dash.start()
        return span

    def take_workplace(self, tokens: list[employment.Token], span: Span) -> None:
        words = self.text[slice(*span)]
        for token in tokens:
            self.header.tokens.append((token.field, token.value, (span[0] + token.start, span[0] + token.end)))
        if fold(words).startswith("anywhere"):
            self.header.worldwide = Fact("worldwide", words, span, "header")

    def _is_no_title(self, line: Line) -> bool:
        span, _ = titles.trim_title(self.text, self._clean(line))
        if organizations.is_trade(self.text[slice(*span)]):
            return True
        return titles.NO_TITLE.match(fold(self.text[slice(*span)])) is not None

    def _may_name(self, line: Line) -> bool:
        """Whether a line may name the employer. What stands apart from the title has to show itself a name."""
        text = line.text
        if (
            ":" in text
            or _NO_NAMES.match(fold(text))
            or organizations.is_trade(text)
            or text.rstrip().endswith((",", "#"))
        ):
            return False
        if not line.blank_before or line is self.lines[0]:
            return True
        header = self.header
        fields = [place.span for place in header.places] + [band.span for band in header.salaries]
        fields += [span for _, _, span in header.tokens]
        followed = any(line.end < start for start, _ in fields)  # the top of the posting goes on below it
        return followed or titles.company_like(text) or self.text.count(text) > 1

    def _choose_title(self, names: list[Line]) -> Line:
        """The line that reads like a job; an organisation may stand before or after it.

        The words for jobs decide where one line alone has them; else the learned model does, and the order of the lines.
        """
        if len(names) > 1:
            names = [
                line for line in names if not titles.is_place(line.text) or titles.is_title_like(line.text)
            ] or names
        likely = [line for line in names if titles.is_title_like(line.text) and not titles.company_like(line.text)]
        if len(likely) == 1:
            return likely[0]
        chosen = likely or [line for line in names if titles.is_title_like(line.text)] or names
        best = max(chosen, key=lambda line: header_lines().probabilities(line.text)["title"])
        first = chosen[0]
        return best if self._is(first, "title") < self._is(best, "title") - CLEARLY else first

    def _is(self, line: Line, kind: str) -> float:
        return header_lines().probabilities(line.text)[kind]

    def _choose_organization(self, names: list[Line]) -> Line | None:
        """The line that reads most like an employer's name; the first, where none does so clearly more."""
        if not names:
            return None
        best = max(names, key=lambda line: self._is(line, "organization"))
        return best if self._is(names[0], "organization") < self._is(best, "organization") - CLEARLY else names[0]

    def _clean(self, line: Line) -> Span:
        arrow = ARROW.search(line.text)
        return (line.start, line.start + arrow.start()) if arrow and arrow.start() else line.span


def _is_repeat(raw: str, title: str) -> bool:
    words, known = set(re.findall(r"\w+", fold(raw))), set(re.findall(r"\w+", fold(title)))
    return len(words & known) >= max(2, round(0.6 * len(words)))
