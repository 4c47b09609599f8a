"""The text of a resume as read, before anything is understood."""

from dataclasses import dataclass
from typing import Literal

FileKind = Literal["pdf", "docx", "txt", "md", "json"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """Clean text in reading order.

    `text` has one visual line per line; cells of one row are separated by a tab; an empty line marks a gap on the
    page. `lines` is `text` split at line breaks, so line number n (from 1) is `lines[n - 1]`. `pages` is 1 for
    kinds without pages. `flags` says what was noticed: `hidden_text` (dropped), `tiny_text`, `invisible_text`,
    `off_page_text`, `pasted`.
    """

    text: str
    kind: FileKind
    pages: int = 1
    flags: frozenset[str] = frozenset()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))
