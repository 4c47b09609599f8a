"""Fields written as "Label: value", as cells of a grid, or as a label with its value on the next line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reading import word_lists
from reading.folding import fold
from reading.spans import Span

# A label that several fields could claim goes to the first of them.
FIELDS = (
    "title", "organization", "location", "salary", "workplace", "employment", "posted", "valid_through", "start",
    "duration", "experience", "education", "department", "skills", "visa", "openings", "other",
)  # fmt: skip
# Fields whose labels are told from ordinary words by a colon or a cell alone.
LONGEST_LABEL = 45
NOTE = re.compile(r"\s*\((?!s\)|e\)|n\))[^)]{0,24}\)|\((?:s|e|n|es)\)|\*+")
# "Label: value", "Label<tab>value"; a dash counts where the label is one that nobody starts a sentence with.
MARK = re.compile(
    r"(?P<label>[^\W\d_][\w &/.'’()*-]{1,44}?)(?:\s*:\*{0,2}\s*(?=\S)|[ ]*\t+\s*(?=\S)|\s+[-–—]\s+(?=\S))"
)
DASH_FIELDS = frozenset({"location", "salary", "employment", "workplace"})


@dataclass(frozen=True, slots=True)
class Labelled:
    field: str
    label: Span
    value: Span


@lru_cache(maxsize=1)
def _field_of_label() -> dict[str, str]:
    tables = word_lists.tables("labels")
    found: dict[str, str] = {}
    for field in FIELDS:
        for label in tables.get(field, ()):
            found.setdefault(label, field)
    return found


def field_of(label: str) -> str | None:
    """The field that a bare label names, or None."""
    plain = " ".join(NOTE.sub(" ", fold(label)).strip(" :*-–").split())
    found = _field_of_label()
    return found.get(plain) or found.get(plain.replace("-", " ").replace("_", " "))  # "job-location"


def read_label(text: str, start: int, end: int) -> Labelled | None:
    """A known label with a value behind it on the same line."""
    match = MARK.match(text, start, min(end, start + LONGEST_LABEL + 20))
    if match is None:
        return None
    field = field_of(match["label"])
    if field is None:
        return None
    mark = text[match.end("label") : match.end()]
    if ":" not in mark and "\t" not in mark and field not in DASH_FIELDS:
        return None
    return Labelled(field, match.span("label"), (match.end(), end))


NEXT_LABEL = re.compile(r"(?:(?<=[\s|;,.)\d])|(?<=[a-zà-ÿ]))(?=[A-ZÀ-Þ][\w &/.'’()-]{1,40}:)")


def read_labels(text: str, start: int, end: int) -> list[Labelled]:
    """All fields of a line that begins with a label: "Job Title: Cook Pay: $20", where line breaks were lost."""
    first = read_label(text, start, end)
    if first is None:
        return []
    found = [first]
    for cut in NEXT_LABEL.finditer(text, first.value[0] + 1, end):
        following = read_label(text, cut.start(), end)
        if following is not None and cut.start() > found[-1].value[0]:
            last = found[-1]
            stop = cut.start()
            while stop > last.value[0] and text[stop - 1] in " \t|;,":
                stop -= 1
            found[-1] = Labelled(last.field, last.label, (last.value[0], stop))
            found.append(following)
    return found
