"""How fast posting texts are read, whether any of them breaks the reader, and how well skills are found in sentences."""

import csv
import json
import statistics
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import measuring
from benchmarks.measuring import Goal, rounded
from reading import posting as posting_reader
from reading.posting.structure import ParsedPosting
from reading.spans import Span
from reading.vocabulary import default_vocabulary

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds" / "pasted"
VOCABULARY = ROOT / "reading" / "data" / "skills.toml"
NO_LABEL = frozenset({"LABEL NOT PRESENT", "UNDERSPECIFIED"})


def main(arguments: Sequence[str]) -> None:
    parser = measuring.parser(__doc__ or "")
    parser.add_argument("--texts", type=Path, default=SEEDS, help="a folder of .txt and .jsonl files, or one such file")
    parser.add_argument("--limit", type=int, default=1000, help="read at most so many texts")
    parser.add_argument("--skills", type=Path, help="a folder of CSV files: sentence, span, sub_span, label")
    options = parser.parse_args(arguments)
    texts = list(texts_in(options.texts, options.limit))
    if not texts:
        parser.error(f"there are no texts in {options.texts}")
    goals = [*reading_goals(texts), sentences_goal()]
    if options.skills:
        goals += spans_goals(options.skills)
    measuring.report(goals, as_json=options.json, texts=len(texts), vocabulary=default_vocabulary().version)


def texts_in(path: Path, limit: int) -> Iterator[str]:
    """The texts of a folder or file in the order of their names; a JSON line gives ``text``, or title and description."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    given = 0
    for file in files:
        if file.suffix not in {".txt", ".jsonl"}:
            continue
        with file.open(encoding="utf-8", errors="replace") as lines:
            for text in [lines.read()] if file.suffix == ".txt" else map(_text_of, lines):
                if given == limit:
                    return
                if text.strip():
                    given += 1
                    yield text


def _text_of(line: str) -> str:
    if not line.strip():
        return ""
    row = json.loads(line)
    return str(row.get("text") or f"{row.get('title') or ''}\n\n{row.get('description') or ''}")


def reading_goals(texts: Sequence[str]) -> list[Goal]:
    posting_reader.parse(texts[0])  # loads vocabulary and gazetteer
    seconds: list[float] = []
    crashes, differing = 0, 0
    for text in texts:
        began = time.process_time()
        try:
            parsed = posting_reader.parse(text)
        except Exception as error:  # noqa: BLE001  counted, named and reported: that is what this measures
            crashes += 1
            sys.stderr.write(f"{type(error).__name__}: {error} on {text[:60]!r}\n")
            continue
        seconds.append(time.process_time() - began)
        differing += _as_json(parsed) != _as_json(posting_reader.parse(text))
    read = len(seconds)
    speed = {
        "postings_a_second_per_core": rounded(read / sum(seconds)),
        "median_ms": rounded(statistics.median(seconds) * 1e3),
        "slowest_ms": rounded(max(seconds) * 1e3),
        "characters": sum(map(len, texts)),
    }
    return [
        Goal("reading", f"{read} posting texts read, in processor time of this process", speed, None, None,
             "reported", None),
        Goal("crashes", f"texts of {len(texts)} that made the reader raise", {"crashes": crashes}, None, None, "0",
             crashes == 0),
        Goal("the same twice", f"texts of {read} whose two readings differ by a byte of JSON", {"differing": differing},
             None, None, "0", differing == 0),
    ]  # fmt: skip


def _as_json(parsed: ParsedPosting) -> str:
    return json.dumps(posting_reader.as_gold(parsed), ensure_ascii=False, default=str)


@dataclass(slots=True)
class Tally:
    """``said`` mentions, of which ``right`` are skills; ``wanted`` skills, of which ``found`` are mentioned."""

    said: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0

    def figures(self) -> dict[str, float]:
        precision = self.right / self.said if self.said else 0.0
        recall = self.found / self.wanted if self.wanted else 0.0
        both = precision + recall
        return {
            "precision": rounded(precision),
            "recall": rounded(recall),
            "f1": rounded(2 * precision * recall / both) if both else 0.0,
            "said": self.said,
            "wanted": self.wanted,
        }


def sentences_goal() -> Goal:
    """The vocabulary's own sentences: in a ``yes`` the skill must be found, in a ``no`` it must not."""
    vocabulary = default_vocabulary()
    tally = Tally()
    for row in tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))["skill"]:
        for wanted, sentences in ((True, row.get("yes", ())), (False, row.get("no", ()))):
            for sentence in sentences:
                said = any(mention.slug == row["slug"] for mention in vocabulary.find(sentence))
                tally.said += said
                tally.right += said and wanted
                tally.wanted += wanted
                tally.found += said and wanted
    figures = tally.figures()
    return Goal("vocabulary", "skills found in the vocabulary's own yes and no sentences", figures, None, None,
                "precision and recall 1", figures["precision"] == figures["recall"] == 1)  # fmt: skip


def spans_goals(folder: Path) -> list[Goal]:
    """Sentences in which people have marked skills, most with the name of the skill in a public list.

    A mention is right where it overlaps a mark, a mark is found where a mention overlaps it. People mark attitudes and
    whole phrases too, which are outside a vocabulary of named skills: "of all marks" says how far that reaches, "of
    what we know" (marks whose words or name the vocabulary lists) how well it works within.
    """
    goals = []
    for file in sorted(folder.glob("*.csv")):
        marked: dict[str, dict[str, str]] = defaultdict(dict)
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                words = row["sub_span"] or row["span"]
                if row["sentence"] and words:
                    marked[row["sentence"]][words] = row["label"]
        for name, tally in zip(("of all marks", "of what we know"), _tallies(marked), strict=True):
            goals.append(
                Goal(f"skills {name}", f"skills found in {len(marked)} sentences of {file.name}, marked by people",
                     tally.figures(), None, None, "reported", None)
            )  # fmt: skip
    return goals


def _tallies(marked: Mapping[str, Mapping[str, str]]) -> tuple[Tally, Tally]:
    vocabulary = default_vocabulary()
    every, known = Tally(), Tally()
    for sentence, marks in marked.items():
        mentions = [mention.span for mention in vocabulary.find(sentence)]
        spans = {words: (sentence.find(words), sentence.find(words) + len(words)) for words in marks}
        right = sum(any(_overlap(mention, span) for span in spans.values()) for mention in mentions)
        for tally in (every, known):
            tally.said += len(mentions)
            tally.right += right
        for words, label in marks.items():
            is_found = any(_overlap(mention, spans[words]) for mention in mentions)
            every.wanted += 1
            every.found += is_found
            if vocabulary.slug(words) or (label not in NO_LABEL and vocabulary.slug(label)):
                known.wanted += 1
                known.found += is_found
    return every, known


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


if __name__ == "__main__":
    main(sys.argv[1:])
