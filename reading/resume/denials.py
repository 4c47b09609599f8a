"""What a resume says its writer does not know: "no experience with X", "would like to learn X" claim no X."""

import re
from typing import Final

from reading import phrases as word_phrases
from reading.folding import plain

_OPENING: Final = re.compile(
    rf"{word_phrases.source('resume', 'denials', 'denied')}|{word_phrases.source('resume', 'denials', 'wished')}"
)
_BARE: Final = re.compile(
    rf"(?:^|(?<=[,;(–-] )|(?<=[,;(]))(?:•\s*)?{word_phrases.source('resume', 'denials', 'bare')} (?=\S)"
)
# The clause ends at a strong sign or where something is set against it.
_ENDS: Final = re.compile(r"[.;!?](?=\s|$)|[)]|,? \b(?:but|however|aber|mais|pero|mas|maar|although|yet i|only)\b")
_BARE_ENDS: Final = re.compile(r"[,.;!?)](?=\s|$)")


def without_denied(line: str) -> str:
    """The line with every clause that denies knowledge blanked out, each other character in its place."""
    text = plain(line)
    kept = list(line)
    for match in _OPENING.finditer(text):
        _blank(kept, match.start(), _ENDS.search(text, match.end()))
    for match in _BARE.finditer(text):
        # "no Java" names what is missing; "no downtime" and "No. 1" do not.
        if line[match.end()].isupper():
            _blank(kept, match.start(), _BARE_ENDS.search(text, match.end()))
    return "".join(kept)


def _blank(kept: list[str], start: int, end: re.Match[str] | None) -> None:
    stop = end.start() if end is not None else len(kept)
    kept[start:stop] = " " * (stop - start)
