"""Degrees and fields of study, read the same way from postings and resumes; the name of a school is never looked at."""

from __future__ import annotations

import re

from reading import phrases as word_phrases
from reading.folding import plain

LEVELS = ("none", "high_school", "certificate", "associate", "bachelor", "master", "doctorate")
RANK = {level: rank for rank, level in enumerate(LEVELS)}

_LEVEL_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "doctorate",
        re.compile(r"\b(?:ph\.? ?d\.?|d\.?phil|doctor(?:ate|al)|doctor of\b|j\.?d\.?(?= |,|$)(?! power)|m\.d\.)", re.I),
    ),
    (
        "master",
        re.compile(
            r"(?<!\bprops )(?-i:\b[Mm]aster[’']?s\b(?! of [a-z])|\b[Mm]aster\b(?![’']| of [a-z]| (?:and|the|new|all|any|your|our|their|its)\b)|\bMASTER(?:[’']?S)?\b|\b[Mm]aster[’']?s? of (?=science|arts|business|education|public|social|fine|laws?|engineering))(?! (?:trainer|chef|electrician|plumber|scheduler|data|black|agreement"
            r"|polic|plan|list|file|copy|copies|record|key|craft|class|contract|document|budget|calendar|carpenter|mechanic"
            r"|technician|stylist|sergeant|chief))"
            r"|\bm\.? ?(?:tech|sc|eng|phil|com)\b|\bMBA\b|\bM\.?B\.?A\.?|\bMCA\b|\bM\.S\.?(?=[ ,:.(]|$)"
            r"|\bMSc?(?=\b)(?![- ]?(?:office|excel|word"
            r"|sql|access|project|outlook|windows|dos|power|publisher|appl|suite|products|certif|visio|exchange|dynamics|visual|azure|teams))"
            r"|\bM\.A\.|\b(?-i:M\.?Ed)\b|\badvanced degree|\bpost-?graduate\b|\bgraduate degree|\bLL\.M\b"
            r"|\bL\.L\.M\b|\bMSN\b|\bM\.E\.",
            re.I,
        ),
    ),
    (
        "bachelor",
        re.compile(
            r"\bbachelor(?:[’']?s|s[’'])?\b|\bbaccalaureate|\bb\.? ?(?:tech|sc|eng|com)\b|\bB\.?S\.?(?=[ ,:./(]|$)"
            r"|\bB\.?A\.?(?=[ ,:/(]|$)|\bBCA\b|\bBBA\b|\bB\.E\.?(?=[ ,:(]|$)|\b(?-i:BE)(?= (?:in\b|computer"
            r"|mechanical|electr|civil))"
            r"|\bBSN\b|\bLL\.?B\b|\bundergraduate degree|\bcollege degree|\bfour[- ]year degree|\b4[- ]year degree"
            r"|\buniversity degree|\bdegree[- ](?:level|educated|qualified)",
            re.I,
        ),
    ),
    (
        "associate",
        re.compile(
            r"\bassociate(?:[’']?s)?(?: of| in)? (?:degree|of|arts|science|applied)|\bA\.?A\.?S\.?(?=[ ,:]|$)"
            r"|\bA\.?A\.?(?=[ ,:]|$)|\bA\.S\.?(?=[ ,:]|$)|\bassociate[’']s\b|\bfoundation degree|\bHND\b",
            re.I,
        ),
    ),
    (
        "certificate",
        re.compile(
            r"\bdiploma\b(?! or (?:ged|equivalent))|\bcertificate (?:program|of|in)\b|\bvocational\b|\bHNC\b"
            r"|\bNVQ\b|\bpolytechnic\b",
            re.I,
        ),
    ),
    (
        "high_school",
        re.compile(r"\bhigh school|\bG\.?E\.?D\.?\b|\bsecondary school|\bHSC\b|\bSSC\b|\bGCSE|\bA[- ]levels?\b", re.I),
    ),
)
_PROGRAMME = re.compile(r"\bgraduate of\b", re.I)
_BARE_DEGREE = re.compile(r"\bdegree\b|\bgraduate of\b|\bgraduates? in\b", re.I)
_HIGH_SCHOOL_DIPLOMA = re.compile(
    r"\b(?:high ?school|secondary|hs|h\.s\.) diploma|\bdiploma or (?:ged|equivalent)"
    r"|\b(?:general|graduate) educat(?:ion|ional) (?:development )?(?:diploma|degree|certificate)",
    re.I,
)
_SHORT = re.compile(r"^(?:B\.?[AES]\.?|M\.?[ES]\.?|J\.?D\.?|MSC?|A\.?A\.?S?\.?)$")
_MIXED_CASE = frozenset({"MSc", "Ms."})

# Families of study, in the languages of `reading.languages`. Within a family a field counts as the named one;
# neighbours count as related.
FIELDS: dict[str, re.Pattern[str]] = {
    name: word_phrases.finder("degrees", "fields", name)
    for name in (
        "computing", "mathematics", "electrical", "engineering", "natural_science", "accounting", "business",
        "human_resources", "marketing", "communication", "nursing", "health", "education", "social_science", "law",
        "design", "construction", "culinary", "agriculture", "aviation",
    )
}  # fmt: skip
NEIGHBOURS: dict[str, frozenset[str]] = {
    "computing": frozenset({"mathematics", "electrical", "engineering"}),
    "mathematics": frozenset({"computing", "electrical", "engineering", "natural_science"}),
    "electrical": frozenset({"computing", "engineering", "mathematics"}),
    "engineering": frozenset({"electrical", "construction", "mathematics", "computing"}),
    "natural_science": frozenset({"health", "agriculture", "mathematics"}),
    "accounting": frozenset({"business", "mathematics"}),
    "business": frozenset({"accounting", "human_resources", "marketing"}),
    "human_resources": frozenset({"business", "social_science"}),
    "marketing": frozenset({"business", "communication"}),
    "communication": frozenset({"marketing"}),
    "nursing": frozenset({"health"}),
    "health": frozenset({"nursing", "natural_science"}),
    "education": frozenset({"social_science"}),
    "social_science": frozenset({"education", "human_resources"}),
    "law": frozenset(),
    "design": frozenset({"communication", "construction"}),
    "construction": frozenset({"engineering"}),
    "culinary": frozenset({"business"}),
    "agriculture": frozenset({"natural_science"}),
    "aviation": frozenset({"engineering"}),
}

# Words of study and level stop the search for the start of a school's name: "B.Sc. Nursing Harrow College".
_STUDY = (
    r"(?!(?:Bachelor|Master|Associate|Doctor|Diploma|Degree|Certificate|B\.|M\.|BS|BA|MS|MA|MBA|PhD|GED|LLB|LLM|Science"
    r"|Arts|Engineering"
    r"|Business|Management|Administration|Accounting|Finance|Nursing|Education|Computer|Information|Technology|Design"
    r"|Marketing|Psychology|Law|Mathematics|Economics|Communications?|Electronics|Mechanical|Civil)\b)"
)
# Behind a school's name and place the degree itself may follow: "University of North Ardley City, State MBA".
_LEVEL = (
    r"(?!(?:Bachelor|Bachelors|Master|Masters|Associate|Associates|Doctor|Doctorate|Diploma|Degree|Certificate|High"
    r"|[ABM]\.|J\.|Ph\.|BS|BA|BSc|BSN|BBA|MS|MA|MSc|MBA|MSN|PhD|JD|AA|AS|AAS|GED)\b)"
)
SCHOOL_NAME = re.compile(
    rf"(?<![\w.])(?:{_STUDY}[A-Z][\w&.'’-]*[ -]+(?:(?:of|and|the|for|at)[ -]+)?){{0,5}}"
    r"(?:University|College|Institute|Institution|School|Academy|Universidad|Université)\b"
    rf"(?:[ ,-]+(?:of|for|at|in)\b(?: the)?(?:[ ,]+{_LEVEL}[A-Z][\w&.'’-]*|[ ]+(?:and|&)[ ]+[A-Z][\w&.'’-]*){{1,5}})?"
)
_STATE_SCHOOL = re.compile(r"\b(?:[A-Z][\w&.'’-]*\s+){1,4}(?:A&M|State|Tech)\b(?=\s+(?:City|,|University|$))")


def without_school(text: str) -> str:
    """The text with the names of schools blanked out, every other character in its place."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group())

    return _STATE_SCHOOL.sub(blank, SCHOOL_NAME.sub(blank, text))


def names_a_school(text: str) -> bool:
    return bool(SCHOOL_NAME.search(text) or _STATE_SCHOOL.search(text))


def study_only(text: str) -> str:
    """The words of level and field, every other character blank: what is left of a line that names a school."""
    bare = without_school(text)
    kept = [" "] * len(bare)
    found = [match for _, words in _LEVEL_WORDS for match in words.finditer(bare)]
    folded = plain(bare)
    found += [match for words in FIELDS.values() for match in words.finditer(folded)]
    for match in found:
        kept[match.start() : match.end()] = bare[match.start() : match.end()]
    return "".join(kept)


def levels_in(text: str) -> tuple[str, ...]:
    """All levels the text names, highest first."""
    unified = _HIGH_SCHOOL_DIPLOMA.sub("high school", text)
    found = []
    for level, words in _LEVEL_WORDS:
        for match in words.finditer(unified):
            word = match.group()
            # The bare short forms count only in capitals: "as", "ba" and "ms" are words and units too.
            if _SHORT.match(word.upper()) and word != word.upper() and word not in _MIXED_CASE:
                continue
            found.append(level)
            break
    return tuple(found)


_FIELD_NAMED = re.compile(
    r"\b(?:degree|diploma|bachelor[’']?s?|master[’']?s?|AAS?|B\.?[AS]\.?|M\.?[AS]\.?)\b(?: degree| diploma)?,? (?:in|of) (?P<field>[A-Za-z][\w&/ -]{2,60})",
    re.I,
)
_ANY_FIELD = re.compile(
    r"(?:an? |the )?(?:\w+ )?(?:fields?|area|discipline|subject)\b|(?:an? |the )?(?:closely )?(?:related|relevant|any|equivalent|similar|appropriate|science|arts|applied) ?",
    re.I,
)


def field_words(text: str) -> str:
    """The subject that a degree is asked in, where the text names one that is of no known family; else ""."""
    named = _FIELD_NAMED.search(text)
    if named is None or fields_in(text):
        return ""
    field = re.split(r"\b(?:or|and|with|from|plus|required|preferred|is|are|strongly)\b", named["field"])[0]
    return "" if _ANY_FIELD.match(field) else field.strip()


def fields_in(text: str) -> tuple[str, ...]:
    """The families of study that the text names."""
    folded = plain(text)
    found = [name for name, words in FIELDS.items() if words.search(folded)]
    narrow = {"electrical", "construction", "computing", "agriculture", "aviation"}
    if (
        "engineering" in found
        and narrow & set(found)
        and not re.search(r"mechanical|civil|chemical|industrial|aerospace|structural|stem", text, re.I)
    ):
        found.remove("engineering")
    narrower = {"accounting", "human_resources", "construction", "marketing"} & set(found)
    if "business" in found and narrower and not re.search(r"\b(?:business|mba|bba)\b", text, re.I):
        found.remove("business")
    return tuple(found)


# Names of examinations in a resume; in a posting the letters stand for something else.
_SCHOOL_EXAMS = re.compile(r"\b(?:HSC|SSC)\b")
_STUDIED = re.compile(
    r"\b(?:diploma|vocational|program(?:me)?|college|school|NVQ|HNC|polytechnic|course|degree)\b", re.I
)


def levels_asked(text: str) -> tuple[str, ...]:
    """The levels that a requirement names; "graduate of a school" asks for a finished programme of any level.

    A certificate that is not one of studies ("certificate of competence") is a licence, no degree.
    """
    found = levels_in(_SCHOOL_EXAMS.sub(" ", text))
    if found == ("certificate",) and not _STUDIED.search(text):
        return ()
    if found or not _BARE_DEGREE.search(text):
        return found
    return ("certificate",) if _PROGRAMME.search(text) else ("bachelor",)


def field_fit(asked: tuple[str, ...], held: tuple[str, ...], *, related_counts: bool) -> float:
    """1 the same family (or none asked), 0.5 a neighbour, 0 another field. ``related_counts`` lifts neighbours to 1."""
    if not asked:
        return 1.0
    if set(asked) & set(held):
        return 1.0
    if any(set(NEIGHBOURS[name]) & set(held) for name in asked):
        return 1.0 if related_counts else 0.5
    return 0.0
