"""Labelled pairs of a posting and a resume, made ready for learning and measuring verdicts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from matching import core, engine, extraction, text_matching
from matching.core.building import requirement_row
from matching.core.centres import POSTING_SUMMARY, centre
from matching.core.compiled import compile_posting, paired
from matching.core.evidence import CompiledResume, compile_resume
from matching.core.features import pack
from matching.core.verdict_evaluation import LEAST_MATCH, cover, nearness, words_of
from matching.core.verdict_learning import LabelledPair

LEAST_COVER = 0.8


def labelled_pairs(cases: Iterable[Mapping[str, Any]]) -> list[LabelledPair]:
    """Each pair twice: with the labelled lines as its requirements, and with the product's own rows, which hold the labels
    of the lines that they say the same as. About 0.2 s a pair with the model.
    """
    people, postings = dict[str, core.ResumeFeatures](), dict[str, core.PostingFeatures]()
    pairs = []
    for case in cases:
        key, text = str(case.get("resume_id") or case["resume_text"]), case["posting_text"]
        if key not in people:
            people[key] = extraction.resume_features(case["resume_text"])
        if text not in postings:
            postings[text] = text_matching.features_of_text(text, title=case["posting_title"])
        of_lines = [[row] for row in case["requirements"]]
        pairs.append(_pair(case, key, _with_labelled_rows(case, postings[text]), people[key], of_lines))
        own = postings[text]
        of_rows = _by_row([row.text for row in own.requirements], case["requirements"])
        pairs.append(replace(_pair(case, key, own, people[key], of_rows), own=True))
    return pairs


def _pair(
    case: Mapping[str, Any],
    key: str,
    posting: core.PostingFeatures,
    person: core.ResumeFeatures,
    labelled: Sequence[Sequence[Mapping[str, Any]]],
) -> LabelledPair:
    vocabulary = engine.vocabulary()
    compiled, evidence, side = paired(
        compile_posting(posting, vocabulary), compile_resume(person, vocabulary), vocabulary, core.DEFAULT
    )
    return LabelledPair(
        posting=compiled,
        resume=evidence,
        side=side,
        labels=tuple(tuple(line["verdict"] for line in lines) for lines in labelled),
        shown_by=tuple(
            _lines_that_show([quote for line in lines for quote in line["evidence"]], evidence) for lines in labelled
        ),
        posting_key=str(case["posting_id"]),
        resume_key=key,
    )


def _by_row(texts: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The labelled lines that each of the product's rows says the same as, as ``VerdictTally`` compares them."""
    found: list[list[Mapping[str, Any]]] = [[] for _ in texts]
    for line in lines:
        best = max(range(len(texts)), key=lambda number: nearness(line["text"], texts[number]), default=None)
        if best is not None and nearness(line["text"], texts[best]) >= LEAST_MATCH:
            found[best].append(line)
    return found


def _with_labelled_rows(case: Mapping[str, Any], posting: core.PostingFeatures) -> core.PostingFeatures:
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
