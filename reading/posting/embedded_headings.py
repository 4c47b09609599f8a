"""Headings inside running text, where the line breaks of a posting are lost."""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting import headings

LISTED_KINDS = frozenset(
    {"required", "preferred", "responsibilities", "benefits", "skills", "application", "compensation"}
)


ALONE = frozenset(
    [
        "requirements",
        "qualifications",
        "responsibilities",
        "benefits",
        "duties",
        "skills",
        "essential",
        "desirable",
        "perks",
        "qualifikationen",
        "responsabilidades",
        "requisitos",
        "benefícios",
        "beneficios",
        "atividades",
        "aufgaben",
        "anforderungen",
        "missions",
        "profil",
        "requis",
    ]
)


FIRST_WORD = re.compile(r"(?:[^\W\d_]|')+")


_PHRASE_STARTS: dict[str, list[str]] = {}


def embedded_headings(text: str, start: int, end: int) -> list[tuple[int, int, int, str]]:
    """Headings inside a line: (label start, label end, text start, kind).

    A heading inside running text must be a known phrase, capitalised, and set off: a colon or bullet behind it, or
    glued to the next capitalised word, at the start of a sentence or glued to its end.
    """
    found: list[tuple[int, int, int, str]] = []
    for match in re.finditer(
        r"(?:(?<=[.!?:;)\]•·*\n])|(?<=[.!?] )|(?<=[•·] )|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|^|(?<=\s)(?=[A-ZÀ-Þ]))",
        text[start:end],
    ):
        at = start + match.start()
        if at >= end or not text[at].isupper():
            continue
        hit = _phrase_at(text, at, end)
        if hit is not None and (not found or hit[0] >= found[-1][2]):
            found.append(hit)
    for match in COMPOSED.finditer(text, start, end):
        first = match.start()
        if text[first].isupper() and all(first >= stop or match.end() <= at for at, _, stop, _ in found):
            label = fold(match.group())
            soft = label.startswith(("desired", "preferred"))
            found.append((first, match.start("end"), match.end(), "preferred" if soft else "required"))
    return sorted(found)


# "Knowledge/Experience/Qualifications", "Your knowledge, skills and experience": headings put together.
_ASKED_PART = r"(?:[Kk]nowledge|[Ss]kills?|[Ee]xperiences?|[Qq]ualifications?|[Aa]bilit(?:y|ies)|[Ee]ducation|[Tt]raining|[Aa]ttributes|[Cc]ompetenc(?:y|ies)|[Rr]equirements)"


COMPOSED = re.compile(
    rf"(?<![\w/])(?:(?:Your|Required|Essential|Desired|Preferred|Minimum|Job|Key|Personal) )?(?P<first>{_ASKED_PART})"
    rf"(?:\s?[/&]\s?|,? and |, ){_ASKED_PART}(?:(?:\s?[/&]\s?|,? and |, ){_ASKED_PART}){{0,3}}(?P<end>\s?:\s*|\s+(?=[A-Z\d•*])|(?=[A-Z][a-z]))"
)


OPENER = re.compile(
    r"(?<![^\s.!?;:)a-z])(?P<opener>(?:The|This|You|Your|We|Our|In|Specific|Qualified|Interested|Suitable|All|Candidates?|Applicants?|Successful"
    r"|Ideal|Furthermore|Additionally|Responsibilities|Duties|Requirements|Qualifications|Skills|To|As|Key|Main"
    r"|Some|Other|Additional|Essential|Minimum|Preferred|Desired|Position|Job|It|If|What"
    r"|Experience in one)\b[^.!?:;•\n]{3,120}?(?:following|includ\w+|as follows|demonstrate|must have|must possess|should possess|to possess|you have"
    r"|should have|position requires|in charge of|responsible for|responsibilities are"
    r"|duties are|required for this position|you will|you'll|looking for|useful|offer|perks are"
    r"|benefits are)[^.!?:;•\n]{0,60}?)\s?[:;]\s*(?=[A-Z*+•·-])"
)


def embedded_openers(text: str, start: int, end: int) -> list[tuple[int, int, int, str]]:
    """Sentences inside a line that announce a list: "The ideal candidate should demonstrate the following: ..."."""
    found: list[tuple[int, int, int, str]] = []
    for match in OPENER.finditer(text, start, end):
        kind = headings.cue_kind(match["opener"])
        if kind in LISTED_KINDS:
            found.append((match.start("opener"), match.end("opener"), match.end(), str(kind)))
    return found


SHOUTED_BEFORE = re.compile(r"(?<![a-z.!?:;•])\b[A-ZÀ-Þ]{1,20} $")


SHOUT_REACH = 24


NAMED_BEFORE = re.compile(r"(?:[a-z] |^|\n|[•:.] ?)(?:[A-Z][a-z]+ (?:& |and )?)+$")


def _phrase_at(text: str, at: int, end: int) -> tuple[int, int, int, str] | None:
    window = fold(text[at : min(end, at + 56)])
    first = FIRST_WORD.match(window)
    if first is None:
        return None
    for phrase in _starts().get(first.group(), ()):
        if not window.startswith(phrase):
            continue
        stop = at + len(phrase)
        behind = text[stop : stop + 6]
        kind = headings.PHRASES[phrase]
        colon = re.match(r"\s?\*{0,2}[:：]", behind)
        before = text[at - 1] if at else "\n"
        fresh = (
            before in ".!?:;)]•·\n"
            or text[max(0, at - 2) : at].strip() in (".", "!", "?", ":", ";", ")", "•", "·", "")
            or (before.islower())
        )
        if colon:
            if before == " " and " " not in phrase and NAMED_BEFORE.search(text, max(0, at - 24), at):
                continue  # "Inclusive Culture:" is one label
            if fresh or len(phrase) > 11 or text[at:stop].istitle() or text[at:stop].isupper():
                return at, stop, stop + colon.end(), kind
            continue
        if len(phrase) < 7 and phrase not in ("duties", "skills"):
            continue
        if before == " " and SHOUTED_BEFORE.search(text, max(0, at - SHOUT_REACH), at):
            continue  # "BUT IS A HUGE PLUS": the sentence shouts as a whole
        strong_word = phrase in ALONE and (text[at:stop].istitle() or text[at:stop].isupper())
        bulleted = re.match(r"\*{0,2}\s*(?:[•·▪●»✓✔]|[-–*]\s)|-[A-Z]", behind) is not None
        glued = behind[:1].isupper() and text[stop - 1].islower() and behind[1:2].islower()
        shouted = text[at:stop].isupper() and behind[:1].isupper() and behind[1:2].islower() and len(phrase) > 5
        titled = " " in phrase and all(
            word[0].isupper() or word in ("and", "or", "of", "the", "to", "you", "we", "for", "in", "&")
            for word in text[at:stop].split()
        )
        spaced = re.match(r"\s+(?:[A-Z•]|-\s)", behind) is not None
        if (
            bulleted
            or (glued and (fresh or titled))
            or (shouted and phrase in ALONE and not before.isupper())
            or (spaced and (titled or text[at:stop].isupper()) and (fresh or (before == " " and kind in LISTED_KINDS)))
            or (fresh and spaced and strong_word)
            or (spaced and strong_word and re.search(r"[.!?;:)] $", text[max(0, at - 2) : at]) is not None)
            or (text[at:stop].isupper() and " " in phrase)
        ):
            return at, stop, stop, kind
    return None


def _starts() -> dict[str, list[str]]:
    if not _PHRASE_STARTS:
        for phrase in sorted(headings.PHRASES, key=len, reverse=True):
            first = FIRST_WORD.match(phrase)
            if first and len(phrase) >= 4:
                _PHRASE_STARTS.setdefault(first.group(), []).append(phrase)
    return _PHRASE_STARTS
