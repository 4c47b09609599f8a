"""A person checks what was read from their resume: their word is kept beside the files and laid over every one."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import resumes
from accounts.models import Candidate, FactCorrection, Resume
from accounts.resumes import MAX_CORRECTIONS
from reading import resumes as resume_reader
from reading.documents.json_source import with_source
from reading.resume.corrections import Correction, ReviewedFact, as_read, corrected
from reading.resume.facts import ResumeFacts
from reading.resumes import as_json_resume


class TooManyError(Exception):
    """A person has said more about their facts than we keep."""


def corrections_of(candidate: Candidate) -> list[Correction]:
    """What the person has said of their facts, oldest first. One query."""
    rows = FactCorrection.objects.filter(candidate=candidate).exclude(action=FactCorrection.Action.AS_READ)
    return [Correction(row.kind, row.key, row.action, row.value, row.evidence) for row in rows]


def read_facts(text: str) -> ResumeFacts:
    """The facts of a stored resume's text, as the parser reads them today."""
    return resumes.parse_facts(resume_reader.read_text(text))


def facts_of(resume: Resume) -> ResumeFacts:
    """The facts of a resume as its owner lets them stand."""
    return corrected(read_facts(resume.text), corrections_of(resume.candidate), today=timezone.localdate())


def document_of(resume: Resume) -> dict[str, Any]:
    """A resume as JSON Resume 1.3: its facts as the owner lets them stand, its lines, and what the owner said.

    Read again by this board it gives the same lines, and so the same matches.
    """
    corrections = corrections_of(resume.candidate)
    stands = corrected(read_facts(resume.text), corrections, today=timezone.localdate())
    return with_source(as_json_resume(stands), resume.text, corrections)


def correct(
    candidate: Candidate, kind: str, key: str, action: str, value: Mapping[str, Any], evidence: str = ""
) -> FactCorrection:
    """Record that a person confirms, changes, adds or removes a fact, and keep their previous statement for ``undo``.

    Every resume of theirs becomes stale.

    Raises TooManyError.
    """
    with transaction.atomic():
        row = FactCorrection.objects.select_for_update().filter(candidate=candidate, kind=kind, key=key).first()
        if row is None:
            if candidate.corrections.count() >= MAX_CORRECTIONS:
                raise TooManyError
            row = FactCorrection(candidate=candidate, kind=kind, key=key, action=FactCorrection.Action.AS_READ)
        row.previous = _said(row)
        row.action, row.value, row.evidence, row.changed_at = action, dict(value), evidence, timezone.now()
        row.save()
        Resume.objects.filter(candidate=candidate).bump()
    return row


def undo(correction: FactCorrection) -> None:
    """Swap what the person said last with what they said before: undoing twice changes nothing."""
    with transaction.atomic():
        row = FactCorrection.objects.select_for_update().get(pk=correction.pk)
        before = row.previous or {"action": FactCorrection.Action.AS_READ, "value": row.value, "evidence": ""}
        row.previous = _said(row)
        row.action, row.value, row.evidence = before["action"], before["value"], before["evidence"]
        row.changed_at = timezone.now()
        row.save()
        Resume.objects.filter(candidate=row.candidate_id).bump()


def restore(correction: FactCorrection) -> FactCorrection:
    """A removed fact counts again: as the file says it, or as the person had stated it."""
    before = correction.previous
    if before and before["action"] in {FactCorrection.Action.EDITED, FactCorrection.Action.ADDED}:
        action = before["action"]
    else:
        action = FactCorrection.Action.AS_READ
    return correct(correction.candidate, correction.kind, correction.key, action, correction.value, correction.evidence)


def confirm_all(candidate: Candidate, facts: ResumeFacts, kind: str) -> int:
    """Every fact of this kind that the person has not spoken of is right. Returns how many those are."""
    corrected_keys = set(
        candidate.corrections.exclude(action="as_read").filter(kind=kind).values_list("key", flat=True)
    )
    unsaid = {fact.key: fact for fact in as_read(facts) if fact.kind == kind and fact.key not in corrected_keys}
    if len(corrected_keys) + len(unsaid) > MAX_CORRECTIONS:
        raise TooManyError
    with transaction.atomic():
        for key, fact in unsaid.items():
            correct(candidate, kind, key, FactCorrection.Action.CONFIRMED, fact.value, line_of(facts, fact))
    return len(unsaid)


def line_of(facts: ResumeFacts, fact: ReviewedFact) -> str:
    """The words of the line that shows a fact; "" where none does."""
    return facts.lines[fact.line - 1].strip() if fact.line else ""


def _said(row: FactCorrection) -> dict[str, Any]:
    return {"action": row.action, "value": row.value, "evidence": row.evidence}
