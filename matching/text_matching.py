"""Matching of texts that are not in the database, by the same engine: for commands and measurements."""

from datetime import date
from typing import Any

from matching import core, engine, extraction
from reading import posting as posting_reader
from reading.posting.structure import ParsedPosting


def features_of_text(text: str, *, title: str = "", captured_at: date | None = None) -> core.PostingFeatures:
    return features_of_parsed(posting_reader.parse(text, captured_at=captured_at), text, title=title)


def features_of_parsed(parsed: ParsedPosting, text: str, *, title: str = "") -> core.PostingFeatures:
    """Features of a posting as parsed; the same as those of the stored posting made from this text."""
    bands = [band for band in parsed.salaries if band.kind == "base"]
    eligibility = parsed.value("eligibility_to_work_requirement")
    return extraction.build_posting_features(
        [(section.kind, section.items) for section in parsed.sections],
        title=title or parsed.value("title") or "",
        text=text,
        raw={name: fact.raw for name, fact in parsed.facts.items()},
        pay_text=bands[0].raw if bands else "",
        place_words=[place.raw for place in parsed.locations],
        skills={skill.slug: skill.importance for skill in parsed.skills if skill.slug},
        employment_types=tuple(fact.value for fact in parsed.employment_types),
        job_location_type=parsed.value("job_location_type"),
        places=tuple(core.Place(p.country, p.region, p.city, p.latitude, p.longitude) for p in parsed.locations),
        pay=tuple(
            core.Pay(
                extraction.number(band.min_value), extraction.number(band.max_value), band.currency, band.unit, band.raw
            )
            for band in bands
        ),
        visa_sponsorship=parsed.value("visa_sponsorship"),
        authorised_countries=tuple(sorted({p.country for p in parsed.locations if p.country})) if eligibility else (),
        experience_level=parsed.value("experience_level"),
        degree_levels=tuple(parsed.value("education_levels") or ()),
        degree_state=parsed.value("education_state"),
        degree_hard=parsed.value("education_strength") == "hard",
        months_of_experience=parsed.value("months_of_experience"),
        clearance=parsed.value("security_clearance_requirement"),
        start_month=extraction.start_month(parsed.value("job_start_text") or ""),
    )


def explain_texts(posting_text: str, resume_text: str, *, title: str = "") -> dict[str, Any]:
    """``explain_match``: score, constraints, requirement rows and the role row."""
    explanation = extraction.explain(
        features_of_text(posting_text, title=title), extraction.resume_features(resume_text), None
    )
    return explanation_json(explanation)


def explanation_json(explanation: core.Explanation) -> dict[str, Any]:
    data = explanation.to_json()
    return {
        "score": data["score"],
        "interval": data["interval"],
        "no_score_reason": data["no_score_reason"],
        "constraints": data["constraints"],
        "requirements": data["rows"],
        "role": data["role"],
        "few_rows": data["few_rows"],
        "lexical_only": data["lexical_only"],
        "engine_version": engine.version(),
    }
