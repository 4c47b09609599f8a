"""Amounts of pay as stated: minimum, maximum, currency and period, never converted and never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reading.folding import fold
from reading.posting.structure import SalaryBand
from reading.spans import Span

SIGNS = {
    "us$": "USD", "usd$": "USD", "c$": "CAD", "ca$": "CAD", "cad$": "CAD", "a$": "AUD", "au$": "AUD", "s$": "SGD",
    "hk$": "HKD", "nz$": "NZD", "r$": "BRL", "mx$": "MXN", "€": "EUR", "£": "GBP", "₹": "INR", "rs": "INR",
    "rs.": "INR",
    "¥": "JPY", "zł": "PLN", "zl": "PLN", "₪": "ILS", "₩": "KRW", "₺": "TRY", "₱": "PHP", "fr.": "CHF", "sfr": "CHF",
    "euro": "EUR", "euros": "EUR", "kč": "CZK",
}  # fmt: skip
CODES = [
    "usd",
    "eur",
    "gbp",
    "chf",
    "cad",
    "aud",
    "nzd",
    "sgd",
    "hkd",
    "jpy",
    "cny",
    "inr",
    "brl",
    "mxn",
    "pln",
    "sek",
    "nok",
    "dkk",
    "czk",
    "huf",
    "ron",
    "ils",
    "aed",
    "sar",
    "zar",
    "try",
    "krw",
    "php",
    "thb",
    "idr",
    "myr",
    "twd",
    "vnd",
    "ngn",
    "kes",
    "egp",
    "cop",
    "clp",
    "ars",
    "uah",
    "bgn",
]
DOLLAR_COUNTRIES = {
    "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "MX": "MXN",
}  # fmt: skip

_CURRENCY = (
    r"(?:us\$|usd\$|cad?\$|c\$|au?\$|s\$|hk\$|nz\$|r\$|mx\$|[$€£₹¥₪₩₺₱]|rs\.?(?=\s?\d)|fr\.|\b(?:"
    + "|".join(CODES)
    + r")\b\s?\$?)"
)
_AFTER = (
    r"(?:(?:us\$|[€£₹¥₪₩₺₱]|zł|zl|kč|euros?)(?![a-z])|\b(?:"
    + "|".join(CODES)
    + r")\b|(?<=\d)\s?(?:"
    + "|".join(CODES)
    + r")\b)"
)
_DIGITS = r"\d{1,3}(?:[.,' ]\d{2,3}){0,3}(?:[.,' ]\d{3})(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
_THOUSAND = r"(?:\s?k\b|\s?(?:lpa|lakhs?|lacs?)\b|\s?tsd\b)"
_UNIT = (
    r"(?:\s?[,(]?\s?(?:usd|eur|gbp)?\s?(?:brutto|brutos?|bruts?|lord[ie]|bruto|gross|base|plus super)?\s?"
    r"(?P<unit>(?:per|/|a|an|each|every|pro|par|por|al|im|alla|de|\\)\s?(?:hour|hr|h\b|year|yr|annum|ann|month|mo\b|mth"
    r"|week|wk|day|stunde|jahr"
    r"|monat|tag|an\b|mois|jour|heure|hora|mes|mês|año|ano|anno|mese|ora|giorno|jaar|maand|uur|dag)s?|all'(?:anno|ora)|l'(?:heure|an)\b"
    r"|hourly|annually|annual\b|yearly|monthly|weekly|daily"
    r"|p\.?\s?/?\s?a\b\.?|p\.?\s?/?\s?h\b\.?|pcm\b|p\.?m\b\.?|p\.?w\b\.?|p\.?d\b\.?|ph\b|py\b|lpa\b|/h\b|/hr\b"
    r"|/yr\b))"
)
MONEY = re.compile(
    rf"(?P<bound>\b(?:up to|to|max(?:imum)?(?: of)?|bis zu|from|starting (?:at|from)|starts at|ab|minimum(?: of)?"
    rf"|at least|min\.?)\s?:?\s?)?"
    rf"(?P<cur1>{_CURRENCY})?\s?(?<![\w.,])(?P<low>{_DIGITS})(?P<lowk>{_THOUSAND})?(?P<plus>\s?\+(?!\s?[a-z$£€]))?"
    rf"\s?(?P<cur2>{_AFTER})?"
    rf"(?:{_UNIT.replace('<unit>', '<unit1>')})?"
    rf"(?:\s?(?:-+|to|until|and|bis|à|a|\.\.\.?|~|up to|/(?=\s?[$€£]))\s?(?:up to"
    rf" )?(?P<cur3>{_CURRENCY})?\s?(?P<high>{_DIGITS})(?P<highk>{_THOUSAND})?\s?"
    rf"(?P<cur4>{_AFTER})?)?(?P<plus2>\s?\+(?!\s?[a-z$£€]))?{_UNIT}?"
)
UNIT_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("HOUR", re.compile(r"hour|hr|\bora\b|\buur\b|\bph\b|p\.?\s?/?\s?h\b|stunde|heure|hora|/\s?h\b|\bh\b")),
    ("WEEK", re.compile(r"week|wk|p\.?w\b")),
    ("DAY", re.compile(r"day|daily|\btag|\bdag\b|giorno|jour\b|p\.?d\b")),
    ("MONTH", re.compile(r"month|\bmo\b|mth|pcm|p\.?m\b|monat|mois|mes\b|mês|mese\b|maand")),
    ("YEAR", re.compile(r"year|yr|ann|p\.?\s?/?\s?a\b|jahr|jaar|\banno\b|\ban\b|año|\bano\b|lpa|\bpy\b")),
)
CONTEXT = re.compile(
    r"salar|\bpay\b|\bpays\b|\bpaid\b|compensation|\bwage|\brate\b|hourly|remunerat|\bbase\b|\bearn|gehalt"
    r"|vergütung|rémunér|salaire"
    r"|salario|remunera|stipend|\bote\b|\bctc\b|per hour|annual|starting at|\bpaying|\bpackage\b|per annum"
)
NOT_PAY = re.compile(
    r"raised|series [a-f]\b|funding|funded|revenue|valuation|valued|budget|in assets|\barr\b|turnover|portfolio"
    r"|worth|market cap|invest"
    r"|billion|million|\bmn\b|tuition|reimburse|insurance of|coverage|401|403|sales of|deal size|quota"
    r"|contract value|donat|grant|per rider"
    r"|allowance|voucher|discount|gift|credit|fine of|savings|\btip|referral|relocat|customers|projects? (?:of"
    r"|worth|valued)|accounts? of"
    r"|fee\b|charge|cost|bill(?:s|ing)? of|loans?|ride|deposit|\bprice|\bloss|\bsell|\bsold"
)
BONUS = re.compile(r"sign(?:ing)?[- ]?(?:on)?[- ]?bonus|joining bonus|welcome bonus|sign-on")
EQUITY_PERCENT = re.compile(r"(?P<low>\d{1,2}(?:\.\d{1,3})?)\s?%\s?(?:-+|to)\s?(?P<high>\d{1,2}(?:\.\d{1,3})?)\s?%")
EQUITY_CONTEXT = re.compile(r"equity|option|share|stock|•|ownership")
PREFIX_UNIT = re.compile(
    r"(hourly|annual(?:ly|ised|ized)?|yearly|monthly|weekly|daily|jahres|monats|stunden|per hour|per year"
    r"|per annum)[^.;\n]{0,60}$"
)
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
    r"(?:salary|pay|compensation)?[: ]*(?:(?:salary|pay|compensation) )?(?:not (?:specified|listed|stated|disclosed"
    r"|provided|available|mentioned)"
    r"|undisclosed|unspecified|n/?a|unknown)\.?"
)
TEXT_ONLY = re.compile(
    r"\b(?:competitive|attractive|negotiable|excellent|generous|market|commensurate|doe|d\.o\.e|based on experience"
    r"|dependent on experience"
    r"|depending on experience|great|top) ?(?:[a-z-]+ ){0,4}?(?:salary|compensation|pay|package|remuneration|wage"
    r"|rate)?\b"
)
PAY_WORD = re.compile(r"salary|compensation|\bpay\b|remuneration|\bwages?\b|\bdoe\b")
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
MAX_WINDOW = {"HOUR": 2_000, "DAY": 10_000, "WEEK": 60_000, "MONTH": 5_000_000, "YEAR": 500_000_000}


@dataclass(frozen=True, slots=True)
class _Amount:
    low: Decimal | None
    high: Decimal | None
    sign: str | None
    unit: str | None


def read_number(digits: str, factor: str = "") -> Decimal | None:
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
    value = Decimal(compact)
    mark = factor.strip()
    if mark in ("k", "tsd"):
        value *= 1000
    elif mark:
        value *= 100_000
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def read_unit(text: str) -> str | None:
    """HOUR, DAY, WEEK, MONTH or YEAR from a written period such as "per annum" or "/hr"."""
    lowered = fold(text)
    for unit, pattern in UNIT_WORDS:
        if pattern.search(lowered):
            return unit
    return None


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
    bands: list[SalaryBand] = []
    for match in MONEY.finditer(passage):
        amount = _amount(match)
        if amount is None:
            continue
        signed = amount.sign or match["lowk"] or match["highk"] or amount.unit
        if not (trusted or signed):
            continue
        before = passage[max(0, match.start() - 120) : match.start()]
        after = passage[match.end() : match.end() + 45]
        before_near = re.split(r"[.!?;](?:\s|$)", before)[-1]
        kind = _kind(before_near, after)
        labelled = CONTEXT.search(before_near) is not None or CONTEXT.search(match.group()) is not None
        unit = amount.unit
        if unit is None:
            prefix = PREFIX_UNIT.search(before_near)
            unit = read_unit(prefix.group(1)) if prefix else read_unit_of_heading(heading)
            trailing = re.match(
                r"\s?(?:\([^)]{0,20}\))?\s?(?:usd|eur|gbp|cad)?[ ,]{0,2}((?:per|/|an?) ?(?:hour|hr|year|annum|month"
                r"|week|day)|annually|hourly|yearly|monthly|weekly|p\.?a\.?\b)",
                after,
            )
            if unit is None and trailing:
                unit = read_unit(trailing.group(1))
        if not _acceptable(
            match, amount, unit, before_near, after, trusted=trusted, labelled=labelled or bare, kind=kind
        ):
            continue
        low, high = amount.low, amount.high
        if low is not None and high is not None and low > high:
            low, high = high, low
        currency = _currency(amount.sign, country)
        a, b = start + match.start(), start + match.end()
        while a < b and text[a].isspace():
            a += 1
        while b > a and (text[b - 1].isspace() or text[b - 1] in ",("):
            b -= 1
        bands.append(SalaryBand(text[a:b], (a, b), low, high, currency, unit, _label(before_near), kind))
    bands.extend(_equity_percent(text, passage, start))
    return bands


def _label(before: str) -> str:
    """What the band is for: "For New York City-based roles: ..." or "Level II: ..."."""
    match = LABEL.search(before)
    return (match[1] or match[2] or "").strip() if match else ""


def read_unit_of_heading(heading: str) -> str | None:
    lowered = fold(heading)
    match = re.search(r"\b(annual(?:ly|ized)?|yearly|hourly|monthly|weekly|daily|per hour|per year)\b", lowered)
    return read_unit(match.group(1)) if match else None


def _amount(match: re.Match[str]) -> _Amount | None:
    low_factor, high_factor = match["lowk"] or "", match["highk"] or ""
    if match["high"] and high_factor and not low_factor and len(match["low"]) <= 3:
        low_factor = high_factor
    low = read_number(match["low"], low_factor)
    high = read_number(match["high"], high_factor) if match["high"] else None
    if low is None:
        return None
    if high is not None and low_factor.strip() == "k" and not high_factor and high < 1000:
        high = high * 1000
    sign = match["cur1"] or match["cur2"] or match["cur3"] or match["cur4"]
    bound = (match["bound"] or "").strip(" :")
    unit_text = match["unit"] or match["unit1"]
    unit = read_unit(unit_text) if unit_text else ("YEAR" if low_factor.strip() == "lpa" else None)
    if high is None:
        if bound.startswith(("up to", "to", "max", "bis")):
            return _Amount(None, low, sign, unit)
        if bound or match["plus"] or match["plus2"]:
            return _Amount(low, None, sign, unit)
        return _Amount(low, low, sign, unit)
    return _Amount(low, high, sign, unit)


def _kind(before: str, after: str) -> str:
    near = before[-45:]
    if BONUS.search(near) or BONUS.match(after.strip()[:20]):
        return "signing"
    if re.search(r"bonus(?:es)?(?: of| up to|:)?\s*$", near) or re.match(
        r"\s*(?!(?:plus|with|and|inc\w*|excl\w*)\b)(?:\w+ ){0,3}(?:bonus|incentive)", after
    ):
        return "bonus"
    if re.search(r"\b(?:commissions?(?: of| up to|:)?|ote(?: of)?:?)\s*$", near) or re.match(
        r"\s*(?:in )?commission", after
    ):
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
    if top is None or top <= 0:
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
    if unit and not MIN_WINDOW[unit] <= top <= MAX_WINDOW[unit]:
        return False
    refused = NOT_PAY.search(before[-60:]) is not None or NOT_PAY.search(after[:28]) is not None
    if trusted:
        if refused and not labelled:
            return False
        return bool(amount.sign or thousands or unit or (labelled and top >= 1000))
    if refused and not (labelled and unit):
        return False
    if (
        amount.sign is None
        and thousands
        and re.match(r"\s?(?:\+|plus|and)?\s?(?:bonus|base|benefits|salary|package|ote\b|depending|doe\b|p\.?a)", after)
    ):
        return top >= 10_000
    if amount.sign is None:
        return labelled and (unit is not None or thousands) and top >= 5 and (thousands or match["unit"] is not None)
    if unit is not None and (match["unit"] or match["unit1"] or labelled):
        return True
    is_range = amount.low is not None and amount.high is not None and amount.low != amount.high
    return (labelled or (is_range and top >= 10_000)) and (top >= 1000 or thousands)


def _currency(sign: str | None, country: str | None) -> str | None:
    if not sign:
        return None
    cleaned = sign.strip()
    if cleaned == "$":
        return DOLLAR_COUNTRIES.get(country or "", "USD")
    if cleaned in SIGNS:
        return SIGNS[cleaned]
    return cleaned.rstrip("$ ").upper()[:3]


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
