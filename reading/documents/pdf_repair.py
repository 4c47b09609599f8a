"""Rebuilds a PDF whose table of objects or stream lengths are missing or wrong, as the common viewers do."""

import re
from typing import Final

_OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,7})\s{1,3}(\d{1,5})\s{1,3}obj\b")
_STREAM: Final = re.compile(rb"\bstream\r?\n")
_LENGTH: Final = re.compile(rb"/Length\s{1,3}\d{1,10}(?:\s{1,3}\d{1,5}\s{1,3}R)?")
_CATALOG: Final = re.compile(rb"/Type\s{0,3}/Catalog\b")
_MOST_OBJECTS: Final = 20_000


def repaired(data: bytes) -> bytes | None:
    """The objects of a file in a new file with right lengths and a right table; None where there is no catalog."""
    found = list(_OBJECT.finditer(data))
    if not found or len(found) > _MOST_OBJECTS or b"/Encrypt" in data:
        return None
    bodies: dict[int, bytes] = {}
    for position, match in enumerate(found):
        end = found[position + 1].start() if position + 1 < len(found) else len(data)
        bodies[int(match[1])] = _with_true_length(data[match.end() : end])
    root = next((number for number, body in bodies.items() if _CATALOG.search(body[:2_000])), None)
    if root is None:
        return None
    parts = [b"%PDF-1.7\n"]
    offsets: dict[int, int] = {}
    size = len(parts[0])
    for number, body in bodies.items():
        offsets[number] = size
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        size += len(parts[-1])
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offset) for number, offset in sorted(offsets.items()))
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(offsets) + 1, root, size)
    return b"".join((*parts, b"xref\n0 1\n0000000000 65535 f \n", table, trailer))


def _with_true_length(body: bytes) -> bytes:
    """An object without its end, the length of its stream as found."""
    stream = _STREAM.search(body)
    if stream is None:
        return body.partition(b"endobj")[0].strip()
    end = body.find(b"endstream", stream.end())
    content = body[stream.end() : end if end >= 0 else len(body)].removesuffix(b"\n").removesuffix(b"\r")
    head = _LENGTH.sub(b"/Length %d" % len(content), body[: stream.start()])
    return b"%sstream\n%s\nendstream" % (head.lstrip(), content)
