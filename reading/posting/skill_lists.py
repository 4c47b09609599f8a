"""The skills of a posting with their importance, from its sentences and from declared tag lists."""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting import tags
from reading.posting.draft import Draft
from reading.posting.sections import STACK
from reading.posting.structure import Conflict, Item, PostingSkill
from reading.spans import SkillMention, Span

SOFTENED = re.compile(r"\w\W+(?:ideally|preferably|idealerweise|idéalement|preferiblemente|idealmente)\b[^.;]*$")
LONGEST_CLAUSE = 1000  # what a softener may stand before a skill; more would make a long line cost its square
# Fields of work that a row asks for in so many words ("good customer service skills"), whatever stands beside them.
ASKED_AS_SUCH = frozenset({"customer-service", "sales", "troubleshooting"})
FEW_SKILLS = 4  # below this, skills named in prose count too
ENOUGH_SKILLS = 6  # from here on, whole fields of work say nothing more


def read_skills(draft: Draft) -> tuple[PostingSkill, ...]:
    best: dict[str, tuple[int, str, Span]] = {}
    rank = {"required": 0, "preferred": 1, "mentioned": 2}
    for section in draft.sections:
        for item in section.items:
            for mention in item.skills:
                if section.kind == "skills" and not STACK.search(fold(section.heading)):
                    continue
                importance = "required" if section.kind == "skills" else _skill_importance(draft, item, mention)
                current = best.get(mention.slug)
                if current is None or rank[importance] < current[0]:
                    best[mention.slug] = (rank[importance], importance, mention.span)
    title = draft.facts.get("title")
    if title and title.span:
        for mention in draft.mentions:
            inside = title.span[0] <= mention.span[0] and mention.span[1] <= title.span[1]
            entry = draft.vocabulary.entries[mention.slug]
            if inside and best.get(mention.slug, (3,))[0] > 0 and not entry.broad and entry.kind != "soft":
                best[mention.slug] = (0, "required", mention.span)
    if sum(entry[0] == 0 for entry in best.values()) < FEW_SKILLS:
        _skills_of_prose(draft, best)
    narrow = sum(1 for slug, entry in best.items() if entry[0] < 2 and not _is_broad(draft, slug))
    if narrow >= ENOUGH_SKILLS:
        for slug, (_, _, span) in list(best.items()):
            if draft.vocabulary.entries[slug].broad and slug not in ASKED_AS_SUCH:
                best[slug] = (2, "mentioned", span)
    extracted = [
        PostingSkill(slug, draft.vocabulary.name(slug), importance, "extracted", span)
        for slug, (_, importance, span) in best.items()
    ]
    declared = _declared(draft, best)
    known = {skill.slug for skill in declared if skill.slug}
    merged = [skill for skill in extracted if skill.slug not in known] + declared
    return tuple(sorted(merged, key=lambda skill: (skill.span, skill.name)))


def _is_broad(draft: Draft, slug: str) -> bool:
    entry = draft.vocabulary.entries[slug]
    return entry.broad or entry.kind == "soft"


def _skills_of_prose(draft: Draft, best: dict[str, tuple[int, str, Span]]) -> None:
    """A posting without lists names its skills in running text."""
    for section in draft.sections:
        if section.kind not in ("preamble", "summary", "other"):
            continue
        for item in section.items:
            for mention in item.skills:
                entry = draft.vocabulary.entries[mention.slug]
                if best.get(mention.slug, (3,))[0] == 2 and not entry.broad and entry.kind != "soft":
                    best[mention.slug] = (0, "required", mention.span)


def _skill_importance(draft: Draft, item: Item, mention: SkillMention) -> str:
    """A skill counts where the line asks for it; a field of work named beside a narrower skill is only mentioned."""
    entry = draft.vocabulary.entries[mention.slug]
    asked = item.kind in ("requirement", "constraint") and mention.slug in ASKED_AS_SUCH
    if (
        entry.broad
        and not asked
        and any(
            not draft.vocabulary.entries[other.slug].broad and other.slug not in draft.soft for other in item.skills
        )
    ):
        return "mentioned"
    if item.kind in ("requirement", "constraint"):
        at = mention.span[0] - item.span[0]
        before = fold(item.text[max(0, at - LONGEST_CLAUSE) : at])
        if item.importance == "required" and SOFTENED.search(before):
            return "preferred"  # the softener lowers its clause, not the line
        return item.importance or "required"
    if item.kind == "duty" and not entry.broad and entry.kind != "soft":
        return "required"
    return "mentioned"


def _declared(draft: Draft, stated: dict[str, tuple[int, str, Span]]) -> list[PostingSkill]:
    """The posting's own tag list; a tag is never more than what the employer's sections say of it."""
    spans: list[Span] = []
    for block in draft.blocks:
        if block.kind == "skills" and not STACK.search(fold(block.heading)):
            for start, end in block.items:
                spans.extend(tags.split_list(draft.text, start, end))
    if draft.header.tag_blob:
        blob_start, blob_end = draft.header.tag_blob
        blob = draft.text[blob_start:blob_end]
        pieces = tags.split_by_list(blob, [draft.text[a:b] for a, b in spans]) if spans else None
        if pieces is None:
            pieces = tags.split_by_vocabulary(blob, draft.vocabulary)
        spans = spans or [(blob_start + a, blob_start + b) for a, b in pieces]
    return [skill for span in spans if (skill := _declared_one(draft, span, stated)) is not None]


def _declared_one(draft: Draft, span: Span, stated: dict[str, tuple[int, str, Span]]) -> PostingSkill | None:
    label = draft.text[slice(*span)]
    if len(label) > 80 or not label.strip():
        return None
    slug = draft.vocabulary.slug(label)
    importance = _worded(draft, label) or (stated[slug][1] if slug in stated else "mentioned")
    if importance == "preferred":
        draft.conflicts.append(Conflict("skills", f"listed required, stated preferred: {label}", (span,)))
    return PostingSkill(slug, draft.vocabulary.name(slug) if slug else label, importance, "declared", span)


def _worded(draft: Draft, label: str) -> str | None:
    found: str | None = None
    for section in draft.sections:
        for item in section.items:
            if item.importance and tags.agrees(label, item.text):
                if item.importance == "required":
                    return "required"
                found = "preferred"
    return found
