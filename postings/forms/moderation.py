"""The forms of postings in the admin."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Organization
from postings.comparing import print_of
from postings.forms.check import CheckForm
from postings.forms.fields import PastedText
from postings.models import JobPosting


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
