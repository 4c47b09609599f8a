"""What would make a posting stronger. Advice only: nothing here ever stands in the way of publishing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from postings.pay import Band

MOST_MUSTS = 10
WIDEST = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class Advice:
    name: str
    is_good: bool
    words: str


def advice(
    *,
    bands: Sequence[Band],
    is_remote: bool,
    places: int,
    assumed_places: int,
    musts: int,
    has_apply_link: bool,
    closes: datetime | None,
    now: datetime,
) -> list[Advice]:
    """One line a question, in the order a reader of the posting asks them. ``musts`` counts required rows."""
    return [
        *_pay(bands),
        _place(is_remote, places, assumed_places),
        _musts(musts),
        Advice("apply", True, "People apply at your link.")
        if has_apply_link
        else Advice("apply", False, "There is no link to apply, so people apply on this board."),
        _closing(closes, now),
    ]


def _pay(bands: Sequence[Band]) -> list[Advice]:
    if not bands:
        return [Advice("pay", False, "Say what it pays: postings with pay are found and read more.")]
    advice = [Advice("pay", True, "Pay is stated.")]
    if any(band.unit is None for band in bands):
        advice.append(Advice("period", False, "Say for which period the pay is: an hour, a month or a year."))
    if any(not band.currency for band in bands):
        advice.append(Advice("currency", False, "Name the currency of the pay."))
    if any(band.min_value and band.max_value and band.max_value > band.min_value * WIDEST for band in bands):
        advice.append(Advice("range", False, "The pay range is more than 50 % wide; a narrower one is trusted more."))
    return advice


def _place(is_remote: bool, places: int, assumed: int) -> Advice:
    if assumed:
        return Advice("place", False, "Confirm the place: its country is assumed, not stated.")
    if places:
        return Advice("place", True, "The place is stated.")
    if is_remote:
        return Advice("place", False, "Remote, but from which countries? Name them under places.")
    return Advice("place", False, "Say where the work is.")


def _musts(musts: int) -> Advice:
    if not musts:
        return Advice("musts", False, "No must-have was found, so no resume can be matched against one.")
    if musts > MOST_MUSTS:
        return Advice(
            "musts", False, f"{musts} must-haves; more than {MOST_MUSTS} turn good people away. Make some preferred."
        )
    return Advice("musts", True, f"{musts} must-have{'' if musts == 1 else 's'}.")


def _closing(closes: datetime | None, now: datetime) -> Advice:
    if closes is None:
        return Advice("closing", True, "No closing date: it runs for 30 days and can be renewed.")
    if closes <= now:
        return Advice("closing", False, "The closing date has passed. Change it before you submit.")
    return Advice("closing", True, "The closing date is stated.")
