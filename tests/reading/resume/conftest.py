"""Builders of small documents: every file these tests read is written here, about invented people."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import docx
import pytest

from reading.documents.child import extract
from reading.resumes import ResumeFacts, parse

TODAY = date(2026, 6, 30)
Placed = tuple[float, float, str] | tuple[float, float, str, float]


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _drawn(placed: Placed) -> bytes:
    x, y, text = placed[:3]
    size = placed[3] if len(placed) > 3 else 10
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (size, x, y, _escaped(text))


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """make_pdf(page, page, ...): a page is a list of (x, y, text[, size]) and of raw operators as bytes."""

    def build(*pages: Sequence[Placed | bytes]) -> bytes:
        kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        for number, page in enumerate(pages):
            content = b"".join(item if isinstance(item, bytes) else _drawn(item) for item in page)
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
                b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
            )
            objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        return _file(objects)

    return build


@pytest.fixture
def raw_pdf() -> Callable[[Sequence[bytes]], bytes]:
    """raw_pdf(objects): the file around numbered object bodies, catalogue first."""
    return _file


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """make_docx(fill): `fill` gets an empty python-docx document."""

    def build(fill: Callable[[docx.document.Document], None]) -> bytes:
        document = docx.Document()
        fill(document)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return build


@pytest.fixture
def repack() -> Callable[..., bytes]:
    """repack(docx_bytes, {name: content}): the package with members added or replaced (None removes)."""

    def build(data: bytes, changes: dict[str, bytes | None]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                if entry.filename not in changes:
                    new.writestr(entry, old.read(entry))
            for name, content in changes.items():
                if content is not None:
                    new.writestr(name, content)
        return buffer.getvalue()

    return build


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    return lambda data: extract(data, "pdf").text


@pytest.fixture
def facts() -> Callable[[str], ResumeFacts]:
    """facts(text): what is read from a resume given as text, on the day these tests call today."""
    return lambda text: parse(text.strip("\n"), today=TODAY)
