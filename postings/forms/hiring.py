"""What who hires decides: how a posting ends, when it begins, what applicants are asked and told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from postings.answering import LONGEST_TEXT, Answer, Outcomes, reply_templates
from postings.models import Application
from postings.models.applications import DECISIONS, STAGES

MOST_QUESTIONS, LONGEST_QUESTION = 5, 200
# Of more people than these a form would outgrow what a server takes; the others end as all.
MOST_ONE_BY_ONE = 200
FILLED = "filled"
REASONS = {
    FILLED: "The position is filled",
    "cancelled": "The position is not filled at all",
    "enough": "We have enough applications",
    "mistake": "It was posted by mistake",
    "other": "Another reason",
}


def template_choices(states: frozenset[str] = STAGES | DECISIONS) -> list[tuple[str, str]]:
    return [(row.key, row.label) for row in reply_templates().values() if row.state in states]


class ClosingForm(forms.Form):
    """Why a posting closes and, where people wait for an answer, how each application ended: one answer for all, another for
    those who get one of their own.
    """

    reason = forms.ChoiceField(
        label="Why does it close?", choices=list(REASONS.items()), widget=forms.RadioSelect,
        error_messages={"required": "Say why the posting closes."},
    )  # fmt: skip
    words = forms.CharField(
        label="In your own words", required=False, max_length=300, help_text="Shown on the page of the posting."
    )
    rest = forms.ChoiceField(
        label="How did the open applications end?",
        error_messages={"required": "Say how the open applications ended; everybody is told."},
    )
    rest_text = forms.CharField(
        label="What everybody is to read",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Leave it empty to send the usual words. {name}, {title} and {organization} are filled in.",
    )

    def __init__(self, *args: Any, waiting: Sequence[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting, self.one_by_one = waiting, waiting[:MOST_ONE_BY_ONE]
        choices = template_choices(DECISIONS)
        self.fields["rest"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["rest"], self.fields["rest_text"]
        for application in self.one_by_one:
            self.fields[f"of_{application.uid}"] = forms.ChoiceField(
                label=application.person, required=False, choices=[("", "As all"), *choices]
            )
            self.fields[f"text_{application.uid}"] = forms.CharField(
                label=f"Words for {application.person}", required=False, max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    @property
    def people(self) -> list[tuple[Application, Any, Any]]:
        return [(row, self[f"of_{row.uid}"], self[f"text_{row.uid}"]) for row in self.one_by_one]

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data["reason"] == FILLED)

    @property
    def public_reason(self) -> str:
        """What the page of the posting says."""
        return self.cleaned_data["words"].strip() or f"{REASONS[self.cleaned_data['reason']]}."

    @property
    def outcomes(self) -> Outcomes | None:
        if not self.waiting:
            return None
        data = self.cleaned_data
        rest = _answer(data["rest"], data["rest_text"])
        each = {}
        for row in self.one_by_one:
            key, text = data.get(f"of_{row.uid}", ""), data.get(f"text_{row.uid}", "")
            if key or text.strip():
                each[row.pk] = _answer(key or data["rest"], text)
        return Outcomes(rest, each)


def _answer(key: str, text: str) -> Answer:
    template = reply_templates()[key]
    return Answer(text.strip() or template.text, template.state)


class AnswerForm(forms.Form):
    """An answer to one application, or to several."""

    template = forms.ChoiceField(label="Where it stands then", required=False)
    text = forms.CharField(
        label="What the candidate is to read",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Leave it empty to send the usual words of your choice.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "It stays where it is"), *template_choices()]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("template") and not data.get("text", "").strip():
            self.add_error("text", "Choose an answer, or write one.")
        return data

    @property
    def answer(self) -> Answer:
        key, text = self.cleaned_data["template"], self.cleaned_data["text"]
        return _answer(key, text) if key else Answer(text)


class StartForm(forms.Form):
    """When a posting is to go on the board, and what its applicants are asked."""

    publish_at = forms.DateTimeField(
        label="Put it on the board on",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Empty: as soon as a moderator has looked at it.",
        error_messages={"invalid": "Write a day and a time, for example 2027-01-15 09:00."},
    )
    questions = forms.CharField(
        label="What applicants are asked",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"One question a line, at most {MOST_QUESTIONS}. Only for people who apply on this board.",
    )

    def clean_publish_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["publish_at"]
        if moment is not None and moment <= timezone.now() and "publish_at" in self.changed_data:
            raise forms.ValidationError("This moment has passed. Choose a later one, or leave it empty.")
        return moment

    def clean_questions(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        if len(lines) > MOST_QUESTIONS:
            raise forms.ValidationError(f"Ask at most {MOST_QUESTIONS} questions; here are {len(lines)}.")
        if any(len(line) > LONGEST_QUESTION for line in lines):
            raise forms.ValidationError(f"A question has at most {LONGEST_QUESTION} characters.")
        return lines
