"""From what the posting parser gives to requirement rows; the parser's types are only described here, not imported."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Protocol

from matching.core.features import PREFERRED, REQUIRED, RequirementRow, SkillVocabulary, Span
from reading.languages import ENGLISH
from reading.posting.requirements import speaks_of_company
from reading.requirement import SOFT, Asked, kind_of, read_asked

MOST_ROWS = 40
ENOUGH_ROWS = 12
FEWEST_ROWS = 6
LEAST_TOLD, LONGEST_FRAGMENT = 4, 7  # words
ENDS = frozenset(".!?;")
ADDRESSES = ("://", "www.", "@")
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


def _is_sentence(text: str) -> bool:
    """Whether it is a sentence about the work or the person: no line of a header, no address, nothing about the company."""
    words = len(text.split())
    whole = words > LONGEST_FRAGMENT or (words >= LEAST_TOLD and text.rstrip()[-1:] in ENDS)
    return whole and not any(sign in text for sign in ADDRESSES) and not speaks_of_company(text)


def requirement_rows(
    items: Iterable[ParsedItem], vocabulary: SkillVocabulary, *, telling: Collection[Span] = (), code: str = ENGLISH
) -> tuple[RequirementRow, ...]:
    """The rows of a posting, in its order, each text once; the key is the place in that order.

    Duties are rows too, as preferred. Where no requirement can be judged they are what the posting asks for; where it
    states no duties either, its sentences that name a skill are. A posting with less than ENOUGH_ROWS shows what else
    stands among requirements and duties beside them, as it shows duties; one with less than FEWEST_ROWS the sentences with
    the spans ``telling`` as well, which say in prose what the work is. ``code`` is the posting's language.
    """
    kept = list(items)
    asked = _judgeable(item for item in kept if item.kind == "requirement")
    told = not asked and not _judgeable(item for item in kept if item.kind == "duty")
    number = sum(item.kind in ASKED for item in kept)

    def is_row(item: ParsedItem) -> bool:
        if item.kind in ASKED:
            return True
        if item.kind != "fact":
            return False
        if item.asked is None:
            return number < FEWEST_ROWS and item.span in telling and _is_sentence(item.text)
        return number < ENOUGH_ROWS or (told and _names_a_skill(item, vocabulary))

    chosen = [item for item in kept if is_row(item)]
    rows: list[RequirementRow] = []
    seen: set[str] = set()
    for item in chosen[:MOST_ROWS]:
        beside = (item.kind == "duty" and asked) or (
            item.kind == "fact" and not (told and _names_a_skill(item, vocabulary))
        )
        if item.text in seen:
            continue
        seen.add(item.text)
        # A fact outside the asking sections has not been read for what it asks.
        unread = item.asked is None and item.kind == "fact"
        asked_of = read_asked(item.text, vocabulary, code=code) if unread else item.asked or Asked(subject=item.text)
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
