"""All that was read from a posting, to be put right."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from accounts.models import PayUnit
from postings import bounds
from postings.choices import CURRENCIES, DEGREE_LEVELS, MATERIALS
from postings.comparing import NO_ROW, Seen, shown_prints_of, without
from postings.corrections import NOT_A_REQUIREMENT, tag_key
from postings.forms.fields import ApplyLinkField, DayField, DurationField, LinesField, PayField, StartField, WordsField
from postings.forms.rows import MOST_ROWS, rows_of
from postings.forms.seen import SAYS_NOTHING, SeenForm
from postings.models import EmploymentType, JobLocationType, JobPosting, Tristate
from postings.writing import FIELDS, Edits, SalaryEdit, end_of_day
from reading.vocabulary import default_vocabulary

HOURS = ("FULL_TIME", "PART_TIME")
# Reference letters have a field of their own, since they are counted.
MATERIAL_CHOICES = [(key, one.capitalize()) for key, (one, _) in MATERIALS.items() if key != "reference_letter"]
NOT_STATED = [("", "Not stated")]
MOST_BANDS = 12
ROW_CHOICES = [("required", "Required"), ("preferred", "Preferred"), (NOT_A_REQUIREMENT, "Not a requirement")]
TAG_CHOICES = [("required", "Required"), ("preferred", "Preferred"), ("mentioned", "Mentioned")]


class CheckForm(SeenForm):
    """All that was read from a posting, to be put right. Only what a person has changed becomes a person's word: what
    differs both from the posting and from what the form showed, which may be older.

    ``do`` is what a button beside a field asks for: ``clear:field``, ``restore:field``, ``remove_row:key``,
    ``restore_row:key``, ``remove_tag:key`` and ``restore_tag:key`` become edits; ``confirm:field`` is the caller's.
    """

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
        label="Degrees that count", required=False, choices=DEGREE_LEVELS, widget=forms.CheckboxSelectMultiple
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
        label="Asked for beside the resume", required=False, choices=MATERIAL_CHOICES,
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

    def __init__(self, posting: JobPosting, data: Any = None, *, with_picks: bool = True) -> None:
        self.posting = posting
        self.with_picks = with_picks
        self.bands = list(posting.base_salaries.all())[:MOST_BANDS]
        self.rows = rows_of(posting)
        super().__init__(data, initial=self._initial())
        self.was_seen = self.read_seen() if self.is_bound else None
        shown_values = self.was_seen.shown if self.was_seen else {}
        bands_shown = sum(name.endswith("-min") for name in shown_values if name.startswith("band-"))
        self.band_numbers = range(max(len(self.bands) + 1, min(bands_shown, MOST_BANDS + 1)))
        for number in self.band_numbers:
            self._add_band(number)
        for row in self.rows:
            if not row.is_removed:
                self._add_row(row.key, row.importance, is_readable=row.is_readable)
        for name in list(shown_values)[: 4 * MOST_ROWS]:
            if name.startswith("row-") and name not in self.fields:  # its row has left the text meanwhile
                self._add_row(name.removeprefix("row-"), None, is_readable=True)
        if not self.is_bound:
            self.initial["seen"] = Seen(
                shown_prints_of(posting), {name: self._shown(name) for name in self.fields if name != "seen"}
            ).dump()

    def picks(self) -> dict[str, str]:
        return super().picks() if self.with_picks else {}

    def _add_row(self, key: str, importance: str | None, *, is_readable: bool) -> None:
        self.fields[f"row-{key}"] = forms.ChoiceField(
            choices=ROW_CHOICES, required=False, initial=importance, label="Importance"
        )
        self.fields[f"unreadable-{key}"] = forms.BooleanField(
            required=False, initial=not is_readable, label="No resume can show this"
        )

    @cached_property
    def changed_data(self) -> list[str]:
        shown_values = self.was_seen.shown if self.was_seen else {}
        return [
            name for name in super().changed_data if name != "seen" and self._typed(name) != shown_values.get(name, "")
        ]

    def go_on_from(self, saved: "CheckForm", edits: Edits) -> None:
        """The page stays open after ``saved``: this form has been shown what that one sent, and knows its own edits."""
        now, before = Seen.load(self.initial["seen"]), saved.was_seen
        if now is None or before is None:
            return
        typed = {name: saved._typed(name) for name in saved.fields if name != "seen"}
        prints = dict(before.prints)
        for unit, names in self._units().items():
            is_edited = unit in edits.values or unit in edits.forget or unit.removeprefix("row:") in edits.rows
            if is_edited or all(typed.get(name, "") == now.shown.get(name, "") for name in names):
                prints[unit] = now.prints.get(unit, NO_ROW)
        self.initial["seen"] = Seen(prints, typed).dump()

    def _units(self) -> dict[str, list[str]]:
        """The inputs of each field and row."""
        units = {name: list(self.GROUPS.get(name, (name,))) for name in FIELDS}
        units["salary"] = [name for name in self.fields if name.startswith("band-")]
        return units | {
            f"row:{row.key}": [f"row-{row.key}", f"unreadable-{row.key}"] for row in self.rows if not row.is_removed
        }

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
        names = ("min", "max", "currency", "unit")
        return [[self[f"band-{number}-{name}"] for name in names] for number in self.band_numbers]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.was_seen is None:
            self.add_error(None, SAYS_NOTHING)
        for name in self.errors.keys() - set(self.changed_data) - {NON_FIELD_ERRORS}:
            del self.errors[name]  # what the text says is shown as it is, and never in the way of another change
            data[name] = self.get_initial_for_field(self.fields[name], name)
        for number in self.band_numbers:
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
        return without(Edits(values, rows=rows, tags=tags, forget=frozenset(forget)), self.left_to_others())

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
                for n in self.band_numbers
                if data[f"band-{n}-min"] is not None or data[f"band-{n}-max"] is not None
            ]
        return data[name] or None

    def _row_edits(self) -> dict[str, Any]:
        edits: dict[str, Any] = {}
        for key in [name.removeprefix("row-") for name in self.fields if name.startswith("row-")]:
            edit = dict(self.posting.row_edits.get(key, {}))
            if f"row-{key}" in self.changed_data and self.cleaned_data[f"row-{key}"]:
                edit["importance"] = self.cleaned_data[f"row-{key}"]
            if f"unreadable-{key}" in self.changed_data:
                edit["readable"] = not self.cleaned_data[f"unreadable-{key}"]
            if edit != self.posting.row_edits.get(key, {}):
                edits[key] = edit
        return edits

    def _tag_edits(self) -> dict[str, Any]:
        name = " ".join(self.cleaned_data.get("new_tag", "").split())
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
            "locations": [place.raw for place in posting.worksites],
            "job_location_type": posting.job_location_type or "",
            "experience_level": posting.experience_level or "",
            "hours": [value for value in posting.employment_types if value in HOURS],
            "engagement": [value for value in posting.employment_types if value not in HOURS],
            "years": None
            if posting.months_of_experience is None
            else _plain(Decimal(posting.months_of_experience) / 12),
            "job_benefits": [benefit["text"] for benefit in posting.job_benefits],
            "materials": [name for name in wanted if name in dict(MATERIAL_CHOICES)],
            "letters": wanted.get("reference_letter"),
            "valid_through": localtime(posting.valid_through).date() if posting.valid_through else None,
            "new_tag_importance": "required",
        }


def _plain(value: Decimal | None) -> Decimal | None:
    """A number without the zeros behind its point, as people write it."""
    if value is None:
        return None
    return Decimal(f"{value:.2f}".rstrip("0").rstrip("."))
