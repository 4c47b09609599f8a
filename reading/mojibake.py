"""Text whose UTF-8 was once read as Windows-1252: "Â£", "weâ€™re". Mended for reading, with the way back to every offset."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BYTES = {bytes([code]).decode("cp1252", errors="ignore") or chr(code): code for code in range(0x80, 0x100)}
_BYTES |= {chr(code): code for code in range(0x80, 0xA0)}
_CONTINUING = "".join(re.escape(sign) for sign, code in _BYTES.items() if code < 0xC0)
BROKEN = re.compile(
    rf"[Â-ß][{_CONTINUING}]|[à-ï][{_CONTINUING}]{{2}}|[ð-ô][{_CONTINUING}]{{3}}",
)
# What postings hold beside plain letters: accented letters, signs of money and print, emoji.
PLAUSIBLE = re.compile(
    "[\u0080-\u017f\u2010-\u206f\u20a0-\u20bf\u2100-\u214f\u2190-\u27bf\uf0b7\ufe0f\U0001f000-\U0001faff]"
)
MOST_PASSES = 2  # some text went the wrong way twice


def mend(text: str) -> tuple[str, Sequence[int] | None]:
    """The text as it was meant, and where each of its characters, and its end, stands in the given one. Nothing to
    mend: the text itself and None.
    """
    offsets: Sequence[int] | None = None
    for _ in range(MOST_PASSES):
        mended, moved = _mend_once(text)
        if moved is None:
            break
        offsets = moved if offsets is None else [offsets[at] for at in moved]
        text = mended
    return text, offsets


def _mend_once(text: str) -> tuple[str, list[int] | None]:
    parts: list[str] = []
    offsets: list[int] = []
    position = 0
    for match in BROKEN.finditer(text):
        try:
            meant = bytes(_BYTES[sign] for sign in match.group()).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if not PLAUSIBLE.fullmatch(meant):
            continue
        parts += [text[position : match.start()], meant]
        offsets += [*range(position, match.start()), match.start()]
        position = match.end()
    if not position:
        return text, None
    parts.append(text[position:])
    return "".join(parts), [*offsets, *range(position, len(text) + 1)]
