"""What one requirement asks for, read from its text: once per posting, so that judging a pair only looks things up."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.core import degrees
from matching.core.features import Mention, RequirementRow, SkillVocabulary, kind_of
from matching.core.word_weights import RARE, weight
from matching.core.words import FUNCTION_WORDS, REQUIREMENT_WORDS, content_stems, stem, tokens

SOFT = "soft"
TELLING_WORD = 3.0
MOST_NAMED = 0.15
MOSTLY_TRAITS, MOSTLY_PROMISED = 0.7, 0.5
LEAST_SKILL, LEAST_TOOL, MOST_SKILL = 1.0, 4.5, 5.0
TECHNICAL = frozenset({"language", "framework", "tool", "platform", "hardware", "certification"})

_NUMBER = {
    name: value
    for value, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
_YEARS = re.compile(
    r"(?P<low>\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten)\s*(?:\(\d+\)\s*)?\+?"
    r"(?:\s*(?:-|–|to|or)\s*(?:\d+|more)\+?)?\s*(?:\+|plus)?\s*(?P<unit>years?|yrs?|months?)\b",
    re.I,
)
_AGE = re.compile(r"\byears? (?:old|of age)|\b(?:age|aged)\b", re.I)
# How knowledge was gained, where the line counts that: the things asked are the courses' subject.
_COURSES = re.compile(
    r"\b(?:(?:completed|finished|took|taken|passed) )?(?:at least )?(?P<n>\d+|one|two|three|four|five)\+? (?:or more )?"
    r"(?:(?:academic|university|graduate|relevant|college) )?(?:courses?|projects?|classes)"
    r"(?:,? (?:and/or|or) (?:(?:academic|personal|research) )?(?:courses?|projects?|classes))?\b"
    r"(?: (?:in|on|about|involving|covering|related to)\b)?",
    re.I,
)
_COUNT = re.compile(r"\bat least (?P<n>\d+|one|two|three|four|five) (?!years?|yrs?|months?)", re.I)
_NO_DEGREE = re.compile(r"\b(?:high|greater|some) degree of\b|\bindicat(?:or|ion|ive)\b", re.I)
_ENROLLED = re.compile(
    r"\b(?:pursuing|currently enrolled|enrolled in|progress towards?|working towards?|current(?:ly)? (?:a )?student)",
    re.I,
)
_EQUIVALENT = re.compile(
    r"\bor (?:an? )?(?:equivalent|relevant|related|comparable)\b(?! (?:\w+ )?(?:field|discipline|degree|subject))", re.I
)
_EQUIVALENT_EXPERIENCE = re.compile(
    r"\bequivalent\b[^.;]{0,30}\b(?:work|experience)|\b(?:or|and/or) (?:relevant )?(?:work )?experience", re.I
)
_RELATED_FIELD = re.compile(
    r"\b(?:related|similar|relevant|equivalent|technical|quantitative|stem) (?:\w+ )?(?:field|discipline"
    r"|subject|area|degree)",
    re.I,
)
_LICENCE = re.compile(
    r"\b(?:licen[cs]ed?|licen[cs]ure|certified|certifications?|certificate|registered|registration"
    r"|accredited by|chartered)\b",
    re.I,
)
_DRIVING = re.compile(
    r"\bdriv(?:er[’']?s?|ing) (?:licen[cs]e|permit)|\breliable (?:car|vehicle|transportation)|\bown (?:car"
    r"|vehicle|transport)",
    re.I,
)
_OF_STATE = re.compile(r"\bstate of\b|\bin the state\b|\bstate licen", re.I)
_COMPUTER_USE = re.compile(
    r"^\W*(?:\w+ ){0,3}(?:computer|it|pc) (?:litera(?:te|cy)|skills?|knowledge|proficien\w+|savvy)"
    r"|\b(?:knowledge|use|operation) of (?:an? |personal |basic )*computers?\b"
    r"|\b(?:operate|use|using|operating|work(?:ing)? (?:with|on)) (?:an? |the |personal |basic )*(?:computers?|pcs?)\b(?! \w+ing\b)",
    re.I,
)
# What stands before such words is the kind of thing, what follows are its examples.
_EXAMPLES = re.compile(r"\b(?:such as|e\.?g\.?|for (?:example|instance)|like|including)(?=\W)|\((?=[A-Z])", re.I)
# Said of one thing among several: without it the line is met all the same.
_WISHED = re.compile(r"\s*(?:is |are )?(?:strongly |highly )?(?:preferred|desirable|a plus|an advantage)\s*[,;)]", re.I)
_CLAUSE_START = re.compile(
    r"[;.:]\s|,?\s(?:and|with|or) (?:\w+ ){0,2}(?:experience|familiarity|knowledge|understanding|proficiency)\b", re.I
)
FURTHEST_KIND = 40
# Having heard of a thing is shown by naming it; a duty is shown by having done it.
_KNOWING = re.compile(
    r"\b(?:knowledge|knows?|experienced?|familiar(?:ity)?|understanding|proficien(?:t|cy)|expertise|skills?|background"
    r"|prior|previous|earlier|grasp|grounding|command|fluen(?:t|cy)|competen(?:t|ce|cy)|comfort(?:able)?"
    r"|exposure|at home|versed|practice)\b",
    re.I,
)
# What follows is a remark on the requirement, not a further one.
# Where the experience may come from, and what else would do: neither is part of what is asked.
_SOURCE = r"(?:[\w-]+ ){0,2}(?:work|projects?|research|coursework|internships?|stud(?:y|ies)|employment|volunteering)"
_GAINED = re.compile(
    rf",? (?:gained |acquired |obtained )?(?:through|via|either in|gained in|acquired in) {_SOURCE}"
    rf"(?:(?:,? (?:or|and) |, |/){_SOURCE})*(?=\W*$|[,;.])"
    r"|,? or (?:an?|any|another|other)? ?(?:similar|comparable|equivalent|related) (?:[\w-]+ ){0,2}"
    r"(?:languages?|tools?|frameworks?|technolog(?:y|ies)|platforms?|systems?|software|packages?|products?|librar(?:y|ies))\b",
    re.I,
)
_REMARK = re.compile(r"\s[–—]\s|(?<=[a-z0-9)])[.!]\s+(?=[A-Z])")
_ANY = re.compile(r"\bor\b|/|\bsuch as\b|\be\.?g\.?\b|\bone or more\b|\bone of\b|\blike\b|\betc\b|\bsimilar\b", re.I)
_LANGUAGES = """
    english spanish french german italian portuguese dutch mandarin cantonese chinese japanese korean arabic
    hindi urdu russian polish turkish vietnamese tagalog hebrew swedish danish norwegian finnish czech greek
    punjabi bengali
"""
LANGUAGES = tuple(_LANGUAGES.split())
_LANGUAGE = re.compile(r"\b(?:" + "|".join(LANGUAGES) + r")\b", re.I)
_LANGUAGE_CUE = re.compile(
    r"\b(?:bilingual|fluent|fluency|speak|spoken|native|language|written and (?:verbal|oral|spoken)|multilingual)", re.I
)

_TRAIT = re.compile(
    r"\bcommunicat|\binterpersonal|\battention to detail|\bdetail[- ](?:oriented|focus)|\bproblem[- ]solv"
    r"|\banalytical\b"
    r"|\bteam[- ]?(?:player|work|oriented)|\bself[- ](?:start|motivat|direct|disciplin|confiden|manag)"
    r"|\bmotivat|\bproactive"
    r"|\bpassion|\bfast learner|\bquick(?:ly)? learn|\blearn (?:anything|quickly|fast|new)"
    r"|\bpositive attitude|\battitude"
    r"|\bwork (?:\w+ )?independently|\bindependent(?:ly)? (?:work|minimal)|\bunder pressure|\bfast[- ]paced"
    r"|\bflexib|\borgani[sz]ational skills"
    r"|\borgani[sz]ed\b|\btime management|\bmulti-?task|\bable to (?:lift|stand|walk|sit|bend|travel)"
    r"|\b(?:stand|lift|walk|sit|bend|kneel)(?:ing)?\b"
    r"|\bwilling|\breliab|\bpunctual|\bintegrity|\bconfidential|\barrogan|\bemotional|\bsense of humou?r|\bwork ethic"
    r"|\bambigu|\benerg|\benthusias|\bcreative think|\bcritical think|\bcuriou|\bcuriosity|\badaptab"
    r"|\bhonest|\bdependab"
    r"|\bprofessional(?:ism| manner| demeanou?r| appearance)|\bpatien(?:ce|t and)|\bcan-do|\bdriven\b|\bdeadlines?\b"
    r"|\bpriorit|\binitiative|\bjudg(?:e)?ment|\bfriendly|\boutgoing|\bpersonable|\bcommitted|\bcommitment|\bdedicat"
    r"|\bwork (?:well )?(?:with|in) (?:a |an |others)?|\binterest in\b|\bdesire\b|\bbackground check"
    r"|\bdrug (?:test|screen)|\bfollow (?:directions|instructions)|\blistening\b"
    r"|\bpersuasi(?:on|ve)|\bresolving conflict|\bempath|\bobjectivity",
    re.I,
)
# Where, when and in what state people have to be at work, and what they have to go through: a promise for later, which
# no resume shows.
_PRESENCE = re.compile(
    r"\bphysically (?:present|located)\b|\b(?:expected|required|able|willing) to (?:relocate|be present)\b", re.I
)
_PROMISE = re.compile(
    r"\b(?:background|reference|credit|criminal|police|record|crb|dbs|motor vehicle)(?: \w+)? (?:check|screen|investigation"
    r"|clearance|record)"
    r"|\bdrug[- ](?:test|screen|free)|\bdrug (?:and|&) alcohol|\bcriminal (?:background|record|history)"
    r"|\bpre-?employment\b|\b(?:pass|complete|undergo|submit to|take) (?:\w+ ){0,3}(?:assessment|aptitude|physical"
    r"|medical|screening|drug|skills|entry) ?(?:test|exam|examination|screen|check)?\b"
    r"|\b(?:flexible|varied|variable|rotating|irregular|non-standard|any|various|extended|long|different) (?:work(?:ing)? )?"
    r"(?:schedules?|shifts?|hours|days)\b|\bflexib\w+ (?:with|in|to work|on|of|around|schedul)"
    r"|\b(?:nights?|evenings?|weekends?|holidays?|overtime|saturdays?|sundays?|off[- ]hours|after hours|on[- ]call"
    r"|shift work|off shifts?|(?:1st|2nd|3rd|first|second|third|night|day) shift)\b"
    r"|\b\d+[- ]hour (?:work ?)?(?:week|shift|day)|\bhours per (?:week|day)|\bfull[- ]time\b|\bpart[- ]time\b"
    r"|\battendance\b|\bavailable (?:to|for|on|from|during|immediately)\b|\bavailability\b|\bsleep[- ]?ins?\b"
    r"|\btravel\b(?! (?:industry|agen|sector|manag|arrang|plan|book|expens|polic|and (?:tourism|hospitality|expense)|desk|technolog))"
    r"|\b(?:lift|carry|push|pull|stand|walk|sit|bend|stoop|kneel|crouch|climb|reach|squat|twist|crawl)(?:ing)?\b"
    r"(?=[^.]{0,60}(?:\b|\d)(?:lbs?|pounds?|kg|hours?|periods?|times?|shifts?|objects|weights?|needed|required|repeated\w*"
    r"|frequent\w*|arms?|hands?|ladders?|day|overhead|bend|stoop|twist|climb|walk|stand|sit))"
    r"|\bmanual dexterity|\b(?:hand|eye)[/ -](?:hand|eye)|\bphysical(?:ly)? (?:demand|require|abilit|able|fit|strength|capab)"
    r"|\b(?:tolerate|withstand|endure|exposed? to|exposure to|work(?:ing)? (?:outdoors?|outside)|in) (?:\w+[, ]+){0,4}"
    r"(?:weather|temperatures?|noise|dust|heat|cold|wet|hot|heights?|confined|fumes)\b"
    r"|\b(?:at least|minimum(?: age)?(?: of)?|be|over) (?:1[68]|2[015])\+?(?: years?)?(?: of age| old| or older|\b(?! ))"
    r"|\b(?:18|21) years (?:old|of age|or older)|\bsponsorship\b|\b(?:felony|convictions?)\b"
    r"|\b(?:provide|submit|send|include|bring) (?:an? |your |the )?(?:\w+ )?(?:resume|cv|references?|proof|portfolio|cover letter)",
    re.I,
)
# Beside a promise these ask for something a resume does show.
_SUBSTANCE = re.compile(
    r"\b(?:experienced?|knowledge|degree|diploma|certif\w+|licen[cs]\w+|background in|proficien\w+|fluen\w+|trained|qualified)\b"
    r"|\b\d+\+? years?\b(?! (?:old|of age|or older))",
    re.I,
)
# To have led people is a deed that a resume tells of.
_LEADING = re.compile(
    r"\b(?:supervis\w+|manag(?:e|es|ing)|lead(?:s|ing)?|direct(?:s|ing)?|oversee(?:s|ing)?|train(?:s|ing)?) (?:and \w+ )?"
    r"(?:(?:an?|the|others?|multiple|small|large|junior|our|your|other|of) ){0,2}"
    r"(?:people|staff|teams?|employees|managers|personnel|associates|workers|crews?|subordinates|direct reports)\b"
    r"|\b(?:team|people|staff) (?:building|supervision|management|leadership)\b",
    re.I,
)
_LEADING_WORDS = """
    supervise supervision manage management lead leading leadership direct oversee overseeing train training motivate
    coach mentor develop build building delegate evaluate schedule hire people staff staffs team teams employees
    managers personnel associates workers crew crews subordinates reports others multiple small large junior diverse
    effectively daily activities
"""
_LEADING_STEMS = frozenset(stem(word) for word in _LEADING_WORDS.split())
_TRAIT_WORDS = """
    communicate communication communications communicator interpersonal attention detail details oriented
    problem solving solve solver problems analytical team teams player players teamwork self starter motivated
    motivation motivating proactive passion passionate learner learn learning quickly quick fast new anything
    things positive attitude independently independent minimal guidance supervision pressure under paced
    environment environments flexible flexibility organizational organised organized organisation time manage
    management multitask multi task tasks multiple tasking lift lifting stand walk standing walking sit bend
    hours pounds lbs length periods long physical reliable reliability punctual punctuality integrity
    confidential confidentiality confidentially maintain arrogant emotional control sense humor humour ethic
    ethics ambiguity energy energetic enthusiastic enthusiasm creative creativity thinking thinker critical
    curious curiosity adaptable adaptability adapt honest dependable professionalism manner patience can-do
    driven deadlines deadline prioritize prioritise prioritization initiative judgment judgement friendly
    outgoing personable committed commitment dedicated others people effectively effective written verbal oral
    verbally writing speaking listening levels level person english desire interest customer customers service
    clear clearly concise communicating presentation think anybody weeks culture startup focus iterative
    refinement experimentation high quality results colleagues peers stakeholders staff open minded mindset mind
    approach approachable respectful respect leadership leader lead goals goal meet ten twelve meeting follow
    instructions directions instruction direction accuracy accurate accurately highest standards diverse thinks
    confident comfortable persuasion persuasive listen resolving resolve conflict conflicts uncertainty objectivity
    objective deals deal tact tactful diplomacy empathy humility
    change changes changing multiple variety various simultaneously several projects priorities competing conflicting
    shifting dynamic busy hectic tight calm calmly sense urgency decision decisions ideas sound collaborate
    collaborative collaboratively collaboration collaborator cross functional cross-functional relationship
    relationships build building rapport interact interaction interacting tolerance resilient resilience innovative
    innovation resourceful resourcefulness logical strategic entrepreneurial ownership accountability accountable
    accept constructive criticism feedback influence influencing negotiate inspire inspiring mentor humble caring
    compassionate compassion warm polite courteous cheerful smile pleasant outlook mature maturity tenacious tenacity
    perseverance ambitious ambition hungry hardworking hard-working hard working ready eager keen willing willingness
    articulate articulately express information complex concepts ideas convey explain audience audiences groups
    levels internal external individuals diverse backgrounds business professional situations situation difficult
    stressful stress pressurised workload workloads minimum little direct supervision supervised autonomously
    autonomous supportive support helpful trustworthy trust ethical moral loyal respectfully discretion sensitive
    close closely get along co coworker coworkers co-workers cooperative cooperatively tactfully
    assigned assignment assignments given accept accepting disposition collectively possession independence
    handle handling deal cope thrive thrives enjoy enjoys love loves excel embrace culture values roll sleeves
    presentable appearance neat groomed well-groomed commute time punctuality strengths strength numeracy numerate
    literacy literate demeanor demeanour mannered voice grammar spelling listener communicative verbally
"""
_PROMISE_WORDS = """
    background check checks checked checking screen screening test testing tests drug drugs alcohol criminal history
    record records free police reference references investigation credit pass passing successfully complete
    completion undergo submit pre-employment pre employment examination exam assessment crb dbs enhanced disclosure
    schedule schedules scheduling shift shifts hours hour week weeks weekly weekend weekends evening evenings night
    nights day days daily holiday holidays overtime saturday saturdays sunday sundays monday friday morning mornings
    afternoon varied variable rotating rotation rota irregular extended late early availability available attend
    attendance regular call off-hours normal travel travelling traveling locally regionally nationally
    internationally domestic international overnight occasional occasionally car vehicle own full full-time
    part-time part push pull pushing pulling carry carrying climb climbing reach reaching stoop stooping kneel
    kneeling crouch crouching twist twisting squat crawl crawling bending move moving objects object heavy weight
    weights pound lb kg repetitive repeatedly motion motions hands hand arms fingers finger grasp manual dexterity
    eye coordination vision visual acuity hearing hear see body ladder ladders floor stairs surfaces physically
    demands demand capable fit safely tolerate weather temperatures temperature noise noisy dust dusty heat cold
    wet hot height heights outdoor outdoors outside indoor conditions condition exposure exposed extreme climate box boxes articles items packages maximum accommodation accommodations tolerate withstand endure
    age older eighteen sponsorship felony convictions conviction resume references proof location locations
    relocate based office site remote remotely customers assigned basis frequently frequent continuously prolonged
    remain stationary seated feet up down additional limited status eligible employment legal law state federal
    authorized
"""
# Said after the name of a skill without adding to it: profiling tools, welding techniques.
_LIGHT_STEMS = frozenset(stem(word) for word in ("tools", "techniques", "methods", "principles"))
_TRAIT_STEMS = frozenset(stem(word) for word in _TRAIT_WORDS.split())
_PROMISE_STEMS = frozenset(stem(word) for word in _PROMISE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement as judged.

    ``stems`` are its subject words in order, ``stem_weights`` how telling they are, ``rest`` those that name no skill;
    ``groups`` the skills, one of each group needed, ``technical`` if all of them are tools and the like. For each group
    ``group_weights`` says how telling it is and ``group_words`` in which words a line may name it without the skill's
    own name. ``exemplified``: a group stands for a kind of thing by its examples. ``knowing``: knowledge or experience
    is asked, not a deed. ``courses``: ``count`` is of courses or projects, not of skills. ``months`` and ``count`` are
    None where not asked, ``degree_levels`` is empty where no degree is asked, ``degree_words`` are of a subject that
    belongs to no known field. ``leading``: to lead people, and nothing beside it.
    """

    row: RequirementRow
    readable: bool
    stems: tuple[str, ...]
    stem_weights: tuple[float, ...]
    rest: tuple[str, ...]
    rest_weights: tuple[float, ...]
    groups: tuple[tuple[str, ...], ...]
    group_weights: tuple[float, ...]
    group_words: tuple[tuple[tuple[str, ...], ...], ...]
    exemplified: bool
    knowing: bool
    technical: bool
    any_item: bool
    listed: bool
    months: int | None
    count: int | None
    courses: bool
    degree_levels: tuple[str, ...]
    degree_fields: tuple[str, ...]
    degree_words: tuple[str, ...]
    enrolled: bool
    related_field: bool
    or_experience: bool
    licence: bool
    of_state: bool
    driving: bool
    computer_use: bool
    leading: bool
    languages: tuple[str, ...]


def months_asked(text: str) -> int | None:
    """The months of experience that the text asks for, or None."""
    match = _YEARS.search(text)
    if not match or _AGE.search(text):
        return None
    low = match["low"].lower()
    value = float(_NUMBER[low]) if low in _NUMBER else float(low)
    months = round(value * (1 if match["unit"].lower().startswith("m") else 12))
    return months if 0 < months <= 480 else None


def is_trait(text: str) -> bool:
    """Whether the text names only qualities that no resume can show."""
    return is_promise(text) or _names_traits(text)


def _names_traits(text: str) -> bool:
    if not _TRAIT.search(text) or _LEADING.search(text):
        return False
    stems = content_stems(text)
    return sum(word in _TRAIT_STEMS for word in stems) >= MOSTLY_TRAITS * len(stems)


def is_promise(text: str) -> bool:
    """Whether the text says where, when or how one has to be at work, or what one has to go through before."""
    if _PRESENCE.search(text):
        return True
    if not _PROMISE.search(text) or _SUBSTANCE.search(text) or _LEADING.search(text):
        return False
    stems = content_stems(text)
    promised = sum(word in _TRAIT_STEMS or word in _PROMISE_STEMS for word in stems)
    return promised >= MOSTLY_PROMISED * len(stems)


def languages_in(text: str) -> tuple[str, ...]:
    """The human languages that the text names."""
    return tuple(dict.fromkeys(match.group().lower() for match in _LANGUAGE.finditer(text)))


def _without_remark(text: str, mentions: Sequence[Mention]) -> str:
    """The text up to a remark, where all that it names stands before."""
    last = max((mention.span[1] for mention in mentions), default=len(text))
    remark = _REMARK.search(text, last)
    return text[: remark.start()] if remark else text


@dataclass(frozen=True, slots=True)
class _Said:
    """The words that name a skill, how telling they are, and whether a line that holds them names it too."""

    words: tuple[str, ...]
    weight: float
    whole: bool


def _as_said(
    text: str, slugs: Iterable[str], mentions: Sequence[Mention], vocabulary: SkillVocabulary
) -> dict[str, _Said]:
    """Each skill as the text names it, or else by its own name."""
    by_text = {mention.slug: text[mention.span[0] : mention.span[1]] for mention in mentions}
    found = {}
    for slug in slugs:
        said, name = by_text.get(slug) or vocabulary.name(slug), vocabulary.name(slug)
        words = tuple(content_stems(said))
        words = tuple(word for word in words if word not in _LIGHT_STEMS) or words
        # An acronym is rare, what it stands for need not be.
        values = [value for value in (_phrase_weight(words), _phrase_weight(content_stems(name))) if value]
        # Of a name like "e-commerce" the words say less than the name.
        plain = [word for word in tokens(said) if word not in REQUIREMENT_WORDS and word not in FUNCTION_WORDS]
        plain = [word for word in plain if stem(word) not in _LIGHT_STEMS] or plain
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


def _kinds_joined(
    text: str, groups: tuple[tuple[str, ...], ...], mentions: Sequence[Mention]
) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """The groups with a kind of thing and its examples as one ("frameworks such as A or B": A shows a framework).

    Also the words that only describe the kind; empty where the text gives no examples.
    """
    asked = {slug for group in groups for slug in group}
    mentions = [mention for mention in mentions if mention.slug in asked]
    for cue in _EXAMPLES.finditer(text):
        after = {m.slug for m in mentions if cue.end() <= m.span[0] <= cue.end() + FURTHEST_KIND}
        examples = next((group for group in groups if after.intersection(group) and len(group) > 1), None)
        if examples is None:
            continue
        starts = [match.end() for match in _CLAUSE_START.finditer(text, 0, cue.start())]
        begin = starts[-1] if starts else 0
        named = {m.slug for m in mentions if m.span[0] >= begin and 0 <= cue.start() - m.span[1] <= FURTHEST_KIND}
        joined = tuple(dict.fromkeys((*examples, *named)))
        others = tuple(group for group in groups if group is not examples and not named.issuperset(group))
        return (joined, *others), frozenset(content_stems(text[begin : cue.start()]))
    return groups, frozenset()


_BETWEEN = re.compile(r"[,;/&+]|\b(?:and|or|plus|und|et|y|e)\b")


def _is_list(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the skills named are entries of a list, and not words of one phrase ("sales to e-commerce companies")."""
    spans = sorted(mention.span for mention in mentions)
    return any(_BETWEEN.search(text, before[1], after[0]) for before, after in itertools.pairwise(spans))


def read_demand(row: RequirementRow, vocabulary: SkillVocabulary) -> Demand:
    """About 0.1 ms."""
    text = row.text
    mentions = [mention for mention in vocabulary.find(text) if vocabulary.kind(mention.slug) != SOFT]
    beside = [found.span() for found in _GAINED.finditer(text)]
    asked = {mention.slug for mention in mentions if not any(a <= mention.span[0] < b for a, b in beside)}
    incidental = {mention.slug for mention in mentions} - asked
    levels = () if _NO_DEGREE.search(text) else degrees.levels_asked(text)
    degree = bool(levels)
    count = row.minimum_count
    if count is None and (match := _COUNT.search(text)):
        number = match["n"].lower()
        count = _NUMBER[number] if number in _NUMBER else int(number)
    named = {slug for group in row.any_of for slug in group}
    found = {slug: kind_of(vocabulary, slug) for slug in {*row.skills, *named}}
    kinds = {slug: kind for slug, kind in found.items() if kind is not None and kind != SOFT}
    groups = tuple(kept for group in row.any_of if (kept := tuple(slug for slug in group if slug in kinds)))
    groups += tuple((slug,) for slug in row.skills if slug not in named and slug in kinds)
    skill_words = (text[start:end] for start, end in (mention.span for mention in mentions))
    skill_stems = {stem(word) for words in skill_words for word in tokens(words)}
    courses = _COURSES.search(text)
    subject = _GAINED.sub(" ", _without_remark(text, mentions))
    stems = tuple(content_stems(_COURSES.sub(" ", subject) if courses else subject))
    wished = {mention.slug for mention in mentions if _WISHED.match(text, mention.span[1])} | incidental
    groups = tuple(group for group in groups if not wished.issuperset(group)) or groups
    groups, kind_words = _kinds_joined(text, groups, mentions)
    said = _as_said(text, kinds, mentions, vocabulary)
    rest = tuple(word for word in stems if word not in skill_stems and word not in kind_words)
    languages = languages_in(text) if _LANGUAGE_CUE.search(text) else ()
    languages = tuple(name for name in languages if name != "english")
    hard = bool(levels or languages or _LICENCE.search(text) or _DRIVING.search(text))
    # A vocabulary may list what only a trait line asks for ("customer service"); the line stays a trait. So does a long
    # list of traits with one skill among them.
    named = skill_stems.intersection(stems) - _TRAIT_STEMS
    promise = is_promise(text)
    hard = hard or bool(groups and not promise and len(named) > MOST_NAMED * len(stems))
    months = row.months if row.months is not None else months_asked(text)
    return Demand(
        row=row,
        readable=row.readable
        and bool(stems or hard or (months and not text.endswith(":")))
        and (hard or not (promise or _names_traits(text))),
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
        exemplified=bool(kind_words),
        knowing=bool(courses or _KNOWING.search(text)),
        technical=bool(groups) and all(kinds[slug] in TECHNICAL for group in groups for slug in group),
        any_item=bool(_ANY.search(text)),
        listed=_is_list(text, mentions),
        months=months,
        count=count,
        courses=bool(courses and count),
        degree_levels=levels,
        degree_fields=degrees.fields_in(text) if degree else (),
        degree_words=tuple(content_stems(degrees.field_words(text))) if degree else (),
        enrolled=degree and bool(_ENROLLED.search(text)),
        related_field=bool(_RELATED_FIELD.search(text)),
        or_experience=degree
        and not _ENROLLED.search(text)
        and bool(_EQUIVALENT_EXPERIENCE.search(text) or _EQUIVALENT.search(text)),
        licence=bool(_LICENCE.search(text)),
        of_state=bool(_OF_STATE.search(text)),
        driving=bool(_DRIVING.search(text)),
        computer_use=bool(_COMPUTER_USE.search(text)),
        leading=bool(_LEADING.search(text)) and len([word for word in stems if word not in _LEADING_STEMS]) <= 1,
        languages=languages,
    )
