"""Which lines are headings, and what kind of section they open.

First the headings that the language files list; then, only for lines shaped like a heading, cue words. "Preferred" cues are
tried before "required" ones because "required" occurs inside "not required".
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from reading import word_lists
from reading.folding import fold
from reading.posting.importance import wishes

DATA = Path(__file__).resolve().parent.parent / "data"


def _phrases() -> dict[str, str]:
    """The kind of section that each known heading opens. Of one that stands in several languages the first file counts."""
    listed = [*word_lists.tables("headings").items()]
    listed += tomllib.loads((DATA / "headings.toml").read_text("utf-8")).items()
    found: dict[str, str] = {}
    for kind, names in listed:
        for name in names:
            found.setdefault(fold(name), kind)
    return found


PHRASES = _phrases()

CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("preferred", r"\bplus(?:es)?\b|bonus (?:points|if|skills|qualif)|stand out|extra points|icing"),
        ("application", r"^how to apply|to apply\b|^application (?:process|instr|deadline)|^interested\?|^contact"),
        ("process", r"interview(?:ing)? process|hiring process|selection process|recruitment process|what to expect"),
        ("responsibilities", r"you(?:'ll| will) (?:do|be doing|work|own|build|get to|achieve|be responsible"
                             r"|contribute|drive|take)"
                             r"|responsib|\bimpact\b|\bduties\b|day[- ]to[- ]day|accountabilit|role(?:,)? you(?:'ll"
                             r"| will)|essential functions"
                             r"|^(?:in|as|on) .{0,60}you(?:'ll| will)\b|job functions|^what .{0,20}(?:do|doing)$"
                             r"|\btasks\b|aufgaben|missions|job duties"
                             r"|tätigkeiten|responsabil|funciones|werkzaamheden|specific duties|role involves"
                             r"|in charge of|responsible for|you will:?$|you'll:?$"),
        ("compensation", r"\bsalary\b|\bpay\b|compensation|remuneration|\bgehalt\b|base pay"),
        ("required", r"requir|qualif|\bbring\b|\bneed(?:ed)?\b|looking for|look for|who you are|you(?:'ve| have)\b"
                     r"|\bprofile?\b|\bmust\b"
                     r"|you are|you're|thrive|success(?:ful)? (?:in|candidate)|ideal candidate|candidate|good fit"
                     r"|great fit|excel in"
                     r"|\bskills\b|experience|hear from you|anforderung|kenntnisse|mitbring|requisit|wymagania"
                     r"|competenc|about you|education"
                     r"|essential criteria|knowledge|abilities|you might be|eligib|right for you|fit if"),
        ("benefits", r"what we (?:can |will )?do for you|\boffer|benefit|\bperks?\b|why (?:join|work|us|you'll love)|in it for you|you(?:'ll"
                     r"| will) (?:get|receive|enjoy|learn|gain)|rewards"
                     r"|wir bieten|vorteile|avantages|^why\b"),
        ("about", r"^about (?!(?:the|this) (?:role|job|position|team|opportunity))|who we are|our mission|our story"
                  r"|the company|what we do|^what is "),
        ("summary", r"^about (?:the|this)|summary|overview|the (?:role|opportunity|position|job|team)\b"
                    r"|^description|purpose"),
        ("culture", r"culture|our values|our vision|how we work|what we believe|life at"),
        ("legal", r"equal (?:employment )?opportunit|accommodat|privacy|\beeo\b|diversity|inclusion|disclaimer"
                  r"|export control|itar"),
        ("logistics", r"location|\bvisa\b|travel|start date|schedule|working hours|\bshift\b|work environment"
                      r"|physical demands|conditions|hours"),
        ("other", r"\bother\b|\bknow\b|additional|information|\bnote\b"),
    )
)  # fmt: skip

AT_COMPANY = re.compile(r" (?:at|for|as) (?!least\b)\S+(?: \S+){0,2}$")
TRIM = " \t:*_#–—-•·.>|\u00a0"
MAX_HEADING = 70
MAX_COLON_HEADING = 110


def exact_kind(text: str) -> str | None:
    """The section kind of a line that is nothing but a known heading."""
    if len(text) > MAX_COLON_HEADING:
        return None
    key = _key(text)
    kind = PHRASES.get(key)
    if kind is None and "(" in key:
        kind = PHRASES.get(key[: key.index("(")].strip())
    if kind is None:
        tail = AT_COMPANY.search(key)
        kind = PHRASES.get(key[: tail.start()]) if tail else None
    if kind is None and key.startswith("the "):
        kind = PHRASES.get(key.removeprefix("the "))
    return kind


def cue_kind(text: str) -> str | None:
    """The section kind that cue words suggest for a line already known to be shaped like a heading."""
    key = _key(text)
    if wishes(key):
        return "preferred"
    for kind, pattern in CUES:
        if pattern.search(key):
            return kind
    return None


SURE_OPENING = re.compile(
    r"(?:why (?:you(?:'ll| will| would)? (?:love|enjoy|want|like|should)|join|work)|about (?:us|you|the (?:role|job|team|company|position|opportunity))\b"
    r"|what (?:you(?:'ll| will| bring| need| get)|we(?:'re| are| offer| look)|makes you|it takes)|who (?:you|we) are|a (?:little|bit) (?:bit )?about"
    r"|your (?:profile|role|responsibilities|impact|qualifications|experience)|(?:nice|good)[- ]to[- ]have|must[- ]have|(?:minimum|preferred|required|basic|desired) (?:qualifications|requirements|skills|experience))\b"
)
MOST_WORDS = 9


def opens_section(text: str) -> bool:
    """Whether a line of a few words can only be a heading, with or without a list below: "Why you will love it here"."""
    stripped = text.strip()
    if (
        len(stripped) > MAX_HEADING
        or len(stripped.split()) > MOST_WORDS
        or (stripped[-1:] in ".,;!" and not stripped.endswith("..."))
    ):
        return False
    return SURE_OPENING.match(_key(stripped)) is not None and cue_kind(stripped) is not None


def _key(text: str) -> str:
    return " ".join(fold(text).strip(TRIM + "!?").split())


def is_heading_shaped(text: str, *, list_follows: bool) -> bool:
    """Short, no sentence: ends in a colon, or a list follows, or it is written in capitals."""
    stripped = text.strip()
    if stripped.endswith((":", ":*", ":**")):
        return len(stripped) <= MAX_COLON_HEADING and ". " not in stripped
    if len(stripped) > MAX_HEADING or stripped[-1:] in ".;,!" or any(character.isdigit() for character in stripped[:1]):
        return False
    if "$" in stripped or "€" in stripped or "£" in stripped or "@" in stripped:
        return False
    letters = [character for character in stripped if character.isalpha()]
    capitals = len(letters) >= 4 and all(character.isupper() for character in letters)
    return list_follows or capitals
