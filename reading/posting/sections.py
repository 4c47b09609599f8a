"""The body of a posting as sections of items, every item a verbatim span."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from reading.folding import fold
from reading.posting import clauses, headings, importance, requirements
from reading.posting.embedded_headings import LISTED_KINDS, embedded_headings, embedded_openers
from reading.posting.lines import Line, is_chrome
from reading.spans import Span
from reading.vocabulary import Vocabulary

INLINE_LABEL = re.compile(r"(?P<label>[^\W\d_][\w &/,'’()-]{2,48}?)\s*:\*{0,2}\s+(?=\S)")
LIST_OPENER = re.compile(r"[.!?]\s+(?=[^.!?]{3,110}:\*{0,2}$)")
TURN = re.compile(
    r";\s+|(?<=[a-z)\d])[.]\s+(?=[A-Z])"
    r"|,\s+(?=[^,;.]{2,40} (?:is|are|would be|wäre|ist|sind|est|serait|es|è|is een) (?:an? |ein |un |einen? )?(?:\w+ )?"
    r"(?:plus|bonus|nice|advantage|asset|desirable|beneficial|welcome|preferred|vorteil|atout|pre)\b)"
)
LONG_LINE = 240
SHORTEST_HEADING = 5
# An employer's own stack is worked with; nobody asks for it.
STACK = re.compile(r"stack|tools|technolog|what we use|technique")
ASKED = re.compile(r"skill|expertise|competen|kenntnisse|compétence|competenc|conocimiento")
IDEAL = re.compile(r"(?:the |our |your )?ideal candidate(?: profile)?")
SENTENCES = re.compile(r"[a-z]{3}[.!] +[A-Z][a-z]+ [a-z]")


@dataclass(slots=True)
class Block:
    """A section under construction: its heading and the spans of its items."""

    kind: str
    heading: str = ""
    heading_span: Span | None = None
    items: list[Span] = field(default_factory=list)
    bullets: set[Span] = field(default_factory=set)
    embedded: bool = False


class SectionReader:
    def __init__(self, text: str, vocabulary: Vocabulary, title: str = "") -> None:
        self.text = text
        self.title_words = frozenset(re.findall(r"\w+", fold(title)))
        self.vocabulary = vocabulary
        self.blocks: list[Block] = [Block("preamble")]
        self.chrome: list[Span] = []
        self.covered: list[Span] = []
        self.asked = False  # whether a section of requirements has an item yet

    def read(self, lines: list[Line]) -> list[Block]:
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            self.covered.append((line.lead, line.end))
            if is_chrome(line.text) and not (line.bullet and len(line.text) > 3):
                self.chrome.append((line.lead, line.end))
                continue
            kind = self._heading_kind(line, following)
            if kind is not None:
                self._open(kind, line.span)
            else:
                self._add_line(line, following)
        self._ask_for_skills()
        return [block for block in self.blocks if block.items or block.heading]

    def _ask_for_skills(self) -> None:
        """Where a posting asks for nothing else, its list of skills is what it asks for."""
        if not any(block.kind in ("required", "preferred") and block.items for block in self.blocks):
            for block in self.blocks:
                if block.kind == "skills" and ASKED.search(fold(block.heading)):
                    block.kind = "required"

    def _open(self, kind: str, span: Span) -> None:
        if kind == "inherit":
            kind = (
                self.blocks[-1].kind
                if self.blocks[-1].kind in ("required", "preferred", "responsibilities", "benefits")
                else "other"
            )
        if kind == "required" and self.asked and IDEAL.fullmatch(fold(self.text[slice(*span)]).strip(" :")):
            kind = "preferred"  # beside what is asked, the ideal is a wish
        self.blocks.append(Block(kind, self.text[span[0] : span[1]], span))

    def _heading_kind(self, line: Line, following: Line | None) -> str | None:
        text = line.text
        if (
            line.bullet
            and not text.rstrip().endswith(":")
            and (" " not in text or headings.exact_kind(text) in (None, "other", "logistics"))
        ):
            return None
        exact = headings.exact_kind(text)
        if exact is not None:
            alone = (
                text.rstrip().endswith(":")
                or line.blank_before
                or (following is not None and following.bullet)
                or len(text) >= SHORTEST_HEADING
            )
            return exact if alone else None
        if line.bullet:
            return None
        list_follows = following is not None and (
            following.bullet or (following.blank_before and len(text) < 60 and line.blank_before)
        )
        if self._is_subheading(line, following):
            return "inherit"
        if headings.opens_section(text) and following is not None:
            return headings.cue_kind(text)
        if not headings.is_heading_shaped(text, list_follows=list_follows):
            return None
        words = set(re.findall(r"\w+", fold(text)))
        if self.title_words and len(words & self.title_words) >= max(2, 0.6 * len(words)):
            return "summary"  # the job's title once more
        cue = headings.cue_kind(text)
        strong = text.rstrip("*").endswith(":") or (following is not None and following.bullet)
        if cue is not None and (strong or len(text.split()) <= 6):
            return cue
        if cue is None and strong and len(text.split()) <= 8:
            return "inherit"
        return None

    def _is_subheading(self, line: Line, following: Line | None) -> bool:
        """A short line in capitals that stands apart inside a list of sentences: "Work Focus"."""
        words = line.text.split()
        if not (2 <= len(words) <= 5 and line.blank_before and following is not None and following.blank_before):
            return False
        if headings.cue_kind(line.text) is not None:
            return False
        if self.blocks[-1].kind not in LISTED_KINDS or len(following.text.split()) <= len(words):
            return False
        if not all(word[0].isupper() or word in ("and", "&", "of", "the") for word in words) or line.text[-1] in ".,;!":
            return False
        lowered = fold(line.text)
        asks = (
            requirements.ASKS.search(lowered)
            or requirements.UNREADABLE.search(lowered)
            or requirements.BENEFIT.search(lowered)
        )
        return asks is None and not self.vocabulary.find(line.text)

    def _add_line(self, line: Line, following: Line | None) -> None:
        self._close_before(line)
        label = INLINE_LABEL.match(self.text, line.start, min(line.end, line.start + 60))
        if (label and not label["label"].isupper()) or (label and len(label["label"]) > 3):
            kind = headings.exact_kind(label["label"])
            if (
                kind is not None
                and not line.bullet
                and not (self.text[label.end()].islower() and "candidate" in fold(label["label"]))
            ):
                inside = self._split_embedded(label.end(), line.end)
                self._open(kind, label.span("label"))
                self._add_spans(inside, line, kind)
                if (
                    len(line.text) < LONG_LINE
                    and kind in ("logistics", "skills", "summary", "benefits")
                    and len(self.blocks) > 2
                ):
                    self._resume()
                return
        opener = self._opener(line, following)
        stop = opener[0] if opener else line.end
        self._add_spans(self._split_embedded(line.start, stop), line, self.blocks[-1].kind)
        if opener:
            self._open(opener[1], (opener[0], line.end))

    def _opener(self, line: Line, following: Line | None) -> tuple[int, str] | None:
        """The last sentence of a paragraph when it announces the list below: "We're especially interested in:"."""
        if following is None or not following.bullet or not line.text.endswith(":") or line.bullet:
            return None
        found = list(LIST_OPENER.finditer(line.text))
        start = line.start + found[-1].end() if found else line.start
        kind = headings.cue_kind(self.text[start : line.end])
        if kind is None or (kind == "other" and self.blocks[-1].kind in LISTED_KINDS):
            return None
        return start, kind

    def _close_before(self, line: Line) -> None:
        """Running text behind a list does not belong to the list's section."""
        block = self.blocks[-1]
        if line.bullet or block.kind not in LISTED_KINDS or not block.items:
            return
        if (block.embedded and line.blank_before) or (
            block.bullets and (line.blank_before or len(line.text) > LONG_LINE)
        ):
            self.blocks.append(Block("other"))

    def _resume(self) -> None:
        """A one-line field does not take over the lines behind it."""
        self.blocks.append(Block("other"))

    def _split_embedded(self, start: int, end: int) -> list[tuple[str | None, Span, Span]]:
        """Pieces of a long line between headings that lost their own line: (kind, heading span, text span)."""
        pieces: list[tuple[str | None, Span, Span]] = []
        if end - start < 60:
            return [(None, (start, start), (start, end))]
        position, kind, heading = start, None, (start, start)
        marks = sorted([*embedded_headings(self.text, start, end), *embedded_openers(self.text, start, end)])
        for label_start, label_end, text_start, found in marks:
            if label_start < position:
                continue
            pieces.append((kind, heading, (position, label_start)))
            position, kind, heading = text_start, found, (label_start, label_end)
        pieces.append((kind, heading, (position, end)))
        return pieces

    def _add_spans(self, pieces: list[tuple[str | None, Span, Span]], line: Line, kind: str) -> None:
        for found, heading, (start, end) in pieces:
            if found is not None:
                self._open(found, heading)
                self.blocks[-1].embedded = heading[0] > line.start
                kind = self.blocks[-1].kind
            block = self.blocks[-1]
            if kind == "skills" and (
                STACK.search(fold(block.heading))
                or (is_word_list(self.text[start:end]) and not self._is_glued(start, end))
            ):
                self._append(block, start, end)
                continue
            if block.kind == "skills":
                block.kind = kind = "required"
            if line.bullet and len(pieces) == 1 and not self._is_run(start, end):
                edges = [start, *self._turns(block, start, end), end]
                for a, b in itertools.pairwise(edges):
                    self._append(block, a, b, bullet=True)
                continue
            listed = block.kind in LISTED_KINDS and block.kind not in ("application", "compensation")
            for a, b in clauses.clauses(self.text, start, end, self.vocabulary, listed=listed):
                kind_of_clause = headings.exact_kind(self.text[a:b]) if b - a < 60 else None
                if kind_of_clause in LISTED_KINDS and b - a >= 6 and b < end:
                    self._open(kind_of_clause, (a, b))
                    self.blocks[-1].embedded = True
                    block = self.blocks[-1]
                    continue
                self._append(block, a, b)

    def _turns(self, block: Block, start: int, end: int) -> list[int]:
        """Where a bullet goes from what is asked to what is only welcome: "Good Dutch; French is nice to have"."""
        if block.kind not in ("required", "preferred", "other", "summary", "preamble"):
            return []
        softer = importance.WISH.search(fold(self.text[start:end]))
        if softer is None:
            return []
        turns = [match.end() for match in TURN.finditer(self.text, start, end) if match.end() <= start + softer.end()]
        return turns[-1:]

    def _is_run(self, start: int, end: int) -> bool:
        """Whether a bullet holds several glued ones."""
        return clauses.INLINE_BULLET.search(self.text, start, end) is not None or self._is_glued(start, end)

    def _is_glued(self, start: int, end: int) -> bool:
        return len(clauses.glue_points(self.text, start, end, self.vocabulary)) >= 2

    def _append(self, block: Block, start: int, end: int, *, bullet: bool = False) -> None:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end and any(character.isalnum() for character in self.text[start:end]):
            block.items.append((start, end))
            self.asked = self.asked or block.kind == "required"
            if bullet:
                block.bullets.add((start, end))


def is_word_list(text: str) -> bool:
    """Whether a text under "Skills" lists names ("Python, SQL, C++"), and does not ask in sentences."""
    pieces = [piece for piece in re.split(r"[,;|/•·]|\s[-–]\s|\n", text) if piece.strip()]
    words = sum(len(piece.split()) for piece in pieces)
    return words <= 4.5 * len(pieces) and not SENTENCES.search(text)
