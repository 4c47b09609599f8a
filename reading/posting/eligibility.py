"""Visa help, relocation, citizenship and clearance: stated yes, stated no, or not stated."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation

VISA_NO = re.compile(
    r"(?:unable|not able|cannot|can not|can't|won't|will not|do not|does not|don't|doesn't|not (?:be )?(?:eligible"
    r"|available|provid\w+|offer\w*|considered?)|no|not|without|neither)[^.;\n]{0,60}?\b(?:sponsor\w*"
    r"|visa (?:support|assistance|sponsorship))"
    r"|sponsorship[^.;\n]{0,40}(?:not (?:available|offered|provided|possible|be)|unavailable|is not)"
    r"|visa sponsorship:? no\b|no (?:h-?1b|visa)|without (?:the need for |current or future "
    r"|requiring )?(?:employer |visa )?sponsor"
)
VISA_YES = re.compile(
    r"(?:we|will|can|able to|may|happy to|company|also|do|visa) (?:\w+ ){0,3}?sponsor\b(?:s|ing)?(?! (?:events"
    r"|clubs|programs))[^.;\n]{0,30}(?:visa|h-?1b|work|candidate|you|immigration)?|visa (?:sponsorship|support"
    r"|assistance)(?: (?:is|are|can be|will be|may be))? (?:available|provided|offered|possible|included)"
    r"|sponsorship (?:is |will be )?(?:available|provided|offered|possible)"
    r"|immigration (?:support|assistance|help|sponsorship)|(?:provide|offer|offers|provides|including|with"
    r"|assist with|help with|support with) (?:\w+ ){0,4}(?:visa|immigration|work permit)|visa (?:sponsorship"
    r"|support|assistance|and relocation)|we can help (?:you )?with (?:that|your visa)|sponsor (?:your |a "
    r"|work )?visa|relocation and visa|visa sponsorship:? yes|support (?:\w+ ){0,2}visas?\b|work permit (?:support"
    r"|assistance)"
)
VISA_WORD = re.compile(r"visa|sponsor|immigration|work authori[sz]ation|h-?1b|work permit")
NOT_VISA = re.compile(
    r"visa (?:card|inc|payments?|debit|credit|network|europe)|executive sponsor|sponsors? (?:of|the)"
    r"|project sponsor|clinical trial sponsor|sponsored (?:research|program|events|by|plan|health)|(?:company"
    r"|employer)[- ]sponsored (?!visa)|sponsor (?:company|relations|engagement)|sponsoring (?:bank|compan)"
    r"|business sponsor|stakeholders? and sponsor|event sponsor"
)
RELOCATION_YES = re.compile(
    r"relocation (?:assistance|support|package|bonus|stipend|help|is (?:available|provided|offered)|provided"
    r"|available|and (?:immigration|visa)|benefits?|reimbursement|allowance)|(?:assist|help"
    r"|support) (?:\w+ ){0,3}(?:with )?relocat|housing support for those relocating|(?:offer|provide)s? relocation"
    r"|paid relocation"
)
RELOCATION_NO = re.compile(
    r"(?:no|not|without|unable to|do not|does not) (?:\w+ ){0,4}relocation|relocation (?:assistance "
    r"|support )?(?:is )?(?:not|unavailable)|local candidates only"
)
CITIZEN_TRUE = re.compile(
    r"(?:must|required to|need to|have to|applicants?|only) (?:\w+ ){0,6}(?:u\.?s\.? |united states |american "
    r"|british |canadian |australian |eu )?(?:citizens?|nationals?)\b|(?:u\.?s\.?|united states|british|canadian"
    r"|australian) citizen(?:ship)? (?:is |are )?(?:required|only|mandatory)|citizenship (?:is )?required"
    r"|u\.?s\.? citizens? only"
    r"|applicant must be a \(i\) u\.?s\.? citizen|\bu\.?s\.? persons?\b|\bitar\b[^.]{0,80}(?:require|must|eligib"
    r"|person|citizen)|(?:require|must|eligib|person)[^.]{0,80}\bitar\b|export (?:control|regulations"
    r"|laws)[^.]{0,100}(?:must|require|citizen)|valid (?:\w+ )?passport|must hold (?:an? )?(?:\w+ )?passport"
    r"|eu passport"
    r"|us citizenship|u\.s\. citizenship|(?:us|u\.s\.|uk|usa) citizens?\b"
)
CITIZEN_FALSE = re.compile(
    r"green card holders?,[^.]{0,60}(?:encouraged|welcome|apply)|(?:h-?1b|ead|non-?citizens?"
    r"|visa holders?)[^.]{0,60}(?:encouraged|welcome|accepted|can apply|may apply)"
    r"|no (?:security )?clearance (?:is )?(?:required|needed)|citizenship (?:is )?not required|all (?:visa"
    r"|work) status"
)
CLEARANCE = re.compile(
    r"\bts/sci\b|\btop secret\b|\bsecret(?: security)? clearance|\bpublic trust\b|\bsecurity clearance\b"
    r"|\b(?:active|current|obtain|hold|possess|eligible for|maintain)[^.;]{0,40}\bclearance\b|\bsc clear(?:ed|ance)"
    r"|\bdv clear(?:ed|ance)|\bpolygraph\b|\bnato (?:secret|clearance)|\bbpss\b|\bclearance (?:is )?required"
    r"|sicherheitsüberprüfung"
)
NOT_CLEARANCE = re.compile(
    r"customs clearance|clearance (?:sale|sales|items|rack|certificate)|medical clearance|customer clearance"
    r"|criminal|background clearance|trade secret|health clearance|child abuse clearance"
)
EEO = re.compile(
    r"without regard|regardless of|equal (?:employment )?opportunit|discriminat|protected (?:by|class|veteran"
    r"|status|characteristic)|national origin|sexual orientation|gender identity"
)
WORK_RIGHT = re.compile(
    r"authori[sz]ed to work|work authori[sz]ation|right to work|eligib(?:le|ility) to work|legally (?:authori[sz]ed"
    r"|entitled|permitted)|entitled to work|work permit|valid working|legal right"
)
# A question put to the applicant, or a request to answer one, states nothing of the job.
QUESTION = re.compile(
    rf"(?:^|[.!:] )\W*{alternation(word_lists.phrases('questions.opens'))}"
    rf"|{alternation(word_lists.phrases('questions.asking'))}[\s,]+(?:[\w']+[\s,]+){{0,3}}?{alternation(word_lists.phrases('questions.whether'))}|\?\s*$"
)
SHORTEST = 10  # no statement of these kinds is shorter


@dataclass(frozen=True, slots=True)
class Finding:
    value: str
    start: int
    end: int


def visa_sponsorship(sentence: str) -> Finding | None:
    if len(sentence) < SHORTEST:
        return None
    lowered = fold(sentence)
    if QUESTION.search(lowered):
        return None
    if not VISA_WORD.search(lowered) or EEO.search(lowered):
        return None
    masked = NOT_VISA.sub(lambda match: "." * len(match.group()), lowered)
    if not VISA_WORD.search(masked):
        return None
    no = VISA_NO.search(masked)
    if no:
        return Finding("NO", no.start(), no.end())
    yes = VISA_YES.search(masked)
    return Finding("YES", yes.start(), yes.end()) if yes else None


def relocation(sentence: str) -> Finding | None:
    if len(sentence) < SHORTEST:
        return None
    lowered = fold(sentence)
    if QUESTION.search(lowered):
        return None
    if "relocat" not in lowered:
        return None
    no = RELOCATION_NO.search(lowered)
    if no:
        return Finding("NO", no.start(), no.end())
    yes = RELOCATION_YES.search(lowered)
    return Finding("YES", yes.start(), yes.end()) if yes else None


def citizenship_or_clearance(sentence: str) -> Finding | None:
    """ "TRUE" when the job demands citizenship, a clearance or US-person status, "FALSE" when it says it does not."""
    if len(sentence) < SHORTEST:
        return None
    lowered = fold(sentence)
    if QUESTION.search(lowered):
        return None
    if EEO.search(lowered):
        return None
    open_to_all = CITIZEN_FALSE.search(lowered)
    if open_to_all:
        return Finding("FALSE", open_to_all.start(), open_to_all.end())
    masked = NOT_CLEARANCE.sub(lambda match: "." * len(match.group()), lowered)
    for pattern in (CITIZEN_TRUE, CLEARANCE):
        match = pattern.search(masked)
        if match:
            return Finding("TRUE", match.start(), match.end())
    return None


def clearance(sentence: str) -> Finding | None:
    if len(sentence) < SHORTEST:
        return None
    lowered = fold(sentence)
    match = CLEARANCE.search(NOT_CLEARANCE.sub(lambda found: "." * len(found.group()), lowered))
    return Finding(sentence[match.start() : match.end()], match.start(), match.end()) if match else None


def work_right(sentence: str) -> Finding | None:
    match = WORK_RIGHT.search(fold(sentence)) if len(sentence) >= SHORTEST else None
    return Finding(sentence.strip(), match.start(), match.end()) if match else None
