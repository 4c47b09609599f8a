"""What a PDF page paints: runs of text with their place, and whether a person could see them.

A small interpreter of the page's drawing operators. It follows matrices, fonts, fill colours, filled shapes and
pictures, because white text is normal on a dark sidebar and a trick on white paper.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pypdf import PageObject
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

from reading.documents.graphics_state import BLACK, IDENTITY, GraphicsState, Matrix, dictionary, numbers, times
from reading.documents.painted_areas import Color, PaintedAreas, Point
from reading.documents.pdf_fonts import FontReader
from reading.documents.refusals import Refused

Box = tuple[float, float, float, float]

_SMALLEST_READABLE: Final = 2.0  # points
_SAME_COLOR: Final = 0.09  # largest difference in any of red, green, blue that still cannot be read
_FORM_DEPTH: Final = 12
_FORMS_PER_PAGE: Final = 1_000
_MAX_RUNS: Final = 60_000
_WORD_GAP: Final = 0.17  # of the font size; narrower gaps are kerning
_CELL_GAP: Final = 1.2


@dataclass(frozen=True, slots=True)
class Run:
    """Text painted in one stroke; `x0`, `x1`, `y` (baseline) and `size` in points, y upwards."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    upright: bool = True


@dataclass(slots=True)
class PageMarks:
    """Everything seen so far on one page."""

    box: Box
    runs: list[Run] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    areas: PaintedAreas = field(default_factory=PaintedAreas)
    forms_drawn: int = 0


def marks_of(page: PageObject, fonts: dict[int, FontReader]) -> PageMarks:
    """The marks of `page`. `fonts` is filled across pages, by object number."""
    frame = page.cropbox
    marks = PageMarks((float(frame.left), float(frame.bottom), float(frame.right), float(frame.top)))
    contents = page.get("/Contents")
    if contents is None:
        return marks
    stream = ContentStream(contents, page.pdf, "bytes")
    resources = dictionary(page.get("/Resources"))
    _Painter(marks, fonts, page.pdf).draw(stream, resources, GraphicsState(), 0)
    return marks


class _Painter:
    """Follows one page's operators, forms included."""

    def __init__(self, marks: PageMarks, fonts: dict[int, FontReader], pdf: Any) -> None:
        self.marks = marks
        self.fonts = fonts
        self.pdf = pdf
        self.state = GraphicsState()
        self.stack: list[GraphicsState] = []
        self.text_matrix = self.line_matrix = IDENTITY
        self.path: list[list[Point]] = []
        self.resources = DictionaryObject()
        self.depth = 0
        self.spaces: dict[str, int] = {}
        self.handlers: dict[bytes, Callable[[list[Any]], None]] = {
            b"q": self._save, b"Q": self._restore, b"cm": self._concat, b"gs": self._graphics_state,
            b"BT": self._begin_text, b"Tf": self._font, b"Td": self._move, b"TD": self._move_leading,
            b"Tm": self._matrix, b"T*": self._next_line, b"Tj": self._show, b"TJ": self._show_spaced,
            b"'": self._next_and_show, b'"': self._space_and_show, b"Do": self._draw_object,
            b"g": self._fill_color, b"rg": self._fill_color, b"k": self._fill_color,
            b"sc": self._fill_color, b"scn": self._fill_color, b"cs": self._color_space,
            b"re": self._rectangle, b"m": self._begin_path, b"l": self._point, b"c": self._curve, b"v": self._curve,
            b"y": self._curve, b"f": self._fill, b"F": self._fill, b"f*": self._fill_even_odd, b"B": self._fill,
            b"B*": self._fill_even_odd, b"b": self._fill, b"b*": self._fill_even_odd,
            b"n": self._end_path, b"S": self._end_path, b"s": self._end_path, b"sh": self._shade,
        }  # fmt: skip
        self.parameters: dict[bytes, Callable[[float], dict[str, float | int]]] = {
            b"Tc": lambda v: {"spacing": v}, b"Tw": lambda v: {"word_spacing": v},
            b"Tz": lambda v: {"stretch": v / 100}, b"TL": lambda v: {"leading": v},
            b"Ts": lambda v: {"rise": v}, b"Tr": lambda v: {"mode": int(v)},
        }  # fmt: skip

    def draw(self, stream: ContentStream, resources: DictionaryObject, state: GraphicsState, depth: int) -> None:
        outer = (self.state, self.stack, self.resources, self.depth, self.text_matrix, self.line_matrix, self.path)
        self.state, self.stack, self.resources, self.depth, self.path = state, [], resources, depth, []
        for operands, operator in stream.operations:
            if operator in self.parameters:
                self.state = replace(self.state, **self.parameters[operator](numbers(operands, 1)[0]))  # type: ignore[arg-type]
            elif (handler := self.handlers.get(operator)) is not None:
                handler(operands if isinstance(operands, list) else [])
        self.state, self.stack, self.resources, self.depth, self.text_matrix, self.line_matrix, self.path = outer

    def _save(self, _: list[Any]) -> None:
        self.stack.append(self.state)

    def _restore(self, _: list[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def _concat(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = numbers(operands, 6)
        self.state = replace(self.state, ctm=times((a, b, c, d, e, f), self.state.ctm))

    def _graphics_state(self, operands: list[Any]) -> None:
        named = dictionary(dictionary(self.resources.get("/ExtGState")).get(operands[0])) if operands else {}
        alpha, mask = named.get("/ca"), named.get("/SMask")
        if isinstance(alpha, (int, float)):
            self.state = replace(self.state, alpha=float(alpha))
        if mask is not None:
            self.state = replace(self.state, masked=isinstance(mask.get_object(), DictionaryObject))

    def _begin_text(self, _: list[Any]) -> None:
        self.text_matrix = self.line_matrix = IDENTITY

    def _font(self, operands: list[Any]) -> None:
        if len(operands) < 2:
            return
        entry = dictionary(self.resources.get("/Font"))
        reference = entry.raw_get(operands[0]) if operands[0] in entry else None
        font = None
        if reference is not None:
            key = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
            if key not in self.fonts:
                self.fonts[key] = FontReader(dictionary(reference))
            font = self.fonts[key]
        self.state = replace(self.state, font=font, size=numbers(operands[1:], 1)[0])

    def _move(self, operands: list[Any]) -> None:
        x, y = numbers(operands, 2)
        self.text_matrix = self.line_matrix = times((1.0, 0.0, 0.0, 1.0, x, y), self.line_matrix)

    def _move_leading(self, operands: list[Any]) -> None:
        self.state = replace(self.state, leading=-numbers(operands, 2)[1])
        self._move(operands)

    def _matrix(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = numbers(operands, 6)
        self.text_matrix = self.line_matrix = (a, b, c, d, e, f)

    def _next_line(self, _: list[Any]) -> None:
        self._move([0, -self.state.leading])

    def _next_and_show(self, operands: list[Any]) -> None:
        self._next_line([])
        self._show(operands)

    def _space_and_show(self, operands: list[Any]) -> None:
        word, char = numbers(operands, 2)
        self.state = replace(self.state, word_spacing=word, spacing=char)
        self._next_and_show(operands[2:])

    def _show(self, operands: list[Any]) -> None:
        self._show_spaced([operands[:1]])

    def _show_spaced(self, operands: list[Any]) -> None:
        """One run per stretch of text; a gap as wide as a table cell's starts a new run."""
        state, font = self.state, self.state.font
        if not operands or not isinstance(operands[0], list) or font is None:
            return
        text: list[str] = []
        start = self.text_matrix
        for item in operands[0]:
            if isinstance(item, (int, float)):
                shift = -float(item) / 1000 * state.size * state.stretch
                gap = -float(item) / 1000
                if gap > _CELL_GAP and text and "".join(text).strip():
                    self._add_run("".join(text), start)
                    text = []
                elif gap > _WORD_GAP and text and not text[-1].endswith(" "):
                    text.append(" ")
                self._advance(shift)
                if not text:
                    start = self.text_matrix
                continue
            if not isinstance(item, (bytes, str)):
                continue
            raw = item if isinstance(item, bytes) else item.encode("latin-1", "replace")
            shown, width, glyphs, blanks = font.read(raw)
            if not text:
                start = self.text_matrix
            # Wide character spacing letter-spaces headings; the blanks between real words stay apart.
            text.append(shown)
            extra = glyphs * state.spacing + blanks * state.word_spacing
            self._advance((width * state.size + extra) * state.stretch)
        if text:
            self._add_run("".join(text), start)

    def _advance(self, shift: float) -> None:
        self.text_matrix = times((1.0, 0.0, 0.0, 1.0, shift, 0.0), self.text_matrix)

    def _add_run(self, text: str, start: Matrix) -> None:
        if not text:
            return
        begin = times(start, self.state.ctm)
        end = times(self.text_matrix, self.state.ctm)
        height = (begin[2] ** 2 + begin[3] ** 2) ** 0.5 * abs(self.state.size) * self._font_scale()
        upright = abs(begin[1]) <= abs(begin[0]) * 0.2
        y = begin[5] + self.state.rise * begin[3]
        x0, x1 = min(begin[4], end[4]), max(begin[4], end[4])
        if reason := self._unseen(x0, x1, y, height):
            if text.strip():
                self.marks.flags |= {"hidden_text", reason}
            return
        self.marks.runs.append(Run(text, x0, x1, y, height, upright))
        if len(self.marks.runs) > _MAX_RUNS:
            raise Refused("too_complex")

    def _alpha(self) -> float:
        return self.state.alpha * self.state.group_alpha

    def _font_scale(self) -> float:
        return self.state.font.scale if self.state.font is not None else 1.0

    def _unseen(self, x0: float, x1: float, y: float, height: float) -> str | None:
        left, bottom, right, top = self.marks.box
        if self.state.mode in {3, 7} or self._alpha() < _SAME_COLOR:
            return "invisible_text"
        if height < _SMALLEST_READABLE:
            return "tiny_text"
        if x1 < left - 1 or x0 > right + 1 or y < bottom - height or y > top + height:
            return "off_page_text"
        if self.state.fill is None or self.state.masked or self.state.mode in {1, 2}:
            return None
        ground = self.marks.areas.color_at((x0 + x1) / 2, y + height * 0.3)
        if ground is not None and max(abs(a - b) for a, b in zip(self.state.fill, ground, strict=True)) < _SAME_COLOR:
            return "invisible_text"
        return None

    def _fill_color(self, operands: list[Any]) -> None:
        values = [float(value) for value in operands if isinstance(value, (int, float))]
        color: Color | None = None
        if len(values) == len(operands):
            if len(values) == 1:
                color = (values[0], values[0], values[0])
            elif len(values) == 3:
                color = (values[0], values[1], values[2])
            elif len(values) == 4:
                cyan, magenta, yellow, black = values
                color = ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
        self.state = replace(self.state, fill=color)

    def _color_space(self, operands: list[Any]) -> None:
        self.state = replace(self.state, fill=BLACK)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.state.ctm
        return a * x + c * y + e, b * x + d * y + f

    def _rectangle(self, operands: list[Any]) -> None:
        x, y, width, height = numbers(operands, 4)
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.path.append([self._at(*corner) for corner in corners])

    def _begin_path(self, operands: list[Any]) -> None:
        x, y = numbers(operands, 2)
        self.path.append([self._at(x, y)])

    def _point(self, operands: list[Any]) -> None:
        x, y = numbers(operands, 2)
        if self.path:
            self.path[-1].append(self._at(x, y))

    def _curve(self, operands: list[Any]) -> None:
        self._point(operands[-2:])

    def _fill(self, _: list[Any]) -> None:
        self._cover(even_odd=False)

    def _fill_even_odd(self, _: list[Any]) -> None:
        self._cover(even_odd=True)

    def _cover(self, *, even_odd: bool) -> None:
        color = None if self.state.masked else self.state.fill
        self.marks.areas.cover(self.path, color, self._alpha(), even_odd=even_odd)
        self.path = []

    def _end_path(self, _: list[Any]) -> None:
        self.path = []

    def _shade(self, _: list[Any]) -> None:
        left, bottom, right, top = self.marks.box
        self.marks.areas.cover([[(left, bottom), (right, bottom), (right, top), (left, top)]], None)

    def _draw_object(self, operands: list[Any]) -> None:
        named = dictionary(self.resources.get("/XObject")).get(operands[0]) if operands else None
        drawn = named.get_object() if named is not None else None
        if not isinstance(drawn, StreamObject):
            return
        if drawn.get("/Subtype") == "/Image":
            self.marks.areas.cover([[self._at(0, 0), self._at(1, 0), self._at(1, 1), self._at(0, 1)]], None)
            return
        if drawn.get("/Subtype") != "/Form":
            return
        self.marks.forms_drawn += 1
        if self.marks.forms_drawn > _FORMS_PER_PAGE or self.depth >= _FORM_DEPTH:
            raise LimitReachedError("too many or too deep forms")
        matrix = drawn.get("/Matrix")
        inner = self.state.ctm
        if isinstance(matrix, ArrayObject):
            a, b, c, d, e, f = numbers(matrix, 6)
            inner = times((a, b, c, d, e, f), inner)
        resources = dictionary(drawn.get("/Resources")) if "/Resources" in drawn else self.resources
        stream = ContentStream(drawn, self.pdf, "bytes")
        state = replace(self.state, ctm=inner)
        if "/Group" in drawn:
            # A group is drawn as a whole and then made transparent: its content starts out opaque.
            state = replace(state, alpha=1.0, group_alpha=self._alpha())
        self.draw(stream, resources, state, self.depth + 1)
