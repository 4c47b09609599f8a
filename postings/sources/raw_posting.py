"""A posting as a feed states it, in our types, before our parser reads the text."""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from postings import bounds
from postings.sources import values
from reading.documents.html import read_html

MOST_DIGITS = 300
MOST_EXTRA = 20_000
# A comma before the bracket that closes, and every text, so that commas in texts stay.
TRAILING_COMMA = re.compile(r'("(?:[^"\\\\]|\\\\.)*")|,(?=\s*[}\]])', re.DOTALL)
WRAPPING = re.compile(
    r"^(?:\s|\ufeff|<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)+|(?:\s|;|-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)+$"
)


class UnreadableError(Exception):
    """The payload, or one item of it, is not of this format. The message is a sentence."""


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
    valid_through: date | datetime | None = None
    # What the source sends beside what our columns hold; it is kept, and its change alone changes no posting.
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """``is_complete``: the payload lists everything its source has, so what is absent from it has closed.

    ``closed``: ids of postings that the source itself says are closed.
    """

    postings: tuple[RawPosting, ...]
    refused: tuple[tuple[str, str], ...] = ()
    is_complete: bool = True
    closed: frozenset[str] = frozenset()


class ItemRead(dict[str, Any]):
    """An item of a feed that remembers which of its fields were asked for; the others are its unknown ones."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        super().__init__(item)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)

    def unknown(self) -> dict[str, Any]:
        """The fields that nobody asked for and that hold something, up to ``MOST_EXTRA`` characters of JSON."""
        kept: dict[str, Any] = {}
        left = MOST_EXTRA
        for name, value in self.items():
            if name in self.asked or value in (None, "", [], {}):
                continue
            try:
                written = json.dumps(value, allow_nan=False).replace("\\u0000", "")
                written.encode("utf-8").decode("unicode_escape").encode("utf-8")
            except (ValueError, RecursionError):
                continue  # no database holds it: NaN, lone surrogates, endless depth
            left -= len(name) + len(written)
            if left < 0:
                break
            kept[bounds.storable(name)[:100]] = json.loads(written)
        return kept


def load_json(payload: bytes | str, otherwise: str) -> Any:
    """The JSON of a payload. Numbers too long for any use are None. Raises UnreadableError with ``otherwise``."""
    if isinstance(payload, bytes):
        payload = payload.decode("utf-8-sig", "replace")
    try:
        return json.loads(
            payload, strict=False, parse_int=lambda digits: int(digits) if len(digits) < MOST_DIGITS else None
        )
    except (ValueError, RecursionError):
        raise UnreadableError(otherwise) from None


def read_items(
    items: list[Any], read_one: Callable[[Any], RawPosting | None]
) -> tuple[tuple[RawPosting, ...], tuple[tuple[str, str], ...]]:
    """Each item by itself: an odd one is refused with a sentence, and the others go on. Answers postings and refusals.

    ``read_one`` answers None for an item that is no posting.
    """
    postings, refused = [], []
    for number, item in enumerate(items):
        try:
            if isinstance(item, dict):
                raw = read_item(ItemRead(item), read_one)
            elif isinstance(item, str | int | float | list | None):
                raise UnreadableError("It is no object with the fields of a posting.")
            else:  # an element of XML
                found = read_one(item)
                raw = None if found is None else tidied(found)
        except UnreadableError as error:
            refused.append((f"item {number}", str(error)))
        except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
            refused.append(
                (f"item {number}", f"It has not the shape of a posting ({type(error).__name__}: {error})."[:300])
            )
        else:
            if raw is not None:
                postings.append(raw)
    return tuple(postings), tuple(refused)


def read_item(item: ItemRead, read_one: Callable[[Any], RawPosting | None]) -> RawPosting | None:
    """One item as a tidied posting, with the fields beside it that ``read_one`` has not asked for."""
    raw = read_one(item)
    return None if raw is None else tidied(replace(raw, extra=item.unknown()))


def tidied(raw: RawPosting) -> RawPosting:
    """The same posting with texts where texts belong, whatever shapes its source has used; see ``bounds.text``."""
    return replace(
        raw,
        external_id=bounds.text(raw.external_id),
        title=values.plain(raw.title),
        text=bounds.storable(raw.text),
        organization=values.plain(raw.organization),
        url=bounds.text(raw.url),
        apply_url=bounds.text(raw.apply_url),
        locations=tuple(place[:300] for value in raw.locations if (place := bounds.text(value))),
        employment_types=tuple(kind for value in raw.employment_types if (kind := bounds.text(value))),
        currency=bounds.text(raw.currency) or None,
    )


def needed_text(item: dict[str, Any], name: str) -> str:
    """A text that no posting goes without. Raises UnreadableError where it is absent or no text."""
    value = values.plain(item.get(name))
    if not value:
        raise UnreadableError(f"It has no {name}.")
    return value


def text_of(markup: str) -> str:
    """HTML as lines of text, without what its style hides; see ``reading.documents.html``."""
    return read_html(markup).text


def unescape_once(text: str) -> str:
    """For sources that escape their whole HTML: once, so that an author's own entities stay entities."""
    return html.unescape(text)


def load_loose_json(written: str, otherwise: str) -> Any:
    """JSON as pages carry it: in a comment or CDATA, with a semicolon behind it or a comma too many."""
    written = WRAPPING.sub("", written)
    try:
        return load_json(written, otherwise)
    except UnreadableError:
        return load_json(TRAILING_COMMA.sub(lambda match: match[1] or "", written), otherwise)
