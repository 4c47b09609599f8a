"""What an employer types, checked; and the words for what is wrong."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from accounts.models import PayUnit
from postings.models import EmploymentType, JobLocationType, JobPosting, Report
from postings.writing import MAX_TEXT, Edits, SalaryEdit, end_of_day

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


class PostingForm(forms.Form):
    text = forms.CharField(
        label="The posting",
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=MAX_TEXT,
        help_text="Paste it as it is. Headings, bullets, pay and place are read from the text.",
        error_messages={"required": "Paste or write the text of the posting."},
    )
    title = forms.CharField(label="Title", max_length=300, required=False, help_text="Empty: read from the text.")
    locations = forms.CharField(
        label="Places of work", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One on each line, for example: Zürich, CH. Empty: read from the text.",
    )  # fmt: skip
    job_location_type = forms.ChoiceField(
        label="Where people work", required=False, choices=[("", "As the text says"), *JobLocationType.choices]
    )
    employment_types = forms.MultipleChoiceField(
        label="Role type", required=False, choices=EmploymentType.choices, widget=forms.CheckboxSelectMultiple
    )
    pay_min = PayField(label="Pay from", required=False, min_value=1, max_value=10**9, decimal_places=2)
    pay_max = PayField(label="Pay to", required=False, min_value=1, max_value=10**9, decimal_places=2)
    pay_currency = forms.ChoiceField(
        label="Currency", required=False, choices=[("", "–"), *((c, c) for c in CURRENCIES)]
    )
    pay_unit = forms.ChoiceField(label="For", required=False, choices=[("", "not stated"), *PayUnit.choices])
    apply_url = forms.URLField(
        label="Link to apply", required=False, assume_scheme="https", max_length=1000,
        validators=[URLValidator(schemes=["https"], message="Link must start with https://", code="scheme")],
        help_text="Empty: people apply on this board.",
    )  # fmt: skip
    valid_through = forms.DateField(
        label="Closing date", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Empty: runs for 30 days and can be renewed.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("pay_min"), data.get("pay_max")
        if low is not None and high is not None and low > high:
            self.add_error("pay_min", "Minimum salary is above maximum.")
        if (low is not None or high is not None) and not data.get("pay_currency"):
            self.add_error("pay_currency", "Choose the currency of the pay.")
        return data

    def edits(self) -> Edits:
        """Only what the person changed: a field left as it was stays with the text."""
        data = self.cleaned_data
        values: dict[str, Any] = {}
        for name in ("title", "job_location_type", "apply_url"):
            if name in self.changed_data:
                values[name] = data[name] or ("" if name == "apply_url" else None)
        if "title" in values and not values["title"]:
            del values["title"]
        if "valid_through" in self.changed_data:
            values["valid_through"] = end_of_day(data["valid_through"]) if data["valid_through"] else None
        if "locations" in self.changed_data:
            values["locations"] = [line.strip() for line in data["locations"].splitlines() if line.strip()][:20]
        if "employment_types" in self.changed_data:
            values["employment_types"] = data["employment_types"]
        if {"pay_min", "pay_max", "pay_currency", "pay_unit"} & set(self.changed_data):
            stated = data["pay_min"] is not None or data["pay_max"] is not None
            values["salary"] = (
                SalaryEdit(data["pay_min"], data["pay_max"], data["pay_currency"] or None, data["pay_unit"] or None)
                if stated
                else None
            )
        return Edits(values)

    @staticmethod
    def initial_of(posting: JobPosting) -> dict[str, Any]:
        bands = posting.pay_bands
        band = bands[0] if bands else None
        return {
            "text": posting.raw_text,
            "title": posting.title,
            "locations": "\n".join(place.raw for place in posting.worksites),
            "job_location_type": posting.job_location_type or "",
            "employment_types": posting.employment_types,
            "pay_min": band.min_value if band else None,
            "pay_max": band.max_value if band else None,
            "pay_currency": (band.currency or "") if band else "",
            "pay_unit": (band.unit or "") if band else "",
            "apply_url": posting.apply_url,
            "valid_through": posting.valid_through.date() if posting.valid_through else None,
        }


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
