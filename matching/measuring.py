"""Runs the product over labelled sets and says how well it did. What is measured is what people get."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import combinations
from operator import itemgetter
from pathlib import Path
from typing import Any

from accounts.resumes import parse_facts
from matching import core, engine, evaluation, extraction, text_matching
from matching.core import learned_verdicts
from matching.core.evaluation import RELEVANT, bm25, bootstrap, evaluate_ranking, spearman, tf_idf
from matching.core.verdict_evaluation import LabelledRow, PredictedRow, VerdictTally
from matching.core.verdict_learning import folds, learn
from matching.labelled_pairs import labelled_pairs
from reading import posting as posting_reader
from reading import resumes as resume_reader
from reading.resumes import Refused

Case = Mapping[str, Any]
Say = Callable[[str], object]

# What "present" means in the labelled resumes (the conventions beside them).
LABELLED_TODAY = date(2026, 11, 30)
RANKED_DEPTH = 1000


def predict_postings(cases: Iterable[Case]) -> dict[str, dict[str, Any]]:
    predictions = {}
    for case in cases:
        captured = date.fromisoformat(case["captured_at"]) if case.get("captured_at") else None
        predictions[case["id"]] = posting_reader.as_gold(posting_reader.parse(case["raw"], captured_at=captured))
    return predictions


def predict_resumes(cases: Iterable[Case], folder: Path) -> dict[str, dict[str, Any]]:
    """A refused file gives ``{"error": kind}``."""
    predictions: dict[str, dict[str, Any]] = {}
    for case in cases:
        path = folder / case["file"]
        try:
            extracted = resume_reader.read_file(path.read_bytes(), path.name)
        except Refused as refusal:
            predictions[case["file"]] = {"error": refusal.kind, "readable": False}
            continue
        facts = parse_facts(extracted, today=LABELLED_TODAY)
        predictions[case["file"]] = {**resume_reader.as_gold(facts), "readable": True, "text": extracted.text}
    return predictions


def predict_verdicts(cases: Iterable[Case]) -> dict[str, dict[str, Any]]:
    return {
        case["pair_id"]: text_matching.explain_texts(
            case["posting_text"], case["resume_text"], title=case["posting_title"]
        )
        for case in cases
    }


def cross_validate_verdicts(cases: Sequence[Case], say: Say) -> dict[str, dict[str, Any]]:
    """Predictions for the product's own rows, each pair by a model that was learned from pairs of other postings and of
    other people.
    """
    pairs = labelled_pairs(cases)
    # Every case is two pairs: of its labelled lines, and of the product's own rows.
    numbers = {id(pair): place // 2 for place, pair in enumerate(pairs)}
    predictions: dict[str, dict[str, Any]] = {}
    for training, kept_apart in folds(pairs):
        model = learn(training, core.DEFAULT)
        with learned_verdicts.using(model):
            kept = [cases[numbers[id(pair)]] for pair in kept_apart if pair.own]
            predictions |= predict_verdicts(kept)
        say(f"{len(predictions)} of {len(cases)} pairs judged")
    return predictions


def measure_verdicts(cases: list[Case], predictions: Mapping[str, Case], *, errors: bool = False) -> dict[str, Any]:
    tally = VerdictTally()
    for case in cases:
        labelled = [LabelledRow(r["text"], r["verdict"], tuple(r["evidence"])) for r in case["requirements"]]
        rows = predictions[case["pair_id"]]["requirements"]
        predicted = [
            PredictedRow(
                r["text"], r["verdict"], tuple(e["text"] for e in r["evidence"]), r["sure"],
                tuple(r["chances"]) if r["chances"] else None, r["asks"],
            )
            for r in rows
        ]  # fmt: skip
        tally.add(labelled, predicted, case["resume_text"], name=case["pair_id"])
    scores = [float(predictions[case["pair_id"]]["score"] or 0) for case in cases]
    overall = [float(case["overall"]) for case in cases]
    confusion = {f"{label}->{predicted}": count for (label, predicted), count in sorted(tally.confusion.items())}
    measures = {name: round(value, 3) for name, value in tally.measures().items()}
    report = {
        **measures,
        "score_vs_overall_spearman": round(spearman(scores, overall), 3),
        "confusion": confusion,
        **tally.tables(),
    }
    return {**report, "errors": tally.errors} if errors else report


def predict_twins(cases: Iterable[Case]) -> dict[str, dict[str, Any]]:
    predictions = {}
    for case in cases:
        posting = text_matching.features_of_text(case["posting_text"], title=case["posting_title"])
        sides = [
            extraction.explain(posting, extraction.resume_features(case[side]), None)
            for side in ("resume_a", "resume_b")
        ]
        predictions[case["id"]] = {
            "score_a": sides[0].score,
            "score_b": sides[1].score,
            "verdicts_a": [row.verdict for row in sides[0].rows],
            "verdicts_b": [row.verdict for row in sides[1].rows],
        }
    return predictions


def measure_twins(cases: list[Case], predictions: Mapping[str, Case]) -> dict[str, Any]:
    failed = []
    for case in cases:
        prediction = predictions[case["id"]]
        a, b = prediction["score_a"] or 0, prediction["score_b"] or 0
        equal = "equal" in case["expect"]
        held = (a == b and prediction["verdicts_a"] == prediction["verdicts_b"]) if equal else b <= a
        if not held:
            failed.append({"id": case["id"], "kind": case["kind"], "a": a, "b": b})
    held = len(cases) - len(failed)
    return {"pairs": len(cases), "held": held, "share_held": held / max(1, len(cases)), "failed": failed}


# Each signal taken away in turn, by weights; "without the model" and "title and text only" are told apart by features.
ABLATIONS: Mapping[str, core.Weights] = {
    "role row only": replace(core.DEFAULT, role_points=100),
    "requirement rows only": replace(core.DEFAULT, role_points=0),
    "without titles": replace(core.DEFAULT, role_title=0.0, lines_title=0.0),
    "without summaries": replace(core.DEFAULT, role_summary=0.0, lines_summary=0.0),
    "without the whole text of the resume": replace(core.DEFAULT, lines_title=0.0, lines_summary=0.0),
    "without earlier roles": replace(core.DEFAULT, older_role=(1.0,)),
    "partly counts nothing": replace(core.DEFAULT, partly=0.0),
    "no stand-in for few rows": replace(core.DEFAULT, few_rows=0),
}


def rank(
    folder: Path, say: Say, *, ablate: bool = False, every: int = 1
) -> tuple[dict[str, list[tuple[str, int]]], dict[str, Any]]:
    """Every resume of a benchmark folder against every posting of it, in the displayed order: by score, then newest.

    Also the measures, beside BM25 and TF-IDF computed in the same run; with ``ablate`` also without each signal, and
    without the model. ``every``: only each n-th resume.
    """
    postings = _lines(folder / "postings.jsonl")
    resumes = _lines(folder / "resumes.jsonl")[::every]
    asked = {row["id"] for row in resumes}
    grades = {key: graded for key, graded in _grades(folder / "qrels.tsv").items() if key in asked}
    model = engine.embedder()
    say(f"{len(postings)} postings, {len(resumes)} resumes, engine {engine.version()}{'' if model else ' (lexical)'}")
    ids = [row["id"] for row in postings]
    features = [text_matching.features_of_text(posting_text(row), title=row["title"]) for row in postings]
    lexical = [posting.without_vectors() for posting in features] if ablate else []
    variants = [core.DEFAULT, *ABLATIONS.values()] if ablate else [core.DEFAULT]
    names = ["ours", *(ABLATIONS if ablate else ()), *(["without the model"] if ablate else ())]
    ranked: dict[str, dict[str, list[tuple[str, int]]]] = {name: {} for name in names}
    for number, resume in enumerate(resumes, start=1):
        person = extraction.resume_features(resume_text(resume))
        columns = list(zip(*(extraction.score_under(posting, person, variants) for posting in features), strict=True))
        if ablate:
            bare = person.without_vectors()
            columns.append(tuple(extraction.score(posting, bare) for posting in lexical))
        for name, scores in zip(names, columns, strict=True):
            ranked[name][resume["id"]] = _best_first(ids, scores)
        if number % 100 == 0:
            say(f"{number} resumes ranked")
    measures = {
        name: _rounded({key: [posting for posting, _ in row] for key, row in rows.items()}, grades)
        for name, rows in ranked.items()
    }
    texts = [f"{(row['title'] + ' ') * 3}{row['description']}" for row in postings]
    measures |= _baselines(texts, ids, {resume["id"]: resume_text(resume) for resume in resumes}, grades)
    return ranked["ours"], {**measures, "queries": len(grades), "engine": engine.version()}


def _best_first(ids: Sequence[str], scores: Sequence[int | None]) -> list[tuple[str, int]]:
    known = [-1 if score is None else score for score in scores]
    order = sorted(range(len(known)), key=lambda i: (known[i], i), reverse=True)
    return [(ids[i], max(0, known[i])) for i in order[:RANKED_DEPTH]]


def _baselines(
    texts: Sequence[str], ids: Sequence[str], queries: Mapping[str, str], grades: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    measures = {}
    for name, baseline in (("bm25", bm25(texts)), ("tf_idf", tf_idf(texts))):
        ranked = {}
        for key, text in queries.items():
            best = sorted(zip(baseline(text), ids, strict=True), key=itemgetter(0), reverse=True)
            ranked[key] = [posting for _, posting in best[:RANKED_DEPTH]]
        measures[name] = _rounded(ranked, grades)
    return measures


def rank_titles(folder: Path) -> dict[str, Any]:
    """Job titles against job titles, by the vectors that the role row compares, beside BM25 and TF-IDF.

    Without the model the shared words of the lexical role row. A title is not measured against itself.
    """
    corpus = _pairs(folder / "corpus.tsv")
    queries = _pairs(folder / "queries.tsv")
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        query, _, document, grade = line.split("\t")
        grades.setdefault(query, {})[document] = RELEVANT * int(grade)
    ids = list(corpus)
    similar = core.title_likeness(list(queries.values()), list(corpus.values()), embed=engine.embed())
    ranked = {}
    for number, (query, title) in enumerate(queries.items()):
        order = sorted(range(len(ids)), key=lambda i: (-similar[number][i], i))
        ranked[query] = [ids[i] for i in order if corpus[ids[i]] != title]
    measures = {"ours": _rounded(ranked, grades), **_baselines(list(corpus.values()), ids, queries, grades)}
    return {**measures, "queries": len(grades), "engine": engine.version()}


def order_pairs(folder: Path) -> dict[str, Any]:
    """Resumes that people graded against lists of skills: of the pairs with unlike grades, the share put in the right
    order by our score (half where it is the same), beside TF-IDF.
    """
    asked = {row["id"]: row["skills"] for row in _lines(folder / "queries.jsonl")}
    texts = {row["id"]: row["text"] for row in _lines(folder / "resumes.jsonl")}
    judged: dict[str, list[tuple[str, float]]] = {}
    for line in (folder / "judgements.tsv").read_text().splitlines()[1:]:
        query, resume, grade, _ = line.split("\t")
        judged.setdefault(query, []).append((resume, float(grade)))
    people = {key: extraction.resume_features(text) for key, text in texts.items()}
    keys = list(texts)
    weigh = tf_idf(list(texts.values()))
    right: dict[str, list[float]] = {"ours": [], "tf_idf": []}
    for query, graded in sorted(judged.items()):
        skills = asked[query]
        posting = text_matching.features_of_text(
            f"{skills[-1].title()}\n\nRequirements\n" + "\n".join(f"- {skill}" for skill in skills)
        )
        plain = dict(zip(keys, weigh(" ".join(skills)), strict=True))
        for name, scores in (
            ("ours", {key: extraction.score(posting, people[key]) or 0 for key, _ in graded}),
            ("tf_idf", plain),
        ):
            for (one, low), (two, high) in combinations(graded, 2):
                if low != high:
                    gap = (scores[two] - scores[one]) * (high - low)
                    right[name].append(1.0 if gap > 0 else 0.5 if gap == 0 else 0.0)
    report: dict[str, Any] = {name: asdict(bootstrap(values)) for name, values in right.items()}
    return {**report, "pairs": len(right["ours"]), "engine": engine.version()}


def _pairs(path: Path) -> dict[str, str]:
    rows = (line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {key: text.strip() for key, text in rows}


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
