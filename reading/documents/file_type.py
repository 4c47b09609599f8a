"""Which kind of document an upload is, by name and content together."""

import re
from typing import Final

from reading.documents.limits import MAX_FILE_BYTES
from reading.documents.refusals import EMPTY, OLD_WORD, Refused, too_large
from reading.resume.extracted import FileKind

_EXTENSIONS: Final[dict[str, FileKind]] = {
    "pdf": "pdf", "docx": "docx", "txt": "txt", "text": "txt", "md": "md", "markdown": "md", "json": "json",
}  # fmt: skip
_OLD_WORD_EXTENSIONS: Final = frozenset({"doc", "rtf", "odt", "pages", "wps", "dot"})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT: Final = (
    b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", _OLE, b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"MZ", b"\x7fELF",
    b"II*\x00", b"MM\x00*", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"%!PS", b"{\\rtf", b"SQLite format",
)  # fmt: skip
# Readers look for the PDF header in the first kilobyte.
_PDF_HEADER_WINDOW: Final = 1024
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|svg|\?xml|script|body|head)\b", re.IGNORECASE)


def kind_of(data: bytes, filename: str) -> FileKind:
    """The kind both the extension and the first bytes agree on.

    Raises Refused: `too_large`, `no_text` (empty), `encrypted` (locked Office file), `not_a_document`.
    """
    if len(data) > MAX_FILE_BYTES:
        raise too_large(len(data))
    if not data:
        raise Refused("no_text", EMPTY)
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("encrypted", "This Word file is locked with a password; remove it and upload again.")
        raise Refused("not_a_document", OLD_WORD)
    if extension in _OLD_WORD_EXTENSIONS or data.lstrip()[:5] == b"{\\rtf":
        raise Refused("not_a_document", OLD_WORD)
    expected = _EXTENSIONS.get(extension) if extension else _kind_by_content(data)
    if expected is None or not _looks_like(data, expected):
        raise Refused("not_a_document")
    return expected


def _kind_by_content(data: bytes) -> FileKind | None:
    """For a name without an extension, as some systems give: whatever the bytes clearly are."""
    kinds: tuple[FileKind, ...] = ("pdf", "docx", "txt")
    return next((kind for kind in kinds if _looks_like(data, kind)), None)


def _looks_like(data: bytes, kind: FileKind) -> bool:
    if kind == "pdf":
        return b"%PDF-" in data[:_PDF_HEADER_WINDOW] and not data.startswith((b"PK\x03\x04", b"MZ"))
    if kind == "docx":
        return data.startswith(b"PK\x03\x04")
    if kind == "json":
        return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    return not data.startswith(_NOT_TEXT) and _MARKUP.match(data) is None
