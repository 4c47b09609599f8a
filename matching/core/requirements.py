"""A requirement as judging uses it: what its sentence asks, with the weight of its words and skills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.core.features import RequirementRow, SkillVocabulary
from matching.core.word_weights import RARE, weight
from reading import languages
from reading.requirement import Asked, kind_of
from reading.words import content_stems, stem, tokens

TELLING_WORD = 3.0
LEAST_SKILL, LEAST_TOOL, MOST_SKILL = 1.0, 4.5, 5.0
TECHNICAL = frozenset({"language", "framework", "tool", "platform", "hardware", "certification"})
# Said after the name of a skill without adding to it: profiling tools, welding techniques.
_LIGHT_STEMS = frozenset(stem(word) for word in ("tools", "techniques", "methods", "principles"))


@dataclass(frozen=True, slots=True)
class CompiledRequirement:
    """One requirement as judged, made once for each posting.

    ``asked`` is what its sentence asks. ``stems`` are its subject words in order, ``stem_weights`` how telling they
    are, ``rest`` those that name no skill; ``groups`` the skills, one of each group needed, ``technical`` if all of them
    are tools and the like. For each group ``group_weights`` says how telling it is and ``group_words`` in which words a
    line may name it without the skill's own name. ``degree_words`` are of a subject that belongs to no known field.
    """

    row: RequirementRow
    stems: tuple[str, ...]
    stem_weights: tuple[float, ...]
    rest: tuple[str, ...]
    rest_weights: tuple[float, ...]
    groups: tuple[tuple[str, ...], ...]
    group_weights: tuple[float, ...]
    group_words: tuple[tuple[tuple[str, ...], ...], ...]
    technical: bool
    degree_words: tuple[str, ...]

    @property
    def asked(self) -> Asked:
        return self.row.asked


@dataclass(frozen=True, slots=True)
class _Said:
    """The words that name a skill, how telling they are, and whether a line that holds them names it too."""

    words: tuple[str, ...]
    weight: float
    whole: bool


def _as_said(
    named: Iterable[tuple[str, str]], slugs: Iterable[str], vocabulary: SkillVocabulary, code: str
) -> dict[str, _Said]:
    """Each skill as the text names it, or else by its own name."""
    by_text = dict(named)
    empty = languages.words(code, "words", "function") | languages.words(code, "words", "requirement")
    found = {}
    for slug in slugs:
        said, name = by_text.get(slug) or vocabulary.name(slug), vocabulary.name(slug)
        words = tuple(content_stems(said, code))
        words = tuple(word for word in words if word not in _LIGHT_STEMS) or words
        # An acronym is rare, what it stands for need not be.
        values = [value for value in (_phrase_weight(words), _phrase_weight(content_stems(name, code))) if value]
        # Of a name like "e-commerce" the words say less than the name.
        plain = [word for word in tokens(said) if word not in empty]
        plain = [word for word in plain if stem(word, code) not in _LIGHT_STEMS] or plain
        whole = len(words) == len(set(plain)) and _telling(words)
        found[slug] = _Said(words, min(values, default=0.0), whole)
    return found


def _group_weight(group: Sequence[str], kinds: Mapping[str, str], said: Mapping[str, _Said]) -> float:
    """As telling as the most telling skill of the group; a tool is never a common word."""
    least = LEAST_TOOL if any(kinds[slug] in TECHNICAL for slug in group) else LEAST_SKILL
    return min(MOST_SKILL, max(least, *(said[slug].weight for slug in group)))


def _phrase_weight(words: Sequence[str]) -> float:
    """A phrase is rarer than its rarest word."""
    values = [weight(word) for word in words]
    return min(RARE, max(values) + (sum(values) - max(values)) / 2) if values else 0.0


def _telling(words: Sequence[str]) -> bool:
    return len(words) > 1 or any(weight(word) >= TELLING_WORD for word in words)


def compile_requirement(row: RequirementRow, vocabulary: SkillVocabulary) -> CompiledRequirement:
    """About 0.05 ms."""
    asked = row.asked
    code = asked.language
    kinds = {
        slug: kind
        for slug in dict.fromkeys(slug for group in asked.groups for slug in group)
        if (kind := kind_of(vocabulary, slug)) is not None
    }
    groups = tuple(kept for group in asked.groups if (kept := tuple(slug for slug in group if slug in kinds)))
    stems = tuple(content_stems(asked.subject or row.text, code))
    skill_stems = {stem(word, code) for _, words in asked.named for word in tokens(words)}
    rest = tuple(word for word in stems if word not in skill_stems and word not in asked.kind_words)
    said = _as_said(asked.named, kinds, vocabulary, code)
    return CompiledRequirement(
        row=row,
        stems=stems,
        stem_weights=tuple(weight(word) for word in stems),
        rest=rest,
        rest_weights=tuple(weight(word) for word in rest),
        groups=groups,
        group_weights=tuple(_group_weight(group, kinds, said) for group in groups),
        group_words=tuple(
            tuple(said[slug].words for slug in group if kinds[slug] not in TECHNICAL and said[slug].whole)
            for group in groups
        ),
        technical=bool(groups) and all(kinds[slug] in TECHNICAL for group in groups for slug in group),
        degree_words=tuple(content_stems(asked.degree_subject, code)),
    )
