import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from matching import cross_validation, measuring, quality

KEYS = {"postings": "id", "resumes": "file", "verdicts": "pair_id", "twins": "id"}
FOLDERS = {
    "ranking": ("postings.jsonl", "resumes.jsonl", "qrels.tsv"),
    "titles": ("corpus.tsv", "queries.tsv", "qrels.tsv"),
    "pairs": ("queries.jsonl", "resumes.jsonl", "judgements.tsv"),
}


class Command(JsonCommand):
    help = (
        "Measure the product on a labelled set: postings, resumes, verdicts or twins FILE.jsonl, or ranking, titles or "
        "pairs DIR."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", choices=[*KEYS, *FOLDERS])
        parser.add_argument("source", help="a file of labelled cases, or a folder for ranking, titles and pairs")
        parser.add_argument("--errors", action="store_true", help="add what went wrong, case by case")
        parser.add_argument("--out", help="write one JSON object for each case")
        parser.add_argument("--ablate", action="store_true", help="ranking: also without each signal, and the model")
        parser.add_argument("--every", type=int, default=1, metavar="N", help="ranking: each n-th resume only")
        parser.add_argument(
            "--cross-validate",
            action="store_true",
            help="postings and verdicts: judge each by what was learned from others",
        )
        parser.add_argument("--beside", action="append", metavar="FILE", help="cross-validate: learn from it as well")
        parser.add_argument("--against", metavar="FILE", help="cross-validate: what --out wrote of another version")
        parser.add_argument("--record", metavar="NAME", help="add the figures, under this name, to the quality page")

    def answer(self, *, kind: str, source: str, record: str | None, **options: Any) -> dict[str, Any]:
        measures = (
            self.measure_folder(kind, Path(source), **options)
            if kind in FOLDERS
            else self.measure_file(kind, source, **options)
        )
        if record:
            quality.record(kind, record, measures)
        return measures

    def measure_file(
        self, kind: str, source: str, *, errors: bool, out: str | None, cross_validate: bool, **options: Any
    ) -> dict[str, Any]:
        cases = read_json_lines(source)
        missing = [number for number, case in enumerate(cases, start=1) if KEYS[kind] not in case]
        if missing or not cases:
            raise BadInput("not_a_set", f"{source} is not a set of {kind}: {KEYS[kind]} is missing.")
        if cross_validate and kind == "verdicts":
            predictions = measuring.cross_validate_verdicts(list(cases), self.stderr.write)
            if out:
                self.write(out, [{KEYS[kind]: key, **prediction} for key, prediction in predictions.items()])
            return measuring.measure_verdicts(list(cases), predictions, errors=errors)
        if cross_validate:
            return self.cross_validate(kind, cases, out=out, **options)
        if kind == "postings":
            predictions = measuring.predict_postings(cases)
        elif kind == "resumes":
            predictions = measuring.predict_resumes(cases, Path(source).resolve().parent)
        elif kind == "verdicts":
            predictions = measuring.predict_verdicts(cases)
        else:
            predictions = measuring.predict_twins(cases)
        if out:
            self.write(out, [{KEYS[kind]: key, **prediction} for key, prediction in predictions.items()])
        if kind == "verdicts":
            return measuring.measure_verdicts(list(cases), predictions, errors=errors)
        if kind == "twins":
            return measuring.measure_twins(list(cases), predictions)
        tally = measuring.measure_read(kind, list(cases), predictions)
        return {**tally.report(), **({"errors": tally.errors} if errors else {})}

    def cross_validate(
        self,
        kind: str,
        cases: list[dict[str, Any]],
        *,
        out: str | None,
        beside: list[str] | None,
        against: str | None,
        **_: Any,
    ) -> dict[str, Any]:
        if kind != "postings":
            raise BadInput("bad_option", "Only postings are read by what is learned from labelled cases.")
        others = [case for source in beside or () for case in read_json_lines(source)]
        if any("source" not in case for case in (*cases, *others)):
            raise BadInput("not_a_set", "A case without its source belongs to no fold.")
        other = {row["id"]: row for row in read_json_lines(against)} if against else None
        predictions, figures = cross_validation.cross_validate_postings(cases, others, self.stderr.write, against=other)
        if out:
            self.write(out, [{"id": key, **prediction} for key, prediction in predictions.items()])
        return figures

    def measure_folder(
        self, kind: str, folder: Path, *, out: str | None, ablate: bool, every: int, **_: Any
    ) -> dict[str, Any]:
        for name in FOLDERS[kind]:
            if not (folder / name).is_file():
                raise BadInput("not_a_set", f"{folder} has no {name}.")
        if kind == "titles":
            return measuring.rank_titles(folder)
        if kind == "pairs":
            return measuring.order_pairs(folder)
        if every < 1:
            raise BadInput("bad_option", "--every must be 1 or more.")
        rankings, measures = measuring.rank(folder, self.stderr.write, ablate=ablate, every=every)
        if out:
            self.write(out, [{"resume_id": key, "ranking": row} for key, row in rankings.items()])
        return measures

    def write(self, out: str, rows: list[dict[str, Any]]) -> None:
        with Path(out).open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
