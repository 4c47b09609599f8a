"""What a candidate sends: a resume, what they look for, and how much mail is welcome."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import Candidate, CandidatePlace, Organization, PayUnit
from accounts.organizations import organizations_named
from matching import core, extraction, preference_filter
from postings.choices import CURRENCIES
from postings.comparing import NOT_STATED, Difference, Seen, print_of
from postings.forms import PayField, SeenForm
from postings.geography import country_code, country_name, find_spot
from postings.models import EmploymentType, JobLocationType, JobPosting

MAX_FILE = 5 * 1024 * 1024
MAX_PASTED = 200_000


class ResumeForm(forms.Form):
    file = forms.FileField(
        label="Resume file",
        required=False,
        allow_empty_file=True,
        max_length=None,
        help_text="PDF, Word (.docx), text, Markdown or JSON Resume, up to 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.txt,.md,.json"}),
    )
    text = forms.CharField(
        label="Or paste the text", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10})
    )

    @property
    def source(self) -> str:
        """The field an error about the resume belongs to."""
        return "file" if self.cleaned_data.get("file") is not None else "text"

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload is not None and upload.size > MAX_FILE:
            raise forms.ValidationError(f"Files may be up to 5 MB; yours is {upload.size / 1024 / 1024:.1f} MB.")
        return upload

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\0", "")
        if len(text) > MAX_PASTED:
            raise forms.ValidationError(f"A resume may have up to {MAX_PASTED:,} characters; this has {len(text):,}.")
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("file") is None and not (data.get("text") or "").strip():
            self.add_error("file", "Choose a file or paste the text of your resume.")
        return data


class EvidenceClaimForm(forms.Form):
    requirement = forms.CharField(
        max_length=60,
        error_messages={
            "required": "Say which requirement the line shows.",
            "max_length": "The posting does not ask for this, or not any more. Look at its requirements again.",
        },
    )
    line = forms.IntegerField(
        required=False, error_messages={"invalid": "Choose the line of your resume that shows it."}
    )


class AlertForm(forms.Form):
    frequency = forms.ChoiceField(label="How often", choices=Candidate.AlertFrequency.choices, widget=forms.RadioSelect)
    min_score = forms.IntegerField(label="Only jobs scoring at least", min_value=0, max_value=100)


class PreferencesForm(SeenForm):
    """What a candidate looks for. Each preference may be made a dealbreaker; what is left empty is not stated."""

    PLACES = range(1, 6)
    UNSAID = ""
    TOGETHER = {
        "pay": ("Pay", ("pay", "currency", "unit")),
        "places": ("Places", tuple(f"{part}_{number}" for number in PLACES for part in ("place", "radius"))),
    }

    titles = forms.CharField(
        label="Titles", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One on each line, for example: Backend Engineer.",
    )  # fmt: skip
    relocate = forms.ChoiceField(
        label="Would you move?", required=False, widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), (UNSAID, "Not said")],
    )  # fmt: skip
    workplaces = forms.MultipleChoiceField(
        label="Where you work", required=False, choices=JobLocationType.choices, widget=forms.CheckboxSelectMultiple
    )
    employment_types = forms.MultipleChoiceField(
        label="Role type", required=False, choices=EmploymentType.choices, widget=forms.CheckboxSelectMultiple
    )
    experience_levels = forms.MultipleChoiceField(
        label="Seniority", required=False, choices=JobPosting.ExperienceLevel.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    pay = PayField(
        label="At least", required=False, min_value=0, max_value=10**9, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    currency = forms.ChoiceField(label="Currency", required=False, choices=[("", "–"), *((c, c) for c in CURRENCIES)])
    unit = forms.ChoiceField(label="For each", required=False, choices=[("", "–"), *PayUnit.choices])
    available_from = forms.DateField(
        label="Earliest start", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    countries = forms.CharField(
        label="Countries where you may work", required=False, max_length=600,
        help_text="With commas between them, for example: Germany, CH.",
    )  # fmt: skip
    sponsorship = forms.ChoiceField(
        label="Elsewhere", required=False, choices=Candidate.Sponsorship.choices, widget=forms.RadioSelect
    )
    avoid = forms.CharField(
        label="Skills to avoid", required=False, max_length=600, help_text="With commas between them."
    )
    hidden = forms.CharField(
        label="Companies to hide", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One on each line, as named on this board. Their jobs are never in your matches nor in your mail.",
    )  # fmt: skip
    min_score = forms.IntegerField(
        label="Mail me only jobs scoring at least", required=False, min_value=0, max_value=100
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in self.PLACES:
            self.fields[f"place_{number}"] = forms.CharField(label="Place", required=False, max_length=200)
            self.fields[f"radius_{number}"] = forms.IntegerField(
                label="Within km", required=False, min_value=1, max_value=5000
            )
        for name in preference_filter.DEALBREAKERS:
            self.fields[f"must_{name}"] = forms.BooleanField(label="Dealbreaker", required=False)
        self.places: list[CandidatePlace] = []
        self.organizations: list[Organization] = []

    @classmethod
    def showing(cls, candidate: Candidate) -> "PreferencesForm":
        """The form with what is saved, which says so."""
        form = cls(initial=cls.initial_of(candidate))
        form.initial["seen"] = Seen(shown={name: form._shown(name) for name in form.fields if name != "seen"}).dump()
        return form

    def take_in(self, saved: "PreferencesForm") -> list[Difference]:
        """Bring what was saved since this form was shown into what was sent, before it is cleaned.

        Answers the preferences that were changed on both sides and not chosen between; those stay as they were sent. A form
        that does not say what it showed is taken as it is.
        """
        seen = self.read_seen()
        if seen is None:
            return []
        picks, differences = self.picks(), []
        data = QueryDict(mutable=True)
        data.update(self.data)
        for unit, (label, names) in self._units().items():
            shown = [seen.shown.get(name, "") for name in names]
            typed, there = [self._typed(name) for name in names], [saved._shown(name) for name in names]
            if there in (shown, typed) or picks.get(unit) == f"mine:{print_of(there)}":
                continue
            if typed == shown or picks.get(unit) == "theirs":
                for name in names:
                    data.pop(name, None)
                    if parts := saved._sent_parts(name):
                        data.setlist(name, parts)
            else:
                differences.append(
                    Difference(unit, label, self._words(names, typed), self._words(names, there), print_of(there))
                )
        self.data = data
        return differences

    def _units(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Inputs that are one preference, under its name and label."""
        together = {name for _, names in self.TOGETHER.values() for name in names} | {"seen"}
        alone = {
            name: (
                f"Dealbreaker: {name[5:].replace('_', ' ')}" if name.startswith("must_") else str(field.label),
                (name,),
            )
            for name, field in self.fields.items()
            if name not in together
        }
        return {**alone, **self.TOGETHER}

    def _sent_parts(self, name: str) -> list[str]:
        value = self[name].value()
        if isinstance(value, bool):
            return ["on"] if value else []
        formatted = self.fields[name].widget.format_value(value)
        parts = formatted if isinstance(formatted, list | tuple) else [formatted]
        return [str(part) for part in parts if part is not None]

    def _words(self, names: Sequence[str], values: Sequence[str]) -> str:
        labels = []
        for name, value in zip(names, values, strict=True):
            choices = dict(getattr(self.fields[name], "choices", ()))
            labels += [str(choices.get(part, part)) for part in value.splitlines()]
        return "yes" if labels == ["on"] else ", ".join(labels) or NOT_STATED

    @classmethod
    def initial_of(cls, candidate: Candidate) -> dict[str, Any]:
        values: dict[str, Any] = {
            "titles": "\n".join(candidate.titles),
            "relocate": {True: "yes", False: "no", None: cls.UNSAID}[candidate.willing_to_relocate],
            "workplaces": candidate.job_location_types,
            "employment_types": candidate.employment_types,
            "experience_levels": candidate.experience_levels,
            "pay": candidate.min_salary.normalize() if candidate.min_salary is not None else None,
            "currency": candidate.min_salary_currency,
            "unit": candidate.min_salary_unit,
            "available_from": candidate.available_from,
            "countries": ", ".join(country_name(code) for code in candidate.authorised_countries),
            "sponsorship": candidate.needs_sponsorship,
            "avoid": ", ".join(candidate.skills_to_avoid),
            "hidden": "\n".join(
                dict.fromkeys(organization.name for organization in candidate.hidden_organizations.all())
            ),
            "min_score": candidate.alert_min_score,
        }
        if values["pay"] is not None:
            values["pay"] = f"{values['pay']:f}"
        for number, place in zip(cls.PLACES, candidate.places.all(), strict=False):
            values |= {f"place_{number}": place.text, f"radius_{number}": place.radius_km}
        return values | {f"must_{name}": name in candidate.must_have for name in preference_filter.DEALBREAKERS}

    def clean_titles(self) -> list[str]:
        return _listed(self.cleaned_data["titles"], "\n")

    def clean_avoid(self) -> list[str]:
        return _listed(self.cleaned_data["avoid"], ",")

    def clean_countries(self) -> list[str]:
        codes = []
        for name in _listed(self.cleaned_data["countries"], ","):
            code = country_code(name)
            if code is None:
                raise forms.ValidationError(f"We know no country called {name}.")
            codes.append(code)
        return list(dict.fromkeys(codes))

    def clean_hidden(self) -> list[str]:
        names = _listed(self.cleaned_data["hidden"], "\n")
        for name in names:
            named = organizations_named(name)
            if not named:
                raise forms.ValidationError(f"No company on this board is called {name}.")
            self.organizations += [organization for organization in named if organization not in self.organizations]
        return names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pay") is not None:
            if not data.get("currency"):
                self.add_error("currency", "Choose the currency of your pay.")
            if not data.get("unit"):
                self.add_error("unit", "Say what the pay is for: an hour, a year.")
        for number in self.PLACES:
            text = " ".join((data.get(f"place_{number}") or "").split())
            if text and all(place.text.casefold() != text.casefold() for place in self.places):
                self._add_place(number, text, data.get(f"radius_{number}"))
        return data

    def _add_place(self, number: int, text: str, radius: int | None) -> None:
        spot = find_spot(text)
        if not spot.country:
            self.add_error(f"place_{number}", f"We could not find {text}. Write a city and its country.")
            return
        self.places.append(
            CandidatePlace(
                text=text,
                geonames_id=spot.geonames_id,
                country_code=spot.country,
                latitude=spot.latitude if spot.geonames_id else None,
                longitude=spot.longitude if spot.geonames_id else None,
                radius_km=radius or 50,
            )
        )

    @property
    def values(self) -> dict[str, Any]:
        """The fields of Candidate."""
        data = self.cleaned_data
        has_pay = data["pay"] is not None
        return {
            "titles": data["titles"],
            "willing_to_relocate": {"yes": True, "no": False}.get(data["relocate"]),
            "job_location_types": data["workplaces"],
            "employment_types": data["employment_types"],
            "experience_levels": data["experience_levels"],
            "min_salary": data["pay"],
            "min_salary_currency": data["currency"] if has_pay else "",
            "min_salary_unit": data["unit"] if has_pay else "",
            "available_from": data["available_from"],
            "authorised_countries": data["countries"],
            "needs_sponsorship": data["sponsorship"] or Candidate.Sponsorship.UNSAID,
            "skills_to_avoid": data["avoid"],
            "alert_min_score": 70 if data["min_score"] is None else data["min_score"],
            "must_have": [name for name in preference_filter.DEALBREAKERS if data[f"must_{name}"]],
        }

    @property
    def preferences(self) -> core.Preferences:
        """What the engine would be told if this were saved."""
        return extraction.preferences_from(Candidate(**self.values), self.places)


def _listed(text: str, separator: str) -> list[str]:
    parts = (" ".join(part.split()) for part in text.split(separator))
    return list(dict.fromkeys(part[:200] for part in parts if part))[:30]
