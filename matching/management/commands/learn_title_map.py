from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from matching import core, engine

LEAST = 1000


class Command(JsonCommand):
    help = (
        "Learn anew what titles say of texts (matching/core/title_map.py), from FILE.jsonl with a title and a description "
        "on each line. Raise ENGINE_VERSION afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("source", help="postings, one JSON object a line")
        parser.add_argument("--out", type=Path, default=core.TITLE_MAP_PATH, help="the file to write")

    def answer(self, *, source: str, out: Path, **_: Any) -> dict[str, Any]:
        embed = engine.embed()
        if embed is None:
            raise BadInput("no_model", "The sentence model is not installed, so titles have no vectors.")
        cases = [case for case in read_json_lines(source) if case.get("title") and case.get("description")]
        if len(cases) < LEAST:
            raise BadInput(
                "too_few", f"{source} has {len(cases)} postings with title and description; {LEAST} is least."
            )
        titles, texts = core.title_map_sides(
            [(str(case["title"]), str(case["description"])) for case in cases], embed=embed
        )
        learned = core.learn_title_map(titles, texts)
        np.save(out, learned)
        return {"postings": len(cases), "rank": int(learned.shape[2]), "written": str(out)}
