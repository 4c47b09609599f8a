"""What a person or a source states about a posting, as a value and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from postings.corrections import Corrections


@dataclass(frozen=True, slots=True)
class Edits:
    """What a person stated about a posting, field by field; a field that is absent is left to the text.

    Keys of ``values``: every name in ``FIELDS``. None and empty values say "not stated". locations is a list of str,
    salary a ``SalaryEdit``, a list of them or None, education a mapping of its three columns; the others are the
    column's value. ``rows`` and ``tags`` are as in ``corrections.corrected``, tags also with ``name`` and ``added``;
    None takes a correction back, and so does a name in ``forget`` for a field.
    ``from_source``: structured data said it, not a person; that never wins over a person.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Corrections = field(default_factory=dict)
    tags: Corrections = field(default_factory=dict)
    forget: frozenset[str] = frozenset()
    from_source: bool = False


@dataclass(frozen=True, slots=True)
class SalaryEdit:
    min_value: Decimal | None
    max_value: Decimal | None
    currency: str | None
    unit: str | None
    label: str = ""
    kind: str = "base"


def joined(first: Edits, then: Edits) -> Edits:
    """Both, one after the other: the later word counts."""
    values = {name: value for name, value in first.values.items() if name not in then.forget} | dict(then.values)
    return Edits(
        values,
        rows={**first.rows, **then.rows},
        tags={**first.tags, **then.tags},
        forget=(first.forget - then.values.keys()) | then.forget,
        from_source=first.from_source and then.from_source,
    )


def plain_edits(edits: Edits) -> dict[str, Any]:
    """Edits as JSON values; ``edits_from`` reads them back."""
    values: dict[str, Any] = {}
    for name, value in edits.values.items():
        if name == "salary" and value is not None:
            bands = [value] if isinstance(value, SalaryEdit) else value
            values[name] = [
                [_number(b.min_value), _number(b.max_value), b.currency, b.unit, b.label, b.kind] for b in bands
            ]
        else:
            values[name] = plain_value(value)
    return {
        "values": values, "rows": dict(edits.rows), "tags": dict(edits.tags), "forget": sorted(edits.forget),
        "from_source": edits.from_source,
    }  # fmt: skip


def edits_from(plain: Mapping[str, Any]) -> Edits:
    values = dict(plain["values"])
    if values.get("salary") is not None:
        values["salary"] = [
            SalaryEdit(low and Decimal(low), high and Decimal(high), *rest) for low, high, *rest in values["salary"]
        ]
    if values.get("valid_through"):
        values["valid_through"] = datetime.fromisoformat(values["valid_through"])
    if values.get("date_posted"):
        values["date_posted"] = date.fromisoformat(values["date_posted"])
    return Edits(
        values,
        rows=plain["rows"],
        tags=plain["tags"],
        forget=frozenset(plain["forget"]),
        from_source=plain["from_source"],
    )


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


# How each field that a person can state is kept: the columns of the posting, none where it is rows of their own.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "employment_unit": ("employment_unit",),
    "locations": (),
    "job_location_type": ("job_location_type", "in_person_only"),
    "employment_types": (),
    "salary": (),
    "equity": ("equity",),
    "job_benefits": ("job_benefits",),
    "date_posted": ("date_posted", "date_posted_precision", "date_posted_raw"),
    "job_start_text": ("job_start_text",),
    "job_duration": ("job_duration",),
    "months_of_experience": ("months_of_experience",),
    "experience_level": ("experience_level",),
    "education": ("education_levels", "education_state", "education_strength"),
    "visa_sponsorship": ("visa_sponsorship",),
    "relocation": ("relocation",),
    "eligibility_to_work_requirement": ("eligibility_to_work_requirement",),
    "security_clearance_requirement": ("security_clearance_requirement",),
    "application_requirements": ("application_requirements",),
    "apply_url": ("apply_url",),
    "apply_email": ("apply_email",),
    "valid_through": ("valid_through",),
}


def plain_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
