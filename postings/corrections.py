"""What people have put right in the rows and tags that were read from a text. A person's word wins, on every reading.

Corrections are keyed by the words of a row, so that they find it again after the text around it has changed.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reading.posting.structure import Item, ParsedPosting, PostingSkill

DEMANDS = ("requirement", "constraint")
NOT_A_REQUIREMENT = "none"

Corrections = Mapping[str, Mapping[str, Any]]


def row_key(text: str) -> str:
    """The same for rows that differ only in case, blanks or punctuation."""
    words = re.findall(r"[\w+#]+", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def tag_key(name: str) -> str:
    return " ".join(name.casefold().split())[:120]


def corrected(parsed: ParsedPosting, rows: Corrections, tags: Corrections) -> ParsedPosting:
    """The reading with what people said about it.

    ``rows`` maps a row's key to ``importance`` (required, preferred, none), ``readable`` and ``removed``; ``tags`` maps
    a tag's key to ``importance`` and ``removed``. An absent name leaves that to the text. Tags that a person has added
    are not in the text, so they are not in the answer either.
    """
    if not rows and not tags:
        return parsed
    sections = tuple(
        replace(section, items=tuple(_row(item, rows) for item in section.items if not _is_removed(item.text, rows)))
        for section in parsed.sections
    )
    changed = replace(parsed, sections=sections)
    skills = (_tag(skill, parsed, changed, rows, tags) for skill in parsed.skills)
    return replace(changed, skills=tuple(skill for skill in skills if skill is not None))


def _is_removed(text: str, rows: Corrections) -> bool:
    return bool(rows.get(row_key(text), {}).get("removed"))


def _row(item: Item, rows: Corrections) -> Item:
    correction = rows.get(row_key(item.text))
    if not correction:
        return item
    importance = correction.get("importance")
    if importance == NOT_A_REQUIREMENT:
        return replace(item, kind="fact", importance=None, any_of=())
    if importance:
        kind = item.kind if item.kind in DEMANDS else "requirement"
        item = replace(item, kind=kind, importance=importance)
    return replace(item, readable=correction.get("readable", item.readable))


def _tag(
    skill: PostingSkill, before: ParsedPosting, after: ParsedPosting, rows: Corrections, tags: Corrections
) -> PostingSkill | None:
    correction = tags.get(tag_key(skill.name), {})
    if correction.get("removed"):
        return None
    if correction.get("importance"):
        return replace(skill, importance=correction["importance"])
    if any(row_key(item.text) in rows for item in _naming(skill, before)):
        left = _naming(skill, after)
        if not left and skill.source == "extracted":
            return None
        asked = {item.importance for item in left if item.kind in DEMANDS}
        strongest = "required" if "required" in asked else "preferred" if "preferred" in asked else "mentioned"
        return replace(skill, importance=strongest)
    return skill


def _naming(skill: PostingSkill, parsed: ParsedPosting) -> list[Item]:
    return [
        item
        for section in parsed.sections
        for item in section.items
        if skill.slug and any(mention.slug == skill.slug for mention in item.skills)
    ]
