"""How strongly a line asks for something: as a requirement, or as a wish."""

from __future__ import annotations

import itertools
import re

from reading.folding import fold
from reading.word_lists import compiled

WISH = compiled("importance.wish")
MUST = compiled("importance.must")
NO_MUST = compiled("importance.no_must")
SURELY = compiled("importance.surely")
TAIL = compiled("importance.tail")
AFTER = compiled("importance.after")
IDEAL = re.compile(r"(?:the|our|an|your) ideal candidate")
CUT = re.compile(rf"[,;()]|(?<!\w)plus(?!\w)|{AFTER.pattern}(?=\s+(?:and\s|or\s|\w))")
GREETING = compiled("importance.greeting")
LEAST_HEAD = 3
"""Words that stand before a softener of its clause alone: "Builder of models, ideally of boats"."""
LONGEST_TAIL, LEAST_BEFORE_TAIL = 5, 4


def importance_of(text: str, section_kind: str) -> str:
    """ "required" or "preferred" for a requirement: words in the line beat the heading above it."""
    lowered = fold(text)
    wish = WISH.search(lowered)
    if wish is None and IDEAL.match(lowered):
        return "required" if MUST.search(lowered) else "preferred"
    asked = NO_MUST.sub(lambda match: " " * len(match.group()), lowered)
    must = MUST.search(asked)
    if section_kind == "preferred":
        return "required" if wish is None and SURELY.search(asked) else "preferred"
    if wish is None or (must and must.start() < wish.start()):
        return "required"
    head = lowered[: wish.start()]
    before = len(head.split())
    tail = TAIL.fullmatch(wish.group()) is not None
    if tail and before >= LEAST_HEAD:
        return "required"  # the softener lowers its clause, not the line
    if (remark := _remark(lowered, wish.start())) is not None:
        beside = WISH.sub("", remark).strip(" ,.;()") != ""  # "(software preferred)": the remark softens itself
        if beside and ((tail and head.strip(" (")) or before > LEAST_HEAD):
            return "required"
    if AFTER.search(wish.group()) and _is_tail(head, lowered):
        return "required"
    return "preferred"


def importance_at(text: str, start: int, end: int) -> str:
    """ "required" or "preferred" for what stands at an offset of a line that holds a wish: whether the wish is part of
    its clause ("degree preferred and 5 years in sales", "3 years of Java, Go is a plus"), or stands alone beside it."""
    lowered = fold(text)
    edges = [0, *(match.end() for match in CUT.finditer(lowered)), len(lowered)]
    clauses = [(a, b) for a, b in itertools.pairwise(edges) if a < b]
    for a, b in clauses:
        wish = WISH.search(lowered, a, b)
        if wish is None:
            continue
        if (a < end and start < b) or not WISH.sub("", lowered[a:b]).strip(" ,.;:()"):
            return "preferred"
    return "required"


def wishes(heading: str) -> bool:
    """Whether a heading announces wishes, and greets nobody."""
    lowered = fold(heading)
    return WISH.search(lowered) is not None and GREETING.match(lowered) is None


def _is_tail(head: str, lowered: str) -> bool:
    """ "5 years of sales experience, SaaS preferred": the tail is soft, the head is not."""
    if "," not in head:
        return False
    tail = head.rsplit(",", 1)[-1].split()
    return (
        tail[:1] not in (["or"], ["and"])
        and 0 < len(tail) <= LONGEST_TAIL
        and len(head.split()) - len(tail) >= LEAST_BEFORE_TAIL
        and not lowered.startswith("prefer")
    )


def _remark(lowered: str, position: int) -> str | None:
    """What the brackets around a position hold; None outside brackets."""
    start = lowered.rfind("(", 0, position)
    if start <= lowered.rfind(")", 0, position):
        return None
    end = lowered.find(")", position)
    return lowered[start + 1 : end if end >= 0 else len(lowered)]
