"""A posting as schema.org JobPosting, to Google's rules: only what is stated, and nothing once it has closed."""

import re
from typing import Any

from django.conf import settings
from django.utils.html import escape

from postings.models import JobLocationType, JobPosting, Tristate, earliest_end
from reading.country_groups import ANYWHERE

# A season or a month is no start that Google takes.
WHOLE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CREDENTIALS = {
    "high_school": "high school",
    "certificate": "professional certificate",
    "associate": "associate degree",
    "bachelor": "bachelor degree",
    "master": "postgraduate degree",
    "doctorate": "postgraduate degree",
}


def problems(posting: JobPosting) -> list[str]:
    """Why Google would not show this posting; empty when it is eligible."""
    reasons = []
    if not posting.is_open:
        reasons.append("not open")
    if posting.date_posted is None:
        reasons.append("posting date not stated")
    elif posting.date_posted_precision == JobPosting.DatePrecision.RELATIVE:
        reasons.append("posting date relative")
    places = posting.worksites
    if posting.job_location_type == JobLocationType.TELECOMMUTE:
        if not applicant_requirements(posting):
            reasons.append("countries of remote work not stated")
    elif not places:
        reasons.append("place not stated")
    elif any(not place.country for place in places):
        reasons.append("country not stated")
    elif any(not place.country_is_stated for place in places):
        reasons.append("country assumed, not stated")
    return reasons


def applicant_requirements(posting: JobPosting) -> list[dict[str, str]]:
    """Where one has to live to do a remote job: what it says of that, else the countries of its places of work. Empty where
    it says neither, and where it may be done from anywhere, for which there is no word.
    """
    stated = posting.applicant_places
    if any(ANYWHERE in place.reach for place in stated):
        return []
    regions = {place.long_name: None for place in stated if place.region}
    countries = {code: None for place in stated if not place.region for code in place.reach}
    if not regions and not countries:
        countries = {place.country: None for place in posting.worksites if place.country and place.country_is_stated}
    return [
        *({"@type": "State", "name": name} for name in regions),
        *({"@type": "Country", "name": code} for code in countries),
    ]


def job_posting(posting: JobPosting) -> dict[str, Any] | None:
    """The JSON-LD of a posting read through ``for_page()``, or None where it is not eligible."""
    if problems(posting):
        return None
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": description_html(posting),
        "datePosted": posting.date_posted.isoformat() if posting.date_posted else None,
        "hiringOrganization": {"@type": "Organization", "name": posting.hiring_organization.name},
        "identifier": {"@type": "PropertyValue", "name": settings.SITE_NAME, "value": str(posting.uid)},
        "directApply": posting.direct_apply and not posting.apply_url,
    }
    if posting.hiring_organization.url:
        data["hiringOrganization"]["sameAs"] = posting.hiring_organization.url
    if closes := earliest_end(posting.valid_through, posting.listed_until):
        data["validThrough"] = closes.isoformat()
    if WHOLE_DATE.fullmatch(posting.job_start_text):
        data["jobStartDate"] = posting.job_start_text
    if posting.employment_types:
        data["employmentType"] = posting.employment_types
    places = [place for place in posting.worksites if place.country and place.country_is_stated]
    if places:
        data["jobLocation"] = [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    **({"addressLocality": place.city} if place.city else {}),
                    **({"addressRegion": place.region} if place.region and not place.is_ambiguous else {}),
                    "addressCountry": place.country,
                },
            }
            for place in places
        ]
    if posting.job_location_type == JobLocationType.TELECOMMUTE:
        data["jobLocationType"] = "TELECOMMUTE"
        data["applicantLocationRequirements"] = applicant_requirements(posting)
    bands = [band for band in posting.pay_bands if band.unit and band.currency]
    if bands:
        band = bands[0]
        value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": band.unit}
        if band.min_value is not None and band.min_value == band.max_value:
            value["value"] = float(band.min_value)
        else:
            value |= {"minValue": float(band.min_value)} if band.min_value is not None else {}
            value |= {"maxValue": float(band.max_value)} if band.max_value is not None else {}
        data["baseSalary"] = {"@type": "MonetaryAmount", "currency": band.currency, "value": value}
    if posting.months_of_experience:
        data["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": posting.months_of_experience,
        }
    credentials = [CREDENTIALS[level] for level in posting.education_levels if level in CREDENTIALS]
    if credentials and posting.education_strength == "hard":
        data["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": credentials[0],
        }
    if posting.relocation == Tristate.YES:
        data["jobBenefits"] = "Relocation help"
    return data


def description_html(posting: JobPosting) -> str:
    """The sections as plain paragraphs and lists; every word of the employer is escaped."""
    parts = []
    for section in posting.sections.all():
        items = list(section.items.all())
        if section.heading:
            parts.append(f"<p><strong>{escape(section.heading)}</strong></p>")
        if len(items) > 1:
            parts.append("<ul>" + "".join(f"<li>{escape(item.text)}</li>" for item in items) + "</ul>")
        parts += [f"<p>{escape(item.text)}</p>" for item in items] if len(items) == 1 else []
    return "".join(parts) or f"<p>{escape(posting.description_text)}</p>"
