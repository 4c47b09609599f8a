"""The job that a sentence names, where no line of the header does."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.posting.titles import JOB_WORD, MARK, is_place, is_title_like, trim_title
from reading.spans import Span

IN_PROSE = re.compile(
    r"(?:looking for|seeking|hiring|searching for|recruiting|in search of|recruits?|requires?|role of|position of"
    r"|opening for|opportunity for|available for|position for|need for|works as|working as|join us as|role as"
    r"|needs?|suchen|suche|buscamos|recherch\w+|job title:|position:|position available:) (?:an? |our |the |one "
    r"|two |multiple |experienced? |talented |motivated |qualified |dedicated |skilled "
    r"|passionate |full[- ]time |part[- ]time |einen? |um |uma |un |une "
    r"|\(a\) )*(?P<title>[A-ZÀ-Þ][\w/&+.-]*(?: (?:[A-ZÀ-Þ0-9&/(][\w/&+.)-]*|of|and|for|de|da|do))*)"
)


POSITION = re.compile(
    r"(?:^|(?<=[.!?] )|\b(?:an?|our|the|for|multiple|several|new|exciting|full[- ]time|part[- ]time|permanent|temporary|[Ff]ull time"
    r"|[Pp]art time) )(?P<title>[A-Z][\w/&+.-]*(?: (?:[A-Z0-9&/(][\w/&+.)-]*|of|and|for)){0,5}) "
    r"(?:positions?|role|roles|vacanc(?:y|ies)|opening|opportunity|opportunities)\b"
)


SUBJECT = re.compile(
    r"^(?:The|As an?|As our|This) (?P<title>[A-Z][\w/&+.-]*(?:,? (?:[A-Z0-9&/(-][\w/&+.)-]*|[-–]|of|and|for|in)){0,8}?),? (?:\([^)]{1,40}\) )?"
    r"(?:is|will|works?|leads?|provides?|performs?|reports?|supports?|manages?|plays?|oversees?|ensures?|serves?|acts?|directs?"
    r"|designs?|develops?|you|at|has|assists?|coordinates?|plans?|drives?|owns?|in|with|would|must|should|helps?|role|position)\b"
)


LABELLED = re.compile(
    r"\b(?:[Jj]ob|[Pp]osition|[Rr]ole|JOB|POSITION) ?(?:[Tt]itle|TITLE)?\s?:\s?(?P<title>(?:[SJ]r\. )?[A-Z][^.:;|\n*]{2,70}?)"
    r"(?=\s*(?:[.;|*]|$|\n|(?:Job |Work )?(?:Location:?|Salary|Duration|Department|Reports|Pay|Rate|Hours|Type|Term|Ref|Contract|Service"
    r"|Company|Client|LOCATION|SALARY|DURATION|TYPE)(?![a-z])|\*{2}))|\bJob Title (?P<title2>[A-Z][\w/&+.() -]{2,60}?) (?=(?:Location|Salary|Hours"
    r"|Service|Establishment|Rate|Pay)\b)"
)


# What one calls people one looks for, before their trade.
PRAISE = (
    r"(?:(?:an?|our|the|one|two|three|multiple|several|some|more|highly|very|extremely|and|talented|motivated|experienced|qualified|skilled|dedicated"
    r"|passionate|dynamic|enthusiastic|driven|energetic|professional|self-motivated|ambitious|creative|innovative|strong|great"
    r"|committed|reliable|outstanding|exceptional|full[- ]time|part[- ]time|permanent|temporary|immediate|friendly|caring|hands-on"
    r"|efficient|organi[sz]ed|registered|mission-driven|best-in-class|world-class|top|detail-oriented|results-driven|hardworking|hard-working|innovative|collaborative|curious|experience[d]?|new|additional|suitably|well|seasoned|confident|proactive|competent|savvy"
    r"|determined|high-energy|high calibre|excellent|successful|proven|bright|smart|rockstar|bilingual),? )*"
)


PLAIN = re.compile(
    rf"(?:looking for|seeking|seeks|hiring|searching for|recruiting(?: for)?|in search of|requires?|need (?:of|for)|recruits?) {PRAISE}"
    r"(?P<title>(?:[\w/&+.-]+ ){0,4}?[\w/&+.-]+)(?= (?:to|with|who|for|in|at|based|on|that|and to|within|from)\b|[.,;(])",
    re.IGNORECASE,
)


def prose_title(text: str, span: Span, *, first: bool) -> Span | None:
    """The job that a sentence names: "Warehouse Clerk positions", "The Data Analyst works", "seeking a staff nurse".

    ``first``: the sentence opens the text, where it says more.
    """
    start, end = span[0], min(span[1], span[0] + 500)
    passage = text[start:end]
    for pattern in (LABELLED, *((SUBJECT,) if first else ()), POSITION, PLAIN):
        match = pattern.search(passage)
        while match:
            group = "title2" if pattern is LABELLED and not match["title"] else "title"
            a, b = match.span(group)
            if is_title_like(passage[a:b]) and not BARE_JOB.fullmatch(fold(passage[a:b])) and ":" not in passage[a:b]:
                b = a + len(SEEKERS.sub("", passage[a:b]))
                trimmed, _ = trim_title(text, (start + a, start + b))
                return trimmed
            match = pattern.search(passage, match.end(group))
    return None


@dataclass(frozen=True, slots=True)
class TitleCues:
    """How a sentence of one language leads to the job it offers, and where the job's name ends."""

    lead: re.Pattern[str]
    stop: re.Pattern[str]


@lru_cache(maxsize=8)
def title_cues(spoken: str) -> TitleCues:
    seeking = alternation(word_lists.phrases("titles.seeking", language=spoken))
    skipped = alternation(word_lists.phrases("titles.skipped", language=spoken))
    stop = alternation(word_lists.phrases("titles.stop", language=spoken))
    return TitleCues(
        re.compile(rf"{seeking}\s*:?\s+(?:{skipped}[\s,]+)*"), re.compile(rf"\s{stop}|[.,;:!?\n]|\s[-–—]\s|$")
    )


def _articles_end(lowered: str, spoken: str) -> int:
    """Behind which article the job begins, where other words stand before it: "for September a piano teacher"."""
    article = re.search(
        rf"^(?:\S+\s+){{0,4}}?{alternation(word_lists.phrases('titles.one', language=spoken))}\s+", lowered
    )
    return article.end() if article and not is_title_like(lowered[: article.end()]) else 0


def sought_title(text: str, span: Span) -> Span | None:
    """The job that a passage opens with and says to be looked for: "Night cook wanted in Ulm!"."""
    match = SOUGHT.match(fold(text[span[0] : min(span[1], span[0] + LONGEST_SOUGHT)]))
    if match is None:
        return None
    found = (span[0], span[0] + match.end("title"))
    return trim_title(text, found)[0] if is_title_like(text[slice(*found)]) else None


LONGEST_SOUGHT = 90


SOUGHT = re.compile(rf"(?P<title>[^.!?:\n]{{3,60}}?)\s+{alternation(word_lists.phrases('titles.sought'))}")


FOREIGN_REACH = 2500  # characters of a text in which a sentence names the job


LONGEST_FOREIGN_TITLE = 9  # words


def foreign_title(text: str, span: Span, spoken: str) -> Span | None:
    """The job that a text in another language than English names in a sentence: "suchen wir einen Koch (m/w/d)"."""
    if spoken == "en" or spoken not in word_lists.languages():
        return None
    cues = title_cues(spoken)
    end = min(span[1], span[0] + FOREIGN_REACH)
    lowered = fold(text[span[0] : end]).replace("\n", " ")
    for lead in cues.lead.finditer(lowered):
        start = span[0] + lead.end()
        while start < end and text[start].isspace():
            start += 1
        stop = cues.stop.search(fold(text[start:end]))
        stop_at = start + (stop.start() if stop else 0)
        mark = next(MARK.finditer(text, start, min(end, stop_at + 14)), None)
        if mark and mark.start() <= stop_at + 1:
            stop_at = mark.end()
        start += _articles_end(lowered[start - span[0] : stop_at - span[0]], spoken)
        words = text[start:stop_at].split()
        if not 0 < len(words) <= LONGEST_FOREIGN_TITLE:
            continue
        if is_title_like(text[start:stop_at]) and not BARE_JOB.fullmatch(fold(text[start:stop_at])):
            trimmed, _ = trim_title(text, (start, stop_at))
            return trimmed
    return None


SEEKERS = re.compile(r"(?: jobs?)?(?: seekers)?[ .,;!]*$")


BARE_JOB = re.compile(
    r"(?:engineers|developers|scientists|analysts|designers|associates?\.?|supervisors?|managers?|administrators?)|(?:the |our |an? )?(?:(?:new|ideal|successful|great|talented|key|other|experienced) )*(?:candidates?|members?|team members?|partners?|experts?|leaders?|providers?|specialists?|support|sales"
    r"|marketing|engineering|associates?|students?|agents?|hosts?|workers?|representatives?|professionals?|individuals?|staff"
    r"|guide|partner|sales and marketing|volunteers?|fellow|employees?|advocates?|artists?|authors?|part|people|lead|head|member)"
)


CUT = re.compile(r"\s*[,|–—]\s+|\s+-\s+|\s+\(")


# Where a headline that lost its line ends: a sentence, a label or a figure begins.
HEADLINE_END = re.compile(
    r"\s(?=(?:We|Our|My|The|This|These|An?|Are|Is|Do|Does|Job|Jobs|Salary|Location|Rate|Hours|Company|Based|Located|Working|Required|REQUIRED|Needed"
    r"|Wanted|About|As|At|To|You|Your|If|In|It|I|Description|Overview|Position|Reports|Summary|Responsibilities|Requirements|Duties|Up|Full|Part"
    r"|Permanent|Competitive|Excellent|Fantastic|An|Are|For|Who|What|Must|Immediate|Contract|Purpose|General|One|Will|Ref|Reference"
    r"|Required|Candidate|Key|Main|Role)\b)|\s?[:;*£$€|!?]|\s\d|\.\s|\s(?=[a-z]{3,}\b)(?!(?:and|for|the|des|und|der)\b)"
)


LONGEST_MARK = 24  # characters


def leading_title(text: str, span: Span) -> tuple[Span | None, list[Span]]:
    """The title with which a text without line breaks begins: "Dental Nurse, Leeds, Part time, ..."."""
    start, end = span
    edge = min(end, start + 140)
    stops = [match.start() for match in CUT.finditer(text, start, edge)]
    headline = HEADLINE_END.search(text, start + 3, edge)
    ends = [*stops[:1], *([headline.start()] if headline else [])]
    first = min(ends) if ends else edge
    for glue in re.finditer(r"(?<=[a-z]{3})(?=[A-Z][a-z])", text[start:first]):
        if JOB_WORD.search(fold(text[start : start + glue.start()]).rsplit(" ", 1)[-1]):
            first = start + glue.start()  # "Data AnalystOne of our clients": the line break was lost
            break
    if not (2 < first - start <= 70 and is_title_like(text[start:first])) or re.match(
        r"(?:we|our|the|this|as|an?|if|are|do|is|join|about|what|who|why|for|in|at|with|job|reports?|reporting|basic|minimum|required"
        r"|description|position|summary|overview|headquarters|urgently)\b",
        fold(text[start:first]),
    ):
        return None, []
    mark = MARK.search(text, first, min(edge, first + LONGEST_MARK))
    if mark and not text[first : mark.start()].strip():
        first = mark.end()
    words = text[start:first].split()
    if len(words) > 8 or BARE_JOB.fullmatch(fold(text[start:first])):
        return None, []
    # "Designers support three ..." is a sentence; a headline keeps its capitals to the end.
    if len(words) == 1 and text[first : first + 1].isspace() and text[first + 1 : first + 2].islower():
        return None, []
    if sum(word[:1].islower() for word in words) > 2:
        return None, []
    trimmed, cut = trim_title(text, (start, first))
    if not stops or stops[0] != first:
        return trimmed, cut
    parts = [*stops, edge]
    for a, b in itertools.pairwise(parts):
        piece = (a + len(text[a:b]) - len(text[a:b].lstrip(" ,|–—-(")), b)
        if is_place(text[slice(*piece)]):
            cut.append((stops[0] + len(text[stops[0] : b]) - len(text[stops[0] : b].lstrip(" ,|–—-(")), b))
            break
    return trimmed, cut
