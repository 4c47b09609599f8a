"""How fast posting texts are read, whether any of them breaks the reader, and how well skills are found in sentences."""

import csv
import json
import statistics
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import measuring
from benchmarks.measuring import Goal, rounded
from postings import parsing
from postings.parsing.skills import default_vocabulary, skill_key

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds" / "pasted"
VOCABULARY = ROOT / "postings" / "data" / "skills.toml"
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
    parsing.parse(texts[0])  # loads vocabulary and gazetteer
    seconds: list[float] = []
    crashes, differing = 0, 0
    for text in texts:
        began = time.process_time()
        try:
            parsed = parsing.parse(text)
        except Exception as error:  # noqa: BLE001  counted, named and reported: that is what this measures
            crashes += 1
            sys.stderr.write(f"{type(error).__name__}: {error} on {text[:60]!r}\n")
            continue
        seconds.append(time.process_time() - began)
        differing += _as_json(parsed) != _as_json(parsing.parse(text))
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


def _as_json(parsed: parsing.ParsedPosting) -> str:
    return json.dumps(parsing.as_gold(parsed), ensure_ascii=False, default=str)


@dataclass(slots=True)
class Tally:
    right: int = 0
    said: int = 0
    wanted: int = 0

    def figures(self) -> dict[str, float]:
        precision = self.right / self.said if self.said else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
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
                found = any(mention.slug == row["slug"] for mention in vocabulary.find(sentence))
                tally.right += found and wanted
                tally.said += found
                tally.wanted += wanted
    figures = tally.figures()
    return Goal("vocabulary", "skills found in the vocabulary's own yes and no sentences", figures, None, None,
                "precision and recall 1", figures["precision"] == figures["recall"] == 1)  # fmt: skip


def spans_goals(folder: Path) -> list[Goal]:
    """Sentences in which people have marked skills, with the name of each in a public list or none.

    ``known`` counts marks whose words or name our vocabulary knows: what it could find. A mention is right where it
    overlaps a mark. Marks cover knowledge and attitudes far outside a vocabulary of named skills, so recall over all of
    them says how far that reaches, not how well it works.
    """
    goals = []
    for file in sorted(folder.glob("*.csv")):
        marked: dict[str, set[tuple[str, str]]] = defaultdict(set)
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                words = row["sub_span"] or row["span"]
                if row["sentence"] and words:
                    marked[row["sentence"]].add((words, row["label"]))
        for name, tally in _tallies(marked).items():
            goals.append(
                Goal(f"skills {name}", f"skills found in {len(marked)} sentences of {file.name}, marked by people",
                     tally.figures(), None, None, "reported", None)
            )  # fmt: skip
    return goals


def _tallies(marked: dict[str, set[tuple[str, str]]]) -> dict[str, Tally]:
    vocabulary = default_vocabulary()
    every, known = Tally(), Tally()
    for sentence, marks in marked.items():
        mentions = [mention.span for mention in vocabulary.find(sentence)]
        places: dict[tuple[int, int], bool] = {}
        for words, label in marks:
            start = sentence.find(words)
            if start < 0:
                continue
            labels = {words, *({label} if label not in NO_LABEL else ())}
            span = (start, start + len(words))
            is_known = any(vocabulary.slug(one) for one in labels if skill_key(one))
            places[span] = places.get(span, False) or is_known
        for tally, wanted in ((every, list(places)), (known, [span for span, ours in places.items() if ours])):
            tally.wanted += len(wanted)
            tally.said += len(mentions)
            tally.right += sum(any(_overlap(span, mention) for mention in mentions) for span in wanted)
        every_right = sum(any(_overlap(mention, span) for span in places) for mention in mentions)
        every.right += 0
        known.right += 0
        _ = every_right
    return {"of all marks": every, "of what we know": known}


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


if __name__ == "__main__":
    main(sys.argv[1:])
