"""The owner's word on a row: which line of the resume shows what the board did not see."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from matching.core.features import RequirementRow, ResumeFeatures

_BLANKS = re.compile(r"\s+")
_EDGES = " \t.,;:•·-–*"


def folded(text: str) -> str:
    """One spelling for what differs in case, width, blanks and end marks only."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip(_EDGES)


def lasting_keys(rows: Iterable[RequirementRow]) -> dict[str, str]:
    """Key of a row -> a key of its words, which stays when the posting is read again. Of rows that say the same each
    has its own.
    """
    seen: Counter[str] = Counter()
    lasting = {}
    for row in rows:
        digest = hashlib.sha256(folded(row.text).encode()).hexdigest()[:40]
        seen[digest] += 1
        lasting[row.key] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return lasting


def claimed_lines(
    rows: Iterable[RequirementRow], resume: ResumeFeatures, words: Mapping[str, str] | None
) -> dict[str, int]:
    """Key of a row -> number of the line that its owner points to, for ``explain`` and ``score``.

    ``words`` maps lasting keys to the text of a line. What stands in the posting or the resume no longer is left out;
    so is a line that never counts.
    """
    if not words:
        return {}
    numbers: dict[str, int] = {}
    for line in resume.readable_lines():
        numbers.setdefault(folded(line.written), line.number)
    claimed = {}
    for key, lasting in lasting_keys(rows).items():
        number = numbers.get(folded(words[lasting])) if words.get(lasting, "").strip() else None
        if number is not None:
            claimed[key] = number
    return claimed
