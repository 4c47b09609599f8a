"""The text of a posting, pasted or from a file."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization
from postings.comparing import Seen, shown_prints_of
from postings.forms.fields import PastedText
from postings.forms.seen import SAYS_NOTHING, SeenForm
from postings.models import JobPosting
from postings.writing import MAX_TEXT


class PasteForm(SeenForm):
    organization = forms.ModelChoiceField(Organization.objects.none(), label="Organization", empty_label=None)
    text = PastedText(
        label="The posting",
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto", "spellcheck": "false"}),
        help_text="JSON-LD or the source of a web page will do as well.",
    )
    url = forms.CharField(
        label="Or the address of its page",
        required=False,
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"}),
        help_text="Greenhouse, Lever and Ashby pages, and any page that states its posting.",
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
        if self.cleaned_data.get("file") is not None:
            return "file"
        return "url" if self.cleaned_data.get("url") and not self.cleaned_data.get("text", "").strip() else "text"

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
        is_empty = data.get("file") is None and not (data.get("text") or "").strip() and not data.get("url")
        if not self.errors and is_empty:
            self.add_error("text", "Paste or write the text of the posting, give its address, or choose a file.")
        return data
