"""What a posting as a whole demands and promises: experience, degree, visa help, clearance, papers to send."""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting import education, eligibility, experience, organizations, requirements
from reading.posting.draft import Draft
from reading.posting.importance import MUST, importance_at
from reading.posting.materials import read_materials
from reading.posting.structure import Conflict, Item
from reading.spans import Span

DURATION = re.compile(
    r"\b(\d{1,2})[- ](week|month|year)s?\b[- ](?:\w+ )?(?:internship|contract|assignment|placement|programme|program|project"
    r"|fixed|duration|co-?op|temporary)(?!\w)(?! (?:manage|lead|work|experience|negotiat|coordinat|deliver|admin|law"
    r"|plan|design))(?![^.;\n]{0,30}experience)|(?<![-\w])(?:duration|length|term)\b\s?(?:of |is )?:?\s?(\d{1,2}) (week|month|year)s?"
)
# Among demands a stretch of time is somebody's past ("a 3-year programme completed") unless the line says otherwise.
OF_THE_JOB = re.compile(r"\b(?:this|our|available|availability|commit\w*|for (?:a|the)|entire|full|whole)\b[^.;]*$")
ENCOURAGE = re.compile(
    r"(?:don't|do not|not) (?:\w+ ){0,4}(?:match|meet|tick|check|have) (?:\w+ ){0,4}(?:all|every"
    r"|100%)[^.]{0,80}(?:encourage|apply)|still encourage you to apply|even if you (?:don't|do not) meet"
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,3}")
URL = re.compile(r"https?://[^\s<>()\"']{3,300}")
DEMANDS = ("requirement", "constraint")
PROOF = re.compile(
    r"(?:ported|built|shipped|developed|led|deployed|prior |previous |proven |\d+\+? years|at least \d|experience )"
)


# Sections whose plain sentences may ask something in passing.
ASKING = frozenset({"other", "summary", "preamble", "required", "preferred", "wrapper", "application", "logistics"})


def read_demands(draft: Draft) -> None:
    degrees: list[tuple[education.Education, Span, str, bool]] = []
    for section in draft.sections:
        for item in section.items:
            if item.kind in DEMANDS and item.months_of_experience is not None:
                draft.months.append(
                    (item.months_of_experience, item.span, _strength_of_months(draft, item, section.kind))
                )
            elif item.kind in ("fact", "benefit") and section.kind != "legal":
                found = experience.read_months(item.text, language=draft.language)
                if found and found.value == 0:
                    draft.months.append((0, item.span, "statement"))
                elif found and _asks_for_experience(draft, item, section.kind):
                    draft.months.append((found.value, item.span, "passing"))
            if section.kind in ("legal", "benefits", "about", "culture", "skills"):
                continue
            if item.kind in DEMANDS or section.kind in ASKING:
                read = education.read_education(
                    item.text,
                    section_kind="preferred" if item.importance == "preferred" else section.kind,
                    language=draft.language,
                )
                if read and (item.kind in DEMANDS or _asks_in_passing(item.text, read)):
                    degrees.append(
                        (
                            read,
                            item.span,
                            section.kind if item.kind in DEMANDS else "passing",
                            item.importance == "preferred",
                        )
                    )
    for span in draft.header.education:
        read = education.read_education(draft.text[slice(*span)], section_kind="required", language=draft.language)
        if read:
            degrees.append((read, span, "header", False))
    _experience(draft)
    _education(draft, degrees)


def _strength_of_months(draft: Draft, item: Item, section_kind: str) -> str:
    """Whether a demand's amount of experience is a must: in a line that also wishes, its own clause decides."""
    if not item.months_of_experience:
        return "statement"
    if item.importance != "preferred" or section_kind == "preferred":
        return item.importance or "required"
    found = experience.read_months(item.text, language=draft.language)
    return importance_at(item.text, found.start, found.end) if found else item.importance


def _asks_for_experience(draft: Draft, item: Item, section_kind: str) -> bool:
    return (
        item.kind == "fact"
        and (section_kind in ASKING - {"preferred"} or MUST.search(fold(item.text)) is not None)
        and experience.names_experience(item.text, language=draft.language)
        and not requirements.speaks_of_company(item.text)
    )


def _asks_in_passing(text: str, read: education.Education) -> bool:
    """Whether a sentence that is no demand of its own still says what the job asks, and nothing of the employer."""
    return read.named and not requirements.speaks_of_company(text)


def _rows(draft: Draft) -> list[Item]:
    return [item for section in draft.sections for item in section.items if item.kind in DEMANDS]


def _experience(draft: Draft) -> None:
    labelled = [entry for entry in draft.months if entry[2] == "label"]
    required = [entry for entry in draft.months if entry[2] == "required"]
    statements = [entry for entry in draft.months if entry[2] == "statement"]
    chosen: tuple[int, Span, str] | None = None
    if required:
        chosen = max(required, key=lambda entry: entry[0])
    elif labelled or statements:
        chosen = (labelled or statements)[0]
    else:
        passing = [entry for entry in draft.months if entry[2] == "passing"]
        chosen = max(passing, key=lambda entry: entry[0], default=None)
    if chosen is None:
        return
    if labelled and labelled[0][0] == 0:
        chosen = labelled[0]
    proof = next(
        (entry for entry in _rows(draft) if entry.importance == "required" and PROOF.match(fold(entry.text))), None
    )
    if labelled and labelled[0][0] == 0 and proof:
        message = f"listed as no experience required, but asks: {proof.text}"
        draft.conflicts.append(Conflict("months_of_experience", message, (labelled[0][1], proof.span)))
    value, span, method = chosen
    draft.state("months_of_experience", value, span, "label" if method == "label" else "sentence")


def _education(draft: Draft, degrees: list[tuple[education.Education, Span, str, bool]]) -> None:
    if not degrees:
        return
    asked = [entry for entry in degrees if entry[2] != "passing"] or degrees
    required = [entry for entry in asked if not entry[3]]
    read, span, _, _ = (required or asked)[0]
    at = (span[0] + read.start, span[0] + read.end)
    draft.state("education_levels", read.levels, at, "sentence")
    draft.state("education_state", read.state, at, "sentence")
    draft.state("education_strength", read.strength, at, "sentence")


def read_statements(draft: Draft) -> None:
    for (start, end), kind in draft.spans:
        sentence = draft.text[start:end]
        if len(sentence) < eligibility.SHORTEST:
            continue
        visa = eligibility.visa_sponsorship(sentence)
        for name, finding in (
            ("visa_sponsorship", visa),
            ("relocation", eligibility.relocation(sentence)),
        ):
            if finding:
                draft.state(name, finding.value, (start + finding.start, start + finding.end), "sentence")
        found = eligibility.citizenship_or_clearance(sentence)
        if found and not requirements.speaks_of_company(sentence):
            draft.state("security_clearance_or_citizenship", found.value == "TRUE", (start, end), "sentence")
            if found.value == "TRUE":
                clear = eligibility.clearance(sentence)
                name = "security_clearance_requirement" if clear else "eligibility_to_work_requirement"
                draft.state(name, clear.value if clear else sentence.strip(), (start, end), "sentence")
        right = eligibility.work_right(sentence)
        helped = visa is not None and visa.value == "YES"  # help with the permit: no bar
        if right and not helped and kind != "legal" and not eligibility.EEO.search(fold(sentence)):
            draft.state("eligibility_to_work_requirement", sentence.strip(), (start, end), "sentence")
        lowered = fold(sentence)
        if ENCOURAGE.search(lowered):
            draft.state("encouragement", sentence, (start, end), "sentence")
        duration = DURATION.search(lowered)
        asked = kind in ("required", "preferred") and duration is not None
        if duration and not (asked and not OF_THE_JOB.search(lowered[: duration.start()])):
            amount, unit = (duration[1], duration[2]) if duration[1] else (duration[3], duration[4])
            draft.state(
                "job_duration",
                f"P{int(amount)}{unit[0].upper()}",
                (start + duration.start(), start + duration.end()),
                "sentence",
            )
        materials = read_materials(sentence)
        if materials:
            draft.state("application_requirements", materials, (start, end), "sentence")
    for span in draft.header.visa:
        finding = eligibility.visa_sponsorship("visa sponsorship: " + draft.text[slice(*span)])
        if finding:
            draft.state("visa_sponsorship", finding.value, span, "label")
    backers = organizations.backers(draft.text)
    if backers:
        draft.state("backers", tuple(draft.text[a:b] for a, b in backers), (backers[0][0], backers[-1][1]), "sentence")
    for name, pattern in (("apply_email", EMAIL), ("apply_url", URL)):
        match = pattern.search(draft.text)
        if match:
            draft.state(
                name,
                match.group().rstrip(".,;"),
                (match.start(), match.start() + len(match.group().rstrip(".,;"))),
                "pattern",
            )
