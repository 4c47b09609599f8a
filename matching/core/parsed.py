"""From what the posting parser gives to requirement rows; the parser's types are only described here, not imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from matching.core.features import PREFERRED, REQUIRED, RequirementRow, SkillVocabulary, Span
from reading.requirement import SOFT, Asked, kind_of

MOST_ROWS = 40
ENOUGH_ROWS = 12
ASKED = frozenset({"requirement", "constraint", "duty"})


class ParsedItem(Protocol):
    """One clause of a posting. ``kind``: requirement, constraint, duty, benefit or fact."""

    @property
    def text(self) -> str: ...
    @property
    def span(self) -> Span: ...
    @property
    def kind(self) -> str: ...
    @property
    def importance(self) -> str | None: ...
    @property
    def asked(self) -> Asked | None: ...


def _judgeable(items: Iterable[ParsedItem]) -> bool:
    return any(item.asked is not None and item.asked.readable for item in items)


def _names_a_skill(item: ParsedItem, vocabulary: SkillVocabulary) -> bool:
    groups = item.asked.groups if item.asked is not None else ()
    return any(kind_of(vocabulary, slug) not in (SOFT, None) for group in groups for slug in group)


def _tells(item: ParsedItem, vocabulary: SkillVocabulary, *, few: bool, named: bool) -> bool:
    """Whether a sentence that asks nothing is a row: it can be judged, and there is little else, or nothing at all."""
    if item.kind != "fact" or item.asked is None:
        return False
    return (named and _names_a_skill(item, vocabulary)) or (few and item.asked.readable)


def requirement_rows(items: Iterable[ParsedItem], vocabulary: SkillVocabulary) -> tuple[RequirementRow, ...]:
    """The rows of a posting, in its order, each text once; the key is the place in that order.

    Duties are rows too, as preferred. Where no requirement can be judged they are what the posting asks for; where it
    states no duties either, its sentences that name a skill are. A posting with less than ENOUGH_ROWS shows the
    sentences that tell something to judge by beside them, as it shows duties.
    """
    kept = list(items)
    asked = _judgeable(item for item in kept if item.kind == "requirement")
    told = not asked and not _judgeable(item for item in kept if item.kind == "duty")
    few = sum(item.kind in ASKED for item in kept) < ENOUGH_ROWS
    chosen = [item for item in kept if item.kind in ASKED or _tells(item, vocabulary, few=few, named=told)]
    rows: list[RequirementRow] = []
    seen: set[str] = set()
    for item in chosen[:MOST_ROWS]:
        beside = (item.kind == "duty" and asked) or (item.kind == "fact" and not told)
        if item.text in seen:
            continue
        seen.add(item.text)
        asked_of = item.asked or Asked(subject=item.text)
        if item.kind == "constraint" and asked_of.months is None:
            asked_of = replace(asked_of, readable=False)
        rows.append(
            RequirementRow(
                key=str(len(rows)),
                text=item.text,
                importance=PREFERRED if beside or item.importance == PREFERRED else REQUIRED,
                span=item.span,
                kind="duty" if beside else "requirement",
                asked=asked_of,
            )
        )
    return tuple(rows)
