"""What an employer types, checked; and the words for what is wrong."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from accounts.models import Organization, PayUnit
from postings import bounds, links
from postings.choices import CURRENCIES, DEGREE_LEVELS, MATERIALS
from postings.comparing import NO_ROW, Seen, print_of, shown_prints_of, without
from postings.corrections import DEMANDS, NOT_A_REQUIREMENT, row_key, tag_key
from postings.models import EmploymentType, JobLocationType, JobPosting, Report, Tristate
from postings.writing import FIELDS, MAX_TEXT, OUTSIDE_OF_TIME, Edits, SalaryEdit, end_of_day
from reading.vocabulary import default_vocabulary


class PayField(forms.DecimalField):
    """An amount as people write it: ``120,000``, ``120 000``, ``120k``."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "").replace("\u00a0", "").lower().lstrip("$€£")
            digits = value[:-1].replace(".", "", 1)
            if value.endswith("k") and digits.isascii() and digits.isdigit():
                value = str(Decimal(value[:-1]) * 1000)
        return super().to_python(value)


class PastedText(forms.CharField):
    """Text as it was pasted: blanks at its ends stay, the NULs that no database can hold go."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\0", "").replace("\r\n", "\n")


SAYS_NOTHING = "This form does not say what it showed you. Reload this page and look again."


class SeenForm(forms.Form):
    """A form that knows what it showed of a posting, and what was chosen where others have changed that meanwhile.

    ``pick-<unit>`` is ``theirs``, or ``mine:`` and the print of what it takes the place of.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def read_seen(self) -> Seen | None:
        """What the form showed, with what was chosen since. None where it does not say."""
        seen = Seen.load(self.data.get(self.add_prefix("seen"), ""))
        mine = {unit: pick.removeprefix("mine:") for unit, pick in self.picks().items() if pick.startswith("mine:")}
        return seen and Seen({**seen.prints, **mine}, seen.shown)

    def picks(self) -> dict[str, str]:
        return {
            name.removeprefix("pick-"): str(self.data[name])
            for name in (self.data if self.is_bound else ())
            if name.startswith("pick-")
        }

    def left_to_others(self) -> set[str]:
        return {unit for unit, pick in self.picks().items() if pick == "theirs"}

    def _shown(self, name: str) -> str:
        """The value of an input as a browser sends it back when nothing was touched."""
        value = self[name].value()
        return _sent(value if isinstance(value, bool) else self.fields[name].widget.format_value(value))

    def _typed(self, name: str) -> str:
        widget = self.fields[name].widget
        return _sent(widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))


class PasteForm(SeenForm):
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

    def __init__(
        self, *args: Any, organizations: QuerySet[Organization], posting: JobPosting | None = None, **kwargs: Any
    ) -> None:
        """With ``posting`` the form is for its next text, and says what it showed of it."""
        super().__init__(*args, **kwargs)
        self.posting = posting
        if posting is not None and not self.is_bound:
            self.initial["text"] = posting.raw_text
            self.initial["seen"] = Seen(shown_prints_of(posting)).dump()
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
        if self.posting is not None and self.read_seen() is None:
            self.add_error(None, SAYS_NOTHING)
        if not self.errors and data.get("file") is None and not (data.get("text") or "").strip():
            self.add_error("text", "Paste or write the text of the posting, or choose a file.")
        return data


HOURS = ("FULL_TIME", "PART_TIME")
# Reference letters have a field of their own, since they are counted.
MATERIAL_CHOICES = [(key, one.capitalize()) for key, (one, _) in MATERIALS.items() if key != "reference_letter"]
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
    match = re.fullmatch(r"(20\d\d)-([a-z]+|q[1-4])", value)
    return f"{match[2].capitalize()} {match[1]}" if match else value


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
        match = re.fullmatch(r"(\d{1,3})\s*(day|week|month|year)s?", words)
        if match:
            return f"P{int(match[1])}{match[2][0].upper()}"
        if words and not re.fullmatch(r"p[0-9]{1,3}[dwmy]", words):
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


class InAdmin(forms.Form):
    """What the admin asks of the form of a model, for a form that hands its values to a service instead."""

    _meta = SimpleNamespace(model=JobPosting, labels=None, help_texts=None)
    refusal: str | ValidationError = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.refusal:
            self.add_error(None, self.refusal)
        return data


class NewPostingForm(InAdmin):
    """A posting that a moderator enters: who hires, and the text."""

    hiring_organization = forms.ModelChoiceField(Organization.objects.all(), label="Organization")
    raw_text = PastedText(label="Text", widget=forms.Textarea(attrs={"rows": 24, "cols": 100}))

    def __init__(self, data: Any = None, files: Any = None, *, instance: Any = None, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self.instance = instance or JobPosting()


class ModerationForm(InAdmin, CheckForm):
    """What a moderator may change of a posting: a few of the fields of the check page, the text and the notes."""

    FIELDS_OF_ALL = ("seen", "title", "locations", "job_location_type", "valid_through", "apply_url", "apply_email")
    NOTES = ("moderation_note", "closing_reason")

    raw_text = PastedText(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 24, "cols": 100}))
    moderation_note = forms.CharField(
        label="Moderator's note", required=False, max_length=500, widget=forms.TextInput(attrs={"size": 80})
    )
    closing_reason = forms.CharField(
        label="Reason for closing", required=False, max_length=300, widget=forms.TextInput(attrs={"size": 80})
    )

    def __init__(self, data: Any = None, files: Any = None, *, instance: JobPosting, initial: Any = None) -> None:
        self.instance = instance
        super().__init__(instance, data)
        wanted = {*self.FIELDS_OF_ALL, *self.NOTES, "raw_text"}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]

    def _initial(self) -> dict[str, Any]:
        noted = {name: getattr(self.instance, name) for name in (*self.NOTES, "raw_text")}
        return super()._initial() | noted

    def _shown(self, name: str) -> str:
        return _print_of_text(self.instance.raw_text) if name == "raw_text" else super()._shown(name)

    def _typed(self, name: str) -> str:
        return _print_of_text(self.data.get(name, "")) if name == "raw_text" else super()._typed(name)

    @property
    def text(self) -> str | None:
        """The text that was typed, None where it was left as it is."""
        is_typed = "raw_text" in self.changed_data and "text" not in self.left_to_others()
        return self.cleaned_data["raw_text"] if is_typed else None

    @property
    def notes(self) -> dict[str, str]:
        return {
            name: self.cleaned_data[name]
            for name in self.NOTES
            if name in self.changed_data and name not in self.left_to_others()
        }


def _print_of_text(text: str) -> str:
    """The same for what a browser sends back of a text: it has other line ends, and maybe no blanks at its ends."""
    return print_of("\n".join(text.splitlines()).strip())


def _sent(value: Any) -> str:
    """What a browser sends for an input, in one form for all kinds of them: blanks and line ends do not count."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, list | tuple):
        return "\n".join(sorted(filter(None, (str(part) for part in value))))
    return (
        "" if value is None else "\n".join(filter(None, (" ".join(line.split()) for line in str(value).splitlines())))
    )


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
    rows: dict[str, Row] = {}
    for section in posting.sections.all():
        for item in section.items.all():
            key = row_key(item.text)
            if key in rows or (item.kind not in DEMANDS and key not in posting.row_edits):
                continue
            importance = item.importance or "required" if item.kind in DEMANDS else NOT_A_REQUIREMENT
            rows[key] = Row(
                key, item.text, item.kind, importance, item.is_readable, key in posting.row_edits, False, item.span
            )
            if len(rows) == MOST_ROWS:
                return list(rows.values())
    for key, row_edit in posting.row_edits.items():
        if row_edit.get("removed") and key not in rows:
            rows[key] = Row(key, row_edit["text"], "", "", True, True, True)
    return list(rows.values())


def _plain(value: Decimal | None) -> Decimal | None:
    """A number without the zeros behind its point, as people write it."""
    if value is None:
        return None
    return Decimal(f"{value:.2f}".rstrip("0").rstrip("."))


class OrganizationForm(forms.Form):
    name = forms.CharField(label="Name of your organization", max_length=200)
    url = forms.URLField(label="Its website", required=False, assume_scheme="https", validators=[links.check_link])


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label="What is wrong?", choices=Report.Reason.choices, widget=forms.RadioSelect)
    detail = forms.CharField(
        label="Tell us more", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApplicationForm(forms.Form):
    message = forms.CharField(
        label="A few words to the employer", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
