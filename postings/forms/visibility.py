"""What a candidate says of who may see their resume."""

from django import forms

from accounts.models import Candidate


class VisibilityForm(forms.Form):
    level = forms.ChoiceField(
        label="Who may look at my resume",
        choices=Candidate.Visibility.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may see your resume."},
    )


class BlockForm(forms.Form):
    name = forms.CharField(label="Name of the employer", required=False, max_length=200)
    domain = forms.CharField(
        label="Its domain",
        required=False,
        max_length=253,
        help_text="For example harbour.example. One of the two is enough.",
    )
