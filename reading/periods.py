"""The period that an amount is for: HOUR, DAY, WEEK, MONTH or YEAR, from the words of every language."""

from __future__ import annotations

import re

from reading import word_lists
from reading.patterns import alternation

UNITS = ("HOUR", "DAY", "WEEK", "MONTH", "YEAR")
_NOUNS = word_lists.tables("periods")
_ALONE = word_lists.tables("periods.alone")
_BEFORE = word_lists.tables("periods.before")
_PER = alternation(_NOUNS["per"])


def _named(prefix: str) -> str:
    """One branch for each unit: "per hour", "hourly". The group that matched tells the unit."""
    return "|".join(
        rf"(?P<{prefix}_{unit}>(?:(?:{_PER}|\\|/)\s?){{1,2}}{alternation(_NOUNS[unit])}|{alternation(_ALONE[unit])})"
        for unit in UNITS
    )


def behind(prefix: str) -> str:
    """The source of a pattern for a period behind an amount; its groups begin with ``prefix``."""
    return f"(?:{_named(prefix)})"


_BEHIND = re.compile(behind("unit"))
_IN_FRONT = re.compile("|".join(rf"(?P<unit_{unit}>{alternation(_BEFORE[unit])})" for unit in UNITS))


def unit_of(match: re.Match[str], prefix: str) -> str | None:
    """The unit whose group matched."""
    return next((unit for unit in UNITS if match[f"{prefix}_{unit}"] is not None), None)


def unit_in_front(lowered: str) -> str | None:
    """The unit that the nearest word in front of an amount says: "Jahresgehalt", "hourly rate"."""
    found = None
    for match in _IN_FRONT.finditer(lowered):
        found = match
    return unit_of(found, "unit") if found else None
