"""Turns what files hold into characters a person would have typed."""

import re
import unicodedata
from typing import Final

from reading.word_sets import word_set

_LIGATURES: Final = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xA0: " ", 0x2028: "\n", 0x2029: "\n", 0x85: "\n", 0x0B: "\n", 0x0C: "\n", 0x2011: "-", 0x2010: "-",
}  # fmt: skip
_BULLETS: Final = "•●▪◦‣■□▸►➢➤✓✔❖◆◇○∙⁃"
_BULLET: Final = re.compile(rf"[{_BULLETS}\ue000-\uf8ff]")
_GLYPH_CODE: Final = re.compile(r"\(cid:\d{1,6}\)")
_BLANKS: Final = re.compile(r"[ \u1680\u2000-\u200a\u202f\u205f\u3000]+")
_UTF8_AS_LATIN: Final = re.compile(
    r"[\u00c2-\u00df][\u0080-\u00bf]"
    r"|(?:[\u00e0-\u00ef][\u0080-\u00bf\u20ac\u201a-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u0152\u0153\u2122"
    r"\u02dc\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u2013\u2014\u2018-\u201d]{2})"
)
_LATIN_LEFTOVER: Final = re.compile(r"\u00c2(?=\s|$)|\u00ef\u00bc[\u200b\u008d]?(?=\s|$)")
_SPACED_WORD: Final = re.compile(r"(?:(?<=\s)|^)\w(?: \w){2,}(?=\s|$)")
_HYPHEN_END: Final = re.compile(r"([^\W\d_]{2,})-$")
_NEXT_WORD: Final = re.compile(r"^([^\W\d_]+)([^\s]*)\s?")
_KEEPS_HYPHEN: Final = word_set(
    """
    multi self non co pre post cross high low real full end front back long short well part on off in up down hands
    follow time cost data user customer client object event test e anti semi sub inter micro mid all bi three two
    one four five six third first second large small open world award decision problem cutting
    """
)
_COMBINING_LIMIT: Final = 3


# Where a word is put together again, its second line may leave one empty line more than there was.
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """`text` without control, direction, zero-width and private-use characters; ligatures spelt out, mis-decoded
    UTF-8 repaired, runs of blanks made one, at most one empty line in a row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LIGATURES)
    text = _GLYPH_CODE.sub("\u2022", text)
    lines: list[str] = []
    for raw in text.split("\n"):
        line = _clean_line(raw)
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return _EMPTY_LINES.sub("\n\n", "\n".join(_without_hyphenation(lines)))


def _clean_line(raw: str) -> str:
    if raw.isascii() and raw.isprintable():
        return _one_blank(_closed_up(raw))
    if _UTF8_AS_LATIN.search(raw):
        raw = _UTF8_AS_LATIN.sub(_decoded_again, raw)
    raw = _LATIN_LEFTOVER.sub(" ", raw)
    raw = _BULLET.sub("\u2022", raw)
    kept: list[str] = []
    marks = 0
    for char in raw:
        if char == "\t":
            kept.append(char)
            continue
        category = unicodedata.category(char)
        if category in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            # Soft hyphens at a line end still matter: they say the word goes on.
            if char == "\u00ad":
                kept.append(char)
            continue
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > _COMBINING_LIMIT:
                continue
        else:
            marks = 0
        if "\uff01" <= char <= "\uff5e":
            char = unicodedata.normalize("NFKC", char)
        kept.append(char)
    line = unicodedata.normalize("NFC", "".join(kept))
    body, soft = (line.rstrip(), "") if not line.rstrip().endswith("\u00ad") else (line.rstrip()[:-1], "\u00ad")
    return _one_blank(_closed_up(body.replace("\u00ad", ""))) + soft


def _decoded_again(match: re.Match[str]) -> str:
    try:
        return match.group().encode("cp1252").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return match.group().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return match.group()


def _one_blank(line: str) -> str:
    line = _BLANKS.sub(" ", line).strip()
    if "\t" in line:
        line = "\t".join(cell for cell in (part.strip() for part in line.split("\t")) if cell)
    if line.startswith("\u2022"):
        line = ("\u2022 " + line.lstrip("\u2022 \t")).rstrip()
    return "" if line == "\u2022" else line


def _closed_up(line: str) -> str:
    """Closes letter-spaced words ("P R O F I L E"); two blanks between letters are a word gap."""
    if not _SPACED_WORD.search(line):
        return line
    return _SPACED_WORD.sub(lambda found: found.group().replace(" ", ""), line)


def _without_hyphenation(lines: list[str]) -> list[str]:
    """Pulls the rest of a word cut at a line end up to its first half."""
    known: set[str] | None = None
    for index in range(len(lines) - 1):
        line, following = lines[index], lines[index + 1]
        soft = line.endswith("\u00ad")
        cut = _HYPHEN_END.search(line[:-1] + "-" if soft else line)
        rest = _NEXT_WORD.match(following)
        if cut is None or rest is None or not rest.group(1)[0].islower():
            lines[index] = line.replace("\u00ad", "")
            continue
        if known is None:
            known = {word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(lines))}
        head, tail = cut.group(1), rest.group(1)
        whole, dashed = (head + tail).casefold(), f"{head}-{tail}".casefold()
        keeps = not soft and whole not in known and (dashed in known or head.casefold() in _KEEPS_HYPHEN)
        lines[index] = line[:-1] + ("-" if keeps else "") + tail + rest.group(2)
        lines[index + 1] = following[rest.end() :]
    return [line.replace("\u00ad", "") for line in lines]
