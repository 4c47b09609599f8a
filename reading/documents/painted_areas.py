"""The colours under the text of a page: filled shapes and pictures, in painting order."""

from collections.abc import Sequence
from typing import Final

Color = tuple[float, float, float]
Point = tuple[float, float]

_WHITE: Final[Color] = (1.0, 1.0, 1.0)
_SMALLEST: Final = 5.0  # points; narrower shapes are rules and ornaments, no background
_MOST_POINTS: Final = 2_000
_MOST_AREAS: Final = 3_000


class PaintedAreas:
    """What has been painted so far. Paper is white."""

    def __init__(self) -> None:
        self._areas: list[tuple[float, float, float, float, list[list[Point]], bool, Color | None]] = []

    def cover(
        self, subpaths: Sequence[Sequence[Point]], color: Color | None, alpha: float = 1.0, *, even_odd: bool = False
    ) -> None:
        """Fills a path; `color` None is a picture or pattern of unknown colours, `alpha` below 1 lets what lies
        under the middle of the path shine through."""
        shapes = [list(path) for path in subpaths if len(path) > 1]
        points = [point for path in shapes for point in path]
        if not points or len(self._areas) >= _MOST_AREAS:
            return
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        bottom, top = min(y for _, y in points), max(y for _, y in points)
        if right - left < _SMALLEST or top - bottom < _SMALLEST:
            return
        if alpha < 1.0 and color is not None:
            under = self.color_at((left + right) / 2, (bottom + top) / 2)
            color = _blended(color, under, alpha) if under is not None else None
        if len(points) > _MOST_POINTS:
            color = None
            shapes = []
        self._areas.append((left, bottom, right, top, shapes, even_odd, color))

    def color_at(self, x: float, y: float) -> Color | None:
        """The colour last painted at a point; None when it cannot be known."""
        for left, bottom, right, top, shapes, even_odd, color in reversed(self._areas):
            if left <= x <= right and bottom <= y <= top and (not shapes or _inside(shapes, x, y, even_odd=even_odd)):
                return color
        return _WHITE


def _blended(color: Color, under: Color, alpha: float) -> Color:
    red, green, blue = (alpha * over + (1 - alpha) * below for over, below in zip(color, under, strict=True))
    return red, green, blue


def _inside(shapes: Sequence[Sequence[Point]], x: float, y: float, *, even_odd: bool) -> bool:
    """The fill rules of PDF: a frame drawn as outer and inner outline is hollow."""
    crossings = winding = 0
    for shape in shapes:
        x1, y1 = shape[-1]
        for x2, y2 in shape:
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
                winding += 1 if y2 > y1 else -1
            x1, y1 = x2, y2
    return crossings % 2 == 1 if even_odd else winding != 0
