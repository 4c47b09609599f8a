"""Degrees and the level they stand for, in English, German, Spanish and French."""

import re
from dataclasses import dataclass
from typing import Final

from reading.folding import plain
from reading.resume.facts import DegreeLevel

RANK: Final[tuple[DegreeLevel, ...]] = (
    "other", "certificate", "high_school", "associate", "bachelor", "master", "doctorate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree named at `at`..`to` of a line."""

    level: DegreeLevel
    at: int
    to: int


# Patterns run on folded text (lower case, no accents); the first that matches at a place wins.
_PATTERNS: Final[tuple[tuple[DegreeLevel, re.Pattern[str]], ...]] = tuple(
    (level, re.compile(pattern))  # type: ignore[misc]
    for level, pattern in (
        ("certificate", r"\b(?:pg|post[- ]?graduate|postgraduate|advanced) diploma\b|\bpgd[a-z]{0,3}\b|\bpgce\b|"
                        r"\bvocational certificate"),
        ("high_school", r"\bhigh[- ]?school(?: diploma)?\b|\bged\b|\bhigher secondary\b|\bsenior secondary\b|"
                        r"\bsecondary school\b"
         r"|\bsecondary (?:certificate|education)\b|\b(?:xii|12)(?:th)?(?= ?(?:std|standard|class|grade|\())|"
         r"\b(?:12th|10th|xth|xiith)\b|\b(?:hsc|ssc|s\.s\.c|h\.s\.c|sslc|icse|cbse)\b"
         r"|\b(?:fach)?abitur\b|\ballgemeine hochschulreife\b|\bfachhochschulreife\b|\brealschul\w*|"
         r"\bmittlere reife\b|\bhauptschul\w*"
         r"|\bmatura\b|\bbaccalaureat\b|\bbac (?:s|es|l|pro|general|sti2d)\b|\bbachillerato\b|\bbachiller\b|"
         r"\b(?:gce )?a[- ]levels?\b|\bgcses?\b|\bmatriculation\b"
         r"|\bintermediate (?:education|exam|of)\b|\bleaving certificate\b|\beso\b|\bsecondary\b"),
        ("doctorate", r"\bph\.? ?d\b\.?|\bdoctor(?:ate|al)?\b(?! of (?:pharmacy assistant))|\bdr\. ?(?:rer|phil|"
                      r"ing|med)\b|\bpromotion zum\b|\bdoctorado\b|\bdoctorat\b"
         r"|\bm\.d\.|\bd\.phil\b|\bjuris doctor\b|\bj\.d\.?\b|\bpharm\.?d\b|\bed\.?d\b"),
        ("master", r"\bmasters?(?:'?s)?(?: degree| of| in|'| \()|\bmasters?\b(?= ?(?:,|:|$|-|\d))|"
                   r"\bmaster degree\b|\bm\.? ?sc\b\.?|\bm\. ?s\b\.?(?! office)|\bms(?= (?:in|of|:|\())|"
                   r"\bm\.a\b\.?|\bma(?= (?:in|of|\(|[a-z]+ ?,))"
         r"|\bm\.?b\.?a\b\.?|\bm\.? ?tech\b\.?|\bm\.?e\.? (?:in|\()|\bm\.?eng\b|\bmca\b|\bm\.c\.a\b|\bm\.? ?ed\b|"
         r"\bm\.?arch\b|\bm\.? ?com\b|\bm\.?phil\b|\bmagister\b|\bdiplom(?:-?ingenieur|-?\w+wirt|-?kauf\w+|"
         r"-?informatik\w*|-?\w*ologe)\w*"
         r"|\bdipl\.?-? ?(?:ing|kfm|inf|wirt)\w*\.?|\bmaestria\b|\bingenier[oa] (?:superior|de|en|informatic)|"
         r"\bdiplome d'ingenieur\b|\bmpa\b|\bmsw\b|\bllm\b|\bll\.m\b|\bmfa\b|\bmph\b|\bpost ?graduat(?:e|ion)\b|"
         r"\bspecialist'?s? (?:degree|diploma)\b|\bengineer'?s? diploma\b"),
        ("bachelor", r"\bbachelors?(?:'?s)?\b|\bbac?calaureate\b|\bb\.? ?sc\b\.?|\bb\. ?s\b\.?|\bbs(?= (?:in|of|:|"
                     r"\(|[a-z]+ ?,))|\bb\.a\b\.?|\bba(?= (?:in|of|\(|:|\w+))|\bb\.?b\.?a\b|\bb\.? ?tech\b\.?|"
                     r"\bb\. ?e\b\.?|\bbe(?=[ ]?[-(]| in )|\b(?:be|bs)(?= (?:computer|mechanical|civil|electrical|electronics?"
                     r"|information technology|instrumentation|chemical|industrial|aerospace|biology|business|accounting|nursing)\b)"
         r"|\bb\.?eng\b|\bbca\b|\bb\.c\.a\b|\bb\.? ?com\b\.?|\bb\.? ?ed\b|\bb\.?arch\b|\bllb\b|\bll\.b\b|\bbfa\b|"
         r"\bbsn\b|\bbsba\b|\bgrado en\b|\bgraduad[oa] en\b|\blicenciatura\b|\blicenciad[oa]\b|\bdiplomatura\b|"
         r"\blicence\b(?=,| (?:en|de|pro|professionnelle|informatique|math|droit))"
         r"|\bdiplom \(fh\)|\bundergraduate degree\b|\bstaatsexamen\b"),
        ("associate", r"^associates?\b|\bassociates?(?:'?s)?(?: degree| of| in (?:science|arts|applied))\b|"
                      r"\ba\.?a\.?s\b\.?(?= |,|$)|\ba\.a\.|\ba\.s\.|\baa(?= (?:in|of|degree))|\bbts\b|\bdut\b|"
                      r"\btecnico superior\b|\bfoundation degree\b|\bhnd\b"),
        ("certificate", r"\bcertificat\w*|\bcertified\b|\bdiploma\b|\bdiplome\b|\bfacharbeiterbrief\b|"
                        r"\bgesellenbrief\b|\bmeisterbrief\b|\bberufsausbildung\b|\bausbildung (?:zum|zur|als)\b|"
                        r"\bihk\b|\bzertifikat\w*"
         r"|\blicen[sc]e[sd]?\b|\blicensure\b|\bapprenticeship\b|\bnvq\b|\bcap\b(?= [a-z])|\bbep\b|"
         r"\bformacion profesional\b|\bciclo formativo\b|\bgrado medio\b|\bgrado superior\b|\bfp\b"
         r"|\biti\b|\bstaatlich gepruft\w*|\bcna\b|\btrade school\b|\bbootcamp\b|\btitulo\b"),
        ("other", r"\bcoursework\b|\bcredits?\b|\bsome college\b|\bgeneral studies\b|\bexchange (?:student|"
                  r"semester)\b|\berasmus\b|\bstudium\b|\bcourse\b|\bcourses\b"),
    )
)  # fmt: skip


def degrees_in(line: str) -> list[Degree]:
    """Degrees named in a line, from left to right, without overlaps."""
    text = plain(line[:1_500])
    found: list[Degree] = []
    for level, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < degree.to and degree.at < match.end() for degree in found):
                found.append(Degree(level, match.start(), match.end()))
    return sorted(found, key=lambda degree: degree.at)
