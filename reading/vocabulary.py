"""The skill vocabulary: which words of a text name which skill, and what knowing one skill says about another.

The data is ``reading/data/skills.toml``. Matching walks one Aho-Corasick automaton over a folded copy of the text that
keeps every offset, so a mention's span always cuts the untouched text.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ahocorasick

from reading import languages
from reading.folding import fold
from reading.spans import SkillMention

_AND_OR = "|".join(languages.pattern(languages.CODES, "joining", key).pattern for key in ("and", "or"))
# What stands between two entries of a list, in any of the languages.
_JOINED = re.compile(rf"\s*(?:,|/|&|{_AND_OR})\s*(?:(?:{_AND_OR})\s)?")
_JOINED_BEFORE = re.compile(rf"\s*(?:,|/|&|{_AND_OR})\s*(?:(?:{_AND_OR})\s)?\Z")
DEFAULT_PATH = Path(__file__).resolve().parent / "data" / "skills.toml"
IMPLICATION_FLOOR = 0.4
IMPLICATION_DEPTH = 2
KINDS = frozenset(
    {"language", "framework", "tool", "platform", "hardware", "concept", "method", "domain", "certification", "soft"}
)
TECHNICAL_KINDS = frozenset({"language", "framework", "tool", "platform", "hardware"})

SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")
TRIGGER = re.compile(
    r"(?:comfortable|proficien(?:t|cy)|fluen(?:t|cy)|skilled|expert(?:ise)?|experienced?|knowledge|familiar(?:ity)?|command|mastery|grasp"
    r"|competen(?:t|ce)"
    r"|skills|background|code[sd]?|coding|program(?:s|ming|med)?|develop(?:s|er|ment|ing)?|written|writes?|writing"
    r"|built|build|services?|engineers?|stack)"
    r"(?: (?:in|with|of|using|on|is|include|includes|including|both|either|ms|modern|advanced|idiomatic)){0,3}[ :(]*$"
    r"|(?:umgang|kenntnissen?|erfahrung|entwicklung|dienste|maîtrise|connaissances?|expérience|experiencia|dominio|manejo"
    r"|conocimientos?|servicios|conoscenza|esperienza|padronanza|kennis|ervaring|experiência|conhecimentos?)"
    r" (?:mit|in|von|de|du|en|con|di|van|met|avec|sur|com|em) $"
)
LIST_BEFORE = re.compile(
    r"(?:[,/(:;|+]|\b(?:and|or|und|oder|et|ou|y|of)|&|•|·)\s*"
    r"(?:(?:some|basic|limited|good|strong|solid|a (?:bit|little)(?: of)?|beginner|intermediate|advanced|expert) )?$"
)
LIST_AFTER = re.compile(r"\s*(?:[,/);|]|(?:and|or|und|oder|et|ou|y|of|&)\s)")
# "Deploy charts with Helm on Kubernetes": beside a skill that is sure, a preposition is enough.
LED = re.compile(r"\b(?:in|with|using|on|via|mit|en|avec|sur|con|com|em|met) (?:the )?$")
ALONE_BEFORE = re.compile(r"(?:^|[\n:*•·]|\n\s*[-–])\s*$")
ALONE_AFTER = re.compile(r"\s*[.;*]{0,2}\s*(?:\n|$)")
AFTER_TRIGGER = re.compile(
    r"\s*(?:[,./);:|]|(?:and|or|on|for|is|at|to)\b|\n|$)|\s+(?:skills?|programming|services?|code|developer)"
)


@dataclass(frozen=True, slots=True)
class SkillEntry:
    """One reviewed skill. ``aliases`` match in any case, ``acronyms`` only as written.

    An ``ambiguous`` name and the ``ambiguous_aliases`` count only in exact case and with support from the words around
    it; ``phrases`` are wordings that need no support. ``not_before`` and ``not_after`` are neighbours that make the
    word mean something else. A ``broad`` skill names a whole field of work: beside a narrower skill it says nothing
    more.
    """

    slug: str
    name: str
    kind: str
    category: str
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    ambiguous_aliases: tuple[str, ...] = ()
    ambiguous: bool = False
    case: str = "any"
    broad: bool = False
    phrases: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    implies: tuple[tuple[str, float], ...] = ()
    related: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Key:
    entry: SkillEntry
    exact: str | None
    needs_support: bool
    code: str | None = None  # a label of this language, which says nothing in a text of another


def skill_key(label: str) -> str:
    """The folded form under which a label is looked up; case, hyphens, slashes and spacing do not matter."""
    return " ".join(fold(label).replace("-", " ").replace("/", " ").split())


class Vocabulary:
    """A loaded vocabulary. Immutable; share one instance."""

    def __init__(
        self,
        entries: Iterable[SkillEntry],
        version: str,
        labels: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    ) -> None:
        """``labels``: for each language but English further names of skills, by slug."""
        self.entries: Mapping[str, SkillEntry] = MappingProxyType({entry.slug: entry for entry in entries})
        self.version = version
        self._keys: dict[str, list[_Key]] = {}
        for entry in self.entries.values():
            self._add_keys(entry)
        for code, names in (labels or {}).items():
            for slug, written in names.items():
                for label in written:
                    self._add_key(self.entries[slug], label, None, needs_support=False, code=code)
        self.label_keys = frozenset(key for key in self._keys if len(key) > 1)
        self._automaton = ahocorasick.Automaton()
        for key, values in self._keys.items():
            self._automaton.add_word(key, (len(key), tuple(values)))
        self._automaton.make_automaton()
        self._implied = {slug: self._closure(slug) for slug in self.entries}

    @classmethod
    def load(cls, path: Path = DEFAULT_PATH) -> Vocabulary:
        """Read a vocabulary file; ValueError names the first entry that is malformed."""
        content = path.read_bytes()
        rows = tomllib.loads(content.decode("utf-8")).get("skill", [])
        entries = [_entry(row) for row in rows]
        slugs = [entry.slug for entry in entries]
        if len(set(slugs)) != len(slugs):
            twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
            raise ValueError(f"skills listed twice: {', '.join(twice)}")
        known = set(slugs)
        for entry in entries:
            unknown = [slug for slug, _ in entry.implies if slug not in known]
            unknown += [slug for slug in entry.related if slug not in known]
            if unknown:
                raise ValueError(f"{entry.slug} names unknown skills: {', '.join(unknown)}")
        _check_acyclic(entries)
        labels = _labels(known) if path == DEFAULT_PATH else {}
        version = hashlib.sha256(content + json.dumps(labels, sort_keys=True).encode()).hexdigest()[:16]
        return cls(entries, version, labels)

    def name(self, slug: str) -> str:
        return self.entries[slug].name

    def kind(self, slug: str) -> str:
        return self.entries[slug].kind

    def slug(self, label: str) -> str | None:
        """The skill that a bare label (a tag, a list entry) names, or None."""
        key = skill_key(label)
        for candidate in (key, key.removesuffix("s")):
            values = self._keys.get(candidate)
            if values:
                plain = [value for value in values if value.exact is None or value.exact == label.strip()]
                return (plain or values)[0].entry.slug
        return None

    def is_label(self, label: str, code: str) -> bool:
        """Whether the words name a skill in the language ``code`` alone."""
        return any(value.code == code for value in self._keys.get(skill_key(label), ()))

    def implied(self, slug: str) -> Mapping[str, float]:
        """What else someone with this skill may be credited with, and how much (0.4 to 1), up to two steps away."""
        return self._implied[slug]

    def find(self, text: str, code: str = languages.ENGLISH) -> list[SkillMention]:
        """The skills a text in the language ``code`` names, in order of position, without overlaps; the longest reading
        wins.
        """
        folded = fold(text)
        spaced = folded.replace("-", " ").replace("/", " ")
        sure: list[tuple[int, int, SkillEntry]] = []
        unsure: list[tuple[int, int, SkillEntry]] = []
        for last, (length, values) in self._automaton.iter(spaced):
            start, end = last + 1 - length, last + 1
            end = _right_edge(text, start, end)
            if not end or not _left_edge(text, start, end):
                continue
            raw = text[start : last + 1]
            for value in values:
                if (value.exact is not None and value.exact != raw) or value.code not in (None, code):
                    continue
                if _excluded(value.entry, spaced, start, end):
                    continue
                (unsure if value.needs_support else sure).append((start, end, value.entry))
                break
        chosen = self._decide(text, folded, sure, unsure)
        return [SkillMention(entry.slug, entry.name, (start, end)) for start, end, entry in chosen]

    def _decide(
        self,
        text: str,
        folded: str,
        sure: list[tuple[int, int, SkillEntry]],
        unsure: list[tuple[int, int, SkillEntry]],
    ) -> list[tuple[int, int, SkillEntry]]:
        chosen = _longest(sure)
        if not unsure:
            return chosen
        breaks = [match.end() for match in SENTENCE_END.finditer(text)]
        supported = {bisect_right(breaks, start) for start, _, entry in chosen if entry.kind in TECHNICAL_KINDS}
        for start, end, entry in unsure:
            before = folded[max(0, start - 60) : start]
            after = text[end : end + 14]
            if after[:1] in ("-", "&", "'", "’") and not after[1:2].isspace():
                continue
            if (
                ALONE_BEFORE.search(before)
                and ALONE_AFTER.match(after)
                and "\n" in text[:start]
                and _may_stand_alone(entry)
            ):
                chosen.append((start, end, entry))
                continue
            triggered = TRIGGER.search(before) is not None and AFTER_TRIGGER.match(after) is not None
            listed = LIST_BEFORE.search(before) is not None or LIST_AFTER.match(after) is not None
            led = LED.search(before) is not None
            near = bisect_right(breaks, start) in supported
            office = led and bool(entry.ambiguous_aliases)  # "tables in Excel every week"
            if triggered or office or ((listed or led) and near):
                chosen.append((start, end, entry))
        return self._grow_by_lists(text, _longest(chosen), unsure)

    @staticmethod
    def _grow_by_lists(
        text: str,
        chosen: list[tuple[int, int, SkillEntry]],
        unsure: list[tuple[int, int, SkillEntry]],
    ) -> list[tuple[int, int, SkillEntry]]:
        """Accept an ambiguous word that stands directly beside an accepted one ("We write Go and Rust"), and two names of
        tools that stand beside each other ("Cypress and Playwright").
        """
        starts = {start: entry for start, _, entry in chosen}
        ends = {end: entry for _, end, entry in chosen}
        tools = {start: entry for start, _, entry in unsure if entry.kind in TECHNICAL_KINDS}
        for _, end, entry in unsure:
            gap = _JOINED.match(text, end, end + 12)
            if gap is not None and entry.kind in TECHNICAL_KINDS and gap.end() in tools:
                starts.setdefault(gap.end(), tools[gap.end()])
                chosen = [*chosen, *((a, b, e) for a, b, e in unsure if a == gap.end() or b == end)]
                ends[end] = entry
        grown = list(chosen)
        for start, end, entry in unsure:
            if start in starts:
                continue
            gap_after = _JOINED.match(text, end, end + 12)
            gap_before = _JOINED_BEFORE.search(text, max(0, start - 12), start)
            after = gap_after is not None and gap_after.end() in starts
            before = gap_before is not None and start - len(gap_before.group()) in ends
            if (after and starts[gap_after.end()].kind in TECHNICAL_KINDS) or (  # type: ignore[union-attr]
                before and ends[start - len(gap_before.group())].kind in TECHNICAL_KINDS  # type: ignore[union-attr]
            ):
                grown.append((start, end, entry))
                starts[start] = entry
                ends[end] = entry
        return _longest(grown)

    def _closure(self, slug: str) -> Mapping[str, float]:
        reached: dict[str, float] = {}
        frontier = {slug: 1.0}
        for _ in range(IMPLICATION_DEPTH):
            following: dict[str, float] = {}
            for source, weight in frontier.items():
                for target, step in self.entries[source].implies:
                    product = round(weight * step, 4)
                    if product >= IMPLICATION_FLOOR and product > reached.get(target, 0.0):
                        reached[target] = following[target] = product
            frontier = following
        return MappingProxyType(dict(sorted(reached.items(), key=lambda pair: (-pair[1], pair[0]))))

    def _add_keys(self, entry: SkillEntry) -> None:
        exact_name = entry.name if entry.ambiguous or entry.case == "exact" else None
        self._add_key(entry, entry.name, exact_name, needs_support=entry.ambiguous)
        for alias in entry.aliases:
            self._add_key(entry, alias, None, needs_support=False)
        for phrase in entry.phrases:
            self._add_key(entry, phrase, None, needs_support=False)
        for alias in entry.ambiguous_aliases:
            self._add_key(entry, alias, alias, needs_support=True)
        for acronym in entry.acronyms:
            self._add_key(entry, acronym, acronym, needs_support=False)

    def _add_key(
        self, entry: SkillEntry, label: str, exact: str | None, *, needs_support: bool, code: str | None = None
    ) -> None:
        key = skill_key(label)
        if not key:
            raise ValueError(f"{entry.slug} has an empty name or alias")
        if code is None and exact is None and len(key) > 6 and key.endswith("y") and key[-2] not in "aeiou":
            plural = self._keys.setdefault(f"{key[:-1]}ies", [])
            if not plural:
                plural.append(_Key(entry, None, needs_support))
        present = self._keys.setdefault(key, [])
        if all(value.entry.slug != entry.slug for value in present):
            present.append(_Key(entry, exact, needs_support, code))


def _labels(known: Collection[str]) -> dict[str, Mapping[str, Sequence[str]]]:
    """The labels of the language files; ValueError where one names a skill that the vocabulary does not have."""
    labels = {code: languages.table(code, "skills") for code in languages.CODES if code != languages.ENGLISH}
    unknown = sorted({slug for names in labels.values() for slug in names} - set(known))
    if unknown:
        raise ValueError(f"language files label unknown skills: {', '.join(unknown)}")
    return labels


def _entry(row: Mapping[str, Any]) -> SkillEntry:
    known = set(SkillEntry.__dataclass_fields__)
    unknown = set(row) - known
    if unknown or "slug" not in row or "name" not in row:
        raise ValueError(f"malformed skill entry {row.get('slug', row)}: {', '.join(sorted(unknown))}")
    if row.get("kind") not in KINDS:
        raise ValueError(f"{row['slug']} has the unknown kind {row.get('kind')!r}")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name != "implies"
    }
    values["implies"] = tuple((str(slug), float(weight)) for slug, weight in row.get("implies", ()))
    values.setdefault("category", "")
    return SkillEntry(**values)


def _check_acyclic(entries: Iterable[SkillEntry]) -> None:
    edges = {entry.slug: [slug for slug, _ in entry.implies] for entry in entries}
    state: dict[str, int] = {}
    for root in edges:
        stack = [(root, iter(edges[root]))]
        if state.get(root):
            continue
        state[root] = 1
        while stack:
            node, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                state[node] = 2
                stack.pop()
            elif state.get(target) == 1:
                raise ValueError(f"skill implications form a circle through {target}")
            elif not state.get(target):
                state[target] = 1
                stack.append((target, iter(edges[target])))


def _right_edge(text: str, start: int, end: int) -> int:
    """Where the word ends (with an optional plural s), or 0 when the match ends inside a longer word."""
    if _ends_word(text, start, end):
        return end
    if end - start > 2 and text[end] in "sS" and text[end - 1] not in "sS" and _ends_word(text, start, end + 1):
        return end + 1
    return 0


def _ends_word(text: str, start: int, end: int) -> bool:
    if end >= len(text):
        return True
    following = text[end]
    if following in "+#":
        return False
    if following.isalnum() or following == "_":
        # Lost line breaks glue the next bullet on: "strong SQL and data miningYou own ..."
        return (
            end - start >= 4 and following.isupper() and text[end - 1].islower() and text[end + 1 : end + 2].islower()
        )
    if following == "." and text[end + 1 : end + 2].isalpha():
        return text[end + 1].isupper() and end - start >= 3
    return True


def _left_edge(text: str, start: int, end: int) -> bool:
    if start == 0:
        return True
    previous = text[start - 1]
    if previous in "@#&_":
        return False
    if previous == ".":
        return start > 1 and (text[start - 2].islower() or text[start - 2] == ")") and text[start].isupper()
    if previous.isalnum():
        if text[start] == ".":
            return False
        return not text[start].isalnum() or (
            previous.islower() and text[start].isupper() and end - start >= 5 and text[start + 1].islower()
        )
    return True


def _may_stand_alone(entry: SkillEntry) -> bool:
    """Languages and office programs fill a bullet of their own; "Chef" on its own line is a person."""
    return entry.kind == "language" or bool(entry.ambiguous_aliases)


def _excluded(entry: SkillEntry, spaced: str, start: int, end: int) -> bool:
    if entry.not_before:
        rest = spaced[end : end + 40].lstrip()
        if any(rest.startswith(skill_key(word)) for word in entry.not_before):
            return True
    if entry.not_after:
        rest = spaced[max(0, start - 40) : start].rstrip()
        if any(rest.endswith(skill_key(word)) for word in entry.not_after):
            return True
    return False


def _longest(found: list[tuple[int, int, SkillEntry]]) -> list[tuple[int, int, SkillEntry]]:
    """Non-overlapping matches: from left to right, at each place the longest."""
    kept: list[tuple[int, int, SkillEntry]] = []
    reach = 0
    for start, end, entry in sorted(found, key=lambda match: (match[0], -match[1], match[2].slug)):
        if start >= reach:
            kept.append((start, end, entry))
            reach = end
    return kept


@lru_cache(maxsize=1)
def default_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the project, loaded once."""
    return Vocabulary.load()
