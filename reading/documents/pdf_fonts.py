"""From the codes of a PDF font to characters and widths."""

from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject
from pypdf.generic._font import Font

_UNKNOWN: Final = "\ufffd"


class FontReader:
    """Reads strings shown in one font.

    Codes that stand for no known character read as U+FFFD, so that scrambled fonts are seen by the quality check
    instead of passing as text.
    """

    def __init__(self, resource: DictionaryObject) -> None:
        try:
            self._font: Font | None = Font.from_font_resource(resource)
        except (AttributeError, TypeError, ValueError, KeyError, IndexError):
            # A malformed font costs its own text, not the page's.
            self._font = None
        self._composite = resource.get("/Subtype") == "/Type0"
        self._known: dict[str, tuple[str, float]] = {}
        self.scale = _type3_scale(resource)

    def read(self, raw: bytes) -> tuple[str, float, int, int]:
        """Text, width in units of the font size, number of glyphs, number of one-byte blanks."""
        font = self._font
        if font is None:
            return _UNKNOWN * len(raw), 0.5 * len(raw), len(raw), 0
        codes = raw.decode(font.encoding if isinstance(font.encoding, str) else "latin-1", "replace")
        shown: list[str] = []
        width = 0.0
        for code in codes:
            known = self._known.get(code)
            if known is None:
                known = self._known[code] = (self._character(font, code), self._width(font, code))
            shown.append(known[0])
            width += known[1]
        return "".join(shown), width, len(codes), 0 if self._composite else raw.count(b" ")

    def _character(self, font: Font, code: str) -> str:
        if not font.interpretable:
            return _UNKNOWN
        decoded = code if isinstance(font.encoding, str) else font.encoding.get(ord(code), code)
        mapped = "".join(str(font.character_map.get(char, char)) for char in decoded)
        if self._composite and not font.character_map.get(code) and font.encoding in {"utf-16-be", "charmap"}:
            return _UNKNOWN
        return mapped

    def _width(self, font: Font, code: str) -> float:
        width: Any = font.character_widths.get(code)
        if not isinstance(width, (int, float)):
            width = font.character_widths.get("default", 500)
        return float(width) / 1000 * self.scale if isinstance(width, (int, float)) else 0.5


def _type3_scale(resource: DictionaryObject) -> float:
    """Type 3 fonts choose their own glyph units; all others count in thousandths."""
    matrix = resource.get("/FontMatrix")
    if resource.get("/Subtype") == "/Type3" and isinstance(matrix, ArrayObject) and len(matrix) == 6:
        scale = matrix[3] if isinstance(matrix[3], (int, float)) else 0.001
        return abs(float(scale)) * 1000 or 1.0
    return 1.0
