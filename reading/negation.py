"""Whether a word stands under a "not" of its clause: "neither part-time nor remote", "none of our roles is remote"."""

from __future__ import annotations

import re

NEGATOR = re.compile(
    r"\b(?:no|not|never|neither|nor|none|without|cannot|can't|unable|don't|doesn't|isn't|aren't|won't|wouldn't|kein\w*"
    r"|nicht|weder|ne|pas|sans|ningun[oa]?|sin|non|senza|geen|niet)\b"
)
# "No experience required" and "you don't have to commute" free from a duty; what follows them is not denied.
RELEASE = re.compile(
    r"\b(?:no (?:[\w-]+ ){0,3}?(?:required|needed|necessary|need)\b|not (?:required|needed|necessary|essential"
    r"|mandatory)\b"
    r"|(?:do not|don't|need not|does not|doesn't|won't|will not) (?:have|need|require)(?: to| you to)?\b)"
)
# Wordings that hold a negative word but deny nothing.
NO_DENIAL = re.compile(
    r"\bnot (?:only|just|limited|least|sure)\b|\bno (?:matter|doubt|longer|later|less|more|fewer|problem|\d)"
    r"|\bwhether or not\b|\bwhy not\b|\bif not\b|\bor not\b|\bwithout (?:exception|a doubt)\b"
)
# A new clause begins: behind a strong sign, a contrasting word, or a comma with a subject of its own.
NEW_CLAUSE = re.compile(
    r"[.;:!?–—()\n]|\s-\s|,? \b(?:but|however|yet|although|though|because|instead|so|unless|therefore|aber|sondern|mais"
    r"|sino|pero|maar|ma)\b|(?:,|\band) (?:and )?(?:you|we|they|it|this|that|there|the|our|your|work|can|is|are)\b"
)
CONDITION = re.compile(
    r"\s*(?:and |or )?(?:if|when|where|unless|although|though|while|since|as|wenn|falls|si|als)\b[^,]*,"
)
REACH = 140


def is_denied(lowered: str, start: int, *, duty: bool = False) -> bool:
    """Whether the word at ``start`` of an already folded sentence is denied by its own clause.

    ``duty`` says that the word names something asked ("on site"): then being freed from it denies it as well.
    """
    low = max(0, start - REACH)
    clause_start = low
    for boundary in NEW_CLAUSE.finditer(lowered, low, start):
        clause_start = boundary.end()
    condition = CONDITION.match(lowered, clause_start, start)
    clause = lowered[condition.end() if condition else clause_start : start]
    clause = NO_DENIAL.sub(lambda match: " " * len(match.group()), clause)
    if not duty:
        clause = RELEASE.sub(lambda match: " " * len(match.group()), clause)
    return NEGATOR.search(clause) is not None
