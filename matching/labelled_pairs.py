"""Labelled pairs of a posting and a resume, made ready for learning and measuring verdicts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from matching import core, engine, extraction, text_matching
from matching.core.building import requirement_row
from matching.core.centres import POSTING_SUMMARY, centre
from matching.core.compiled import compile_posting, paired
from matching.core.evidence import CompiledResume, compile_resume
from matching.core.features import pack
from matching.core.verdict_evaluation import cover, words_of
from matching.core.verdict_learning import LabelledPair

LEAST_COVER = 0.8


def labelled_pairs(cases: Iterable[Mapping[str, Any]]) -> list[LabelledPair]:
    """The pairs with the labelled lines as their requirements; about 0.2 s each with the model."""
    vocabulary, people = engine.vocabulary(), dict[str, core.ResumeFeatures]()
    pairs = []
    for case in cases:
        key = str(case.get("resume_id") or case["resume_text"])
        if key not in people:
            people[key] = extraction.resume_features(case["resume_text"])
        posting = _with_labelled_rows(case)
        compiled, evidence, side = paired(
            compile_posting(posting, vocabulary), compile_resume(people[key], vocabulary), vocabulary, core.DEFAULT
        )
        pairs.append(
            LabelledPair(
                posting=compiled,
                resume=evidence,
                side=side,
                labels=tuple(row["verdict"] for row in case["requirements"]),
                shown_by=tuple(_lines_that_show(row["evidence"], evidence) for row in case["requirements"]),
                posting_key=str(case["posting_id"]),
                resume_key=key,
            )
        )
    return pairs


def _with_labelled_rows(case: Mapping[str, Any]) -> core.PostingFeatures:
    posting = text_matching.features_of_text(case["posting_text"], title=case["posting_title"])
    vocabulary, model = engine.vocabulary(), engine.embedder()
    rows = [
        requirement_row(str(number), row["text"], vocabulary, importance=row["importance"], code=posting.language)
        for number, row in enumerate(case["requirements"])
    ]
    if model is not None and posting.title_vector and rows:
        vectors = model.embed([row.text for row in rows])
        rows = [
            replace(row, vector=pack(centre(vector, POSTING_SUMMARY)))
            for row, vector in zip(rows, vectors, strict=True)
        ]
    return replace(posting, requirements=tuple(rows))


def _lines_that_show(quotes: Iterable[str], resume: CompiledResume) -> tuple[int, ...]:
    return tuple(
        index
        for index, line in enumerate(resume.lines)
        if any(
            quote in line.written or cover(words_of(quote), words_of(line.written)) >= LEAST_COVER for quote in quotes
        )
    )
