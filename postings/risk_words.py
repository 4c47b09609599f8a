"""The words of the risk rules, as they stand in ``postings/data/risk``, and how they are looked for. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reading.folding import plain

FOLDER = Path(__file__).parent / "data" / "risk"
GENERAL = "general"
END = re.compile(r"(?<=[.!?])\s+|[\n•;]+")
# Where a page was copied without its line breaks: "applications onlyClick here", "ONLYClick here", "today!Send".
GLUED = re.compile(r"(?<=[a-z0-9.!?:)])(?=[A-Z][a-z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Words:
    groups: Mapping[str, re.Pattern[str]]
    brands: dict[str, tuple[str, ...]]
    hosts: Mapping[str, frozenset[str]]
    pay: Mapping[str, tuple[int, int, int]]

    def find(self, group: str, sentence: str) -> re.Match[str] | None:
        """Where a word of the group stands in a sentence that is plain already."""
        return self.groups[group].search(sentence)

    def sentences(self, text: str) -> tuple[str, ...]:
        """Plain, as they are written and then as they were before somebody lost the line breaks."""
        parts = (part.strip() for version in (text, GLUED.sub("\n", text)) for part in END.split(self.plain(version)))
        return tuple(dict.fromkeys(part for part in parts if part))

    @staticmethod
    def plain(text: str) -> str:
        return plain(unicodedata.normalize("NFKC", text))


@cache
def load_words() -> Words:
    general = tomllib.loads((FOLDER / f"{GENERAL}.toml").read_text("utf-8"))
    groups: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem != GENERAL:
            for group, phrases in tomllib.loads(path.read_text("utf-8")).items():
                groups.setdefault(group, []).extend(phrases)
    return Words(
        groups={group: _pattern(phrases) for group, phrases in groups.items()},
        brands={name: tuple(domains) for name, domains in general["brands"].items()},
        hosts={kind: frozenset(hosts) for kind, hosts in general["hosts"].items()},
        pay={currency: tuple(limits) for currency, limits in general["pay"].items()},
    )


def name_words(name: str) -> str:
    """The words of a name that tell it from others, without accents and legal forms."""
    words = re.findall(r"\w+", Words.plain(name))
    return " ".join(word for word in words if word not in LEGAL_FORMS)


LEGAL_FORMS = frozenset(
    {
        "inc",
        "llc",
        "ltd",
        "limited",
        "gmbh",
        "ag",
        "se",
        "kg",
        "corp",
        "co",
        "company",
        "plc",
        "sa",
        "bv",
        "srl",
        "spa",
        "the",
    }
)


def spread(one: str, other: str) -> int:
    """How many letters must be changed, added, left out or swapped with their neighbour: 0, 1, or 2 for any more."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 1:
        return 2
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, rest_of_other = one[start:], other[start:]
    if rest[1:] == rest_of_other or rest == rest_of_other[1:] or rest[1:] == rest_of_other[1:]:
        return 1
    return 1 if rest[1:2] + rest[:1] + rest[2:] == rest_of_other else 2


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    written = sorted({Words.plain(phrase) for phrase in phrases}, key=len, reverse=True)
    parts = [re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in written]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")
