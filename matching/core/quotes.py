"""The shortest clear piece of a resume line, verbatim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.core.evidence import CompiledResume, evidence_stems
from matching.core.features import ResumeLine, SkillVocabulary
from matching.core.requirements import CompiledRequirement

LONGEST_WHOLE = 160
_SENTENCE = re.compile(r"[^.;•·|]+(?:[.;](?=\S)[^.;•·|]+)*[.;]?")


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` is an exact part of line ``line`` (counted from 1)."""

    text: str
    line: int


def quote_line(
    line: ResumeLine, requirement: CompiledRequirement, vocabulary: SkillVocabulary, evidence: CompiledResume
) -> Quote:
    """The whole line, or of a long one the sentence that shares most with the requirement."""
    written = line.written
    if len(written.strip()) <= LONGEST_WHOLE:
        return Quote(written.strip(), line.number)
    wanted = set(requirement.stems)
    slugs = {slug for group in requirement.groups for slug in group}
    slugs |= {credit.by for slug in slugs if (credit := evidence.credits.get(slug)) is not None and credit.by}
    best, best_count = written.strip()[:LONGEST_WHOLE], -1
    for match in _SENTENCE.finditer(written):
        sentence, piece = match.group().strip(), line.text[slice(*match.span())].strip()
        count = len(wanted.intersection(evidence_stems(piece, evidence.features.language)))
        if slugs:
            count += 2 * len(slugs & {mention.slug for mention in vocabulary.find(piece, evidence.features.language)})
        if piece and count > best_count:
            best, best_count = sentence, count
    return Quote(best, line.number)
