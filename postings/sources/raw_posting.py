"""A posting as a feed states it, in our types, before our parser reads the text."""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from postings import bounds
from reading.documents.html import read_html

MOST_DIGITS = 300


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
    valid_through: date | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """``is_complete``: the payload lists everything its source has, so what is absent from it has closed."""

    postings: tuple[RawPosting, ...]
    refused: tuple[tuple[str, str], ...] = ()
    is_complete: bool = True


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
            raw = read_one(item)
        except UnreadableError as error:
            refused.append((f"item {number}", str(error)))
        except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
            refused.append(
                (f"item {number}", f"It has not the shape of a posting ({type(error).__name__}: {error})."[:300])
            )
        else:
            if raw is not None:
                postings.append(tidied(raw))
    return tuple(postings), tuple(refused)


def tidied(raw: RawPosting) -> RawPosting:
    """The same posting with texts where texts belong, whatever shapes its source has used; see ``bounds.text``."""
    return replace(
        raw,
        external_id=bounds.text(raw.external_id),
        title=bounds.text(raw.title),
        text=bounds.storable(raw.text),
        organization=bounds.text(raw.organization),
        url=bounds.text(raw.url),
        apply_url=bounds.text(raw.apply_url),
        locations=tuple(place[:300] for value in raw.locations if (place := bounds.text(value))),
        employment_types=tuple(kind for value in raw.employment_types if (kind := bounds.text(value))),
        currency=bounds.text(raw.currency) or None,
    )


def needed_text(item: dict[str, Any], name: str) -> str:
    """A text that no posting goes without. Raises UnreadableError where it is absent or no text."""
    value = bounds.text(item.get(name))
    if not value:
        raise UnreadableError(f"It has no {name}.")
    return value


def text_of(markup: str) -> str:
    """HTML as lines of text, without what its style hides; see ``reading.documents.html``."""
    return read_html(markup).text


def unescape_once(text: str) -> str:
    """For sources that escape their whole HTML: once, so that an author's own entities stay entities."""
    return html.unescape(text)


def day_of(value: Any) -> date | None:
    """A date from ISO text, or from seconds or milliseconds since 1970; None where it is neither."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e14:
        return bounds.day(datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC).date())
    if isinstance(value, list | dict):
        value = bounds.text(value)
    if isinstance(value, str):
        try:
            return bounds.day(datetime.fromisoformat(value.strip().replace("Z", "+00:00")).date())
        except ValueError:
            return None
    return None


def money(value: Any) -> Decimal | None:
    """A positive amount, or None; see ``bounds.amount``."""
    return bounds.amount(value)
