"""Matching of texts that are not in the database, by the same engine: for commands and measurements."""

from datetime import date
from typing import Any

from matching import core, engine, reading
from postings import parsing
from postings.parsing.structure import ParsedPosting

NOT_DESCRIBING = frozenset({"about", "benefits", "culture", "legal", "process", "application"})


def features_of_text(text: str, *, title: str = "", captured_at: date | None = None) -> core.PostingFeatures:
    return features_of_parsed(parsing.parse(text, captured_at=captured_at), text, title=title)


def features_of_parsed(parsed: ParsedPosting, text: str, *, title: str = "") -> core.PostingFeatures:
    """Features of a posting as parsed; the same as those of the stored posting made from this text."""
    model, vocabulary = engine.embedder(), engine.vocabulary()
    rows = [
        core.requirement_row(
            f"{position}.{number}", item.text, vocabulary,
            importance=item.importance or "required", readable=item.readable,
            skills=[mention.slug for mention in item.skills], any_of=item.any_of,
            months=item.months_of_experience, minimum_count=item.minimum_count, span=item.span,
        )
        for position, section in enumerate(parsed.sections)
        for number, item in enumerate(section.items)
        if item.kind == "requirement"
    ]  # fmt: skip
    described = [
        item.text for section in parsed.sections if section.kind not in NOT_DESCRIBING for item in section.items
    ]
    facts = {name: fact.raw for name, fact in parsed.facts.items()}
    quotes = {
        "workplace": facts.get("in_person_only") or facts.get("job_location_type"),
        "authorisation": facts.get("visa_sponsorship") or facts.get("eligibility_to_work_requirement"),
        "start": facts.get("job_start_text"),
        "degree": facts.get("education_levels"),
        "clearance": facts.get("security_clearance_requirement"),
        "experience": facts.get("months_of_experience"),
        "place": parsed.locations[0].raw if parsed.locations else None,
        "pay": parsed.salaries[0].raw if parsed.salaries else None,
    }
    eligibility = parsed.value("eligibility_to_work_requirement")
    return core.build_posting_features(
        title=title or parsed.value("title") or "",
        description=" ".join(described) or text,
        requirements=rows,
        embed=model.embed if model else None,
        skills={skill.slug: skill.importance for skill in parsed.skills if skill.slug},
        employment_types=tuple(fact.value for fact in parsed.employment_types),
        job_location_type=parsed.value("job_location_type"),
        places=tuple(core.Place(p.country, p.region, p.city, p.latitude, p.longitude) for p in parsed.locations),
        pay=tuple(
            core.Pay(_number(band.min_value), _number(band.max_value), band.currency, band.unit, band.raw)
            for band in parsed.salaries
            if band.kind == "base"
        ),
        visa_sponsorship=parsed.value("visa_sponsorship"),
        authorised_countries=tuple(sorted({p.country for p in parsed.locations if p.country})) if eligibility else (),
        degree_levels=tuple(parsed.value("education_levels") or ()),
        degree_state=parsed.value("education_state"),
        degree_hard=parsed.value("education_strength") == "hard",
        months_of_experience=parsed.value("months_of_experience"),
        clearance=parsed.value("security_clearance_requirement"),
        start_month=reading.start_month(parsed.value("job_start_text") or ""),
        quotes={name: quote for name, quote in quotes.items() if quote},
    )


def _number(value: Any) -> float | None:
    return float(value) if value is not None else None


def explain_texts(posting_text: str, resume_text: str, *, title: str = "") -> dict[str, Any]:
    """``explain_match``: score, constraints, requirement rows and the role row."""
    explanation = reading.explain(
        features_of_text(posting_text, title=title), reading.resume_features(resume_text, {}), None
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
