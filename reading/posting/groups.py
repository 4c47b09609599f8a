"""Groups of alternatives inside one requirement: knowing one of PyTorch or JAX is enough."""

from __future__ import annotations

import re

from reading.spans import SkillMention, Span

SOFT_BETWEEN = re.compile(r"[\s,/]*(?:,|/|\bor\b|and/or|\band\b|,\s*and\b|,\s*or\b)[\s]*(?:an? |the )?")
OPENER = re.compile(
    r"(?:such as|like|e\.g\.?,?|for example|for instance|including|one of|any of|one or more of|at least one of"
    r"|either|similar to|z\.b\.)[:\s(]*$",
    re.IGNORECASE,
)
EXAMPLE = re.compile(
    r"(?:such as|e\.g\.?,?|for example|for instance|one of|any of|one or more of|at least one of|either|like"
    r"|z\.b\.)[:\s(]*$",
    re.IGNORECASE,
)
OPEN_END = re.compile(
    r"[\s,)]*(?:\(?\s*or (?:an?)?\s*(?:other|similar|equivalent|comparable|related|any)|,? or (?:another|others?)"
    r"|\bor (?:a )?similar|(?:,|and)? ?etc)",
    re.IGNORECASE,
)


def any_of_groups(text: str, span: Span, skills: tuple[SkillMention, ...]) -> tuple[tuple[str, ...], ...]:
    """Skill slugs of which one is enough. "A and B" and a plain comma list stay separate demands."""
    groups: list[tuple[str, ...]] = []
    run: list[SkillMention] = []
    joined_by: list[str] = []
    for mention in skills:
        if run:
            gap = text[run[-1].span[1] : mention.span[0]]
            if len(gap) <= 24 and _joins(gap):
                run.append(mention)
                joined_by.append(gap)
                continue
            _close(text, span, run, joined_by, groups)
        run, joined_by = [mention], []
    if run:
        _close(text, span, run, joined_by, groups)
    return tuple(groups)


NESTED = re.compile(r"\s*\((?:e\.g\.?,?|such as|like|for example,?)\s*|\)\s*,?\s*(?:and/or|and|or)?\s*")


def _joins(gap: str) -> bool:
    stripped = gap.strip().lower()
    if NESTED.fullmatch(gap.lower()) and stripped not in (")", ""):
        return True
    return (
        stripped in (",", "/", "or", "and", ", or", ", and", "and/or", "&", "(", "),", ", and/or", ",or")
        or SOFT_BETWEEN.fullmatch(gap.lower()) is not None
    )


def _close(text: str, span: Span, run: list[SkillMention], joined_by: list[str], groups: list[tuple[str, ...]]) -> None:
    before = text[max(span[0], run[0].span[0] - 40) : run[0].span[0]]
    after = text[run[-1].span[1] : min(span[1], run[-1].span[1] + 30)]
    slugs = tuple(dict.fromkeys(mention.slug for mention in run))
    example = EXAMPLE.search(before) is not None
    open_end = OPEN_END.match(after) is not None
    if len(slugs) < 2:
        if open_end and slugs:
            groups.append(slugs)
        return
    words = [gap.strip().lower() for gap in joined_by]
    has_or = any(re.search(r"\bor\b|/", word) for word in words)
    has_and = any(re.search(r"\band\b(?!/or)|&", word) for word in words)
    if has_and and open_end and not has_or:
        # "Python and PyTorch (or similar framework)": only the last one has alternatives
        groups.append(slugs[-1:])
    elif has_and and has_or:
        _split_by_and(run, joined_by, groups)
    elif has_or or open_end or (example and not has_and) or (example and has_and):
        groups.append(slugs)


def _split_by_and(run: list[SkillMention], joined_by: list[str], groups: list[tuple[str, ...]]) -> None:
    part = [run[0].slug]
    for mention, gap in zip(run[1:], joined_by, strict=True):
        if re.search(r"\band\b(?!/or)|&", gap.lower()):
            if len(part) > 1:
                groups.append(tuple(dict.fromkeys(part)))
            part = []
        part.append(mention.slug)
    if len(part) > 1:
        groups.append(tuple(dict.fromkeys(part)))
