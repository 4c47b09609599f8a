"""How well postings and resumes are read, against labelled cases: precision, recall and F1 per field, and an error gallery.

Pure: cases and predictions in, figures out. Two lists are matched one to one, greedily, by word overlap.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Case = Mapping[str, Any]
Same = Callable[[Any, Any], float]

SINGLE_FIELDS = (
    "job_location_type", "date_posted", "min_years_experience", "education_min", "visa_sponsorship",
    "security_clearance_or_citizenship",
)  # fmt: skip
DEGREE_RANK = ("other", "certificate", "high_school", "associate", "bachelor", "master", "doctorate")
YEARS_TOLERANCE = 0.5


def words(text: str | None) -> list[str]:
    return re.findall(r"\w+", (text or "").lower())


def overlap(left: str | None, right: str | None) -> float:
    """F1 of the words that two texts share."""
    a, b = Counter(words(left)), Counter(words(right))
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values())) if common else 0.0


def at_least(share: float) -> Same:
    return lambda a, b: float(overlap(a, b) >= share)


def equal(a: Any, b: Any) -> float:
    return float(a == b)


@dataclass(slots=True)
class Tally:
    """Hits, predicted and labelled values of each field, and what went wrong where."""

    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    shares: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    errors: list[dict[str, Any]] = field(default_factory=list)

    def match(self, case: str, name: str, labelled: Sequence[Any], predicted: Sequence[Any], same: Same) -> None:
        left = list(predicted)
        missing = []
        for value in labelled:
            best = max(left, key=lambda other: same(value, other), default=None)
            if best is not None and same(value, best) >= 1:
                left.remove(best)
            else:
                missing.append(value)
        row = self.fields[name]
        row[0] += len(labelled) - len(missing)
        row[1] += len(predicted)
        row[2] += len(labelled)
        if missing or left:
            self.errors.append({"case": case, "field": name, "missing": missing, "extra": left})

    def count(self, case: str, name: str, right: bool, detail: Any = None) -> None:
        row = self.shares[name]
        row[0] += right
        row[1] += 1
        if not right:
            self.errors.append({"case": case, "field": name, "detail": detail})

    def report(self) -> dict[str, Any]:
        measures: dict[str, Any] = {
            name: {"value": round(right / max(1, number), 3), "n": number}
            for name, (right, number) in self.shares.items()
        }
        for name, (hits, predicted, labelled) in self.fields.items():
            precision, recall = hits / max(1, predicted), hits / max(1, labelled)
            measures[name] = {
                "p": round(precision, 3),
                "r": round(recall, 3),
                "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
                "gold": labelled,
                "predicted": predicted,
            }
        return measures


def one(value: Any) -> list[Any]:
    """A single value as a list; "no" (False) is a value, "not stated" is none."""
    return [] if value in (None, "", []) and value is not False else [value]


def evaluate_postings(cases: Iterable[Case], predictions: Mapping[str, Case]) -> Tally:
    tally = Tally()
    right = number = 0
    for case in cases:
        name, gold = case["id"], case["gold"]
        prediction = predictions.get(name, {})
        for key in ("title", "hiring_organization"):
            tally.match(name, key, one(gold[key]), one(prediction.get(key)), at_least(0.8))
        for key in SINGLE_FIELDS:
            tally.match(name, key, one(gold[key]), one(prediction.get(key)), equal)
        tally.match(name, "employment_types", gold["employment_types"], prediction.get("employment_types") or [], equal)
        tally.match(name, "salary", gold["salary"], prediction.get("salary") or [], _same_pay)
        tally.match(name, "salary_amounts", gold["salary"], prediction.get("salary") or [], _same_amounts)
        tally.match(name, "locations", gold["locations"], prediction.get("locations") or [], _same_place)
        asked, predicted_rows = gold["requirements"], prediction.get("requirements") or []
        tally.match(
            name, "requirements", [r["text"] for r in asked], [r["text"] for r in predicted_rows], at_least(0.7)
        )
        for row in asked:
            best = max(predicted_rows, key=lambda other: overlap(other["text"], row["text"]), default=None)
            if best is not None and overlap(best["text"], row["text"]) >= 0.7:
                number += 1
                right += best["importance"] == row["importance"]
        for key in ("responsibilities", "benefits"):
            tally.match(name, key, gold[key], [_text(x) for x in prediction.get(key) or []], at_least(0.7))
        tally.match(
            name,
            "skills",
            gold["skills_required"] + gold["skills_preferred"],
            (prediction.get("skills_required") or []) + (prediction.get("skills_preferred") or []),
            lambda a, b: float(words(a) == words(b) or overlap(a, b) >= 0.67),
        )
    tally.shares["importance_accuracy"] = [right, number]
    return tally


def _text(value: Any) -> str:
    return str(value["text"]) if isinstance(value, dict) else str(value)


def _same_amounts(a: Case, b: Case) -> float:
    return float(all(a.get(key) == b.get(key) for key in ("min", "max")))


def _same_pay(a: Case, b: Case) -> float:
    # An amount that is plainly yearly may stand under "inferred", so a missing unit is no error there.
    unit = a.get("unit") == b.get("unit") or (a.get("unit") == "YEAR" and b.get("unit") is None)
    return float(bool(_same_amounts(a, b)) and a.get("currency") == b.get("currency") and unit)


def _same_place(a: Case, b: Case) -> float:
    same_city = words(a.get("city")) == words(b.get("city"))
    return float(same_city and (not a.get("country") or a.get("country") == b.get("country")))


def plain(text: str | None) -> str:
    """Text for comparing layouts: quotes, dashes, bullets, white space and case do not count."""
    text = unicodedata.normalize("NFKC", text or "").replace("\u00ad", "")
    text = re.sub(r"[‘’‛′]", "'", text)
    text = re.sub(r"[“”]", '"', text)
    text = re.sub(r"[‐-―−]", "-", text)
    text = re.sub(r"[•·●▪◦‣\ue000-\uf8ff]", " ", text)
    return re.sub(r"\s+", " ", text).strip().casefold()


def evaluate_resumes(cases: Iterable[Case], predictions: Mapping[str, Case]) -> Tally:
    tally = Tally()
    for case in cases:
        name, gold = case["file"], case["gold"]
        prediction = predictions.get(name, {})
        readable = bool(prediction) and not prediction.get("error") and prediction.get("readable", True)
        tally.count(name, "readable", readable == gold["readable"], prediction.get("error"))
        if not gold["readable"]:
            tally.count(name, "nothing_invented", not readable)
            continue
        _evaluate_resume(tally, name, case, prediction)
    return tally


def _evaluate_resume(tally: Tally, name: str, case: Case, prediction: Case) -> None:
    gold = case["gold"]
    skip = set(case.get("skip") or gold.get("skip") or ())
    text = plain(prediction.get("text"))
    for first, second in gold.get("reading_order_checks") or ():
        tally.count(name, "order_pairs", 0 <= text.find(plain(first)) < text.find(plain(second)), (first, second))
    for phrase in case.get("contiguous_checks") or gold.get("contiguous_checks") or ():
        tally.count(name, "contiguous", plain(phrase) in text, phrase)
    roles = prediction.get("experience") or []
    if not skip & {"experience", "experience.title"}:
        tally.match(name, "roles", gold["experience"], roles, _same_role)
        if "experience.dates" not in skip:
            tally.match(name, "role_dates", gold["experience"], roles, _same_dates)
    years = gold["total_years_experience"]
    if "total_years_experience" not in skip and years is not None:
        predicted_years = prediction.get("total_years_experience")
        tally.count(
            name,
            "years",
            predicted_years is not None and abs(predicted_years - years) <= YEARS_TOLERANCE,
            (years, predicted_years),
        )
    if gold["education"] and "education" not in skip:
        studies = prediction.get("education") or []
        tally.count(name, "top_degree", _top_degree(gold["education"]) == _top_degree(studies), studies)
        tally.match(name, "degrees", gold["education"], studies, _same_degree)
    if "skills" not in skip:
        predicted_skills = [x if isinstance(x, str) else x.get("name", "") for x in prediction.get("skills") or []]
        for skill in gold["skills"]:
            recalled = any(overlap(plain(skill), plain(x)) >= 0.6 or plain(skill) in plain(x) for x in predicted_skills)
            tally.count(name, "skills_recall", recalled, skill)
    spoken = [x if isinstance(x, str) else x.get("name", "") for x in prediction.get("languages") or []]
    tally.match(name, "languages", gold["languages"], spoken, lambda a, b: float(plain(a) == plain(b)))
    for key in ("name", "email", "headline"):
        if key not in skip:
            label, value = (re.sub(r"\W", "", plain(x)) for x in (gold[key], prediction.get(key)))
            tally.count(name, key, label == value, (gold[key], prediction.get(key)))


def _same_role(a: Case, b: Case) -> float:
    same_title = overlap(plain(a["title"]), plain(b.get("title"))) >= 0.6
    return float(same_title and (a["start"] or "")[:4] == (b.get("start") or "")[:4])


def _same_dates(a: Case, b: Case) -> float:
    same_title = overlap(plain(a["title"]), plain(b.get("title"))) >= 0.6
    return float(same_title and a["start"] == b.get("start") and a["end"] == b.get("end"))


def _same_degree(a: Case, b: Case) -> float:
    same_end = not a["end"] or str(a["end"])[:4] == str(b.get("end") or "")[:4]
    return float(a["degree_level"] == b.get("degree_level") and same_end)


def _top_degree(studies: Iterable[Case]) -> int:
    ranks = [DEGREE_RANK.index(s["degree_level"]) for s in studies if s.get("degree_level") in DEGREE_RANK]
    return max(ranks, default=-1)
