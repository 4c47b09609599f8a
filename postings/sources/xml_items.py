"""Items of an XML feed, one after the other, so that a feed of any length needs the memory of one item.

A document type, which could declare entities, is refused before anything behind it is read; so are items and feeds beyond
the bounds below, also where a packed feed would unpack to them.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from postings.sources.raw_posting import UnreadableError

MOST_BYTES = 1024 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_IN_ITEM = 2_000_000
MOST_DEPTH = 40
AT_A_TIME = 65_536
GZIP = b"\x1f\x8b"
NO_XML = "The feed is not XML."


@dataclass(slots=True)
class Element:
    """An element by its local name, with the text directly in it and below it."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def text(self, *path: str) -> str:
        """The text of the first element at a path below this one; without a path its own."""
        element: Element | None = self
        for name in path:
            element = next((child for child in element.children if child.name == name), None) if element else None
        return "".join(element.pieces).strip() if element else ""

    def all(self, name: str) -> list["Element"]:
        """The children of a name."""
        return [child for child in self.children if child.name == name]


class _Builder:
    """Collects the elements named ``wanted``; what stands outside of them is dropped."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted, self.root = wanted, ""
        self.open: list[Element] = []
        self.depth = self.size = 0
        self.found: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(":", 1)[-1] if not name.startswith("content:") else "content_encoded"
        self.root = self.root or local
        self.depth += 1
        self._count(len(name) + sum(map(len, attributes.values())) + 200)
        if self.depth > MOST_DEPTH:
            raise UnreadableError("The feed is nested too deeply.")
        if self.open or local in self.wanted:
            element = Element(local, dict(attributes))
            if self.open:
                self.open[-1].children.append(element)
            self.open.append(element)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if self.open:
            element = self.open.pop()
            if not self.open:
                self.found.append(element)
                self.size = 0

    def characters(self, text: str) -> None:
        if self.open:
            self._count(len(text))
            self.open[-1].pieces.append(text)

    def _count(self, size: int) -> None:
        if self.open:
            self.size += size
            if self.size > MOST_IN_ITEM:
                raise UnreadableError("An item of the feed is longer than 2 MB.")


def _refuse_document_type(*_: object) -> None:
    raise UnreadableError("The feed has a document type; feeds that declare one are not read.")


def read_elements(file: BinaryIO, *names: str, roots: tuple[str, ...] = ()) -> Iterator[Element]:
    """The elements of these names as they end. Raises UnreadableError with a sentence, also after some were given."""
    builder = _Builder(frozenset(names))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = _refuse_document_type
    given = False
    try:
        for chunk in _chunks(file):
            parser.Parse(chunk, False)
            if roots and builder.root and builder.root not in roots:
                raise UnreadableError(f"The feed starts with <{builder.root[:40]}>, not with <{roots[0]}>.")
            given = given or bool(builder.found)
            yield from builder.found
            builder.found.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        why = f"The feed breaks off or is no XML from here on ({error})." if given else NO_XML
        raise UnreadableError(why) from None


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    first = file.read(AT_A_TIME)
    unpack = zlib.decompressobj(wbits=31) if first.startswith(GZIP) else None
    total, most = 0, MOST_UNPACKED if unpack else MOST_BYTES
    chunk = first
    while chunk:
        waiting = chunk
        while waiting:
            try:
                out = unpack.decompress(waiting, AT_A_TIME) if unpack else waiting
            except zlib.error:
                raise UnreadableError("The packed feed is damaged.") from None
            waiting = unpack.unconsumed_tail if unpack else b""
            total += len(out)
            if total > most:
                raise UnreadableError(f"The feed is larger than {most // 1024 // 1024} MB.")
            yield out
        chunk = file.read(AT_A_TIME)
    if unpack is not None and not unpack.eof:
        raise UnreadableError("The packed feed breaks off.")
