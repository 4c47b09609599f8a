"""The skills of a posting with their importance, from its sentences and from declared tag lists."""

from __future__ import annotations

import re

from reading import spoken
from reading.folding import fold
from reading.posting import tags
from reading.posting.draft import Draft
from reading.posting.sections import STACK
from reading.posting.structure import Conflict, Item, PostingSkill
from reading.spans import SkillMention, Span
from reading.vocabulary import skill_key

SOFTENED = re.compile(r"\w\W+(?:ideally|preferably|idealerweise|idéalement|preferiblemente|idealmente)\b[^.;]*$")
LONGEST_CLAUSE = 1000  # what a softener may stand before a skill; more would make a long line cost its square
ALIKE = 4  # letters
FEW_SKILLS = 4  # below this, skills named in prose count too


def read_skills(draft: Draft) -> tuple[PostingSkill, ...]:
    """The skills of a posting, in order. A word of the employer's name is none: "Saltmarsh Optics"."""
    employer = draft.facts.get("hiring_organization")
    name = str(employer.value) if employer else ""
    best: dict[str, tuple[int, str, Span]] = {}
    rank = {"required": 0, "preferred": 1, "mentioned": 2}
    for section in draft.sections:
        for item in section.items:
            for mention in item.skills:
                if section.kind == "skills" and not STACK.search(fold(section.heading)):
                    continue
                if _is_in_name(draft.text, mention.span, name):
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
    extracted = [
        PostingSkill(slug, _name(draft, slug, span), importance, "extracted", span)
        for slug, (_, importance, span) in best.items()
    ]
    declared = _declared(draft, best)
    known = {skill.slug for skill in declared if skill.slug}
    merged = [skill for skill in extracted if skill.slug not in known] + declared
    return tuple(sorted(merged, key=lambda skill: (skill.span, skill.name)))


def _name(draft: Draft, slug: str, span: Span) -> str:
    """The vocabulary's name, or the posting's own word where it is a label of another language than English. A posting
    in another language keeps its word for what English calls quite differently, such as a spoken language.
    """
    written, name = draft.text[slice(*span)], draft.vocabulary.name(slug)
    if draft.vocabulary.is_label(written, draft.language):
        return written
    if draft.language == "en":
        return name
    if draft.vocabulary.entries[slug].category == "languages":
        return spoken.name_in(written) or name
    is_name = written[:1].isupper() and not written.isupper()
    return written if is_name and not _begin_alike(written, name) else name


def _begin_alike(one: str, other: str) -> bool:
    """Whether two names share a word, as far as its first letters tell: "Node" and "Node.js", not "Deutsch" and "German"."""
    first, second = ({word[:ALIKE] for word in skill_key(name).split()} for name in (one, other))
    return not first.isdisjoint(second)


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


def _is_in_name(text: str, span: Span, name: str) -> bool:
    """Whether the words at ``span`` are a part of this name, less than the whole of it, where they stand."""
    starts = range(max(0, span[1] - len(name)), span[0] + 1)
    return len(name) > span[1] - span[0] and any(text.startswith(name, start) for start in starts)


def _skill_importance(draft: Draft, item: Item, mention: SkillMention) -> str:
    """A skill counts where a line asks for it, or names it as work to do; a whole field of work only where it is asked."""
    entry = draft.vocabulary.entries[mention.slug]
    if item.kind in ("requirement", "constraint"):
        if entry.kind == "soft":
            return "mentioned"
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
