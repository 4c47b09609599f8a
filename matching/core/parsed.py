"""From what the posting parser gives to requirement rows; the parser's types are only described here, not imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from matching.core.building import requirement_row
from matching.core.demands import SOFT, is_trait
from matching.core.features import PREFERRED, REQUIRED, Mention, RequirementRow, SkillVocabulary, Span, kind_of

MOST_ROWS = 40


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
    def readable(self) -> bool: ...
    @property
    def months_of_experience(self) -> int | None: ...
    @property
    def minimum_count(self) -> int | None: ...
    @property
    def skills(self) -> Sequence[Mention]: ...
    @property
    def any_of(self) -> Sequence[Sequence[str]]: ...


def _judgeable(items: Iterable[ParsedItem]) -> bool:
    return any(item.readable and not is_trait(item.text) for item in items)


def _names_a_skill(item: ParsedItem, vocabulary: SkillVocabulary) -> bool:
    return any(kind_of(vocabulary, mention.slug) != SOFT for mention in item.skills)


def requirement_rows(items: Iterable[ParsedItem], vocabulary: SkillVocabulary) -> tuple[RequirementRow, ...]:
    """The rows of a posting, in its order, each text once; the key is the place in that order.

    Duties are rows too, as preferred. Where no requirement can be judged they are what the posting asks for; where it
    states no duties either, its sentences that name a skill are.
    """
    kept = list(items)
    asked = _judgeable(item for item in kept if item.kind == "requirement")
    kinds = {"requirement", "constraint", "duty"}
    if not asked and not _judgeable(item for item in kept if item.kind == "duty"):
        kinds.add("fact")
    chosen = [item for item in kept if item.kind in kinds and (item.kind != "fact" or _names_a_skill(item, vocabulary))]
    rows: list[RequirementRow] = []
    seen: set[str] = set()
    for item in chosen[:MOST_ROWS]:
        is_preferred = item.importance == PREFERRED or (asked and item.kind == "duty")
        if item.text in seen:
            continue
        seen.add(item.text)
        rows.append(
            requirement_row(
                str(len(rows)),
                item.text,
                vocabulary,
                importance=PREFERRED if is_preferred else REQUIRED,
                readable=item.readable and (item.kind != "constraint" or item.months_of_experience is not None),
                skills=tuple(dict.fromkeys(mention.slug for mention in item.skills)),
                any_of=item.any_of,
                months=item.months_of_experience,
                minimum_count=item.minimum_count,
                span=item.span,
                kind="duty" if asked and item.kind == "duty" else "requirement",
            )
        )
    return tuple(rows)
