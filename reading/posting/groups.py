"""Groups of alternatives inside one requirement: knowing one of PyTorch or JAX is enough."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Self

from reading import languages
from reading.folding import plain
from reading.spans import SkillMention, Span

TABLE = "joining"
WIDEST_GAP = 24
BEFORE, AFTER = 40, 30
_SIGNS = frozenset({",", "/", "&", "(", "),"})


@dataclass(frozen=True, slots=True)
class _Joints:
    """What stands between and around skills in a language, and in English."""

    either: re.Pattern[str]
    both: re.Pattern[str]
    between: re.Pattern[str]
    nested: re.Pattern[str]
    opens: re.Pattern[str]
    open_end: re.Pattern[str]

    @classmethod
    @cache
    def of(cls, codes: tuple[str, ...]) -> Self:
        either = languages.pattern(codes, TABLE, "or").pattern
        both = languages.pattern(codes, TABLE, "and").pattern
        examples = languages.pattern(codes, TABLE, "examples").pattern
        open_end = languages.pattern(codes, TABLE, "open_end").pattern
        return cls(
            either=re.compile(rf"{either}|/"),
            both=re.compile(rf"(?:{both})(?!/)|&"),
            between=re.compile(rf"[\s,/]*(?:,|/|{either}|{both})[\s]*(?:(?:{either}|{both})\s)?(?:an? |the )?"),
            nested=re.compile(rf"\s*\((?:{examples}),?\s*|\)\s*,?\s*(?:{either}|{both})?\s*"),
            opens=re.compile(rf"(?:{examples}),?[:\s(]*$"),
            open_end=re.compile(rf"[\s,)]*\(?\s*(?:{open_end})"),
        )


def any_of_groups(
    text: str, span: Span, skills: tuple[SkillMention, ...], code: str = languages.ENGLISH
) -> tuple[tuple[str, ...], ...]:
    """Skill slugs of which one is enough. "A and B" and a plain comma list stay separate requirements."""
    joints = _Joints.of(languages.with_english(code))
    groups: list[tuple[str, ...]] = []
    run: list[SkillMention] = []
    joined_by: list[str] = []
    for mention in skills:
        if run:
            gap = plain(text[run[-1].span[1] : mention.span[0]])
            if len(gap) <= WIDEST_GAP and _joins(gap, joints):
                run.append(mention)
                joined_by.append(gap)
                continue
            _close(text, span, run, joined_by, groups, joints)
        run, joined_by = [mention], []
    if run:
        _close(text, span, run, joined_by, groups, joints)
    return tuple(groups)


def _joins(gap: str, joints: _Joints) -> bool:
    stripped = gap.strip()
    if stripped in _SIGNS or joints.between.fullmatch(gap) is not None:
        return True
    return stripped not in (")", "") and joints.nested.fullmatch(gap) is not None


def _close(
    text: str,
    span: Span,
    run: list[SkillMention],
    joined_by: list[str],
    groups: list[tuple[str, ...]],
    joints: _Joints,
) -> None:
    before = plain(text[max(span[0], run[0].span[0] - BEFORE) : run[0].span[0]])
    after = plain(text[run[-1].span[1] : min(span[1], run[-1].span[1] + AFTER)])
    slugs = tuple(dict.fromkeys(mention.slug for mention in run))
    example = joints.opens.search(before) is not None
    open_end = joints.open_end.match(after) is not None
    if len(slugs) < 2:
        if open_end and slugs:
            groups.append(slugs)
        return
    has_or = any(joints.either.search(gap) for gap in joined_by)
    has_and = any(joints.both.search(gap) for gap in joined_by)
    if has_and and open_end and not has_or:
        # "Python and PyTorch (or similar framework)": only the last one has alternatives
        groups.append(slugs[-1:])
    elif has_and and has_or:
        _split_by_and(run, joined_by, groups, joints)
    elif has_or or open_end or example:
        groups.append(slugs)


def _split_by_and(
    run: list[SkillMention], joined_by: list[str], groups: list[tuple[str, ...]], joints: _Joints
) -> None:
    part = [run[0].slug]
    for mention, gap in zip(run[1:], joined_by, strict=True):
        if joints.both.search(gap):
            if len(part) > 1:
                groups.append(tuple(dict.fromkeys(part)))
            part = []
        part.append(mention.slug)
    if len(part) > 1:
        groups.append(tuple(dict.fromkeys(part)))
