"""A new organization, and what the page of one says."""

from typing import Any

from django import forms

from accounts.images import Picture, check_picture, check_size
from accounts.models import Organization
from postings import links


class OrganizationForm(forms.Form):
    name = forms.CharField(label="Name of your organization", max_length=200)
    url = forms.URLField(label="Its website", required=False, assume_scheme="https", validators=[links.check_link])


class ProfileForm(forms.Form):
    """What the page of an organization shows, beside its name."""

    MOST_LINES, LONGEST_LINE = 12, 200

    logo = forms.FileField(
        label="Logo",
        required=False,
        allow_empty_file=True,
        help_text="PNG or JPEG, at most 512 KB, each side between 32 and 2,048 points.",
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    remove_logo = forms.BooleanField(label="Leave the logo out", required=False)
    url = forms.URLField(label="Website", required=False, assume_scheme="https", validators=[links.check_link])
    overview = forms.CharField(label="About", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))
    benefits = forms.CharField(
        label="Benefits", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="One a line."
    )
    links = forms.CharField(
        label="Links",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pages of yours elsewhere, one a line, each beginning with https://",
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        initial = {
            "url": organization.url,
            "overview": organization.employer_overview,
            "benefits": "\n".join(organization.benefits),
            "links": "\n".join(organization.same_as),
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        if not organization.logo:
            del self.fields["remove_logo"]

    def clean_logo(self) -> Picture | None:
        upload = self.cleaned_data["logo"]
        if upload is None:
            return None
        check_size(upload.size)
        return check_picture(upload.read())

    def clean_benefits(self) -> list[str]:
        return self._lines("benefits")

    def clean_links(self) -> list[str]:
        lines = self._lines("links")
        for line in lines:
            links.check_link(line, schemes=("https",))
        return lines

    def _lines(self, name: str) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data[name].splitlines() if line.strip()]
        if len(lines) > self.MOST_LINES:
            raise forms.ValidationError(f"Write at most {self.MOST_LINES} lines; these are {len(lines)}.")
        if any(len(line) > self.LONGEST_LINE for line in lines):
            raise forms.ValidationError(f"A line has at most {self.LONGEST_LINE} characters.")
        return lines
