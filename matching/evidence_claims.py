"""The owner overrules a verdict: points to the line of their resume that shows what the board did not see, or takes it
back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Candidate, Resume
from accounts.reviewing import corrections_of
from matching import core, extraction, feature_cache
from matching.models import EvidenceClaim
from postings.models import JobPosting

MOST_CLAIMS = 2000
NO_RESUME = "Add a resume first: there is no line to point to."


@dataclass(frozen=True, slots=True)
class Word:
    """What the owner has said of a row, and whether it counts. ``number``: its line in the current resume, if it is
    there. ``why_not``: why it does not count, in words.
    """

    key: str
    requirement: str
    line: str
    number: int | None = None
    why_not: str = ""


def lines_to_choose(resume: core.ResumeFeatures, explanation: core.Explanation) -> list[tuple[int, str]]:
    """The lines that may show something, with their numbers: none that says who the person is or that never counts."""
    return [
        (line.number, line.written.strip())
        for line in resume.lines
        if str(line.number) not in explanation.set_aside and line.written.strip()
    ]


def words_on(
    posting: core.PostingFeatures,
    resume: core.ResumeFeatures,
    explanation: core.Explanation,
    claims: Mapping[str, EvidenceClaim],
) -> dict[str, Word]:
    """Lasting key -> what its owner has said of a row, with why it does not count where it does not."""
    if not claims:
        return {}
    lasting = core.lasting_keys(posting.requirements)
    verdicts = {lasting[row.key]: row for row in explanation.rows}
    lines = {key: row.line for key, row in claims.items()}
    numbers = core.claimed_lines(posting.requirements, resume, lines)
    by_lasting = {lasting[key]: number for key, number in numbers.items()}
    words = {}
    for key, row in claims.items():
        judged, number, why = verdicts.get(key), by_lasting.get(key), ""
        if judged is None:
            why = "The posting does not ask for this any more, so it does not count."
        elif judged.reason != core.CLAIMED_BY_CANDIDATE:
            if judged.verdict == "met":
                why = "Your resume shows this by itself now."
            elif judged.verdict == "unreadable":
                why = "A resume cannot show this, so it does not count either way."
            else:
                why = "That line is not in your current resume, or counts for nothing there, so it does not count."
        words[key] = Word(key, row.requirement, row.line, number, why)
    return words


def show(candidate: Candidate, posting: JobPosting, key: str, number: int | None) -> EvidenceClaim:
    """This line of the current resume shows this row. Raises ValidationError with a sentence where it cannot.

    The candidate's revision rises, so stored matches follow.
    """
    resume = Resume.objects.primary().filter(candidate=candidate).first()
    if resume is None:
        raise ValidationError(NO_RESUME)
    features = current_features(resume)
    asked = current_posting(posting)
    explanation = extraction.explain(asked, features, None)
    lasting = core.lasting_keys(asked.requirements)
    row = next((row for row in explanation.rows if lasting[row.key] == key), None)
    if row is None:
        raise ValidationError("The posting does not ask for this, or not any more. Look at its requirements again.")
    if row.verdict == "unreadable":
        raise ValidationError("A resume cannot show this, so it does not count either way.")
    if row.verdict == "met":
        raise ValidationError("Your resume shows this by itself already.")
    line = chosen_line(features, explanation, number)
    with transaction.atomic():
        mine = EvidenceClaim.objects.filter(candidate=candidate)
        if mine.count() >= MOST_CLAIMS:
            raise ValidationError(f"You have pointed to {MOST_CLAIMS:,} lines already; take some back first.")
        claim, _ = EvidenceClaim.objects.update_or_create(
            candidate=candidate,
            posting=posting,
            requirement_key=key,
            defaults={"requirement": row.text, "line": line},
        )
        Candidate.objects.filter(pk=candidate.pk).bump()
    return claim


def chosen_line(features: core.ResumeFeatures, explanation: core.Explanation, number: int | None) -> str:
    """The text of the line chosen; ValidationError where it is none that may show something."""
    if number is None:
        raise ValidationError("Choose the line of your resume that shows it.")
    choices = dict(lines_to_choose(features, explanation))
    if number in choices:
        return choices[number]
    reason = explanation.set_aside.get(str(number))
    if reason == "personal":
        raise ValidationError(f"Line {number} says who you are, and that never counts. Choose another line.")
    if reason == "copied":
        raise ValidationError(f"Line {number} repeats the posting word for word, so it shows nothing.")
    if reason:
        raise ValidationError(f"Line {number} is set aside, so it shows nothing. Choose another line.")
    last = max(choices, default=0)
    raise ValidationError(f"Your resume has no line {number} with words on it. Choose one from 1 to {last}.")


def take_back(candidate: Candidate, posting: JobPosting, key: str) -> bool:
    """False where the owner had said nothing of this row."""
    with transaction.atomic():
        row = EvidenceClaim.objects.filter(candidate=candidate, posting=posting, requirement_key=key).first()
        if row is None:
            return False
        row.delete()
        Candidate.objects.filter(pk=candidate.pk).bump()
    return True


def current_features(resume: Resume) -> core.ResumeFeatures:
    """As processed; where no worker has come to it yet, read on the spot."""
    stored = feature_cache.features_of_resume(resume.pk)
    if stored is not None and stored[0] == resume.revision:
        return stored[1]
    return extraction.resume_features(resume.text, corrections_of(resume.candidate))


def current_posting(posting: JobPosting) -> core.PostingFeatures:
    """The same of a posting read through ``for_page()``."""
    stored = feature_cache.features_of_postings([posting.pk]).get(posting.pk)
    return stored[1] if stored is not None else extraction.posting_features(posting)


def skills_shown(
    postings: Mapping[int, core.PostingFeatures],
    resume: core.ResumeFeatures,
    claimed: Mapping[int, extraction.Words],
) -> dict[int, frozenset[str]]:
    """posting id -> the skills named by the rows that the owner has shown there."""
    by_posting = {}
    for pk in claimed.keys() & postings.keys():
        keys = core.claimed_lines(postings[pk].requirements, resume, claimed[pk])
        by_posting[pk] = frozenset(slug for row in postings[pk].requirements if row.key in keys for slug in row.skills)
    return by_posting


def orphans(words: Mapping[str, Word], keys: Sequence[str]) -> list[Word]:
    """What was said of rows that the posting has no longer."""
    return [word for key, word in words.items() if key not in set(keys)]
