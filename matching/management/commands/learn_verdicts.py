from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from matching import core, engine
from matching.core.learned_verdicts import PATH
from matching.core.verdict_learning import learn
from matching.labelled_pairs import labelled_pairs


class Command(JsonCommand):
    help = "Learn the verdicts anew from files of labelled pairs, one JSON object a line; takes some minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--out", default=str(PATH), help="where the weights go")

    def answer(self, *, files: list[str], seed: int, out: str, **_: Any) -> dict[str, Any]:
        if engine.embedder() is None:
            raise BadInput("no_model", "Verdicts are learned on vectors; prepare the model first.")
        cases = [case for file in files for case in read_json_lines(file)]
        if not cases or any("requirements" not in case or "resume_text" not in case for case in cases):
            raise BadInput("not_a_set", "The files hold no labelled pairs.")
        pairs = labelled_pairs(cases)
        model = learn(pairs, core.DEFAULT, seed=seed)
        model.save(Path(out))
        return {
            "pairs": len(pairs),
            "lines": sum(len(labels) for pair in pairs for labels in pair.labels),
            "least_met": model.least_met,
            "least_sure": model.least_sure,
            "bytes": Path(out).stat().st_size,
        }
