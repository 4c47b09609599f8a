"""Pictures that the board shows: what may come in. Only the outer form is looked at; nothing is decoded here."""

import struct
import zlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError

LARGEST = 512 * 1024
SMALLEST_SIDE, LONGEST_SIDE = 32, 2048
PNG = b"\x89PNG\r\n\x1a\n"
# Chunks of a PNG that draw it. Everything else (texts, times, profiles) is left out, so that nothing rides along.
DRAWING = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA"})
WRONG = "This is no PNG or JPEG picture. Choose another file."


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    ending: str
    mime: str


def check_picture(data: bytes) -> Picture:
    """Raise ValidationError with a sentence where the bytes are no PNG or JPEG of a fitting size; what its name says does not
    count. Texts and other data beside the picture are left out.
    """
    check_size(len(data))
    if not data:
        raise ValidationError("This file is empty.")
    try:
        if data.startswith(PNG):
            size, kept = _png(data)
            picture = Picture(kept, "png", "image/png")
        elif data.startswith(b"\xff\xd8\xff"):
            size, kept = _jpeg(data)
            picture = Picture(kept, "jpg", "image/jpeg")
        else:
            raise ValidationError(WRONG)
    except (struct.error, IndexError):
        raise ValidationError("This picture is damaged. Save it again as PNG or JPEG.") from None
    if not all(SMALLEST_SIDE <= side <= LONGEST_SIDE for side in size):
        wide, high = size
        raise ValidationError(
            f"The picture is {wide} × {high}. Each side must have between {SMALLEST_SIDE} and {LONGEST_SIDE} points."
        )
    return picture


def check_size(size: int) -> None:
    """Raise ValidationError with a sentence where a picture is too large; to be asked before it is read."""
    if size > LARGEST:
        raise ValidationError(f"The picture has {size / 1024:.0f} KB. It may have at most 512 KB.")


def _png(data: bytes) -> tuple[tuple[int, int], bytes]:
    kept, at, size = [PNG], len(PNG), (0, 0)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        chunk = data[at:end]
        if len(chunk) < 12 + length or struct.unpack_from(">I", chunk, 8 + length)[0] != zlib.crc32(chunk[4:-4]):
            raise struct.error("a chunk is cut off or changed")
        if kind == b"IHDR":
            size = struct.unpack_from(">II", chunk, 8)
        if kind in DRAWING:
            kept.append(chunk)
        if kind == b"IEND":
            return size, b"".join(kept)
        at = end


def _jpeg(data: bytes) -> tuple[tuple[int, int], bytes]:
    kept, at, size = [b"\xff\xd8"], 2, (0, 0)
    while True:
        if data[at] != 0xFF:
            raise struct.error("a segment is missing")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        segment = data[at : at + 2 + length]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            high, wide = struct.unpack_from(">HH", segment, 5)
            size = (wide, high)
        # Of the application's own segments only the first, which says how the picture is coded; no comment.
        if not (0xE1 <= marker <= 0xEF or marker == 0xFE) or marker == 0xEE:
            kept.append(segment)
        at += 2 + length
        if marker == 0xDA:  # from here on the drawing itself
            end = data.rfind(b"\xff\xd9")
            if end < at:
                raise struct.error("the picture is cut off")
            return size, b"".join(kept) + data[at : end + 2]
