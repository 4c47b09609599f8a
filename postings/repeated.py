"""What several postings of one employer say in the same words: which of their paragraphs are about the employer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postings.word_runs import Runs, runs_of
from reading.folding import ascii_key

# A paragraph with fewer words says too little to be one about an employer.
SHORTEST = 12
# How much of the shorter one's runs two paragraphs share that are the same but for a word or two.
ALIKE = 0.7
LEAST_POSTINGS = 2
MOST_PARAGRAPHS, MOST_LETTERS = 6, 2400


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``is_about``: it stands where a posting speaks of its employer; another one has to name the employer to count."""

    text: str
    is_about: bool


@dataclass(frozen=True, slots=True)
class Text:
    """The paragraphs of a posting; texts of one ``job`` (the same title) are copies and count once."""

    job: str
    paragraphs: Sequence[Paragraph]


def runs_of_paragraph(text: str) -> Runs:
    words = ascii_key(text).split()
    return runs_of(words) if len(words) >= SHORTEST else frozenset()


def are_alike(one: Runs, other: Runs) -> bool:
    return bool(one and other) and len(one & other) >= ALIKE * max(len(one), len(other))


def repeated_paragraphs(texts: Iterable[Text], name: str) -> list[str]:
    """The paragraphs about the employer ``name`` that at least ``LEAST_POSTINGS`` jobs share, in the order and words of
    the first text that has them, each once.
    """
    kept = [(text.job, [(p, runs) for p in text.paragraphs if (runs := runs_of_paragraph(p.text))]) for text in texts]
    jobs_with: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for job, paragraphs in kept:
        for _, runs in paragraphs:
            for run in runs:
                jobs_with[run].add(job)
    key = ascii_key(name)
    found: list[str] = []
    seen: list[Runs] = []
    letters = 0
    for job, paragraphs in kept:
        for paragraph, runs in paragraphs:
            names_it = f" {key} " in f" {ascii_key(paragraph.text)} "
            if not (paragraph.is_about or names_it) or any(are_alike(runs, other) for other in seen):
                continue
            others = {other for run in runs for other in jobs_with[run]} - {job}
            if sum(_shares(kept, other, runs) for other in others) + 1 < LEAST_POSTINGS:
                continue
            letters += len(paragraph.text)
            if len(found) == MOST_PARAGRAPHS or letters > MOST_LETTERS:
                return found
            found.append(paragraph.text)
            seen.append(runs)
    return found


def _shares(
    texts: Sequence[tuple[str, Sequence[tuple[Paragraph, Runs]]]],
    job: str,
    runs: Runs,
) -> bool:
    return any(are_alike(runs, other) for name, paragraphs in texts if name == job for _, other in paragraphs)
