"""Amounts of pay as stated: minimum, maximum, currency and period, never converted and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reading import currencies, periods, places, word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.posting.structure import SalaryBand
from reading.spans import Span

_DIGITS = r"\d{1,3}(?:[.,' ]\d{2,3}){0,3}(?:[.,' ]\d{3})(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
_CENTS = r"(?:[.,]-{1,2}(?!\d))?"  # "45.000,-": no cents
_THOUSAND = rf"\s?{alternation(word_lists.phrases('pay.thousand', 'pay.lakh'), after_digit=True)}"
_GROSS = alternation(word_lists.phrases("pay.gross"))
_UP_TO = alternation(word_lists.phrases("pay.up_to"))
_FROM = alternation(word_lists.phrases("pay.from"))
_RANGE = alternation(word_lists.phrases("pay.range"))


def _unit(prefix: str) -> str:
    """The words between an amount and its period, and the period: "brutto im Monat", ", gross per hour"."""
    return rf"(?:\s?[,(]?\s?(?:(?:{currencies.AFTER})\s?)?(?:{_GROSS}[\s,/]{{0,2}}){{0,3}}{periods.behind(prefix)})"


MONEY = re.compile(
    rf"(?:(?P<to>{_UP_TO})|(?P<from>{_FROM}))?\s?:?\s?(?:{_GROSS}\s)?"
    rf"(?:(?P<cur1>{currencies.BEFORE})\s?|(?<![\w.,]))(?P<low>{_DIGITS}){_CENTS}(?P<lowk>{_THOUSAND})?(?P<plus>\s?\+(?!\s?[a-z$£€]))?"
    rf"\s?(?P<cur2>{currencies.AFTER})?(?P<gross1>\s?{_GROSS})?{_unit('unit1')}?"
    rf"(?:\s?(?:-+|{_RANGE}|\.\.\.?|~|/(?=\s?[$£€]))\s?(?:{_UP_TO}\s?:?\s?)?"
    rf"(?P<cur3>{currencies.BEFORE})?\s?(?P<high>{_DIGITS}){_CENTS}(?P<highk>{_THOUSAND})?\s?"
    rf"(?P<cur4>{currencies.AFTER})?)?(?P<plus2>\s?\+(?!\s?[a-z$£€]))?(?P<gross2>\s?{_GROSS})?{_unit('unit2')}?"
)
TRAILING_UNIT = re.compile(rf"\s?(?:\([^)]{{0,20}}\))?[ ,]{{0,2}}{_unit('unit')}")
CONTEXT = word_lists.compiled("pay.words")
NOT_PAY = word_lists.compiled("pay.ignored")
FURTHER = re.compile(r"[+;,(]|\bplus\b")  # what follows is another sum
SIGNING = word_lists.compiled("pay.signing")
_BONUS = alternation(word_lists.phrases("pay.bonus", "pay.signing"))
BONUS_BEFORE = re.compile(rf"{_BONUS}(?: of| de| von| van| up to|:)?\s*$")
BONUS_AFTER = re.compile(rf"\s*(?!(?:plus|with|and|inc\w*|excl\w*|zzgl|plus|y|e|und|en|et)\b)(?:\w+ ){{0,3}}{_BONUS}")
_COMMISSION = alternation(word_lists.phrases("pay.commission"))
COMMISSION_BEFORE = re.compile(
    rf"{alternation(word_lists.phrases('pay.commission', 'pay.target'))}(?: of| de| up to|:)?\s*$"
)
COMMISSION_AFTER = re.compile(rf"\s*(?:in |de )?{_COMMISSION}")
EQUITY_PERCENT = re.compile(r"(?P<low>\d{1,2}(?:\.\d{1,3})?)\s?%\s?(?:-+|to)\s?(?P<high>\d{1,2}(?:\.\d{1,3})?)\s?%")
EQUITY_CONTEXT = re.compile(r"equity|option|share|stock|•|ownership")
DIGIT = re.compile(r"\d")
_BARE = r"\d[\d,.]{1,10}k?"
_BARE_TAIL = (
    r"(?:\s*(?:per|p\.?a|/|an? )[^\n]{0,30})?"
    r"(?:[\s,-]*(?:\+|plus|with|ote|and|basic|depend|doe|neg|pro rata|salary|basis)[^\n]{0,60})?"
)
BARE_LINE = re.compile(
    rf"(?:(?:up ?to|from|circa|c|ote)\s*{_BARE}|{_BARE}\s*(?:-|to)\s*(?:{_BARE}|negotiable)"
    rf"|(?:\d{{1,3}}(?:,\d{{3}})+|\d{{2,3}}k))\s*{_BARE_TAIL}"
)
NOT_STATED = re.compile(
    rf"(?:{alternation(word_lists.phrases('labels.salary'))}[: ]*){{0,2}}{alternation(word_lists.phrases('pay.not_stated'))}\.?"
)
TEXT_ONLY = re.compile(rf"{alternation(word_lists.phrases('pay.open'))}(?: [\w-]+){{0,4}}")
PAY_WORD = re.compile(alternation([*word_lists.phrases("pay.words", "labels.salary"), "doe"]))
EQUITY = re.compile(r"\b(?:equity|stock options?|rsus?|restricted stock|share options?|vesop|esop|employee stock)\b")
NOT_EQUITY = re.compile(
    r"private equity|equity research|equity and inclusion|diversity,? equity|health equity|pay equity"
    r"|equity,? (?:and|&) inclusion|equity trad|racial equity|brand equity"
)
LABEL = re.compile(
    r"\b(?:for|in) ([\w ,.'/-]{2,50}?)(?:-based)?(?: roles?| candidates| applicants| employees)?\s*(?:,|:|is\b"
    r"|the\b)[^:]{0,60}$|^\s*([\w ()/-]{2,40}):\s*$"
)
MIN_WINDOW = {"HOUR": 3, "DAY": 20, "WEEK": 50, "MONTH": 150, "YEAR": 2_000}
# The largest plausible pay, in currencies of which one unit buys something.
MAX_WINDOW = {"HOUR": 2_000, "DAY": 10_000, "WEEK": 60_000, "MONTH": 200_000, "YEAR": 5_000_000}


@dataclass(frozen=True, slots=True)
class _Amount:
    low: Decimal | None
    high: Decimal | None
    sign: str | None
    currency: str | None
    unit: str | None


def read_number(digits: str, factor: int = 1) -> Decimal | None:
    """A written number, whichever signs group its thousands: "120'000", "70.000", "25,00,000", "8.000,00"."""
    compact = digits.replace("'", "").replace(" ", "")
    last = max(compact.rfind("."), compact.rfind(","))
    if last >= 0 and len(compact) - last - 1 in (1, 2):
        whole = compact[:last].replace(".", "").replace(",", "")
        compact = f"{whole}.{compact[last + 1 :]}"
    else:
        compact = compact.replace(".", "").replace(",", "")
    if not compact or len(compact) > 14:
        return None
    value = Decimal(compact) * factor
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


_LAKHS = frozenset(word_lists.phrases("pay.lakh"))


def _factor(written: str | None) -> int:
    if not written:
        return 1
    return 100_000 if written.strip() in _LAKHS else 1000


def find_bands(
    text: str, start: int, end: int, *, trusted: bool, country: str | None, heading: str = "", bare: bool = False
) -> list[SalaryBand]:
    """The bands of pay within ``text[start:end]``.

    ``trusted`` says that the passage is about pay (a header line, a salary label, a compensation section), so that an
    amount needs no further context; ``bare``, that it is a line of nothing but numbers. ``heading`` may supply the
    period ("Annual Base Salary Range").
    """
    if DIGIT.search(text, start, end) is None:
        return []
    passage = fold(text[start:end]).replace("…", ".").replace("\n", " ")
    home = places.gazetteer().currencies.get(country or "")
    bands: list[SalaryBand] = []
    for match in _money(passage):
        amount = _amount(match, text[start:end], home)
        if amount is None:
            continue
        signed = amount.sign or match["lowk"] or match["highk"] or amount.unit
        if not (trusted or signed):
            continue
        before = passage[max(0, match.start() - 120) : match.start()]
        after = passage[match.end() : match.end() + 45]
        before_near = re.split(r"[.!?;](?:\s|$)", before)[-1]
        kind = _kind(before_near, after)
        gross = match["gross1"] or match["gross2"]
        labelled = bool(gross) or CONTEXT.search(before_near) is not None or CONTEXT.search(match.group()) is not None
        unit = amount.unit
        if unit is None:
            trailing = TRAILING_UNIT.match(after)
            unit = periods.unit_in_front(before_near[-MOST_BEFORE:]) or periods.unit_in_front(fold(heading))
            if unit is None and trailing:
                unit = periods.unit_of(trailing, "unit")
        if not _acceptable(
            match, amount, unit, before_near, after, trusted=trusted, labelled=labelled or bare, kind=kind
        ):
            continue
        low, high = amount.low, amount.high
        if low is not None and high is not None and low > high:
            low, high = high, low
        a, b = start + match.start(), start + match.end()
        while a < b and (text[a].isspace() or text[a] == ":"):
            a += 1
        while b > a and (text[b - 1].isspace() or text[b - 1] in ",("):
            b -= 1
        bands.append(SalaryBand(text[a:b], (a, b), low, high, amount.currency, unit, _label(before_near), kind))
    bands.extend(_equity_percent(text, passage, start))
    return bands


GRADE_SHARE = 20  # an unsigned number so many times smaller than the amount behind it is a grade


def _money(passage: str) -> Iterator[re.Match[str]]:
    """The amounts of a passage. "Grade 6 - $84,150 - $95,543" begins behind the grade: it is no end of a range."""
    position = 0
    while match := MONEY.search(passage, position):
        position = match.end()
        if match["cur3"] and not (match["cur1"] or match["cur2"] or match["lowk"]):
            low, high = read_number(match["low"]), read_number(match["high"], _factor(match["highk"]))
            if low is not None and high is not None and low * GRADE_SHARE < high:
                position = match.start("cur3")
                continue
        yield match


MOST_BEFORE = 80  # characters between the word that says the period and its amount


def _label(before: str) -> str:
    """What the band is for: "For New York City-based roles: ..." or "Level II: ..."."""
    match = LABEL.search(before)
    return (match[1] or match[2] or "").strip() if match else ""


def _amount(match: re.Match[str], passage: str, home: str | None) -> _Amount | None:
    low_factor, high_factor = _factor(match["lowk"]), _factor(match["highk"])
    if match["high"] and high_factor > 1 and low_factor == 1 and len(match["low"]) <= 3:
        low_factor = high_factor
    low = read_number(match["low"], low_factor)
    high = read_number(match["high"], high_factor) if match["high"] else None
    if low is None:
        return None
    if high is not None and low_factor == 1000 and high_factor == 1 and high < 1000:
        high = high * 1000
    signs = []
    for group in ("cur1", "cur2", "cur3", "cur4", "lowk", "highk"):
        # A thousand may carry its currency ("45 k€"); what only looks like a code is none ("ALL 50").
        written = match[group]
        if written and (not group.endswith("k") or currencies.currency_code(written.strip(), None)):
            exact = passage[match.start(group) : match.end(group)]
            if currencies.is_written_as_currency(exact, home):
                signs.append(exact)
    # A code says more than the sign that many currencies share: "$125,000 CAD".
    sign = next((written for written in signs if not currencies.is_shared(written)), signs[0] if signs else None)
    currency = currencies.currency_code(sign, home) if sign else None
    unit = periods.unit_of(match, "unit2") or periods.unit_of(match, "unit1")
    if unit is None and (match["lowk"] or "").strip() == "lpa":
        unit = "YEAR"
    if high is None:
        if match["to"]:
            return _Amount(None, low, sign, currency, unit)
        if match["from"] or match["plus"] or match["plus2"]:
            return _Amount(low, None, sign, currency, unit)
        return _Amount(low, low, sign, currency, unit)
    return _Amount(low, high, sign, currency, unit)


def _kind(before: str, after: str) -> str:
    near = before[-45:]
    if SIGNING.search(near) or SIGNING.match(after.strip()[:24]):
        return "signing"
    if BONUS_BEFORE.search(near) or BONUS_AFTER.match(after):
        return "bonus"
    if COMMISSION_BEFORE.search(near) or COMMISSION_AFTER.match(after):
        return "commission"
    return "base"


def _acceptable(
    match: re.Match[str],
    amount: _Amount,
    unit: str | None,
    before: str,
    after: str,
    *,
    trusted: bool,
    labelled: bool,
    kind: str,
) -> bool:
    top = amount.high if amount.high is not None else amount.low
    if top is None or top <= 0 or amount.low == 0:
        return False
    if re.match(
        r"\s?(?:m\b|mn\b|bn\b|b\b|million|billion|%|percent|\(k\)|years?|months?|hours? |days|weeks|people"
        r"|employees)",
        after,
    ):
        return False
    if kind != "base":
        return amount.sign is not None
    if amount.sign is None and match["low"] in ("401", "403", "457", "1099"):
        return False
    if match["plus2"] and amount.low != amount.high and not amount.sign:
        return False
    thousands = bool(match["lowk"] or match["highk"])
    weak = amount.currency in currencies.WEAK
    if unit and (top < MIN_WINDOW[unit] or (top > MAX_WINDOW[unit] and not weak)):
        return False
    gross = bool(match["gross1"] or match["gross2"])
    refused = NOT_PAY.search(before[-60:]) is not None or NOT_PAY.search(FURTHER.split(after[:28])[0]) is not None
    if trusted:
        if refused and not labelled:
            return False
        return bool(amount.sign or thousands or unit or (labelled and top >= 1000))
    if refused and not (labelled and amount.unit):
        return False
    if (
        amount.sign is None
        and thousands
        and re.match(r"\s?(?:\+|plus|and)?\s?(?:bonus|base|benefits|salary|package|ote\b|depending|doe\b|p\.?a)", after)
    ):
        return top >= 10_000
    if amount.sign is None:
        return (
            labelled
            and (unit is not None or thousands)
            and top >= 5
            and (thousands or periods.unit_of(match, "unit2") is not None)
        )
    if unit is not None and (amount.unit or labelled):
        return True
    is_range = amount.low is not None and amount.high is not None and amount.low != amount.high
    return (labelled or (is_range and top >= 10_000)) and (top >= 1000 or thousands or gross)


def _equity_percent(text: str, passage: str, start: int) -> list[SalaryBand]:
    bands = []
    for match in EQUITY_PERCENT.finditer(passage):
        around = passage[max(0, match.start() - 30) : match.end() + 30]
        if not EQUITY_CONTEXT.search(around):
            continue
        span: Span = (start + match.start(), start + match.end())
        low, high = Decimal(match["low"]), Decimal(match["high"])
        bands.append(SalaryBand(text[span[0] : span[1]], span, low, high, None, None, kind="equity_percent"))
    return bands


def states_equity(text: str) -> re.Match[str] | None:
    """Where a passage offers equity (not "private equity" or "equity and inclusion")."""
    lowered = fold(text)
    for match in EQUITY.finditer(lowered):
        around = lowered[max(0, match.start() - 20) : match.end() + 20]
        if not NOT_EQUITY.search(around):
            return match
    return None
