"""What the wording of a whole posting tells, worked out once for all readers: its language and the country it suggests."""

from __future__ import annotations

from functools import lru_cache

from reading import language
from reading.posting.dates import date_order


@lru_cache(maxsize=1)
def spoken_in(text: str) -> str | None:
    """The language of a text, or None."""
    return language.detect(text)


@lru_cache(maxsize=1)
def home_of(text: str) -> str | None:
    """The country that the wording of a text suggests, or None."""
    return language.country_hint(text)


@lru_cache(maxsize=1)
def order_of_dates(text: str) -> str | None:
    """Whether days or months stand first in the dates of a text, or None."""
    return date_order(text, english=spoken_in(text) in (None, "en"))
