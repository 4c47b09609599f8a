"""The hiring organisation when it stands only in prose, and who backs it."""

from __future__ import annotations

import re

from postings.parsing import places
from postings.parsing.folding import fold
from postings.parsing.skills import default_vocabulary
from postings.parsing.structure import Span
from postings.parsing.titles import JOB_WORD

_PART = r"(?:[A-Z0-9À-Þ][\w&'’.+-]*[\w&’+!]|[A-Z&]|of|and|the|de|for|&|\+)"
NAME = rf"[A-Z0-9À-Þ][\w&'’.+-]*[\w!+](?: {_PART}){{0,6}}"
LEGAL_TAIL = r"(?:,? (?:Inc|INC|LLC|Ltd|GmbH|Corp|Co|PLC|plc|LLP|AG|S\.A|B\.V|Pvt\.? Ltd|Limited|N\.A)\.?)?\.?"
IS_A = re.compile(
    rf"(?:^|(?<=[.!?:\n] )|(?<=\n))(?:(?:Headquarters|Company|About(?: us)?|Overview)\s*:? )?(?:The "
    rf"|At )?(?P<name>{NAME}{LEGAL_TAIL})(?: \([^)]{{1,40}}\))?,?(?: (?:a|an|the) [^.,]{{3,90}},)? (?:is|are|was"
    rf"|ist|has been|has|offers|provides|makes|develops|delivers|helps|builds|operates|seeks|connects|sucht|est|é"
    rf"|es)"
    r" (?:currently |now |actively |also |proud |proudly |seeking|looking|hiring|searching|recruiting|a |an |the "
    r"|one |in search|building|reinventing|pioneering|on a mission|committed|dedicated|growing|expanding"
    r"|transforming|recognized|rated|known|to |redefining|founded|developing|creating|changing|leading|eine?|at the"
    r"|part of|people|partnering|ranked|one|our|for|headquartered|based|opening|located|excited|providing|accepting"
    r"|working|acting|solutions|services|software|high|people|with)"
)
SEEKS = re.compile(
    rf"(?:^|(?<=[.!?:\n] )|(?<=\n))(?:The )?(?P<name>{NAME}{LEGAL_TAIL}),?(?: in [A-Z][\w ,]{{2,40}}?)?,? (?:is"
    rf"|are)? ?(?:currently |now |actively |also )*(?:seeking|looking for|looking to|hiring|searching|recruiting"
    rf"|in search of|seeks|needs|invites|sucht|busca|recherche|recrute)\b"
)
AT_WE = re.compile(rf"\b(?:At|Here at|at) (?P<name>{NAME}{LEGAL_TAIL}),? (?:we|you|our|people|everyone|every)\b")
JOIN = re.compile(
    rf"\b(?:[Jj]oin(?:ing)?(?: the team at| us at)?|[Ww]orking (?:at|for|with)|[Ww]ork (?:at|for|with)"
    rf"|[Cc]areers? (?:at|with)|employed by|on behalf of|[Ll]ife at|[Ww]hy|[Ww]elcome to|part of|employment with"
    rf"|employee of|driving with|[Dd]rive with) (?:the )?(?P<name>{NAME}{LEGAL_TAIL})(?:'s|’s)?(?= ?[,.!?:;]| team"
    rf"| as | and | family| in | is | you|$|\n)"
)
ABOUT = re.compile(rf"^(?:About|Why|Über|Life at|Who is|What is|Working at|Join) (?P<name>{NAME}{LEGAL_TAIL})[?:!]?$")
ACTS = re.compile(
    rf"(?P<name>[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){{0,4}}{LEGAL_TAIL}) (?:is acting|acts"
    rf"|is operating) as an? (?i:employment|recruitment|staffing)"
)
REPRESENTS = re.compile(rf"represents (?P<name>{NAME}{LEGAL_TAIL})(?: in the best| well)")
POSSESSIVE = re.compile(
    rf"(?P<name>{NAME})(?:'s|’s) (?:mission|vision|team|products?|platform|customers|headquarters|main|global"
    rf"|values|culture|policies|goal)"
)
NEVER_FIRST = frozenset(
    [
        "we",
        "our",
        "you",
        "your",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "a",
        "an",
        "i",
        "there",
        "here",
        "what",
        "who",
        "why",
        "how",
        "where",
        "when",
        "if",
        "while",
        "not",
        "each",
        "every",
        "no",
        "some",
        "many",
        "must",
        "all",
        "as",
        "in",
        "at",
        "for",
        "with",
        "today",
        "please",
        "someone",
        "anyone",
        "both",
        "there's",
        "it's",
        "we're",
        "we've",
        "you'll",
        "you're",
        "he's",
        "that's",
        "what's",
        "wir",
        "du",
        "sie",
        "unser",
    ]
)
STOP = frozenset(
    [
        "we",
        "our",
        "you",
        "your",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "the",
        "a",
        "an",
        "i",
        "there",
        "here",
        "what",
        "who",
        "why",
        "how",
        "where",
        "when",
        "job",
        "position",
        "role",
        "candidate",
        "candidates",
        "applicant",
        "applicants",
        "team",
        "company",
        "client",
        "our",
        "client",
        "duties",
        "responsibilities",
        "requirements",
        "qualifications",
        "description",
        "summary",
        "overview",
        "location",
        "salary",
        "experience",
        "ideal",
        "successful",
        "must",
        "all",
        "as",
        "in",
        "at",
        "for",
        "with",
        "about",
        "today",
        "please",
        "benefits",
        "opportunity",
        "hours",
        "us",
        "uk",
        "usa",
        "work",
        "working",
        "working",
        "here",
        "each",
        "every",
        "no",
        "some",
        "many",
        "if",
        "while",
        "together",
        "not",
        "equal",
        "employment",
        "opportunity",
        "employer",
        "resume",
        "education",
        "skills",
        "one",
        "both",
        "join",
        "apply",
        "now",
        "headquarters",
        "department",
        "customers",
        "customer",
        "employees",
        "people",
        "someone",
        "full",
        "part",
        "time",
        "title",
        "type",
        "pay",
        "rate",
        "business",
        "services",
        "service",
        "sales",
        "marketing",
        "engineering",
        "engineer",
        "health",
        "safety",
        "security",
        "training",
        "knowledge",
        "ability",
        "travel",
        "shift",
        "schedule",
        "candidates",
        "who",
        "anyone",
        "interested",
        "are",
        "is",
        "do",
        "have",
        "can",
        "will",
        "would",
        "could",
        "should",
        "be",
        "being",
        "been",
        "get",
        "make",
        "first",
        "next",
        "new",
        "great",
        "good",
        "best",
        "strong",
        "minimum",
        "preferred",
        "required",
        "desired",
        "additional",
        "other",
        "general",
        "key",
        "main",
        "primary",
        "core",
        "basic",
        "essential",
        "this",
        "position",
        "reporting",
        "working",
        "knowledge",
        "hands",
        "there's",
        "it's",
        "we're",
        "we've",
        "you'll",
        "you're",
        "he's",
        "that's",
        "what's",
        "based",
        "additional",
        "information",
        "wir",
        "du",
        "sie",
        "unser",
        "buscamos",
    ]
)
BACKERS = re.compile(
    r"(?i:backed by|funded by|investors (?:at|including|like|such as)|investment from"
    r"|supported by investors)(?: (?i:leading|top|great|world-class))*"
    r"(?: (?i:investors) (?i:at|like|including|such as))? (?P<names>[A-Z][^.\n;]{2,400})"
)
BACKER_SPLIT = re.compile(
    r",? (?:as well as|along with|together with)\b.*? (?:from )?(?=[A-Z])|,? and (?:others|more)\b.*|, (?:and )?"
    r"| and "
)


def from_prose(text: str, sentences: list[Span], title: str) -> tuple[Span, str] | None:
    """The span of the organisation's name and the rule that found it, or None ("our client")."""
    opening = sentences[:80]
    for rule, pattern, limit in (
        ("is_a", SEEKS, 6), ("is_a", IS_A, 6), ("about", ABOUT, 40), ("represents", REPRESENTS, 40),
        ("at_we", AT_WE, 40),
        ("is_a", IS_A, 40), ("acts", ACTS, 80), ("acts", ACTS, 80),
        ("join", JOIN, 40), ("is_a", SEEKS, 40),
    ):  # fmt: skip
        for start, end in opening[:limit]:
            match = pattern.search(text[start : min(end, start + 400)])
            while match:
                span = _clean(text, start + match.start("name"), start + match.end("name"))
                if span and _plausible(text[slice(*span)], title):
                    return span, rule
                match = pattern.search(text[start : min(end, start + 400)], match.start("name") + 1)
    best: tuple[int, Span] | None = None
    for start, end in opening:
        for match in POSSESSIVE.finditer(text[start : min(end, start + 400)]):
            span = _clean(text, start + match.start("name"), start + match.end("name"))
            if span and _plausible(text[slice(*span)], title):
                count = text.count(text[slice(*span)])
                if count > 1 and (best is None or count > best[0]):
                    best = (count, span)
    return (best[1], "possessive") if best else _most_repeated(text, title)


MID_SENTENCE = re.compile(
    r"(?<=[a-z,] )(?P<name>[A-Z][\w&]*[a-z][\w&]*(?:\.(?:io|ai|com))?(?: (?:&|and) [A-Z]\w+| [A-Z][a-z]\w+){0,2})"
)
CUED = re.compile(r"\b(?:at|join|joining|with|about|of|for|by|from|the|why|team) $")
MINIMUM_REPEATS = 3


def _most_repeated(text: str, title: str) -> tuple[Span, str] | None:
    """The proper name that a text without any telling phrase keeps coming back to."""
    if re.search(r"\b(?:our|my|the) client\b", fold(text[:6000])):
        return None
    counts: dict[str, int] = {}
    first: dict[str, Span] = {}
    for match in MID_SENTENCE.finditer(text[:12_000]):
        name = match["name"]
        if CUED.search(text[max(0, match.start() - 10) : match.start()]):
            first.setdefault(name, match.span("name"))
        counts[name] = counts.get(name, 0) + 1
    ranked = sorted(first, key=lambda name: (-counts[name], first[name]))
    vocabulary = default_vocabulary()
    for name in ranked[:5]:
        total = text.count(name)
        if (
            total >= MINIMUM_REPEATS
            and vocabulary.slug(name) is None
            and not places.lookup(name)
            and _plausible(name, title)
        ):
            return first[name], "repeated"
    return None


def _clean(text: str, start: int, end: int) -> Span | None:
    words = text[start:end].split(" ")
    while words and words[-1].lower() in ("and", "of", "the", "for", "&", "de"):
        end -= len(words.pop()) + 1
    while words and words[0].lower() in (
        "and",
        "the",
        "at",
        "join",
        "here",
        "of",
        "company",
        "why",
        "about",
        "as",
        "with",
        "today",
    ):
        start += len(words.pop(0)) + 1
    return (start, end) if words and end > start else None


def _plausible(name: str, title: str) -> bool:
    lowered = fold(name).strip(" .,")
    words = lowered.split()
    if not words or words[0] in NEVER_FIRST or all(word in STOP for word in words) or len(name) < 2 or len(words) > 7:
        return False
    if name[0].isdigit() and not any(character.isalpha() for character in name):
        return False
    if JOB_WORD.search(lowered) and not re.search(
        r"\b(?:school|hospital|inc|llc|ltd|group|partners|services|agency|marketing|support|associates)\b", lowered
    ):
        return False
    title_words = set(re.findall(r"\w+", fold(title)))
    if title_words and len(set(words) & title_words) >= max(1, len(words)):
        return False
    if re.match(r"(?:i|we|you|it|that|there|who|what|he|she|they|here|let)'", lowered):
        return False
    resolved = places.resolve(name)
    return not (resolved is not None and resolved.kind in ("country", "region", "continent"))


PROPER = re.compile(r"[A-Z0-9][\w&'’.+-]*(?: (?:(?:of|the|de|la) )?(?:[A-Z0-9][\w&'’.+-]*|&))*")


def _proper(text: str) -> str:
    """The proper name that a piece begins with: "Birch Ventures in the lead" names Birch Ventures."""
    match = PROPER.match(text)
    return match.group() if match else text


def backers(text: str) -> list[Span]:
    """Investors named after "backed by" and the like."""
    match = BACKERS.search(text)
    if match is None:
        return []
    spans: list[Span] = []
    position = match.start("names")
    end = match.end("names")
    while position < end:
        cut = BACKER_SPLIT.search(text, position, end)
        stop = cut.start() if cut else end
        name = _proper(text[position:stop].strip())
        if name[:1].isupper() and len(name.split()) <= 5:
            start = text.index(name, position)
            spans.append((start, start + len(name)))
        elif spans:
            break
        position = cut.end() if cut and cut.end() > position else end
    return spans
