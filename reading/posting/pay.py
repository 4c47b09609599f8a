"""The pay of a posting: its bands, whether any is stated, equity, and the period that an amount suggests."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from reading.folding import fold
from reading.posting import salary
from reading.posting.draft import Draft
from reading.posting.structure import Fact, SalaryBand
from reading.posting.wording import home_of
from reading.posting.worksites import country_of


def read_pay(draft: Draft) -> None:
    stated = country_of(draft) or next((place.country for place in draft.header.places if place.country), None)
    country = stated or home_of(draft.text)  # whose dollar a "$" is
    found: list[SalaryBand] = []
    for band in draft.header.salaries:
        again = salary.find_bands(draft.text, *band.span, trusted=True, country=country)
        replacement = again[0] if again else band
        found.append(
            SalaryBand(
                band.raw,
                band.span,
                band.min_value,
                band.max_value,
                replacement.currency or band.currency,
                band.unit,
                band.label,
                band.kind,
            )
        )
    for block in draft.blocks:
        if draft.header.salaries and block.kind in ("about", "culture", "legal"):
            continue  # beside stated pay, an amount told of the employer is not the job's
        heading = block.heading if block.kind == "compensation" else ""
        for start, end in block.items:
            found.extend(
                salary.find_bands(
                    draft.text, start, end, trusted=block.kind == "compensation", country=country, heading=heading
                )
            )
    draft.salaries = [_completed(draft, band) for band in _distinct_bands(found)]
    base = [band for band in draft.salaries if band.kind == "base"]
    if base:
        draft.state("salary_disclosure", "STATED", base[0].span, "amount")
    elif draft.header.salary_text is not None and draft.header.salary_text.span:
        text = draft.header.salary_text
        value = "NOT_STATED" if salary.NOT_STATED.search(fold(text.raw)) else "TEXT_ONLY"
        draft.state("salary_disclosure", value, text.span or (0, 0), "header")
    else:
        for (start, end), kind in draft.spans:
            lowered = fold(draft.text[start:end])
            match = (
                salary.TEXT_ONLY.search(lowered)
                if kind in ("benefits", "compensation", "preamble", "summary", "about", "other")
                else None
            )
            if match and salary.PAY_WORD.search(lowered[match.start() : match.end() + 25]):
                draft.state("salary_disclosure", "TEXT_ONLY", (start + match.start(), start + match.end()), "sentence")
                break
    _infer_year(draft, base)
    for (start, end), kind in draft.spans:
        if kind in ("legal", "required", "preferred", "responsibilities"):
            continue
        equity = salary.states_equity(draft.text[start:end])
        if equity:
            draft.state("equity", True, (start + equity.start(), start + equity.end()), "sentence")
            break


BARE_RANGE = re.compile(r"(\d{2,3})\s*[-–—]\s*(\d{2,3})")


def _completed(draft: Draft, band: SalaryBand) -> SalaryBand:
    """ "Up to £45k" in the text, and a line "35-45" above it: that line is the same pay in thousands."""
    if band.min_value is not None or band.max_value is None or band.max_value < 10_000:
        return band
    for start, end in draft.header.others:
        bare = BARE_RANGE.fullmatch(draft.text[start:end].strip())
        if bare and int(bare[2]) * 1000 == band.max_value and int(bare[1]) < int(bare[2]):
            return replace(band, min_value=Decimal(int(bare[1]) * 1000))
    return band


def _infer_year(draft: Draft, base: list[SalaryBand]) -> None:
    for band in base:
        top = band.max_value or band.min_value
        if (
            band.unit is None
            and top is not None
            and top >= 25_000
            and band.currency in ("USD", "EUR", "GBP", "CAD", "AUD", "CHF")
        ):
            draft.inferred["salary_unit"] = Fact(
                "YEAR", band.raw, band.span, "plainly_yearly", "an amount of this size is yearly pay"
            )
            return


def _distinct_bands(found: list[SalaryBand]) -> list[SalaryBand]:
    kept: list[SalaryBand] = []
    for band in sorted(found, key=lambda entry: entry.span):
        same = next(
            (other for other in kept if _same_band(other, band)),
            None,
        )
        if same is None:
            kept.append(band)
        elif band.min_value is None and same.min_value is not None:
            kept[kept.index(same)] = replace(band, unit=band.unit or same.unit, currency=band.currency or same.currency)
        elif (same.unit is None and band.unit is not None) or (same.currency is None and band.currency is not None):
            kept[kept.index(same)] = SalaryBand(
                same.raw,
                same.span,
                same.min_value,
                same.max_value,
                same.currency or band.currency,
                same.unit or band.unit,
                same.label,
                same.kind,
            )
    return kept


def _same_band(a: SalaryBand, b: SalaryBand) -> bool:
    if (a.max_value, a.kind) != (b.max_value, b.kind) or (a.label and b.label and a.label != b.label):
        return False
    if a.min_value == b.min_value:
        return True
    # "$190,000" in the header is the "up to $190,000" of the text.
    return {a.min_value, b.min_value} == {None, a.max_value} and a.max_value is not None
