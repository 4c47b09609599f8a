import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from matching import measuring

KEYS = {"postings": "id", "resumes": "file", "verdicts": "pair_id", "twins": "id"}


class Command(JsonCommand):
    help = "Measure the product on a labelled set: postings, resumes, verdicts or twins FILE.jsonl, or ranking DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", choices=[*KEYS, "ranking"])
        parser.add_argument("source", help="a file of labelled cases, or a folder for ranking")
        parser.add_argument("--errors", action="store_true", help="add what went wrong, case by case")
        parser.add_argument("--out", help="write one JSON object for each case")

    def answer(self, *, kind: str, source: str, errors: bool, out: str | None, **_: Any) -> dict[str, Any]:
        if kind == "ranking":
            return self.ranking(Path(source), out)
        cases = read_json_lines(source)
        missing = [number for number, case in enumerate(cases, start=1) if KEYS[kind] not in case]
        if missing or not cases:
            raise BadInput("not_a_set", f"{source} is not a set of {kind}: {KEYS[kind]} is missing.")
        if kind == "postings":
            predictions = measuring.predict_postings(cases)
        elif kind == "resumes":
            predictions = measuring.predict_resumes(cases, Path(source).resolve().parent)
        elif kind == "verdicts":
            predictions = measuring.predict_verdicts(cases)
        else:
            predictions = measuring.predict_twins(cases)
        if out:
            self.write(out, [{KEYS[kind]: key, **said} for key, said in predictions.items()])
        if kind == "verdicts":
            return measuring.measure_verdicts(list(cases), predictions)
        if kind == "twins":
            return measuring.measure_twins(list(cases), predictions)
        tally = measuring.measure_read(kind, list(cases), predictions)
        return {**tally.report(), **({"errors": tally.errors} if errors else {})}

    def ranking(self, folder: Path, out: str | None) -> dict[str, Any]:
        for name in ("postings.jsonl", "resumes.jsonl", "qrels.tsv"):
            if not (folder / name).is_file():
                raise BadInput("not_a_set", f"{folder} has no {name}.")
        rankings, measures = measuring.rank(folder, self.stderr.write)
        if out:
            self.write(out, [{"resume_id": key, "ranking": row} for key, row in rankings.items()])
        return measures

    def write(self, out: str, rows: list[dict[str, Any]]) -> None:
        with Path(out).open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
