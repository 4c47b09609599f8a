"""A new organization."""

from django import forms

from postings import links


class OrganizationForm(forms.Form):
    name = forms.CharField(label="Name of your organization", max_length=200)
    url = forms.URLField(label="Its website", required=False, assume_scheme="https", validators=[links.check_link])
