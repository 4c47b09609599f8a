"""The pay bands of a posting."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from postings import bounds
from postings.models import BaseSalary, JobPosting
from postings.writing.edits import SalaryEdit
from reading.posting.structure import ParsedPosting, SalaryBand


def salary_bands(posting: JobPosting, parsed: ParsedPosting, stated: Mapping[str, Any]) -> list[BaseSalary]:
    """The bands a person or a source states, else those kept, else those read; amounts out of bounds are not stated."""
    if "salary" in stated:
        salary: SalaryEdit | Sequence[SalaryEdit] | None = stated["salary"]
        return _storable_bands([salary] if isinstance(salary, SalaryEdit) else salary or ())
    if "salary" in posting.edited_fields and posting.pk:
        return list(posting.base_salaries.all())
    return _storable_bands(parsed.salaries)


def _storable_bands(bands: Iterable[SalaryBand | SalaryEdit]) -> list[BaseSalary]:
    rows = []
    for band in bands:
        low, high = bounds.amount(band.min_value), bounds.amount(band.max_value)
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            continue
        rows.append(
            BaseSalary(
                kind=band.kind,
                min_value=low,
                max_value=high,
                currency=band.currency or None,
                unit=band.unit or None,
                label=band.label[:200],
                raw=band.raw[:300] if isinstance(band, SalaryBand) else "",
                span=list(band.span) if isinstance(band, SalaryBand) and band.span else None,
            )
        )
    return rows
