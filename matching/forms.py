"""What a candidate sends: a resume, and how much mail is welcome."""

from typing import Any

from django import forms

from accounts.models import Candidate

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


class AlertForm(forms.Form):
    frequency = forms.ChoiceField(label="How often", choices=Candidate.AlertFrequency.choices, widget=forms.RadioSelect)
    min_score = forms.IntegerField(label="Only jobs scoring at least", min_value=0, max_value=100)
