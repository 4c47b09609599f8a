"""The part of a PDF's graphics state that decides where text stands and whether it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pypdf.generic import DictionaryObject

from reading.documents.painted_areas import Color
from reading.documents.pdf_fonts import FontReader

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BLACK: Final[Color] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class GraphicsState:
    ctm: Matrix = IDENTITY
    fill: Color | None = BLACK  # None: a pattern or a colour space we do not follow
    alpha: float = 1.0
    group_alpha: float = 1.0  # of the transparency groups around
    masked: bool = False  # a soft mask: how much shows cannot be known
    font: FontReader | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


def times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def numbers(operands: Sequence[Any], count: int) -> list[float]:
    values = [float(value) if isinstance(value, (int, float)) else 0.0 for value in operands[:count]]
    return values + [0.0] * (count - len(values))


def dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()
