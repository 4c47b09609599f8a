"""What people send from the public page of a posting."""

from django import forms

from postings.models import Report, SavedJob


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label="What is wrong?", choices=Report.Reason.choices, widget=forms.RadioSelect)
    detail = forms.CharField(
        label="Tell us more", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class FollowUpForm(forms.Form):
    """How a member follows up a saved job."""

    stage = forms.ChoiceField(label="Stage", choices=SavedJob.Stage.choices)
    note = forms.CharField(
        label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "A note has at most 2,000 characters."},
    )  # fmt: skip
