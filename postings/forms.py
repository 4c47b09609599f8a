"""What an employer types, checked; and the words for what is wrong."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.utils.timezone import localtime

from accounts.models import Organization, PayUnit
from postings import bounds, links
from postings.corrections import DEMANDS, NOT_A_REQUIREMENT, row_key, tag_key
from postings.models import EmploymentType, JobLocationType, JobPosting, Report, Tristate
from postings.parsing.skills import default_vocabulary
from postings.writing import FIELDS, MAX_TEXT, OUTSIDE_OF_TIME, Edits, SalaryEdit, end_of_day

CURRENCIES = (
    "USD",
    "EUR",
    "GBP",
    "CHF",
    "CAD",
    "AUD",
    "INR",
    "SGD",
    "JPY",
    "PLN",
    "SEK",
    "NOK",
    "DKK",
    "BRL",
    "MXN",
    "ZAR",
)


class PayField(forms.DecimalField):
    """An amount as people write it: ``120,000``, ``120 000``, ``120k``."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "").replace("\u00a0", "").lower().lstrip("$€£")
            if value.endswith("k") and value[:-1].replace(".", "", 1).isdigit():
                value = str(float(value[:-1]) * 1000)
        return super().to_python(value)


class PastedText(forms.CharField):
    """Text as it was pasted: blanks at its ends stay, the NULs that no database can hold go."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\0", "").replace("\r\n", "\n")


class PasteForm(forms.Form):
    organization = forms.ModelChoiceField(Organization.objects.none(), label="Organization", empty_label=None)
    text = PastedText(
        label="The posting",
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto", "spellcheck": "false"}),
        help_text="JSON-LD or the source of a web page will do as well.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        max_length=None,
        help_text="PDF, Word (.docx), text, HTML or JSON-LD, up to 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.txt,.json,.jsonld,.html,.htm"}),
    )

    def __init__(self, *args: Any, organizations: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organization"]
        choice.queryset = organizations  # type: ignore[attr-defined]
        if len(organizations) < 2:
            del self.fields["organization"]

    @property
    def source(self) -> str:
        """The field an error about the posting belongs to."""
        return "file" if self.cleaned_data.get("file") is not None else "text"

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > MAX_TEXT:
            raise forms.ValidationError(
                f"A posting may have at most {MAX_TEXT:,} characters; this one has {len(text):,}."
            )
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("file") is None and not (data.get("text") or "").strip():
            self.add_error("text", "Paste or write the text of the posting, or choose a file.")
        return data


HOURS = ("FULL_TIME", "PART_TIME")
MATERIALS = {
    "cover_letter": "Cover letter",
    "work_sample": "Work sample",
    "portfolio": "Portfolio",
    "transcript": "Transcript",
    "references": "References",
    "salary_expectation": "Salary expectation",
}
LEVELS = (
    ("none", "None needed"),
    ("high_school", "High school"),
    ("certificate", "Certificate"),
    ("associate", "Associate"),
    ("bachelor", "Bachelor"),
    ("master", "Master"),
    ("doctorate", "Doctorate"),
)
NOT_STATED = [("", "Not stated")]
MOST_BANDS, MOST_ROWS = 12, 150
ROW_CHOICES = [("required", "Required"), ("preferred", "Preferred"), (NOT_A_REQUIREMENT, "Not a requirement")]
TAG_CHOICES = [("required", "Required"), ("preferred", "Preferred"), ("mentioned", "Mentioned")]


class WordsField(forms.CharField):
    """One line of text. Blanks do not count, so a value read from two lines of a posting is not changed by showing it."""

    def __init__(self, label: str, longest: int) -> None:
        super().__init__(label=label, max_length=longest, required=False)

    def to_python(self, value: Any) -> str:
        return " ".join(str(value or "").split())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class LinesField(forms.CharField):
    """A list of short texts, one on each line."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [words[:300] for line in lines if (words := " ".join(line.split()))][:50]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


def start_words(value: str) -> str:
    """``2027-spring`` -> ``Spring 2027``; other words stay as they are."""
    found = re.fullmatch(r"(20\d\d)-([a-z]+|q[1-4])", value)
    return f"{found[2].capitalize()} {found[1]}" if found else value


class StartField(WordsField):
    def prepare_value(self, value: Any) -> Any:
        return start_words(value) if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(start_words(str(initial or "")), data)


UNITS_OF_TIME = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def duration_words(iso: str) -> str:
    """``P12W`` -> ``12 weeks``."""
    number, unit = iso[1:-1], UNITS_OF_TIME.get(iso[-1:], "")
    if not number.isdecimal() or not unit:
        return iso
    return f"{number} {unit}{'' if number == '1' else 's'}"


class DurationField(forms.CharField):
    """A length of time as people write it, ``12 weeks``, kept as ISO 8601, ``P12W``."""

    default_error_messages = {"unknown": "Write a number and days, weeks, months or years, for example: 12 weeks."}

    def prepare_value(self, value: Any) -> Any:
        return duration_words(value) if isinstance(value, str) and value.startswith("P") else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip() and super().has_changed(initial, data)

    def to_python(self, value: Any) -> str:
        words = str(value or "").strip().lower()
        found = re.fullmatch(r"(\d{1,3})\s*(day|week|month|year)s?", words)
        if found:
            return f"P{int(found[1])}{found[2][0].upper()}"
        if words and not re.fullmatch(r"p\d{1,3}[dwmy]", words):
            raise forms.ValidationError(self.error_messages["unknown"])
        return words.upper()


class DayField(forms.DateField):
    """A day as a date input gives it, within the bounds of what a posting may hold."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and bounds.day(day) is None:
            raise forms.ValidationError(OUTSIDE_OF_TIME)
        return day


class ApplyLinkField(forms.URLField):
    """A link to apply; ``jobs.example.org`` is taken as https. The rule is that of ``links``."""

    default_validators = [links.check_apply_link]


class CheckForm(forms.Form):
    """All that was read from a posting, to be put right. Only what differs from the posting becomes a person's word.

    ``do`` is what a button beside a field asks for: ``clear:field``, ``restore:field``, ``remove_row:key``,
    ``restore_row:key``, ``remove_tag:key`` and ``restore_tag:key`` become edits; ``confirm:field`` is the caller's.
    """

    read_as = forms.CharField(widget=forms.HiddenInput, required=False)
    title = WordsField("Title", 300)
    employment_unit = WordsField("Department or team", 200)
    locations = LinesField(label="Places of work", rows=2, help_text="One on each line, for example: Zürich, CH.")
    job_location_type = forms.ChoiceField(
        label="Where people work", required=False, choices=[*NOT_STATED, *JobLocationType.choices]
    )
    hours = forms.MultipleChoiceField(
        label="Hours", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[choice for choice in EmploymentType.choices if choice[0] in HOURS],
    )  # fmt: skip
    engagement = forms.MultipleChoiceField(
        label="Kind of engagement", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[choice for choice in EmploymentType.choices if choice[0] not in HOURS],
    )  # fmt: skip
    job_start_text = StartField("Start", 100)
    job_duration = DurationField(label="Duration", required=False, max_length=40)
    date_posted = DayField("Posting date")
    equity = WordsField("Equity", 200)
    job_benefits = LinesField(label="Benefits", rows=4, help_text="One on each line.")
    years = forms.DecimalField(
        label="Years of experience", required=False, min_value=0, max_value=60, max_digits=4, decimal_places=1
    )
    experience_level = forms.ChoiceField(
        label="Level", required=False, choices=[*NOT_STATED, *JobPosting.ExperienceLevel.choices]
    )
    education_levels = forms.MultipleChoiceField(
        label="Degrees that count", required=False, choices=LEVELS, widget=forms.CheckboxSelectMultiple
    )
    education_strength = forms.ChoiceField(
        label="Is a degree a must?", required=False,
        choices=[*NOT_STATED, ("hard", "Yes, required"), ("soft", "No, an advantage")],
    )  # fmt: skip
    visa_sponsorship = forms.ChoiceField(label="Visa help", choices=Tristate.choices, required=False)
    relocation = forms.ChoiceField(label="Help with relocation", choices=Tristate.choices, required=False)
    eligibility_to_work_requirement = WordsField("Right to work", 500)
    security_clearance_requirement = WordsField("Security clearance", 500)
    materials = forms.MultipleChoiceField(
        label="Asked for beside the resume", required=False, choices=list(MATERIALS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    letters = forms.IntegerField(label="Reference letters", required=False, min_value=0, max_value=9)
    apply_url = ApplyLinkField(
        label="Link to apply", required=False, assume_scheme="https", help_text="Empty: people apply on this board."
    )
    apply_email = forms.EmailField(label="Or a mail address", required=False)
    valid_through = DayField("Closing date")
    new_tag = WordsField("Add a skill", 120)
    new_tag_importance = forms.ChoiceField(label="It is", choices=TAG_CHOICES, required=False)

    GROUPS = {
        "employment_types": ("hours", "engagement"),
        "months_of_experience": ("years",),
        "education": ("education_levels", "education_strength"),
        "application_requirements": ("materials", "letters"),
    }

    def __init__(self, posting: JobPosting, data: Any = None) -> None:
        self.posting = posting
        self.bands = list(posting.base_salaries.all())[:MOST_BANDS]
        self.rows = rows_of(posting)
        super().__init__(data, initial=self._initial())
        for number in range(len(self.bands) + 1):
            self._add_band(number)
        for row in self.rows:
            if row.is_removed:
                continue
            self.fields[f"row-{row.key}"] = forms.ChoiceField(
                choices=ROW_CHOICES, required=False, initial=row.importance, label="Importance"
            )
            self.fields[f"unreadable-{row.key}"] = forms.BooleanField(
                required=False, initial=not row.is_readable, label="No resume can show this"
            )

    @staticmethod
    def state_of(posting: JobPosting) -> str:
        """Changes with the text that the fields were read from."""
        return f"{posting.content_hash[:16]}.{posting.parse_version}"

    def _add_band(self, number: int) -> None:
        band = self.bands[number] if number < len(self.bands) else None
        money: dict[str, Any] = {
            "required": False, "min_value": bounds.CENT, "max_value": bounds.MOST_PAY, "decimal_places": 2,
            "widget": forms.TextInput(attrs={"inputmode": "decimal"}),
        }  # fmt: skip
        known = [*CURRENCIES, *([band.currency] if band and band.currency and band.currency not in CURRENCIES else [])]
        fields: dict[str, forms.Field] = {
            "min": PayField(label="From", initial=_plain(band.min_value) if band else None, **money),
            "max": PayField(label="To", initial=_plain(band.max_value) if band else None, **money),
            "currency": forms.ChoiceField(
                label="Currency", required=False, choices=[("", "Not stated"), *((c, c) for c in known)],
                initial=(band.currency or "") if band else "",
            ),
            "unit": forms.ChoiceField(
                label="For", required=False, choices=[("", "Not stated"), *PayUnit.choices],
                initial=(band.unit or "") if band else "",
            ),
        }  # fmt: skip
        for name, field in fields.items():
            self.fields[f"band-{number}-{name}"] = field

    def band_fields(self) -> list[list[forms.BoundField]]:
        numbers = range(len(self.bands) + 1)
        return [[self[f"band-{n}-{name}"] for name in ("min", "max", "currency", "unit")] for n in numbers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("read_as") != self.state_of(self.posting):
            self.add_error(None, "The text was changed in another window. Reload this page and look again.")
        for name in self.errors.keys() - set(self.changed_data) - {NON_FIELD_ERRORS}:
            del self.errors[name]  # what the text says is shown as it is, and never in the way of another change
            data[name] = self.get_initial_for_field(self.fields[name], name)
        for number in range(len(self.bands) + 1):
            low, high = data.get(f"band-{number}-min"), data.get(f"band-{number}-max")
            if low is not None and high is not None and low > high:
                self.add_error(f"band-{number}-min", "Minimum salary is above maximum.")
        if "title" in self.changed_data and not data.get("title") and "title" not in self.errors:
            self.add_error("title", "The posting needs a title.")
        return data

    def edits(self, do: str = "") -> Edits:
        """What the person changed, and what the button ``do`` asks for."""
        values = {name: self._value(name) for name in FIELDS if self._has_changed(name)}
        rows, tags = self._row_edits(), self._tag_edits()
        forget: set[str] = set()
        verb, _, what = do.partition(":")
        held_rows, held_tags = self.posting.row_edits, self.posting.tag_edits
        if verb == "clear" and what in FIELDS and what != "title":
            values[what] = None
        elif verb == "restore" and what in FIELDS:
            values.pop(what, None)
            forget.add(what)
        elif verb == "remove_row":
            rows |= {row.key: {**held_rows.get(row.key, {}), "text": row.text, "removed": True}
                     for row in self.rows if row.key == what}  # fmt: skip
        elif verb == "restore_row" and what in held_rows:
            rows[what] = {}
        elif verb == "remove_tag":
            tags |= {tag_key(tag.name): {"name": tag.name, "removed": True}
                     for tag in self.posting.posting_skills.all() if tag_key(tag.name) == what}  # fmt: skip
        elif verb == "restore_tag" and what in held_tags:
            tags[what] = {}
        return Edits(values, rows=rows, tags=tags, forget=frozenset(forget))

    def _has_changed(self, name: str) -> bool:
        if name == "salary":
            return any(field.startswith("band-") for field in self.changed_data)
        return bool(set(self.GROUPS.get(name, (name,))) & set(self.changed_data))

    def _value(self, name: str) -> Any:
        data = self.cleaned_data
        if name == "employment_types":
            return [*data["hours"], *data["engagement"]]
        if name == "months_of_experience":
            return None if data["years"] is None else round(data["years"] * 12)
        if name == "education":
            return {
                "education_levels": data["education_levels"],
                "education_strength": data["education_strength"],
                "education_state": self.posting.education_state,
            }
        if name == "application_requirements":
            letters = {"reference_letter": data["letters"]} if data["letters"] else {}
            return {**letters, **dict.fromkeys(data["materials"], 1)}
        if name == "valid_through":
            return end_of_day(data[name]) if data[name] else None
        if name == "salary":
            return [
                SalaryEdit(
                    data[f"band-{n}-min"],
                    data[f"band-{n}-max"],
                    data[f"band-{n}-currency"] or None,
                    data[f"band-{n}-unit"] or None,
                    self.bands[n].label if n < len(self.bands) else "",
                    self.bands[n].kind if n < len(self.bands) else "base",
                )
                for n in range(len(self.bands) + 1)
                if data[f"band-{n}-min"] is not None or data[f"band-{n}-max"] is not None
            ]
        return data[name] or None

    def _row_edits(self) -> dict[str, Any]:
        edits: dict[str, Any] = {}
        for row in self.rows:
            said = dict(self.posting.row_edits.get(row.key, {}))
            if f"row-{row.key}" in self.changed_data and self.cleaned_data[f"row-{row.key}"]:
                said["importance"] = self.cleaned_data[f"row-{row.key}"]
            if f"unreadable-{row.key}" in self.changed_data:
                said["readable"] = not self.cleaned_data[f"unreadable-{row.key}"]
            if said != self.posting.row_edits.get(row.key, {}):
                edits[row.key] = said
        return edits

    def _tag_edits(self) -> dict[str, Any]:
        name = " ".join(self.cleaned_data["new_tag"].split())
        if not name:
            return {}
        vocabulary = default_vocabulary()
        slug = vocabulary.slug(name)
        importance = self.cleaned_data["new_tag_importance"] or "required"
        return {
            tag_key(vocabulary.name(slug) if slug else name): {
                "name": name, "slug": slug, "importance": importance, "added": True,
            }
        }  # fmt: skip

    def _initial(self) -> dict[str, Any]:
        posting = self.posting
        wanted = posting.application_requirements
        plain = {
            name: getattr(posting, name) for columns in FIELDS.values() for name in columns if name in self.base_fields
        }
        return plain | {
            "read_as": self.state_of(posting),
            "locations": [place.raw for place in posting.worksites],
            "job_location_type": posting.job_location_type or "",
            "experience_level": posting.experience_level or "",
            "hours": [value for value in posting.employment_types if value in HOURS],
            "engagement": [value for value in posting.employment_types if value not in HOURS],
            "years": None
            if posting.months_of_experience is None
            else _plain(Decimal(posting.months_of_experience) / 12),
            "job_benefits": [benefit["text"] for benefit in posting.job_benefits],
            "materials": [name for name in wanted if name in MATERIALS],
            "letters": wanted.get("reference_letter"),
            "valid_through": localtime(posting.valid_through).date() if posting.valid_through else None,
            "new_tag_importance": "required",
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement row as it can be corrected. ``kind`` is as read; ``importance`` is required, preferred or none."""

    key: str
    text: str
    kind: str
    importance: str
    is_readable: bool
    is_edited: bool
    is_removed: bool
    span: list[int] | None = None


def rows_of(posting: JobPosting) -> list[Row]:
    """The requirement rows of a posting read through ``for_page()``, and those a person has taken away, at most 150."""
    found: dict[str, Row] = {}
    for section in posting.sections.all():
        for item in section.items.all():
            key = row_key(item.text)
            if key in found or (item.kind not in DEMANDS and key not in posting.row_edits):
                continue
            importance = item.importance or "required" if item.kind in DEMANDS else NOT_A_REQUIREMENT
            found[key] = Row(
                key, item.text, item.kind, importance, item.is_readable, key in posting.row_edits, False, item.span
            )
            if len(found) == MOST_ROWS:
                return list(found.values())
    for key, said in posting.row_edits.items():
        if said.get("removed") and key not in found:
            found[key] = Row(key, said["text"], "", "", True, True, True)
    return list(found.values())


def _plain(value: Decimal | None) -> Decimal | None:
    """A number without the zeros behind its point, as people write it."""
    if value is None:
        return None
    return Decimal(f"{value:.2f}".rstrip("0").rstrip("."))


class OrganizationForm(forms.Form):
    name = forms.CharField(label="Name of your organization", max_length=200)
    url = forms.URLField(label="Its website", required=False, assume_scheme="https")


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label="What is wrong?", choices=Report.Reason.choices, widget=forms.RadioSelect)
    detail = forms.CharField(
        label="Tell us more", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApplicationForm(forms.Form):
    message = forms.CharField(
        label="A few words to the employer", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
