"""Word (.docx): body, tables, text boxes (once), headers and footers, in reading order."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from reading.documents.characters import clean_text
from reading.documents.package import unpack
from reading.documents.quality import require_readable
from reading.documents.refusals import OLD_WORD, Refused
from reading.documents.word_styles import RunStyles
from reading.resume.extracted import Extracted

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED: Final = frozenset({_W + "moveFrom", _W + "del", _W + "pPr", _W + "rPr", _W + "instrText", _W + "delText"})
_ALIGNED: Final = re.compile(r" {4,}")
_LABEL: Final = 40  # characters: a first cell this short labels the row
_CELL: Final = 300
# A long paragraph with wide gaps has lost its line breaks; its headings then stand in the middle of it.
_LOST_BREAKS: Final = 200  # characters
_FEWEST_GAPS: Final = 3
_GLUED_HEADING: Final = re.compile(
    r"(?:^|(?<=\s))((?:Work |Professional )?Experience|Summary|Education|(?:Technical )?Skills|Languages|"
    r"Personal qualities|"
    r"Certifications|Projects|Interests|Employment)\s+(?=[A-Z])"
)
_LOST_BREAK: Final = re.compile(r" {2,}(?!\s)(?=(\(?(?:(?:19|20)\d\d|\d{1,2}[/.]))?)")


def read_word(data: bytes) -> Extracted:
    """The visible text of a .docx. Raises Refused."""
    parts = unpack(data)
    if "word/document.xml" not in parts:
        raise Refused("not_a_document")
    if "word/vbaProject.bin" in parts or b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise Refused("not_a_document", OLD_WORD)
    reader = _WordReader(RunStyles(_parsed(parts["word/styles.xml"]) if "word/styles.xml" in parts else None))
    lines: list[str] = []
    for name in sorted(parts):
        if name.startswith("word/header"):
            lines += [line for line in reader.lines(_parsed(parts[name])) if line not in lines]
    body = reader.lines(_parsed(parts["word/document.xml"]))
    lines += [*([""] if lines else []), *body]
    known = set(lines)
    for name in sorted(parts):
        if name.startswith("word/footer"):
            lines += [line for line in reader.lines(_parsed(parts[name])) if line not in known]
    text = clean_text(_ALIGNED.sub("\t", "\n".join(lines)))
    require_readable(text)
    return Extracted(text, "docx", 1, frozenset(reader.flags))


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as broken:
        # libxml2 stops at 256 levels; nobody writes such a resume.
        raise Refused("too_complex" if "depth" in str(broken) else "damaged") from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("damaged")
    return root


class _WordReader:
    def __init__(self, styles: RunStyles) -> None:
        self.styles = styles
        self.flags: set[str] = set()

    def lines(self, container: etree._Element) -> list[str]:
        found: list[str] = []
        for block in _blocks(container):
            found += self._table(block) if block.tag == _W + "tbl" else self._paragraph(block)
        return found

    def _paragraph(self, paragraph: etree._Element) -> list[str]:
        boxes: list[str] = []
        pieces: list[str] = []
        self._collect(paragraph, paragraph, pieces, boxes)
        text = "".join(pieces)
        if text.strip() and paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
            text = "• " + text.lstrip()
        # A text box floats beside its paragraph; as a block of its own it is read first.
        if len(text) > _LOST_BREAKS and len(_LOST_BREAK.findall(text)) >= _FEWEST_GAPS:
            text = _GLUED_HEADING.sub(r"\n\1\n", text)
            text = _LOST_BREAK.sub(lambda found: "\t" if found.group(1) is not None else "\n", text)
        return [*boxes, *text.split("\n")]

    def _collect(self, node: etree._Element, paragraph: etree._Element, pieces: list[str], boxes: list[str]) -> None:
        for child in node:
            tag = child.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == _W + "txbxContent":
                boxes += ["", *self.lines(child), ""]
            elif tag == _MC + "AlternateContent":
                # Choice and Fallback hold the same drawing twice.
                choice = child.find(_MC + "Choice")
                self._collect(choice if choice is not None else child, paragraph, pieces, boxes)
            elif tag == _W + "r":
                self._run(child, paragraph, pieces, boxes)
            else:
                self._collect(child, paragraph, pieces, boxes)

    def _run(self, run: etree._Element, paragraph: etree._Element, pieces: list[str], boxes: list[str]) -> None:
        before = len(pieces)
        for child in run:
            if child.tag == _W + "t":
                pieces.append(child.text or "")
            elif child.tag in {_W + "tab", _W + "ptab"}:
                pieces.append("\t")
            elif child.tag in {_W + "br", _W + "cr"}:
                pieces.append("\n")
            elif child.tag == _W + "noBreakHyphen":
                pieces.append("-")
            elif child.tag == _W + "softHyphen":
                pieces.append("\u00ad")
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                self._collect(_wrapped(child), paragraph, pieces, boxes)
        hidden = "".join(pieces[before:]).strip() and self.styles.unseen(run, paragraph)
        if hidden:
            self.flags |= {"hidden_text", hidden}
            del pieces[before:]

    def _table(self, table: etree._Element) -> list[str]:
        lines: list[str] = []
        for row in table.iterchildren(_W + "tr", _W + "sdt"):
            cells = [self.lines(cell) for cell in _cells(row)]
            cells = [trimmed for cell in cells if (trimmed := _trimmed(cell))]
            if not cells:
                continue
            label = cells[0][0] if len(cells[0]) == 1 and len(cells[0][0]) <= _LABEL else None
            if all(len(cell) == 1 and len(cell[0]) <= _CELL for cell in cells):
                lines.append("\t".join(cell[0] for cell in cells))
            elif label is not None and len(cells) > 1:
                lines.append("\t".join([label, cells[1][0]]))
                lines += cells[1][1:]
                for cell in cells[2:]:
                    lines += cell
            else:
                for cell in cells:
                    lines += ["", *cell]
        return ["", *lines, ""]


def _trimmed(cell: list[str]) -> list[str]:
    start, end = 0, len(cell)
    while start < end and not cell[start].strip():
        start += 1
    while end > start and not cell[end - 1].strip():
        end -= 1
    return cell[start:end]


def _wrapped(element: etree._Element) -> list[etree._Element] | etree._Element:
    return [element] if element.tag in {_W + "txbxContent", _MC + "AlternateContent"} else element


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of a body, cell, header or text box, content controls unwrapped."""
    for child in container:
        if child.tag in {_W + "p", _W + "tbl"}:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif isinstance(child.tag, str):
            yield from _cells(child)
