"""What the check page shows of a posting: each field with its mark, the rows, advice, and how others will see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils import timezone

from postings import jsonld, provenance, quality, services
from postings.corrections import tag_key
from postings.forms import CheckForm, Row
from postings.models import JobLocationType, JobPosting, PostingSkill
from postings.provenance import Mark, Quote, Source
from postings.quality import Advice

SECTIONS = {
    "Basics": (
        "title", "hiring_organization", "employment_unit", "locations", "job_location_type", "employment_types",
        "job_start_text", "job_duration", "date_posted",
    ),
    "Pay and benefits": ("salary", "equity", "job_benefits"),
    "Conditions": (
        "months_of_experience", "experience_level", "education", "visa_sponsorship", "relocation",
        "eligibility_to_work_requirement", "security_clearance_requirement",
    ),
    "How to apply": ("application_requirements", "apply_url", "apply_email", "valid_through"),
}  # fmt: skip
ALWAYS_SHOWN = frozenset(
    {"title", "hiring_organization", "locations", "job_location_type", "employment_types", "salary", "apply_url"}
)
LABELS = {
    "hiring_organization": "Organization shown",
    "employment_types": "Role type",
    "salary": "Pay",
    "months_of_experience": "Years of experience",
    "education": "Education",
    "application_requirements": "To send along",
}
PROBLEMS = {
    "not open": "It is not open.",
    "posting date not stated": "The posting date is not stated.",
    "posting date relative": "The posting date is only given as days ago.",
    "place not stated": "The place of work is not stated. Name it, or say that the job is remote.",
    "countries of remote work not stated": "Name the countries from which people may work. Google asks for them.",
    "country not stated": "A place has no country. Write it behind the place: Zürich, CH.",
    "country assumed, not stated": "The country of a place is assumed, not stated. Confirm the place.",
}


@dataclass(frozen=True, slots=True)
class Field:
    """``inputs`` is empty for what cannot be changed here; ``value`` then says what it is."""

    name: str
    label: str
    mark: Mark
    inputs: Sequence[BoundField]
    bands: Sequence[Sequence[BoundField]] = ()
    value: str = ""

    @property
    def errors(self) -> list[str]:
        fields = [*self.inputs, *(field for band in self.bands for field in band)]
        return [str(error) for field in fields for error in field.errors]

    @property
    def is_folded(self) -> bool:
        """Nothing was found for it and nobody waits for it: it stands behind a fold with others like it."""
        return self.mark.state == provenance.MISSING and self.name not in ALWAYS_SHOWN and not self.errors

    @property
    def is_single(self) -> bool:
        return len(self.inputs) == 1

    @property
    def can_be_confirmed(self) -> bool:
        return self.mark.state == provenance.CONCLUDED

    @property
    def can_be_cleared(self) -> bool:
        return self.mark.state in {provenance.STATED, provenance.CONCLUDED} and self.name not in {
            "title",
            "hiring_organization",
        }

    @property
    def can_be_restored(self) -> bool:
        return self.mark.state == provenance.YOURS and self.name != "hiring_organization"


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    fields: list[Field]

    @property
    def shown(self) -> list[Field]:
        return [field for field in self.fields if not field.is_folded]

    @property
    def folded(self) -> list[Field]:
        return [field for field in self.fields if field.is_folded]


@dataclass(frozen=True, slots=True)
class RowField:
    row: Row
    importance: BoundField | None
    unreadable: BoundField | None
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Tag:
    key: str
    skill: PostingSkill
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Checked:
    posting: JobPosting
    published: JobPosting
    form: CheckForm
    source: Source
    marks: dict[str, Mark]
    sections: list[Section]
    rows: list[RowField]
    removed_rows: list[Row]
    tags: list[Tag]
    removed_tags: list[tuple[str, str]]
    advice: list[Advice]
    assumptions: list[tuple[str, str]]
    conflicts: list[Mapping[str, Any]]
    google: dict[str, Any] | None
    google_problems: list[str]

    @property
    def counts(self) -> dict[str, int]:
        """state -> number of fields."""
        states = [mark.state for mark in self.marks.values()]
        return {state: states.count(state) for state in ("stated", "concluded", "missing", "yours")}


def check(posting: JobPosting, form: CheckForm) -> Checked:
    """Everything about one posting read through ``for_page()``; no queries of its own."""
    source = Source(posting)
    marks = provenance.marks(posting, source)
    published = services.as_published(posting)
    rows = [row for row in form.rows if not row.is_removed]
    tags = [
        Tag(tag_key(skill.name), skill, source.quote(skill.span)) for skill in list(posting.posting_skills.all())[:150]
    ]
    return Checked(
        posting=posting,
        published=published,
        form=form,
        source=source,
        marks=marks,
        sections=[
            Section(title, [_field(name, posting, form, marks) for name in names]) for title, names in SECTIONS.items()
        ],
        rows=[_row(row, form, source) for row in rows],
        removed_rows=[row for row in form.rows if row.is_removed],
        tags=tags,
        removed_tags=[(key, edit["name"]) for key, edit in posting.tag_edits.items() if edit.get("removed")],
        advice=advice_on(posting, sum(row.importance == "required" for row in rows)),
        assumptions=provenance.assumptions(posting),
        conflicts=provenance.conflicts(posting, source),
        google=jsonld.job_posting(published),
        google_problems=[PROBLEMS.get(code, code) for code in jsonld.problems(published)],
    )


def _field(name: str, posting: JobPosting, form: CheckForm, marks: dict[str, Mark]) -> Field:
    if name == "hiring_organization":
        return Field(name, LABELS[name], marks[name], (), value=posting.hiring_organization.name)
    if name == "salary":
        return Field(name, LABELS[name], marks[name], (), bands=form.band_fields())
    inputs = [form[field] for field in form.GROUPS.get(name, (name,))]
    return Field(name, LABELS.get(name) or str(inputs[0].label), marks[name], inputs)


def _row(row: Row, form: CheckForm, source: Source) -> RowField:
    return RowField(row, form[f"row-{row.key}"], form[f"unreadable-{row.key}"], source.quote(row.span, row.text))


def advice_on(posting: JobPosting, musts: int) -> list[Advice]:
    """What would make a posting stronger, read through ``for_listing()``; ``musts`` counts its required rows."""
    return quality.advice(
        bands=posting.pay_bands,
        is_remote=posting.job_location_type == JobLocationType.TELECOMMUTE,
        places=len(posting.worksites),
        assumed_places=sum(provenance.is_assumed(place) for place in posting.worksites),
        musts=musts,
        has_apply_link=bool(posting.apply_url or posting.apply_email),
        closes=posting.valid_through,
        now=timezone.now(),
    )
