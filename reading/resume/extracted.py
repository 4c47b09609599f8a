"""The text of a resume as read, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the child that opens files starts quickly, and only one kind of file carries any
    from reading.resume.corrections import Correction

FileKind = Literal["pdf", "docx", "txt", "md", "json"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """Clean text in reading order.

    `text` has one visual line per line; cells of one row are separated by a tab; an empty line marks a gap on the
    page. `lines` is `text` split at line breaks, so line number n (from 1) is `lines[n - 1]`. `pages` is 1 for
    kinds without pages. `flags` says what was noticed: `hidden_text` (dropped), `tiny_text`, `invisible_text`,
    `off_page_text`, `pasted`. `said` is what the owner said of the facts, where our own export carries it.
    """

    text: str
    kind: FileKind
    pages: int = 1
    flags: frozenset[str] = frozenset()
    said: tuple[Correction, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))
