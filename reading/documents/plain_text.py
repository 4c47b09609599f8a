"""Text and Markdown files, and pasted text."""

import re
from dataclasses import replace
from typing import Final

from reading.documents.characters import clean_text
from reading.documents.limits import MAX_TEXT_BYTES
from reading.documents.quality import require_readable
from reading.documents.refusals import EMPTY, TEXT_TOO_LONG, Refused
from reading.resume.extracted import Extracted, FileKind

_ALIGNED: Final = re.compile(r"(?<=\S) {4,}(?=\S)")
_FEW_CONTROL: Final = 20
_MOST_CONTROL: Final = 0.05  # of the characters
_LINK: Final = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(([^()\s]{0,500})\)")
_AUTOLINK: Final = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_EMPHASIS: Final = re.compile(r"(\*\*|__|\*|`)(?=\S)([^*`\n]{1,300}?)(?<=\S)\1")
_TABLE_RULE: Final = re.compile(r"^\|?[\s:|-]*-{2,}[\s:|-]*$")
_HIDDEN: Final = (
    re.compile(r"<!--.{0,20000}?(?:-->|\Z)", re.DOTALL),
    re.compile(
        r"<(\w{1,20})\b[^<>]{0,300}(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|\shidden\b)[^<>]{0,300}>"
        r".{0,20000}?(?:</\1\s*>|\Z)",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(r"^\[(?://|comment|#)\]:.{0,1000}$", re.MULTILINE | re.IGNORECASE),
)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def read_plain(data: bytes, kind: FileKind) -> Extracted:
    """The text of a .txt or .md file. Raises Refused: `no_text`, `not_a_document`, `too_large`."""
    text = _decoded(data)
    if _control_characters(text) > max(_FEW_CONTROL, len(text) * _MOST_CONTROL):
        raise Refused("not_a_document")
    if kind != "md":
        return _readable(text, kind)
    shown = _without_hidden(text)
    extracted = _readable(_markdown_as_text(shown), kind)
    return replace(extracted, flags=frozenset({"hidden_text"})) if shown != text else extracted


def _without_hidden(text: str) -> str:
    """Markdown without what no page made of it shows: comments, and elements that are hidden by their own word."""
    for pattern in _HIDDEN:
        text = pattern.sub(" ", text)
    return text


def read_pasted(text: str) -> Extracted:
    """Pasted text under the same limits. Raises Refused: `no_text`, `too_large`."""
    if not text.strip():
        raise Refused("no_text", "The text is empty.")
    extracted = _readable(text, "txt")
    return Extracted(extracted.text, "txt", 1, frozenset({"pasted"}))


def _readable(text: str, kind: FileKind) -> Extracted:
    # Measured before cleaning too: cleaning itself costs time per character.
    if len(text) > 5 * MAX_TEXT_BYTES:
        raise Refused("too_large", TEXT_TOO_LONG)
    cleaned = clean_text(_ALIGNED.sub("\t", text))
    if not cleaned.strip():
        raise Refused("no_text", EMPTY)
    require_readable(cleaned)
    return Extracted(cleaned, kind)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    sample = data[:4096]
    # Latin text in UTF-16 has a zero in every second byte.
    if sample.count(0) > len(sample) * 0.3:
        return data.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # A file that is nearly UTF-8 has a few broken letters; otherwise it is an old Windows file.
    repaired = data.decode("utf-8-sig", "replace")
    if repaired.count("\ufffd") * 100 < len(repaired) and any(char > "\x7f" and char != "\ufffd" for char in repaired):
        return repaired
    return data.decode("cp1252", "replace")


def _control_characters(text: str) -> int:
    return sum((char < " " and char not in "\t\n\r\f\v") or char == "\ufffd" for char in text)


def _markdown_as_text(text: str) -> str:
    lines: list[str] = []
    for raw in text.splitlines():
        if _TABLE_RULE.match(raw) and "|" in raw:
            continue
        line = raw.strip()
        if line.startswith("|"):
            line = "\t".join(cell.strip() for cell in line.strip("|").split("|"))
        line = re.sub(r"^#{1,6}\s+(.*?)\s*#*$", r"\1", line)
        line = re.sub(r"^(?:[-*+]|\d{1,2}[.)])\s+", "• ", line)
        line = re.sub(r"^>\s?", "", line)
        line = _LINK.sub(_link_text, line)
        line = _AUTOLINK.sub(lambda found: found.group(1).removeprefix("mailto:"), line)
        for _ in range(2):
            line = _EMPHASIS.sub(r"\2", line)
        lines.append(_TAG.sub(" ", line))
    return "\n".join(lines)


def _link_text(found: re.Match[str]) -> str:
    label, target = found.group(1), found.group(2)
    if found.group().startswith("!"):
        return label
    address = target.removeprefix("mailto:")
    if label == address or not target.startswith(("https://", "http://", "mailto:")):
        return label
    return f"{label} ({address})"
