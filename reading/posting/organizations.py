"""The hiring organisation when it stands only in prose, and who backs it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from reading import places, word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.posting import starters
from reading.posting.headings import PHRASES
from reading.posting.titles import JOB_WORD
from reading.spans import Span
from reading.vocabulary import default_vocabulary
from reading.word_sets import names

_PART = r"(?:[A-Z0-9À-Þ][\w&'’.+-]*[\w&’+!]|[A-Z&]|of|and|the|de|for|&|\+)"
NAME = rf"[A-Z0-9À-Þ][\w&'’.+-]*[\w!+](?: {_PART}){{0,6}}"
LEGAL_TAIL = r"(?:(?:,? (?:Inc|INC|LLC|Ltd|GmbH|Corp|Co|PLC|plc|LLP|AG|S\.A|B\.V|Pvt\.? Ltd|Limited|N\.A)\.?){0,2})?\.?"
IS_A = re.compile(
    rf"(?:^|(?<=[.!?:\n] )|(?<=\n))(?:(?:Headquarters|Company|About(?: us)?|Overview|Description)\s*:? )?(?:The "
    rf"|At )?(?P<name>{NAME}{LEGAL_TAIL})(?: \([^)]{{1,40}}\))?,?(?: (?:a|an|the) [^.,]{{3,90}},)? (?:is|are|was"
    rf"|ist|has been|has|offers|provides|makes|develops|delivers|helps|builds|operates|seeks|connects|sucht|est|é"
    rf"|es)"
    r" (?:currently |now |actively |also |proud |proudly |seeking|looking|hiring|searching|recruiting|a |an |the "
    r"|one |in search|building|reinventing|pioneering|on a mission|committed|dedicated|growing|expanding"
    r"|transforming|recognized|rated|known|to |redefining|founded|developing|creating|changing|leading|eine?|at the"
    r"|part of|people|partnering|ranked|one|our|for|headquartered|based|opening|located|excited|providing|accepting"
    r"|working|acting|solutions|services|software|high|people|with)"
)
_SEEKS = (
    r",? (?:is|are)? ?(?:currently |now |actively |also |urgently )*(?:seeking|looking for|looking to|hiring|searching"
    r"|recruiting|in search of|in need of|seeks|needs|requires?|invites|sucht|busca|recherche|recrute|working (?:on behalf of"
    r"|with|in partnership)|ha(?:s|ve) (?:an? )?(?:\w+ )?(?:opportunit(?:y|ies)|vacanc(?:y|ies)|openings?|positions?"
    r"|immediate need)\b)(?!\w)"
)
SEEKS = re.compile(
    rf"(?:^|(?<=[.!?:\n] )|(?<=\n))(?:(?:Description|Overview|Summary)\s*:? )?(?:The )?"
    rf"(?P<name>{NAME}{LEGAL_TAIL}),?(?: in [A-Z][\w ,]{{2,40}}?)?{_SEEKS}"
)
# The same behind words that lost their sentence end: "... per hour Wren Recruitment are currently recruiting".
SEEKS_INSIDE = re.compile(rf"(?<=[a-z\d*)] )(?P<name>{NAME}{LEGAL_TAIL}){_SEEKS}")
EQUAL = re.compile(
    rf"(?P<name>{NAME}{LEGAL_TAIL}),? (?:is|are)(?i:(?: committed to being| proud to be)? (?:an? )?(?:proud )?(?:drug[- ]free"
    r"|smoke[- ]free|affirmative|aap|eoe?\b|eeo|equal|m/f))"
    rf"|(?P<name2>{NAME}{LEGAL_TAIL}) (?:values diversity|provides equal employment|does not discriminate)"
)
# Behind a headline, a web address or a place that lost its line: "URL: https://... Halden is a maker of".
IS_A_INSIDE = re.compile(
    rf"(?<=[\w*).|] )(?P<name>{NAME}{LEGAL_TAIL})(?: \([^)]{{1,40}}\))?,? (?:is|are) (?:an? (?:\w+[- ]){{1,3}}(?:company|platform"
    r"|firm|provider|agency|startup|start-up|business|consultancy|leader|organi[sz]ation|manufacturer|maker|brand|group"
    r"|team|studio|retailer|marketplace|charity)|the (?:world|leading|largest|only|first|no-code|\w+est|leader|nation)|on a mission"
    r"|one of the|building|revolutioni[sz]ing|redefining|reinventing|transforming)"
)
WE_ARE = re.compile(rf"\b[Ww]e(?:'|’| a)re (?P<name>{NAME}{LEGAL_TAIL})(?=[.!\n]|, an? )")
# "About Halden Halden makes ...": a heading that lost its line, and the sentence behind it.
ABOUT_TWICE = re.compile(r"\bAbout (?:the )?(?P<name>[A-Z][\w&'’.-]*(?: [A-Z&][\w&'’.-]*){0,3}) (?:The )?(?P=name)\b")
ALONE = re.compile(rf"(?:^|(?<=[.!?] ))(?P<name>{NAME})\. (?=(?:Salary|Pay|Location|Rate|Hours|Hourly|Benefits)\b)")
AT_WE = re.compile(
    rf"\b(?:At|Here at|at) (?P<name>{NAME}{LEGAL_TAIL})(?:®|™)? ?,? (?:we|you|our|people|everyone|every)\b"
)
JOIN = re.compile(
    rf"\b(?:[Jj]oin(?:ing)?(?: the team at| us at)?|[Ww]orking (?:at|for|with)|[Ww]ork (?:at|for|with)"
    rf"|[Cc]areers? (?:at|with)|employed by|on behalf of|[Ll]ife at|[Ww]hy|[Ww]elcome to|part of|employment with"
    rf"|employee of|driving with|[Dd]rive with) (?:the )?(?P<name>{NAME}{LEGAL_TAIL})(?:'s|’s)?(?= ?[,.!?:;]| team"
    rf"| as | and | family| in | is | you|$|\n)"
)
ABOUT = re.compile(rf"^(?:About|Why|Über|Life at|Who is|What is|Working at|Join) (?P<name>{NAME}{LEGAL_TAIL})[?:!]?$")
ACTS = re.compile(
    rf"(?P<name>[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){{0,4}}{LEGAL_TAIL})(?: \(UK\)(?: Ltd| Limited)?)? (?:is acting|acts?|are acting"
    rf"|(?:is|are) operating|operates?) as (?:both )?an? (?i:employment|recruitment|staffing)"
)
REPRESENTS = re.compile(rf"represents (?P<name>{NAME}{LEGAL_TAIL})(?: in the best| well)")
POSSESSIVE = re.compile(
    rf"(?P<name>{NAME})(?:'s|’s) (?!(?:degree|licen[sc]e|first|largest|leading|most|best|only|top|day|name|own)\b)"
    rf"(?:[A-Z]|[a-z]{{4}})"
)
NEVER_FIRST, STOP = names("never_first"), names("stop")
BACKERS = re.compile(
    r"(?i:backed by|funded by|investors (?:at|including|like|such as)|investment from"
    r"|supported by investors)(?: (?i:leading|top|great|world-class))*"
    r"(?: (?i:investors) (?i:at|like|including|such as))? (?P<names>[A-Z][^.\n;]{2,400})"
)
BACKER_SPLIT = re.compile(
    r",? (?:as well as|along with|together with)\b.*? (?:from )?(?=[A-Z])|,? and (?:others|more)\b.*|, (?:and )?"
    r"| and "
)


TRADES = names("trades")


def is_trade(line: str) -> bool:
    """Whether a line names a trade: "Healthcare Services", "Other/Not Classified", "BankingFinancial Services"."""
    if "/" not in line and "," not in line and " " not in line and line not in ("All", "Other"):
        pieces = re.findall(r"[A-Z][a-z]+", line)
        return len(line) > 3 and "".join(pieces) == line and all(piece.lower() in TRADES for piece in pieces)
    words = re.findall(r"[a-z]+|&", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", line)))
    known = [word for word in words if word in TRADES or word == "&"]
    return len(words) > 0 and len(known) == len(words)


_CAREERS = re.compile(rf"{alternation(word_lists.phrases('page.careers'))}\s+")


def without_lead(text: str, span: Span) -> Span:
    """A name without the words that a page puts before it: "Jobs at Halden", "Karriere bei Halden"."""
    lead = _CAREERS.match(fold(text[slice(*span)]))
    return (span[0] + lead.end(), span[1]) if lead else span


_ABOUT = re.compile(rf"{alternation(word_lists.phrases('organizations.about'))}\s+\S")


def is_about(text: str) -> bool:
    """Whether a line is a heading about the employer: "About Halden", "Über uns"."""
    return _ABOUT.match(fold(text)) is not None


# The names of employers in the sentences of other languages than English.
_FOREIGN_WORD = r"[A-Z0-9À-Þ][\w&'’.+®-]*[\w!+®]"
_FOREIGN_NAME = rf"(?P<name>{_FOREIGN_WORD}(?:(?: (?:de|di|do|da|dos|du|des|del|la|le|les|et|e|y|und|en|van|der|den|für|et de|&|of))* (?:{_FOREIGN_WORD}|[A-Z&])){{0,6}}{LEGAL_TAIL})"


@dataclass(frozen=True, slots=True)
class EmployerCues:
    """How sentences of one language name the employer, surest first."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    never: frozenset[str]
    clients: re.Pattern[str]
    legal: re.Pattern[str]


@lru_cache(maxsize=8)
def employer_cues(spoken: str) -> EmployerCues:
    def words(name: str) -> str:
        return alternation(word_lists.phrases(f"organizations.{name}", language=spoken))

    article = rf"(?:(?i:{words('articles')})\s)?"
    begins = r"(?:^|(?<=[.!?:]\s)|(?<=\n))"
    apart = r"(?=[\s,.!?:;)]|$)"
    return EmployerCues(
        (
            (
                "seeks",
                re.compile(
                    rf"{begins}{article}{_FOREIGN_NAME}{apart}[^.\n]{{0,40}}? (?i:{words('seeks')})(?! (?i:{words('we')})(?!\w))"
                ),
            ),
            ("is_a", re.compile(rf"{begins}{article}{_FOREIGN_NAME},? (?:\([^)]{{1,40}}\) )?(?i:{words('is')})")),
            ("about", re.compile(rf"^(?i:{words('about')}) {article}{_FOREIGN_NAME}[?:!]?$")),
            ("at_we", re.compile(rf"(?<!\w)(?i:{words('at')}) {article}{_FOREIGN_NAME}(?=[,.!?:;]|\s[a-zà-ÿ]|$)")),
        ),
        frozenset(word_lists.phrases("organizations.never", language=spoken)),
        re.compile(words("clients")),
        re.compile(rf"(?P<name>{NAME}(?: (?:&|und|et|y|e|en) {NAME})?\s(?:{_written_forms(spoken)})(?!\w))"),
    )


def _written_forms(spoken: str) -> str:
    """Legal forms as they are written behind a name: "GmbH & Co. KG", "S.A."."""
    forms = [
        *word_lists.phrases("organizations.legal", language=spoken),
        "gmbh",
        "ag",
        "inc",
        "ltd",
        "llc",
        "b.v.",
        "s.a.",
    ]
    ordered = sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form))
    return "|".join(f"(?i:{re.escape(form)})" if len(form) > 2 else re.escape(form.upper()) for form in ordered)


OPENING_OF_FOREIGN = 60  # sentences


def from_foreign_prose(text: str, sentences: list[Span], title: str, spoken: str) -> tuple[Span, str] | None:
    """The employer that the sentences of one language name by its own words, and the rule that found it."""
    if spoken not in word_lists.languages():
        return None
    cues = employer_cues(spoken)
    opening = sentences[:OPENING_OF_FOREIGN]
    for rule, pattern in (*cues.patterns[:3], ("legal", cues.legal), *cues.patterns[3:]):
        for start, end in opening:
            for match in pattern.finditer(text[start : min(end, start + 400)]):
                span = _clean(text, start + match.start("name"), start + match.end("name"), title)
                if span is None or fold(text[slice(*span)]).split()[0].strip(".,") in cues.never:
                    continue
                if cues.clients.search(fold(text[max(0, span[0] - 40) : span[0]])):
                    continue
                if _names(text, span, title, weak=rule in ("at_we", "is_a")) and _is_name(text, span, rule):
                    return span, rule
    return None


def _is_name(text: str, span: Span, rule: str) -> bool:
    """German writes all nouns with capitals: a lone word there has to show itself a name."""
    name = text[slice(*span)]
    if rule in ("legal", "about") or len(name.split()) > 1:
        return True
    inner = any(character.isupper() or character.isdigit() or not character.isalnum() for character in name[1:])
    return inner or text.count(name) > 1


def from_prose(text: str, sentences: list[Span], title: str) -> tuple[Span, str] | None:
    """The span of the organisation's name and the rule that found it, or None ("our client")."""
    opening = sentences[:80]
    whole = text[opening[0][0] : opening[-1][1]] if opening else ""
    for rule, pattern, limit in (
        ("is_a", SEEKS, 6), ("is_a", IS_A, 6), ("about", ABOUT, 40), ("about", ABOUT_TWICE, 12),
        ("represents", REPRESENTS, 40), ("at_we", AT_WE, 40), ("we_are", WE_ARE, 80), ("is_a", SEEKS_INSIDE, 6),
        ("stands_alone", ALONE, 4), ("is_a", IS_A_INSIDE, 3),
        ("is_a", IS_A, 40), ("acts", ACTS, 80), ("equal", EQUAL, 0),
        ("join", JOIN, 40), ("is_a", SEEKS, 40),
    ):  # fmt: skip
        cues = CUES.get(pattern, ())
        if cues and not any(cue in whole for cue in cues):
            continue
        spans = opening[:limit] if limit else _around(text, "equal", "divers", "discriminat")
        for start, end in spans:
            passage = text[start : min(end, start + 400)]
            if cues and not any(cue in passage for cue in cues):
                continue
            match = pattern.search(passage)
            while match:
                group = "name" if match["name"] else "name2"
                span = _clean(text, start + match.start(group), start + match.end(group), title)
                if span and _names(text, span, title, weak=rule == "join"):
                    return span, rule
                match = pattern.search(passage, match.start(group) + 1)
    best: tuple[int, Span] | None = None
    for start, end in opening:
        for match in POSSESSIVE.finditer(text[start : min(end, start + 400)]):
            span = _clean(text, start + match.start("name"), start + match.end("name"), title)
            if span and _names(text, span, title, weak=False):
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
            and not _is_ordinary(text, name)
        ):
            return first[name], "repeated"
    return None


# A sentence without any of these is not searched; looking for them costs a tenth of the pattern.
_SEEKING = (
    "seek", "looking", "hiring", "search", "recruit", "need", "require", "invite", "sucht", "busca", "recherche", "working",
    "opportunit", "vacanc", "opening", "position",
)  # fmt: skip
CUES = {
    SEEKS: _SEEKING, SEEKS_INSIDE: _SEEKING, ACTS: ("mployment", "ecruitment", "taffing"), REPRESENTS: ("represents",),
    ABOUT_TWICE: ("About",), WE_ARE: ("e're", "e’re", "e are"),
}  # fmt: skip
WINDOWS = 6
WINDOW = 160


def _around(text: str, *cues: str) -> list[Span]:
    """The words before each of the last few places where a cue stands; what employers say of themselves at the end."""
    lowered = fold(text)
    found = [match.start() for cue in cues for match in itertools.islice(re.finditer(cue, lowered), WINDOWS)]
    return [(max(0, at - WINDOW), min(len(text), at + 40)) for at in sorted(found)]


LEADING = names("leading")


def _clean(text: str, start: int, end: int, title: str) -> Span | None:
    """The name without what stands before it: small words, the job's title and its town."""
    words = text[start:end].split(" ")
    half = len(words) // 2
    if half and words[:half] == words[half:]:  # a heading and the sentence below it, glued
        start += len(" ".join(words[:half])) + 1
        words = words[half:]
    while words and words[-1].lower() in ("and", "of", "the", "for", "&", "de"):
        end -= len(words.pop()) + 1
    title_words = set(re.findall(r"\w+", fold(title)))
    while words:
        first = fold(words[0]).strip(".,")
        if len(words) > 2 and _is_town(" ".join(words[:2])):  # "East Sussex Wren Recruitment"
            start += len(" ".join(words[:2])) + 1
            words = words[2:]
            continue
        before = len(words) > 1 and (first in title_words or first in ("job", "jobs", "vacancy") or _is_town(words[0]))
        if first not in LEADING and not before:
            break
        start += len(words.pop(0)) + 1
    return (start, end) if words and end > start else None


def _is_town(word: str) -> bool:
    """ "Reading Wren Recruitment", "US Halden": places that stood before the name, of the kind found at a line's end."""
    bare = word.strip(".,|")
    if bare in ("US", "USA", "UK", "Remote", "Hybrid"):
        return True
    found = places.resolve(bare) if bare[:1].isupper() and len(bare) > 3 else None
    return found is not None and (found.country == "GB" or found.kind in ("country", "region"))


def _names(text: str, span: Span, title: str, *, weak: bool) -> bool:
    """Whether a span may name an employer. ``weak``: nothing but a preposition or an "'s" says so."""
    name = text[slice(*span)]
    inside = span[0] > 1 and text[span[0] - 2] not in ".!?:;\n" and text[span[0] - 1] == " "
    if inside and name.startswith("In ") and len(name.split()) > 2:  # "... per hour In Clover Recruitment is"
        name = name[3:]
    if not _plausible(name, title) or _is_ordinary(text, name) or _is_torn(text, span[0]):
        return False
    return not weak or default_vocabulary().slug(name) is None


def _is_torn(text: str, start: int) -> bool:
    """Whether a name begins inside a word that is no heading glued to it ("OverviewHalden" is one)."""
    if not start or not text[start - 1].isalnum():
        return False
    left = re.search(r"(?:[A-Za-z]+ )?([A-Za-z]+)$", text[max(0, start - 24) : start])
    return left is None or not ({fold(left.group()), fold(left[1])} & PHRASES.keys())


def _is_ordinary(text: str, name: str) -> bool:
    """Whether a supposed name is a common word of the text: "Individuals" where it also says "individuals"."""
    words = re.findall(r"[A-Za-z']+", name)
    if len(words) == 1 and (starters.opens_line(words[0]) or words[0].endswith("ally")):
        return True
    if len(words) > 2 or not words or not all(word[1:].islower() for word in words):
        return False
    return re.search(rf"(?<![\w.@/-]){' '.join(map(str.lower, words))}(?![\w@]|\.[a-z])", text) is not None


NO_NAME = re.compile(
    r"[:;|*]|\+(?!\w)|\b(?:yoe|degree|client|clients|entry level|level|citizenship|citizens?|(?<!\w )bachelor'?s?|master'?s?)\b"
    r"|\b(?:we|our|you|they|their|his|her|my|jobs?|vacanc\w+|candidates?)(?: |$)"
)
UNNAMED_KINDS = frozenset({"concept", "method", "domain", "soft", "certification", "language"})


def _plausible(name: str, title: str) -> bool:
    lowered = fold(name).strip(" .,")
    words = lowered.split()
    if not words or words[0] in NEVER_FIRST or all(word in STOP for word in words) or len(name) < 2 or len(words) > 7:
        return False
    if name[0].isdigit() and not any(character.isalpha() for character in name):
        return False
    if NO_NAME.search(lowered) or is_trade(name) or words[-1] in NEVER_FIRST:
        return False
    vocabulary = default_vocabulary()
    parts = re.split(r" (?:and|&) |, ", name)
    if len(parts) > 1 and all(vocabulary.slug(part) is not None for part in parts):
        return False  # "Unix and Windows"
    slug = vocabulary.slug(name)
    if slug is not None and vocabulary.kind(slug) in UNNAMED_KINDS:
        return False
    if JOB_WORD.search(lowered) and not re.search(
        r"\b(?:school|hospital|inc|llc|ltd|group|partners|services|agency|marketing|support|associates|recruitment"
        r"|healthcare|solutions|systems|technologies|consulting|limited)\b",
        lowered,
    ):
        return False
    title_words = set(re.findall(r"\w+", fold(title)))
    if title_words and len(set(words) & title_words) >= max(1, len(words)):
        return False
    if re.match(r"(?:i|we|you|it|that|there|who|what|he|she|they|here|let)'", lowered):
        return False
    if (re.match(r"[ld]['’][a-zà-ÿ]", name, re.IGNORECASE) and name[2:3].islower()) or lowered.strip(" !") in CHANNELS:
        return False
    resolved = places.resolve(name)
    if resolved is not None and resolved.kind == "city" and resolved.geonames_id is not None:
        found = places.lookup(name)
        return not (found and found[0].population >= LARGE_TOWN)
    return not (resolved is not None and resolved.kind in ("country", "region", "continent"))


CHANNELS = names("channels")
LARGE_TOWN = 50_000
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
