"""From what the posting parser gives to requirement rows; the parser's types are only described here, not imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from matching.core.building import requirement_row
from matching.core.demands import SOFT, is_trait
from matching.core.features import PREFERRED, REQUIRED, Mention, RequirementRow, SkillVocabulary, Span

MOST_ROWS = 40
LONGEST_FACT = 400


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
    return any(vocabulary.kind(mention.slug) != SOFT for mention in item.skills)


def requirement_rows(items: Iterable[ParsedItem], vocabulary: SkillVocabulary) -> tuple[RequirementRow, ...]:
    """The rows of a posting, in its order, each text once; the key is the place in that order.

    Where no requirement can be judged, the duties are what the posting asks for; failing those, its sentences that name
    a skill.
    """
    kept = list(items)
    asked = [item for item in kept if item.kind == "requirement"]
    if not _judgeable(asked):
        asked += [item for item in kept if item.kind == "duty"]
    if not _judgeable(asked):
        hard = [item for item in kept if item.kind == "fact" and _names_a_skill(item, vocabulary)]
        asked += [item for item in hard if len(item.text) <= LONGEST_FACT]
    rows: list[RequirementRow] = []
    seen: set[str] = set()
    for item in asked[:MOST_ROWS]:
        if item.text in seen:
            continue
        seen.add(item.text)
        rows.append(
            requirement_row(
                str(len(rows)),
                item.text,
                vocabulary,
                importance=PREFERRED if item.importance == PREFERRED else REQUIRED,
                readable=item.readable,
                skills=tuple(dict.fromkeys(mention.slug for mention in item.skills)),
                any_of=item.any_of,
                months=item.months_of_experience,
                minimum_count=item.minimum_count,
                span=item.span,
            )
        )
    return tuple(rows)
