"""Employment type, place-of-work type and level, from explicit words only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.folding import fold
from reading.negation import is_denied

TYPE_TOKENS = {
    "FULL_TIME": r"full[-_ ]?time|vollzeit|temps plein|tiempo completo|jornada completa|tempo integral|tempo pieno"
                 r"|voltijds|fulltid",
    "PART_TIME": r"part[-_ ]?time|teilzeit|temps partiel|tiempo parcial|media jornada|meio período|deeltijd",
    "INTERN": r"internship|intern|co-?op|praktikum|werkstudent(?:in)?|working student|stage|stagiaire|estágio"
              r"|pasantía|prácticas|tirocinio|trainee(?:ship)?",
    "CONTRACTOR": r"contract(?:or)?|freelance(?:r)?|freiberuflich|independent contractor|1099|c2c|corp[- ]to[- ]corp",
    "TEMPORARY": r"temporary|temp(?:[- ]to[- ](?:perm|hire))?|fixed[- ]term(?: contract)?|seasonal|befristet|cdd"
                 r"|maternity cover|interim|ftc",
    "PER_DIEM": r"per[- ]diem|prn|casual|zero[- ]hours?|as needed",
    "VOLUNTEER": r"volunteer(?:ing)?|ehrenamt(?:lich)?",
    "": r"permanent|regular|direct hire|festanstellung|unbefristet|cdi|employee|w2|direct w2|perm|entry level"
        r"|exempt|non-exempt",
}  # fmt: skip
PLACE_TOKENS = {
    "ON_SITE": r"on[- ]?site|in[- ]?office|in[- ]?person|office[- ]based|vor ort|presencial|in sede|in presenza|sur site|op locatie|op kantoor",
    "HYBRID": r"hybrid|hybride|híbrido|ibrido|hybride werken",
    "TELECOMMUTE": r"(?:fully |100% )?remote|work from home|wfh|telecommute|home[- ]?based"
                   r"|anywhere(?: in the world)?|remoto|télétravail|da remoto|en remoto|teletrabajo|thuiswerk(?:en)?|home ?office",
}  # fmt: skip
_TYPE = {name: re.compile(rf"(?:{pattern})") for name, pattern in TYPE_TOKENS.items()}
_PLACE = {name: re.compile(rf"(?:{pattern})") for name, pattern in PLACE_TOKENS.items()}
SHORTEST = 6  # no sentence about type or workplace is shorter
SEPARATOR = re.compile(r"(?:\s*[,;/|•·&+]\s*|\s+(?:and|or|und|-|–)\s+|\s+)*")

_NOUN = (
    r"(?:position|role|job|opportunity|opportunities|employment|basis|permanent|vacancy|opening|contract|hours"
    r"|schedule|appointment|staff member|work\b"
    r"|(?:[a-z]+ ){1,3}(?:position|role|to join|needed|required|wanted|opportunity)|internship|remote|hybrid"
    r"|on-?site|,? ?\d\d ?h|w2|direct hire|m-f|monday)"
)
TYPE_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("FULL_TIME", re.compile(rf"\b(?:full[- ]?time|vollzeit)[,;/()\s-]{{0,4}}{_NOUN}|(?:is|are|hiring|seeking"
                             rf"|looking for|for) an? (?:\w+ )?full[- ]?time\b"
                             r"|(?:position|job|role|employment|work|status|schedule|hours)(?: type"
                             r"| status)?\s?(?:is|:|-)\s?(?:permanent,? ?)?full[- ]?time"
                             r"|full[- ]?time (?:and|or|&|/) part[- ]?time (?:positions|roles|hours|work|opportunities|available|vacancies)|full[- ]?time(?: \w+)? available|\bpermanent,? full[- ]?time\b")),
    ("PART_TIME", re.compile(rf"\bpart[- ]?time[,;/()\s-]{{0,4}}{_NOUN}|(?:is|are|hiring|seeking|looking for"
                             rf"|for) an? (?:\w+ )?part[- ]?time\b"
                             r"|(?:position|job|role|employment|work|status|schedule|hours)(?: type"
                             r"| status)?\s?(?:is|:|-)\s?part[- ]?time"
                             r"|full[- ]?time (?:and|or|&|/) part[- ]?time (?:positions|roles|hours|work|opportunities|available|vacancies)|part[- ]?time(?: \w+)? available")),
    ("CONTRACTOR", re.compile(r"\b(?:\d{1,2}[- +]?(?:months?|mo)\.? (?:\w+ )?contract|contract[- ]to[- ](?:hire"
                              r"|perm\w*)|contract (?:position|role|opportunity|assignment|job|length|duration)"
                              r"|independent contractors?|freelance (?:\w+ ){0,2}(?:position|role|basis|opportunity"
                              r"|work)|(?:position|job|employment) type\s?:\s?contract|on a contract basis"
                              r"|right to hire)\b")),
    ("TEMPORARY", re.compile(r"\b(?:temporary|seasonal|fixed[- ]term|interim|maternity)(?: \w+)? (?:position|role"
                             r"|contract|assignment|job|cover|basis|opportunity|vacancy|work|employment"
                             r"|appointment)"
                             r"|temp[- ]to[- ](?:perm|hire)|\bone[- ]year contract|\d[- ]year contract"
                             r"|maternity cover|\b(?:\d+|one|two|three|four) weeks? (?:assignment|cover)\b|\bon this assignment\b")),
    ("PER_DIEM", re.compile(r"\b(?:per[- ]diem|prn|casual|zero[- ]hours?)[- ](?:\w+ )?(?:position|role|basis|shift"
                            r"|contract|opportunit|status|work|job)")),
    ("INTERN", re.compile(r"\b(?:paid|unpaid|summer|this|\d{1,2}[- ](?:week|month)s?) internship\b"
                          r"|internship (?:position|program|opportunity|role)")),
    ("VOLUNTEER", re.compile(r"\bvolunteer (?:position|role|opportunity)|unpaid volunteer")),
)  # fmt: skip
TYPE_NEGATED = re.compile(
    r"\b(?:don't|do not|not|no|never|alternative to|instead of|cannot|benefits for|for all|eligible|all|our"
    r"|supplement|income|equivalent|gig"
    r"|compared|experience)[^.;\n]{0,45}$"
)
TYPE_NOT_AFTER = re.compile(
    r"^[^.;\n]{0,4}(?:employees|team members|associates|staff\b|experience|workers|equivalent|students|income"
    r"|benefits|study|schooling)"
)
TITLE_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("INTERN", re.compile(r"\b(?:intern|interns|internship|co-?op|werkstudent(?:in)?|working student"
                          r"|praktikant(?:in)?|praktikum|stagiaire|apprentice)\b")),
    ("PART_TIME", re.compile(r"\bpart[- ]time\b|\bteilzeit\b")),
    ("FULL_TIME", re.compile(r"\bfull[- ]time\b|\bvollzeit\b")),
    ("TEMPORARY", re.compile(r"\b(?:temporary|seasonal|fixed[- ]term|maternity cover|interim|\d+[- ](?:year"
                             r"|month)s? contract|temp)\b")),
    ("CONTRACTOR", re.compile(r"\b(?:contractor|freelance(?:r)?|contract)\b(?! (?:manager|administrator|specialist"
                              r"|law|lawyer|negotiator|officer|engineer))")),
    ("PER_DIEM", re.compile(r"\b(?:per[- ]diem|prn|casual)\b")),
    ("VOLUNTEER", re.compile(r"\bvolunteer\b(?! (?:coordinator|manager))")),
)  # fmt: skip

PLACE_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("HYBRID", re.compile(r"\bhybrid (?:work|role|position|schedule|model|policy|environment|setup|arrangement"
                          r"|basis|in|from|\()|\b(?:is|work|role|position|type|model) (?:a )?hybrid\b|with hybrid\b"
                          r"|\b(?:\d|one|two|three|four|\d ?- ?\d)(?:\+)? (?:or more )?days? (?:of )?(?:a|per|each"
                          r"|/|in the|in our|in|at the|every|work)? ?(?:week )?(?:working )?(?:in|from|at"
                          r"|on)?[ -]?(?:the |our |an? )?(?:\w+ )?(?:office|on[- ]?site|hq)"
                          r"|\d\d% (?:of (?:their|your|the|work) (?:\w+ ){0,2})?(?:time )?(?:in|from)[- ](?:the "
                          r"|our |their |your )?(?:\w+ )?office|split (?:your )?time between (?:home|remote)"
                          r"|partially remote|remote/hybrid|hybrid:|\bhybrid\b(?= ?[.,;)]|$)")),
    ("ON_SITE", re.compile(r"\bin[- ]person (?:only|team|role|position|work|in|at|from)|\b(?:is|work|be|fully|100%"
                           r"|role|position|required) (?:\w+ ){0,2}(?:on[- ]?site|in[- ]office"
                           r"|in[- ]person)\b(?! (?:and|or) remote)"
                           r"|on[- ]?site (?:role|position|only|in|at|job|five|5|\d days)|(?:5|five) days (?:a"
                           r"|per) week (?:in|on|at)|physically (?:located|present|based)"
                           r"|must be (?:present )?(?:in the office|on[- ]site)"
                           r"|office[- ]based (?:role|position)|work from our [\w ]{0,20}office|worksite location")),
    ("TELECOMMUTE", re.compile(r"\b(?:fully|100%|completely|entirely|permanently) remote\b|\bremote[- ](?:position"
                               r"|role|job|opportunity|work(?!shop)|first|only|based|friendly|team|,? us)|(?:work"
                               r"|working|works?|employees) (?:\w+ )?remotely"
                               r"|\b(?:is|be|are|can be|position|role|location:?|option:?|either) (?:a )?(?:fully "
                               r"|100% |completely )?remote\b|work(?:ing)? from home\b(?! (?:allowance|stipend"
                               r"|equipment|budget|days))|telecommut(?:e|ing)|home[- ]based (?:role|position|job)"
                               r"|or remote(?:ly)?\b|remote \(|work from anywhere in|100% remote|\(remote\)"
                               r"|remote or|remote from")),
)  # fmt: skip
REMOTE_WORD = re.compile(r"\bremote(?:ly)?\b|\bwork(?:ing)? from home\b|\btelecommut\w+|\bhome[- ]?office\b")
PLACE_WORD = re.compile(
    r"remote|hybrid|on[- ]?site|in[- ]office|in[- ]person|home|telecommut|physically|office|anywhere|days?"
)
NOT_BEHIND = re.compile(
    r"\w*(?:\s(?:work|working|positions?|roles?|options?|and|or|hybrid|from home))*"
    r"\s(?:(?:is not|are not|isn't|aren't|cannot be|can't be|will not be|won't be|is never)"
    r"\b(?! (?:only|just|required|mandatory|necessary|needed|essential|a must))"
    r"|not (?:possible|available|offered|allowed|permitted|considered|supported|accepted|suitable))"
)
PLACE_IGNORED = re.compile(
    r"weeks? (?:of )?work[- ](?:from|remote)|work[- ]from[- ]anywhere|home office (?:possible|stipend|allowance"
    r"|budget|setup|möglich)|remote (?:stipend|allowance|sites?|areas?|locations?|control|monitoring|support|access"
    r"|sensing|server|desktop|customers|teams? across|users)"
    r"|occasional remote|hybrid (?:architecture|cloud|model architect|vehicle|app|mobile|electric|systems?)"
    r"|on-?site (?:gym|parking|cafe|canteen|childcare|interview|visit|lunch|fitness|support|training|meals|medical"
    r"|daycare|at (?:client|customer))"
    r"|supporting remote|remote, hybrid, field|office or home|approach to work|remotely (?:monitor|manage|access"
    r"|support)|remote and on|flexible working|flexibility to work"
)

LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("INTERN", re.compile(r"\b(?:intern|internship|co-?op|werkstudent(?:in)?|praktikant(?:in)?|trainee)\b")),
    ("EXECUTIVE", re.compile(r"^(?:chief|c[etfomi]o|president|vp|vice president|svp|evp|head of)\b"
                             r"|\bvice president\b|\bchief \w+ officer\b")),
    ("DIRECTOR", re.compile(r"\b(?:director|directeur)\b(?<!art director)(?<!creative director)")),
    ("PRINCIPAL", re.compile(r"\bprincipal\b(?! (?:teacher|of))")),
    ("STAFF", re.compile(r"^(?:senior )?staff (?!nurse|accountant|assistant|attorney|writer|member|development)")),
    ("LEAD", re.compile(r"\b(?:lead|leader|team lead)\b(?! generation)(?! gen\b)")),
    ("SENIOR", re.compile(r"\b(?:senior|sr\.?|snr)\b")),
    ("MANAGER", re.compile(r"\b(?:manager|supervisor|leiter(?:in)?|superintendent)\b")),
    ("ENTRY", re.compile(r"\b(?:junior|jr\.?|entry[- ]level|graduate|apprentice|new grad)\b")),
    ("MID", re.compile(r"\b(?:mid[- ]level|intermediate|mid)\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One employment or workplace word of an enumeration; ``value`` is "" for words without a type ("permanent")."""

    field: str
    value: str
    start: int
    end: int


def read_enumeration(text: str) -> list[Token]:
    """The tokens of a line that is nothing but such words, glued or listed ("InternshipOn-siteFull-time"), else []."""
    if len(text) > 90:
        return []
    lowered = fold(text)
    tokens: list[Token] = []
    position = 0
    while position < len(lowered):
        separator = SEPARATOR.match(lowered, position)
        position = separator.end() if separator else position
        if position >= len(lowered):
            break
        found = _token_at(lowered, position)
        if found is None:
            return []
        tokens.append(found)
        position = found.end
    return tokens


def _token_at(lowered: str, position: int) -> Token | None:
    best: Token | None = None
    for field, table in (("employment_type", _TYPE), ("job_location_type", _PLACE)):
        for value, pattern in table.items():
            match = pattern.match(lowered, position)
            if match and (best is None or match.end() > best.end):
                best = Token(field, value, match.start(), match.end())
    return best


def types_in_title(title: str) -> list[Token]:
    lowered = fold(title)
    found = []
    for value, pattern in TITLE_TYPES:
        match = pattern.search(lowered)
        if match:
            found.append(Token("employment_type", value, match.start(), match.end()))
    return found


def types_in_sentence(sentence: str) -> list[Token]:
    """Employment types that a sentence states of the job itself."""
    if len(sentence) < SHORTEST:
        return []
    lowered = fold(sentence)
    found = []
    for value, pattern in TYPE_SENTENCES:
        for match in pattern.finditer(lowered):
            before = lowered[max(0, match.start() - 60) : match.start()]
            word = re.search(r"(?:full|part)[- ]?time|vollzeit", match.group())
            after = lowered[match.start() + word.end() :] if word else lowered[match.end() :]
            if TYPE_NEGATED.search(before) or TYPE_NOT_AFTER.match(after) or is_denied(lowered, match.start()):
                continue
            found.append(Token("employment_type", value, match.start(), match.end()))
            break
    return found


def place_in_sentence(sentence: str) -> Token | None:
    """The workplace type that a sentence states, or NOT_REMOTE where it rules remote work out."""
    if len(sentence) < SHORTEST:
        return None
    lowered = fold(sentence)
    if PLACE_IGNORED.search(lowered):
        return None
    for value, pattern in PLACE_SENTENCES:
        for match in pattern.finditer(lowered):
            if _is_ruled_out(lowered, match.start(), match.end(), duty=value != "TELECOMMUTE"):
                continue
            return Token("job_location_type", value, match.start(), match.end())
    for match in REMOTE_WORD.finditer(lowered):
        if _is_ruled_out(lowered, match.start(), match.end(), duty=False):
            return Token("job_location_type", "NOT_REMOTE", match.start(), match.end())
    return None


def _is_ruled_out(lowered: str, start: int, end: int, *, duty: bool) -> bool:
    """Denied by a word before it, or behind it: "remote work is not possible"."""
    if is_denied(lowered, _first_place_word(lowered, start, end), duty=duty):
        return True
    behind = NOT_BEHIND.match(lowered, end)
    return behind is not None


def _first_place_word(lowered: str, start: int, end: int) -> int:
    """Where the workplace word of a match begins; a match may take in the "or" or "is" before it."""
    word = PLACE_WORD.search(lowered, start, end)
    return word.start() if word else start


def level_in_title(title: str) -> str | None:
    lowered = fold(title)
    for value, pattern in LEVELS:
        if pattern.search(lowered):
            return value
    return None
