from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import Membership, User
from reading.resume.corrections import FIELDS
from reading.resume.dates import PRESENT, date_of


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": "Your name"}
        help_texts = {"name": "Shown to an employer when you apply. It never enters matching."}


class DeleteAccountForm(forms.Form):
    password = forms.CharField(
        label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="Only an account with this confirmed address can accept.",
        error_messages={"required": "Write the address of the person."},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=Membership.Role.choices,
        initial=Membership.Role.RECRUITER,
        help_text="Owners also manage the team, recruiters post and change jobs, viewers only look.",
    )


class ClaimForm(forms.Form):
    message = forms.CharField(
        label="What you do there",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For the moderator: your role, and how we can see that you act for this organization.",
    )


class ResumeTitleForm(forms.Form):
    title = forms.CharField(
        label="Name of this resume", max_length=120, error_messages={"required": "Write a name for this resume."}
    )


class FactDateField(forms.CharField):
    """A month, a year or "present", as people write it; gives "YYYY-MM", "YYYY", "present" or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)

    def clean(self, value: Any) -> str | None:
        written = super().clean(value)
        if not written:
            return None
        parsed = date_of(written)
        if parsed is None:
            raise forms.ValidationError("Write a month and year, for example 03/2021, a year, or “present”.")
        return parsed


LEVELS = (
    ("doctorate", "Doctorate"),
    ("master", "Master"),
    ("bachelor", "Bachelor"),
    ("associate", "Associate"),
    ("high_school", "High school"),
    ("certificate", "Certificate"),
    ("other", "Other"),
)
WORDED = {
    "name": "Your name", "email": "E-mail", "phone": "Phone", "headline": "Headline", "skill": "Skill",
    "language": "Language", "certification": "Certification", "publication": "Publication", "award": "Award",
    "project": "Project", "link": "Link", "authorisation": "Where you may work",
}  # fmt: skip
LONGEST = 220


def _required(label: str, longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, error_messages={"required": f"{label} is missing."})


def _optional(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=100, required=False, **options)


class FactForm(forms.Form):
    """One fact of a resume as its owner states it. ``lines`` are the lines of the resume that may show it."""

    def __init__(self, kind: str, lines: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.lines = kind, lines
        self.fields |= self._fields()
        self.fields["line"] = forms.IntegerField(
            label="Line that shows it",
            required=False,
            min_value=1,
            max_value=len(lines),
            help_text="Its number in the text of your resume. Only what a line shows counts as evidence.",
            error_messages={
                name: f"Your resume has the lines 1 to {len(lines)}." for name in ("invalid", "min_value", "max_value")
            },
        )

    def _fields(self) -> dict[str, forms.Field]:
        if self.kind == "role":
            return {
                "title": _required("Title", 100),
                "organization": _optional("Employer"),
                "start": FactDateField(label="From"),
                "end": FactDateField(label="To", help_text="A month, a year, or “present”."),
            }
        if self.kind == "education":
            return {
                "degree_level": forms.ChoiceField(label="Level", choices=LEVELS),
                "field": _optional("Field"),
                "institution": _optional("School", help_text="Shown to you only. A school’s name never counts."),
                "start": FactDateField(label="From"),
                "end": FactDateField(label="To, or expected"),
                "in_progress": forms.BooleanField(label="Still in progress", required=False),
            }
        fields: dict[str, forms.Field] = {"name": _required(WORDED[self.kind])}
        if self.kind == "language":
            fields["level"] = _optional("Level", help_text="For example C1, native. Empty: not stated.")
        return fields

    def clean_line(self) -> int | None:
        number: int | None = self.cleaned_data["line"]
        if number and not self.lines[number - 1].strip():
            raise forms.ValidationError(f"Line {number} is empty.")
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and start == PRESENT:
            self.add_error("start", "A role begins with a month or a year.")
        elif start and end and end != PRESENT and end[: len(start)] < start[: len(end)]:
            self.add_error("end", "This ends before it begins.")
        return data

    @property
    def value(self) -> Mapping[str, Any]:
        """The fields of the kind, None where the person left one empty."""
        return {name: self.cleaned_data.get(name) or None for name in FIELDS[self.kind]}

    @property
    def evidence(self) -> str:
        number = self.cleaned_data.get("line")
        return self.lines[number - 1].strip() if number else ""
