"""Degrees that a posting asks for: the levels, whether still in progress, and whether they are a hard condition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.folding import fold

ORDER = ("none", "high_school", "certificate", "associate", "bachelor", "master", "doctorate")
LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("doctorate", re.compile(r"\bph\.? ?d\b\.?s?|\bdoctora(?:te|l)\b|\bdr\.-|\bpromotion in\b|\bmd degree"
                             r"|juris doctor|\bj\.?d\.? degree|\bpharm\.?d\b")),
    ("master", re.compile(r"\bmaster'?s?'? (?:degree|level|of|in|or|program|student|diplom)|\bmaster'?s\b"
                          r"|\bm\.?sc\b\.?|\bm\.?b\.?a\b\.?|\bmsw\b|\bm\.?eng\b|\bm\.s\.|(?<![\w.])ms(?=[/, ]+(?:ph"
                          r"|or ph|in [a-z]+ (?:sci|eng)|degree))|(?<=/)ms\b|\bmasters?,|\bms/|advanced degrees?"
                          r"|graduate degree|post-?graduate (?:degree|qualif)|maestr[íi]a|mestrado|diplom-|laurea magistrale|\bbac ?\+ ?5|\bm[áa]ster (?:en|universitario)"
                          r"|\bmaster (?:en|di)\b|\bwo[- ](?:master|niveau)"
                          r"|\bmaster degree|\bmaster or\b|\bmaster'?s?/")),
    ("bachelor", re.compile(r"\bbachelor'?s?'?\b|\bb\.?sc\b\.?|\bb\.?a\.?(?=[/ ]+(?:b\.?s|or b|degree|in [a-z]))"
                            r"|\bb\.s\.|\bbs(?=[/ ,]+(?:ms|ba|b\.|or |in [a-z]|degree))|\bba/bs\b|\bbs/ba\b"
                            r"|\bb\.?a\.?/b\.?s|\bb\.?eng\b|\bb\.?tech\b|\bb\.?com\b|\bbsn\b|4[- ]year degree"
                            r"|four[- ]year degree|undergraduate degree|university degree|college degree"
                            r"|degree[- ]?(?:qualified|educated|level)|undergraduate (?:student|program)|\d(?:rd|th"
                            r"|nd)?[- ]year (?:university |college )?(?:under)?(?:graduate )?student|\bhons\b"
                            r"|\b2[:.]1\b|licenciatura|licence (?:en|de|ou)\b|\blaurea\b(?! magistrale)|\bbac ?\+ ?3|\bhbo\b|hochschulabschluss"
                            r"|abgeschlossenes (?:\w+ )?studium|(?<![a-zäöü])studium|ingénieur|educated to degree"
                            r"|bachelorstudium|graduação|ensino superior|grado en")),
    ("associate", re.compile(r"\bassociate'?s?'? (?:degree|of|in)|\bassociate'?s? or\b|\b2[- ]year degree"
                             r"|two[- ]year degree|\bdiploma\b(?! or ged)|nursing school|school of nursing"
                             r"|\ba\.a\.s?\b|foundation degree|\bhnd\b|\bhnc\b|community college|trade school"
                             r"|technical school")),
    ("high_school", re.compile(r"\bhigh[- ]school\b|\bged\b|\bh\.?s\.? diploma|secondary school|\bgcses?\b"
                               r"|\ba[- ]levels?\b|\bhs diploma|abitur|mittlere reife|12th (?:grade|pass)"
                               r"|\bleaving cert|diploma di maturit|bachillerato|\bbaccalauréat")),
)  # fmt: skip
GENERIC = re.compile(r"\bdegree\b(?! of\b)(?!s? (?:celsius|angle))|\bgraduate (?:in|of|calibre|student)")
NOT_DEGREE = re.compile(
    r"master (?:the|data|plan|schedule|file|service|chef|craft|of ceremon|agreement|planner|class)|scrum ?master"
    r"|master's? cert|ms (?:office|excel|word|project|access|sql|outlook|teams|powerpoint)|bachelor pad|high degree"
    r"|degree of|some degree|360[- ]degree|met as ph|high school (?:students|teacher|level|football|math|english)"
    r"|license or diploma"
)
HIGH_SCHOOL_DIPLOMA = re.compile(
    r"high[- ]school (?:diploma|degree|graduate)|h\.?s\.? diploma|diploma or ged|diploma/ged"
)
ENROLLED = re.compile(
    r"\b(?:enrolled|pursuing|working towards?|progress towards?|currently (?:a |an )?(?:student|studying|completing"
    r"|in your)|candidate for|studying|student|in progress|matriculated|rising (?:junior|senior)"
    r"|undergraduate student|penultimate|final year|eingeschrieben|immatrikuliert|étudiant|cursando|estudiante)\b"
)
SOFT = re.compile(
    r"\bpreferred\b|\bpreferably\b|\bdesirable\b|\bdesired\b|a plus\b|\bis an indicator"
    r"|\bor (?:an? )?(?:\w+ ){0,2}?equivalent\b(?! (?:degree|certificate|diploma))|\bor (?:relevant|related"
    r"|comparable|practical|professional|significant|substantial|demonstrated) (?:\w+ ){0,2}experience"
    r"|equivalent (?:\w+ ){0,3}experience|equivalent combination|regardless of background"
    r"|\bideally\b|nice to have|\bor experience\b|in lieu|not required|not necessary|isn't the only|advantage"
    r"|\bor work experience|equivalent practical|experience (?:may|can) (?:be )?substitut|or similar experience"
    r"|combination of education|helpful|either equivalent|/equivalent|von vorteil|or proven|or demonstrated"
)
EQUIVALENT_DEGREE = re.compile(
    r"(?:ged|high school diploma|diploma) or (?:equivalent|ged)|or equivalent (?:degree|certificate|diploma"
    r"|qualification)|or equivalency|equivalency certificate|or g\.?e\.?d"
)
NONE_NEEDED = re.compile(
    r"no (?:minimum |formal )?(?:education|degree|diploma|qualifications?)[^.;]{0,25}(?:required|necessary|needed"
    r"|requirement)|no degree|degree (?:is )?not (?:required|necessary)|no diploma required"
)


FIELD_OF_STUDY = re.compile(
    r"\b(?:degree|bachelor'?s?|master'?s?|phd|ph\.d\.?|bs|b\.s\.?|ba|ms|bsc|msc|diploma|graduate"
    r"|enrolled)\b(?:(?!experience|knowledge|skills|proficien|;|\. )[^\n]){0,100}$"
)


@dataclass(frozen=True, slots=True)
class Education:
    levels: tuple[str, ...]
    state: str
    strength: str
    start: int
    end: int


def read_education(text: str, *, section_kind: str) -> Education | None:
    """The degree that one requirement line asks for, or None. Offsets are into ``text``."""
    lowered = fold(text)
    none_needed = NONE_NEEDED.search(lowered)
    if none_needed:
        return Education(("none",), "completed", "soft", none_needed.start(), none_needed.end())
    masked = NOT_DEGREE.sub(lambda match: " " * len(match.group()), lowered)
    found: dict[str, tuple[int, int]] = {}
    high_school = HIGH_SCHOOL_DIPLOMA.search(masked)
    for level, pattern in LEVELS:
        match = pattern.search(masked)
        if match is None:
            continue
        if level == "associate" and match.group() == "diploma" and high_school:
            continue
        found[level] = match.span()
    enrolled = ENROLLED.search(lowered)
    if not found:
        generic = GENERIC.search(masked)
        if generic is None:
            return None
        found["bachelor"] = generic.span()
    first, last = min(span[0] for span in found.values()), max(span[1] for span in found.values())
    indicator = "indicator" in lowered
    state = "indicative" if indicator else "enrolled" if enrolled else "completed"
    strength = _strength(lowered, found, section_kind)
    return Education(tuple(level for level in ORDER if level in found), state, strength, first, last)


def _strength(lowered: str, found: dict[str, tuple[int, int]], section_kind: str) -> str:
    if section_kind == "preferred" and not re.search(r"\bmust\b|required", lowered):
        return "soft"
    cleaned = EQUIVALENT_DEGREE.sub(" ", lowered) if set(found) <= {"high_school", "associate"} else lowered
    soft = SOFT.search(cleaned)
    if soft is None:
        return "hard"
    lowest = min(found, key=ORDER.index)
    tail_preferred = re.match(r"preferred|preferably|a plus|desirable", soft.group())
    if tail_preferred and len(found) > 1:
        # "Bachelor's required, Master's preferred": the lowest level stays hard.
        head = cleaned[: soft.start()]
        before = [(span[0], level) for level, span in found.items() if span[0] <= len(head)]
        nearest = max(before)[1] if before else lowest
        if nearest != lowest and found[nearest][0] > found[lowest][0]:
            return "hard"
    return "soft"


def names_field_of_study(before: str) -> bool:
    """Whether words behind ``before`` name what is studied: "degree in computer science, mathematics"."""
    return FIELD_OF_STUDY.search(fold(before[-110:])) is not None
