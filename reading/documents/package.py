"""Opens a zip package without believing anything its directory says."""

import io
import re
import zipfile
import zlib
from typing import Final

from reading.documents.limits import MAX_PACKAGE_ENTRIES, MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES, UNPACK_CHUNK
from reading.documents.refusals import Refused

_ENCRYPTED_FLAG: Final = 0x1
_UNSAFE_NAME: Final = re.compile(r"^(?:/|\\|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)|\\|\x00")
_WANTED: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:document|styles|header\d*|footer\d*)\.xml|"
    r"word/_rels/document\.xml\.rels"
)


def unpack(data: bytes) -> dict[str, bytes]:
    """The text parts of a Word package by name; pictures and embedded files are measured and let go.

    Raises Refused: `damaged`, `encrypted`, `too_complex`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _checked_parts(archive, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as broken:
        raise Refused("damaged") from broken


def _checked_parts(archive: zipfile.ZipFile, packed_size: int) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_PACKAGE_ENTRIES:
        raise Refused("too_complex")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise Refused("encrypted", "This Word file is locked with a password; remove it and upload again.")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(_UNSAFE_NAME.search(name) for name in names):
        raise Refused("damaged")
    # What the directory says counts where it says too much; what it hides is measured below.
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise Refused("too_complex")
    most = min(MAX_UNPACKED_BYTES, packed_size * MAX_UNPACK_RATIO)
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        kept: list[bytes] | None = [] if _WANTED.fullmatch(entry.filename) else None
        with archive.open(entry) as stream:
            while chunk := stream.read(UNPACK_CHUNK):
                total += len(chunk)
                if total > most:
                    raise Refused("too_complex")
                if kept is not None:
                    kept.append(chunk)
        if kept is not None:
            parts[entry.filename] = b"".join(kept)
        elif entry.filename.endswith("vbaProject.bin"):
            parts[entry.filename] = b""
    return parts
