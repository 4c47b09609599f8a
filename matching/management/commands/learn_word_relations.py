from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from matching.core import word_relations

LEAST = 1000
FIELDS = ("title", "description", "text")


class Command(JsonCommand):
    help = (
        "Learn anew which words keep the same company (matching/core/word_relations.py), from files of postings and "
        "resumes in English, one JSON object a line with title and description or text. Learn the verdicts afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+")
        parser.add_argument("--out", type=Path, default=word_relations.PATH, help="the file to write")

    def answer(self, *, files: list[str], out: Path, **_: Any) -> dict[str, Any]:
        texts = [
            text
            for file in files
            for case in read_json_lines(file)
            if (text := "\n".join(str(case[field]) for field in FIELDS if case.get(field)))
        ]
        if len(texts) < LEAST:
            raise BadInput("too_few", f"There are {len(texts)} texts; {LEAST} is least.")
        learned = word_relations.learn(texts)
        learned.save(out)
        return {"texts": len(texts), "words": len(learned.places), "bytes": out.stat().st_size, "written": str(out)}
