"""From a parsed text, and what a person said beside it, to the columns of a posting."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, TextField
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Organization
from postings import bounds, links, pay
from postings.corrections import Corrections, corrected
from postings.models import BaseSalary, JobPosting, text_hash
from postings.writing.edits import FIELDS, Edits
from postings.writing.salaries import salary_bands
from reading.posting.structure import ParsedPosting

MAX_TEXT = 200_000
OUTSIDE_OF_TIME = f"Write a day between {bounds.FIRST_DAY.year} and {bounds.LAST_DAY.year}."


def clean_text(text: str) -> str:
    """Text a database can hold: no NULs, no lone surrogates, one kind of line end, at most ``MAX_TEXT`` characters."""
    text = bounds.storable(text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT:
        raise ValidationError(f"A posting may have at most {MAX_TEXT:,} characters; this one has {len(text):,}.")
    return text


def take_facts(posting: JobPosting, parsed: ParsedPosting, edits: Edits) -> ParsedPosting:
    """Set the posting's own columns: a person's word first, then what the text states, else null.

    Answers the reading with the person's corrections in it, for ``write_parts``.
    """
    stated = _take_edits(posting, edits)
    parsed = corrected(parsed, posting.row_edits, posting.tag_edits)
    for name, columns in FIELDS.items():
        if name in stated:
            values = _stated_columns(name, stated[name])
        elif name in posting.edited_fields:
            continue
        else:
            values = _read_columns(name, posting, parsed)
        for column in columns:
            value = values.get(column)
            setattr(posting, column, _empty(column) if value in (None, "") else value)
    posting.in_language = str(parsed.value("in_language") or "")[:10]
    posting.encouragement = str(parsed.value("encouragement") or "")[:5000]
    posting.salary_disclosure = parsed.value("salary_disclosure")
    posting.summary = _summary_of(parsed)
    posting.description_text = (
        "\n".join(
            line
            for section in parsed.sections
            for line in (section.heading, *(item.text for item in section.items))
            if line
        )[:MAX_TEXT]
        or posting.raw_text.strip()
    )
    posting.content_hash = text_hash(posting.raw_text)
    posting.role_hash = _role_hash(parsed)
    _set_annual_pay(posting, salary_bands(posting, parsed, stated))
    _refuse_unstorable(posting, stated)
    return parsed


def _refuse_unstorable(posting: JobPosting, stated: Mapping[str, Any]) -> None:
    """Raise ValidationError where a person or a source states what no column can hold, before a database is asked."""
    columns = {column for name in stated for column in FIELDS.get(name, ())}
    for name in columns & {"date_posted", "valid_through"}:
        value = getattr(posting, name)
        if value is not None and bounds.day(value.date() if isinstance(value, datetime) else value) is None:
            raise ValidationError({name: OUTSIDE_OF_TIME})
    others = {column.name for column in JobPosting._meta.concrete_fields} - columns
    posting.clean_fields(exclude=others)


def _take_edits(posting: JobPosting, edits: Edits) -> Mapping[str, Any]:
    """Note down who said what. Answers the values that are to be written now."""
    by_source = set(posting.source_fields)
    by_person = set(posting.edited_fields) - by_source
    stated = edits.values
    if edits.from_source:
        stated = {name: value for name, value in stated.items() if name not in by_person}
        by_source |= stated.keys()
    else:
        by_source -= stated.keys()
    posting.source_fields = sorted(by_source - edits.forget)
    posting.edited_fields = sorted((set(posting.edited_fields) | stated.keys()) - edits.forget)
    posting.row_edits = _merged(posting.row_edits, edits.rows)
    posting.tag_edits = _merged(posting.tag_edits, edits.tags)
    return stated


def _merged(existing: Corrections, new: Corrections) -> dict[str, Any]:
    merged = {**existing, **new}
    return {key: value for key, value in merged.items() if value}


def _empty(column: str) -> Any:
    return JobPosting._meta.get_field(column).get_default()  # type: ignore[union-attr]


def _stated_columns(name: str, value: Any) -> Mapping[str, Any]:
    if name == "education":
        return value or {}
    if name == "date_posted":
        return {"date_posted": value, "date_posted_precision": JobPosting.DatePrecision.DAY if value else None}
    if name == "job_benefits":
        return {name: [{"text": text, "category": "", "span": None} for text in value or ()]}
    if isinstance(value, str):
        longest = JobPosting._meta.get_field(name).max_length  # type: ignore[union-attr]
        value = value[:longest]
    return {name: value}


def _read_columns(name: str, posting: JobPosting, parsed: ParsedPosting) -> Mapping[str, Any]:
    """What the text states of a field, as the values of its columns."""
    if name == "title":
        return {"title": str(parsed.value("title") or posting.title)[:300]}
    if name == "valid_through":
        last_day = parsed.value("valid_through")
        return {"valid_through": end_of_day(last_day) if bounds.day(last_day) else None}
    if name == "date_posted":
        if posting.origin == JobPosting.Origin.EMPLOYER:  # dated the day it goes live, see ``services.publish``
            return {column: getattr(posting, column) for column in FIELDS[name]}
        return {
            "date_posted": bounds.day(parsed.value("date_posted")),
            "date_posted_precision": parsed.date_precision,
            "date_posted_raw": parsed.facts["date_posted"].raw[:100] if "date_posted" in parsed.facts else "",
        }
    if name == "job_benefits":
        return {
            name: [
                {"text": fact.raw, "category": fact.value, "span": list(fact.span) if fact.span else None}
                for fact in parsed.benefits
            ]
        }
    return {column: _column_value(column, parsed) for column in FIELDS[name]}


def _column_value(column: str, parsed: ParsedPosting) -> Any:
    value = parsed.value(column)
    if column == "application_requirements":
        return dict(value or {})
    if column == "education_levels":
        return list(value or ())
    if column == "months_of_experience":
        return bounds.count(value, bounds.MOST_MONTHS)
    if column == "apply_url":
        return links.apply_route(value or "")[0]
    kind = JobPosting._meta.get_field(column)
    if isinstance(kind, CharField | TextField):
        if value is True:  # the text has words for it but no value of ours
            value = parsed.facts[column].raw
        return str(value)[: kind.max_length] if value else None
    return value


def end_of_day(day: date) -> datetime:
    """The last second of a closing date, in the board's time zone."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=timezone.get_current_timezone())


def _summary_of(parsed: ParsedPosting) -> str:
    for kinds in (("summary",), ("preamble", "about")):
        for section in parsed.sections:
            if section.kind in kinds and section.items:
                return " ".join(item.text for item in section.items)[:2000]
    return ""


def _role_hash(parsed: ParsedPosting) -> str:
    rows = [
        " ".join(item.text.casefold().split())
        for section in parsed.sections
        if section.kind in {"required", "responsibilities"}
        for item in section.items
    ]
    return text_hash("\n".join(rows)) if rows else ""


def _set_annual_pay(posting: JobPosting, bands: Iterable[BaseSalary]) -> None:
    yearly = pay.annual([band for band in bands if band.kind == "base"])
    posting.salary_annual_min = bounds.amount(yearly.minimum) if yearly else None
    posting.salary_annual_max = bounds.amount(yearly.maximum) if yearly else None
    posting.salary_currency = yearly.currency if yearly else ""


def free_slug(organization: Organization, title: str, *, beside: int | None = None) -> str:
    """The slug of a title, numbered where another posting of the organization but ``beside`` has it."""
    wanted = slugify(title)[:200] or "job"
    taken = set(
        JobPosting.objects.filter(hiring_organization=organization, slug__startswith=wanted)
        .exclude(pk=beside or 0)
        .values_list("slug", flat=True)
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
