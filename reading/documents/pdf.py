"""PDF: opens the file, walks the pages, leaves out what repeats on every page."""

import io
import logging
import re
from collections import Counter
from typing import Final

from pypdf import PdfReader
from pypdf._configuration import overwrite_configuration
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

from reading.documents.characters import clean_text
from reading.documents.limits import MAX_PAGES, MAX_UNPACKED_BYTES
from reading.documents.page_marks import marks_of
from reading.documents.pdf_fonts import FontReader
from reading.documents.pdf_repair import repaired
from reading.documents.quality import require_readable
from reading.documents.reading_order import Line, lines_in_order
from reading.documents.refusals import Refused
from reading.resume.extracted import Extracted

_PAGE_NUMBER: Final = re.compile(
    r"(?:page|seite|página|pagina)?\s*\d{1,2}\s*(?:(?:of|von|de|sur|/|\|)\s*\d{1,2})?", re.IGNORECASE
)
_MALFORMED: Final = (AttributeError, KeyError, TypeError, ValueError, IndexError, AssertionError, OverflowError)


def read_pdf(data: bytes) -> Extracted:
    """The visible text of a PDF. Raises Refused: `encrypted`, `too_complex`, `damaged`, `no_text`."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    overwrite_configuration(
        zlib_maximum_output_length=MAX_UNPACKED_BYTES,
        lzw_maximum_output_length=MAX_UNPACKED_BYTES,
        run_length_maximum_output_length=MAX_UNPACKED_BYTES,
        array_based_stream_maximum_output_length=MAX_UNPACKED_BYTES,
        stream_parsing_work_maximum_count=600_000,
        page_tree_maximum_entries=MAX_PAGES * 20,
    )
    try:
        return _read(data)
    except LimitReachedError as limit:
        raise Refused("too_complex") from limit
    except FileNotDecryptedError as locked:
        raise Refused("encrypted") from locked
    except (PyPdfError, *_MALFORMED) as broken:
        return _read_repaired(data, broken)


def _read_repaired(data: bytes, broken: Exception) -> Extracted:
    """One more try with the objects of the file set in order."""
    rebuilt = repaired(data)
    if rebuilt is None:
        raise Refused("damaged") from broken
    try:
        return _read(rebuilt)
    except LimitReachedError as limit:
        raise Refused("too_complex") from limit
    except (PyPdfError, *_MALFORMED) as still:
        raise Refused("damaged") from still
    except Refused as refused:
        # What was cut off before its text is damaged, not empty.
        raise Refused("damaged" if refused.kind == "no_text" else refused.kind) from broken


def _read(data: bytes) -> Extracted:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    fonts: dict[int, FontReader] = {}
    flags: set[str] = set()
    pages: list[list[Line]] = []
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            raise Refused("too_complex")
        marks = marks_of(page, fonts)
        flags |= marks.flags
        pages.append(lines_in_order(marks.runs))
    if not pages:
        raise Refused("damaged")
    text = clean_text("\n\n".join("\n".join(_texts(page)) for page in _without_running_titles(pages)))
    require_readable(text)
    return Extracted(text, "pdf", len(pages), frozenset(flags))


def _texts(page: list[Line]) -> list[str]:
    texts: list[str] = []
    for line in page:
        if line.gap_before and texts:
            texts.append("")
        texts.append(line.text)
    return texts


def _without_running_titles(pages: list[list[Line]]) -> list[list[Line]]:
    """Drops page numbers, and headers and footers after their first page."""
    if len(pages) < 2:
        return pages
    edges = Counter(key for page in pages for key in {_key(line) for line in _edge_lines(page)})
    kept: list[list[Line]] = []
    seen: set[str] = set()
    for page in pages:
        edge = {id(line) for line in _edge_lines(page)}
        lines: list[Line] = []
        for line in page:
            key = _key(line)
            if id(line) in edge and (_PAGE_NUMBER.fullmatch(line.text.strip()) or (edges[key] > 1 and key in seen)):
                continue
            lines.append(line)
        seen |= {_key(line) for line in _edge_lines(page)}
        kept.append(lines)
    return kept


def _edge_lines(page: list[Line]) -> list[Line]:
    """The two highest and two lowest lines of a page."""
    by_height = sorted(page, key=lambda line: -line.y)
    return by_height[:2] + by_height[-2:]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).strip().casefold()
