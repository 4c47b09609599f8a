"""Fields written as "Label: value" on one line, or as a label with its value on the next line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.folding import fold
from reading.spans import Span

LABELS = {
    "title": "job title; title; position title; position; role; job; vacancy; stelle; poste; puesto; cargo; vaga;"
             " job name; role title",
    "organization": "company; company name; employer; hiring organization; hiring company; organization;"
                    " organisation; firma"
    "; unternehmen; arbeitgeber; entreprise; empresa; client; school; business unit name",
    "location": "location; locations; job location; work location; city; place; place of work; based in; office;"
                " office location"
    "; arbeitsort; standort; einsatzort; ort; lieu; lieu de travail; ubicación; lugar; localidade; local; sede;"
    " primary location",
    "salary": "salary; pay; compensation; salary range; pay range; pay rate; rate; hourly rate; base salary; wage;"
              " wages; remuneration"
    "; base pay; salary/rate; annual salary; starting salary; starting pay; base salary range; annual base salary"
    " range; gehalt"
    "; vergütung; salaire; salario; remuneración; remuneração; salário; pay scale; hourly pay; package;"
    " compensation range; rate of pay"
    "; ctc; hiring range; day rate; daily rate; salary package",
    "employment": "job type; employment type; position type; type; contract type; contract; type of contract;"
                  " status; employment status"
    "; job status; schedule; work type; employment; hours; time type; jobtype; vertragsart; anstellungsart;"
    " beschäftigungsart"
    "; tipo de contrato; type de contrat; term; commitment; full/part time; full-time/part-time indicator; working"
    " pattern",
    "workplace": "workplace; workplace type; work model; remote; work arrangement; remote status; location type;"
                 " work mode; remote type",
    "posted": "posted; posted on; date posted; posting date; published; publication date; date; posted date; job"
              " posted; listed",
    "valid_through": "closing date; deadline; application deadline; apply by; closes; expires; valid through;"
                     " applications close"
    "; bewerbungsfrist; close date; apply before; last date to apply; post until",
    "department": "department; team; division; business unit; function; abteilung; category; job category; area",
    "experience": "experience; experience level; years of experience; experience required; seniority; level; career"
                  " level",
    "education": "education; education level; degree; qualification; minimum education",
    "skills": "skills; required skills; key skills; tags; tech stack; technologies; skill set; primary skills",
    "start": "start date; internship start date; start; starting date; job start date; eintrittsdatum; eintritt;"
             " beginn; expected start",
    "duration": "duration; length; contract length; contract duration; project duration; laufzeit; dauer",
    "visa": "visa; visa sponsorship; sponsorship; work authorization",
    "openings": "openings; number of openings; positions; vacancies; number of positions",
}  # fmt: skip
FIELD_OF = {name.strip(): field for field, names in LABELS.items() for name in names.split(";")}
COLON = re.compile(r"(?P<label>[^\W\d_][\w &/.'()-]{1,44}?)\s*:\*{0,2}\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Labelled:
    field: str
    label: Span
    value: Span


def field_of(label: str) -> str | None:
    """The field that a bare label names, or None."""
    return FIELD_OF.get(" ".join(fold(label).strip(" :*-–").split()))


def read_label(text: str, start: int, end: int) -> Labelled | None:
    """A known label with a value behind it on the same line."""
    match = COLON.match(text, start, min(end, start + 60))
    if match is None:
        return None
    field = field_of(match["label"])
    if field is None:
        return None
    return Labelled(field, match.span("label"), (match.end(), end))
