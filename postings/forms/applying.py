"""What a candidate sends along, and what others send for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.models import Resume
from postings.applications import Sending
from postings.attachments import CheckedFile, check_file, check_size
from postings.choices import LETTERS, MATERIALS, WRITTEN_MATERIALS
from postings.models import Application, JobPosting

ACCEPTED = ".pdf,.docx,.txt,.md,.png,.jpg,.jpeg"
TYPES = "PDF, Word (.docx), text, PNG or JPEG, up to 5 MB each."
LONGEST_LINE, LONGEST_ANSWER, MOST_LETTERS = 500, 2000, 5


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files, each of which is what its name says."""

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        uploads: Iterable[UploadedFile[Any]] = data if isinstance(data, list | tuple) else [data] if data else []
        return [_checked(upload) for upload in uploads]


class CheckedFileField(forms.FileField):
    """One file that is what its name says."""

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        if data is None:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return None
        return _checked(data)


def _checked(upload: UploadedFile[Any]) -> CheckedFile:
    name = upload.name or ""
    check_size(upload.size or 0, name)
    return check_file(upload.read(), name)


class ApplicationForm(forms.Form):
    """An application for one posting: who one is, a resume, what the posting asks for, and the employer's own questions.

    ``kept`` is what was written before without sending it.
    """

    name = forms.CharField(
        label="Your name", required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label="Phone (optional)",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    resume = forms.ModelChoiceField(
        Resume.objects.none(), label="Resume", required=False, empty_label=None, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label="A few words to the employer", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(
        self,
        *args: Any,
        posting: JobPosting,
        resumes: QuerySet[Resume],
        account_name: str,
        kept: Application | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.account_name = account_name
        self.kept_files = list(kept.attachments.filter(is_letter=False)) if kept is not None else []
        self.questions: dict[str, str] = {}
        self.file_fields: dict[str, str] = {}
        self.fields["resume"].queryset = resumes  # type: ignore[attr-defined]
        self.initial = {"name": account_name, "resume": next(iter(resumes), None), **_kept(kept), **self.initial}
        answers = {row["question"]: row["answer"] for row in kept.answers} if kept is not None else {}
        for number, question in enumerate(posting.application_questions):
            self._ask(f"question_{number}", question, answers, LONGEST_ANSWER)
        for material, number in posting.application_requirements.items():
            if material in WRITTEN_MATERIALS:
                self._ask(f"material_{material}", _asked(material, 1), answers, LONGEST_LINE)
            elif material in MATERIALS:
                self._ask_for_files(material, number)
        for row in self.kept_files:
            self.fields[f"drop_{row.pk}"] = forms.BooleanField(label=f"Leave out {row.filename}", required=False)

    def _ask(self, name: str, question: str, answers: Mapping[str, str], longest: int) -> None:
        self.questions[name] = question
        self.fields[name] = forms.CharField(
            label=question, required=False, max_length=longest, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.initial.setdefault(name, answers.get(question, ""))

    def _ask_for_files(self, material: str, number: Any) -> None:
        wanted = number if isinstance(number, int) and number > 1 else 1
        name = f"file_{material}"
        self.file_fields[name] = material
        self.fields[name] = SeveralFilesField(
            label=_asked(material, wanted),
            required=False,
            allow_empty_file=True,
            help_text=TYPES,
            widget=SeveralFilesInput(attrs={"accept": ACCEPTED, "multiple": True}),
        )
        if material in LETTERS:
            self.fields[f"letters_{material}"] = forms.IntegerField(
                label="Letters that others upload themselves",
                required=False,
                min_value=0,
                max_value=MOST_LETTERS,
                help_text="You get a private link for each letter to pass on. You do not see what is uploaded there.",
            )
            self.initial.setdefault(f"letters_{material}", wanted)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split()) or self.account_name
        if not name:
            raise forms.ValidationError("Write your name; the employer wants to know who writes.")
        return name

    @property
    def sending(self) -> Sending:
        data = self.cleaned_data
        return Sending(
            message=data["message"],
            resume=data["resume"],
            name=data["name"],
            phone=data["phone"].strip(),
            answers=[
                {"question": question, "answer": data[name].strip()}
                for name, question in self.questions.items()
                if data[name].strip()
            ],
            files={material: data[name] for name, material in self.file_fields.items() if data.get(name)},
            letters={
                material: data.get(f"letters_{material}") or 0 for material in LETTERS if f"letters_{material}" in data
            },
            dropped=frozenset(row.pk for row in self.kept_files if data.get(f"drop_{row.pk}")),
        )


def _kept(kept: Application | None) -> dict[str, Any]:
    if kept is None:
        return {}
    return {"name": kept.name, "phone": kept.phone, "message": kept.message, "resume": kept.resume_id}


def _asked(material: str, number: int) -> str:
    one, several = MATERIALS[material]
    return f"{number} {several}" if number > 1 else one[:1].upper() + one[1:]


class LetterForm(forms.Form):
    file = CheckedFileField(
        label="The letter",
        allow_empty_file=True,
        help_text=TYPES,
        error_messages={"required": "Choose the file with your letter."},
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


def missing_of(application: Application) -> Sequence[str]:
    """What the posting asks for and the application does not have, in words."""
    posting = application.posting
    there = {row.material for row in application.attachments.all()}
    answered = {row["question"] for row in application.answers}
    missing = [question for question in posting.application_questions if question not in answered]
    for material, number in posting.application_requirements.items():
        if material in WRITTEN_MATERIALS and _asked(material, 1) not in answered:
            missing.append(_asked(material, 1))
        elif material in MATERIALS and material not in WRITTEN_MATERIALS and material not in there:
            missing.append(_asked(material, number if isinstance(number, int) else 1))
    return missing
