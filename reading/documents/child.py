"""The limited process that opens untrusted files. Started by `isolation`, never imported by a server process."""

import json
import resource
import sys
from dataclasses import asdict
from types import ModuleType
from typing import Any, cast

from reading.documents.limits import CHILD_CPU_SECONDS, CHILD_MEMORY_BYTES, CHILD_OPEN_FILES, MAX_FILE_BYTES
from reading.documents.refusals import Refused
from reading.resume.extracted import Extracted, FileKind

_RECURSION_LIMIT = 600


def main(kind: str) -> None:
    """Reads a file of `kind` from standard input and writes one JSON object to standard output."""
    _limit_resources()
    sys.setrecursionlimit(_RECURSION_LIMIT)
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if kind == "pdf" and b"/Encrypt" not in data:
        # A fifth of the time to start would go into a library that only locked files need.
        sys.modules["cryptography"] = cast(ModuleType, None)
    sys.stdout.write(json.dumps(_answer(data, cast(FileKind, kind))))


def _limit_resources() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, CHILD_MEMORY_BYTES),
        (resource.RLIMIT_CPU, CHILD_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, CHILD_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _answer(data: bytes, kind: FileKind) -> dict[str, Any]:
    try:
        extracted = extract(data, kind)
    except (MemoryError, RecursionError):
        refused = Refused("too_complex")
    except Refused as reason:
        refused = reason
    else:
        said = [asdict(correction) for correction in extracted.said]
        return {"text": extracted.text, "pages": extracted.pages, "flags": sorted(extracted.flags), "said": said}
    return {"refused": refused.kind, "message": refused.message}


def extract(data: bytes, kind: FileKind) -> Extracted:
    """The text of a file of `kind`, in this process and without limits. Raises Refused, or anything a parser raises
    on a file nobody has seen before: the parent takes that for a damaged file."""
    # Each parser is imported only when its kind arrives: starting quickly is part of the promise.
    if kind == "pdf":
        from reading.documents.pdf import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from reading.documents.word import read_word

        return read_word(data)
    if kind == "json":
        from reading.documents.json_resume import read_json_resume

        return read_json_resume(data)
    from reading.documents.plain_text import read_plain

    return read_plain(data, kind)
