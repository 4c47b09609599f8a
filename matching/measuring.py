"""Runs the product over labelled sets and says how well it did. What is measured is what people get."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from accounts import resume_parsing
from accounts.resume_parsing import Refused
from accounts.resumes import parse_facts
from matching import engine, evaluation, offline, reading
from matching.core.evaluation import bm25, evaluate_ranking, spearman, tf_idf
from matching.core.verdict_evaluation import LabelledRow, VerdictTally
from postings import parsing

Case = Mapping[str, Any]
Say = Callable[[str], object]

# What "present" means in the labelled resumes (the conventions beside them).
LABELLED_TODAY = date(2026, 11, 30)
RANKED_DEPTH = 1000


def predict_postings(cases: Iterable[Case]) -> dict[str, dict[str, Any]]:
    found = {}
    for case in cases:
        captured = date.fromisoformat(case["captured_at"]) if case.get("captured_at") else None
        found[case["id"]] = parsing.as_gold(parsing.parse(case["raw"], captured_at=captured))
    return found


def predict_resumes(cases: Iterable[Case], folder: Path) -> dict[str, dict[str, Any]]:
    """A refused file gives ``{"error": kind}``."""
    found: dict[str, dict[str, Any]] = {}
    for case in cases:
        path = folder / case["file"]
        try:
            extracted = resume_parsing.read_file(path.read_bytes(), path.name)
        except Refused as refusal:
            found[case["file"]] = {"error": refusal.kind, "readable": False}
            continue
        facts = parse_facts(extracted, today=LABELLED_TODAY)
        found[case["file"]] = {**resume_parsing.as_gold(facts), "readable": True, "text": extracted.text}
    return found


def predict_verdicts(cases: Iterable[Case]) -> dict[str, dict[str, Any]]:
    return {
        case["pair_id"]: offline.explain_texts(case["posting_text"], case["resume_text"], title=case["posting_title"])
        for case in cases
    }


def measure_verdicts(cases: list[Case], predictions: Mapping[str, Case]) -> dict[str, Any]:
    tally = VerdictTally()
    for case in cases:
        labelled = [LabelledRow(r["text"], r["verdict"], tuple(r["evidence"])) for r in case["requirements"]]
        rows = predictions[case["pair_id"]]["requirements"]
        said = [LabelledRow(r["text"], r["verdict"], tuple(e["text"] for e in r["evidence"])) for r in rows]
        tally.add(labelled, said, case["resume_text"])
    scores = [float(predictions[case["pair_id"]]["score"] or 0) for case in cases]
    overall = [float(case["overall"]) for case in cases]
    confusion = {f"{label}->{said}": count for (label, said), count in sorted(tally.confusion.items())}
    measures = {name: round(value, 3) for name, value in tally.measures().items()}
    return {**measures, "score_vs_overall_spearman": round(spearman(scores, overall), 3), "confusion": confusion}


def predict_twins(cases: Iterable[Case]) -> dict[str, dict[str, Any]]:
    found = {}
    for case in cases:
        posting = offline.features_of_text(case["posting_text"], title=case["posting_title"])
        sides = [
            reading.explain(posting, reading.resume_features(case[side], {}), None) for side in ("resume_a", "resume_b")
        ]
        found[case["id"]] = {
            "score_a": sides[0].score,
            "score_b": sides[1].score,
            "verdicts_a": [row.verdict for row in sides[0].rows],
            "verdicts_b": [row.verdict for row in sides[1].rows],
        }
    return found


def measure_twins(cases: list[Case], predictions: Mapping[str, Case]) -> dict[str, Any]:
    failed = []
    for case in cases:
        said = predictions[case["id"]]
        a, b = said["score_a"] or 0, said["score_b"] or 0
        equal = "equal" in case["expect"]
        held = (a == b and said["verdicts_a"] == said["verdicts_b"]) if equal else b <= a
        if not held:
            failed.append({"id": case["id"], "kind": case["kind"], "a": a, "b": b})
    return {"pairs": len(cases), "held": len(cases) - len(failed), "failed": failed}


def rank(folder: Path, say: Say) -> tuple[dict[str, list[tuple[str, int]]], dict[str, Any]]:
    """Every resume of a benchmark folder against every posting of it, in the displayed order: by score, then newest.

    Also the measures, beside BM25 and TF-IDF computed in the same run.
    """
    postings = _lines(folder / "postings.jsonl")
    resumes = _lines(folder / "resumes.jsonl")
    grades = _grades(folder / "qrels.tsv")
    model = engine.embedder()
    say(f"{len(postings)} postings, {len(resumes)} resumes, engine {engine.version()}{'' if model else ' (lexical)'}")
    features = [offline.features_of_text(posting_text(row), title=row["title"]) for row in postings]
    rankings: dict[str, list[tuple[str, int]]] = {}
    for number, resume in enumerate(resumes, start=1):
        person = reading.resume_features(resume_text(resume), {})
        scores = [score if (score := reading.score(posting, person)) is not None else -1 for posting in features]
        order = sorted(range(len(scores)), key=lambda i: (scores[i], i), reverse=True)
        rankings[resume["id"]] = [(postings[i]["id"], max(0, scores[i])) for i in order[:RANKED_DEPTH]]
        if number % 100 == 0:
            say(f"{number} resumes ranked")
    said = {key: [posting for posting, _ in row] for key, row in rankings.items()}
    measures = {"ours": _rounded(said, grades)}
    texts = [f"{(row['title'] + ' ') * 3}{row['description']}" for row in postings]
    ids = [row["id"] for row in postings]
    for name, baseline in (("bm25", bm25(texts)), ("tf_idf", tf_idf(texts))):
        ranked = {}
        for resume in resumes:
            best = sorted(zip(baseline(resume_text(resume)), ids, strict=True), key=itemgetter(0), reverse=True)
            ranked[resume["id"]] = [posting for _, posting in best[:RANKED_DEPTH]]
        measures[name] = _rounded(ranked, grades)
    return rankings, {**measures, "queries": len(grades), "engine": engine.version()}


def posting_text(row: Case) -> str:
    """A benchmark posting as one text: the title alone on its line, then the body."""
    return f"{row['title']}\n\n{row['description']}"


def resume_text(row: Case) -> str:
    headline = row.get("headline")
    return f"{headline}\n{row['text']}" if headline else str(row["text"])


def _rounded(ranked: Mapping[str, list[str]], grades: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    return {
        name: {key: round(value, 4) for key, value in asdict(measure).items()}
        for name, measure in evaluate_ranking(ranked, grades).items()
    }


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _grades(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for line in path.read_text().splitlines()[1:]:
        resume, posting, grade = line.split("\t")
        grades.setdefault(resume, {})[posting] = int(grade)
    return grades


def measure_read(kind: str, cases: list[Case], predictions: Mapping[str, Case]) -> evaluation.Tally:
    measure = evaluation.evaluate_postings if kind == "postings" else evaluation.evaluate_resumes
    return measure(cases, predictions)
