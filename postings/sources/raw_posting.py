"""A posting as its source states it, before our parser reads the text."""

import html
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

LIST_ITEM, BLOCKS = "li", frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "tr", "section"})


class UnreadableError(Exception):
    """The payload is not of this format. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class RawPosting:
    """Absent values are empty or None; an adapter never fills in what the source does not say."""

    external_id: str
    title: str
    text: str
    organization: str = ""
    url: str = ""
    apply_url: str = ""
    locations: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    job_location_type: str | None = None
    min_pay: Decimal | None = None
    max_pay: Decimal | None = None
    currency: str | None = None
    pay_unit: str | None = None
    date_posted: date | None = None
    valid_through: date | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """``is_complete``: the payload lists everything its source has, so what is absent from it has closed."""

    postings: tuple[RawPosting, ...]
    refused: tuple[tuple[str, str], ...] = ()
    is_complete: bool = True


def text_of(markup: str) -> str:
    """HTML as lines of text: blocks on their own lines, list items with a bullet, scripts and styles dropped."""
    tree = LexborHTMLParser(markup)
    for node in tree.css("script, style, noscript, template"):
        node.decompose()
    pieces: list[str] = []
    if tree.body is not None:
        _write(tree.body, pieces)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _write(root: LexborNode, pieces: list[str]) -> None:
    """Depth first, with a stack of our own: hostile markup may be nested deeper than Python recurses."""
    stack: list[tuple[LexborNode | None, str]] = [(root, "")]
    while stack:
        node, after = stack.pop()
        if node is None:
            pieces.append(after)
            continue
        if node.tag == "-text":
            pieces.append((node.text_content or "").replace("\n", " "))
            continue
        if node.tag == LIST_ITEM:
            pieces.append("\n• ")
        elif node.tag in BLOCKS:
            pieces.append("\n")
            stack.append((None, "\n"))
        stack.extend((child, "") for child in reversed(list(node.iter(include_text=True))))


def unescape_once(text: str) -> str:
    """For sources that escape their whole HTML: once, so that an author's own entities stay entities."""
    return html.unescape(text)


def day_of(value: Any) -> date | None:
    """A date from ISO text, or from seconds or milliseconds since 1970; None where it is neither."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e14:
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC).date()
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip().replace("Z", "+00:00")).date()
        except ValueError:
            return None
    return None


def money(value: Any) -> Decimal | None:
    """A positive amount, or None: a source's 0 means "not stated"."""
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        return None
    return amount if amount.is_finite() and amount > 0 else None
