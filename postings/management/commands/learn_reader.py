from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from reading.learning import clauses
from reading.posting.labelling import MODEL_PATH
from reading.sequence_model import write_model

LEAST = 20


class Command(JsonCommand):
    help = (
        "Learn anew which clauses of a posting ask, name a duty or promise something, from FILE... of labelled postings "
        "and those of our own in reading/training. Raise VERSION of reading.posting afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("sources", nargs="*", metavar="FILE", help="labelled postings, one JSON object a line")
        parser.add_argument("--out", type=Path, default=MODEL_PATH, help="the file to write")

    def answer(self, *, sources: list[str], out: Path, **_: Any) -> dict[str, Any]:
        cases = [case for source in sources for case in read_json_lines(source)]
        missing = [case for case in cases if not {"raw", "source", "gold"} <= case.keys()]
        if missing:
            raise BadInput("not_labelled", f"{len(missing)} lines lack raw, source or gold.")
        cases += clauses.own_cases()
        if len(cases) < LEAST:
            raise BadInput("too_few", f"There are {len(cases)} labelled postings; {LEAST} is least.")
        model = clauses.learn_clauses(cases)
        write_model(out, model)
        return {"written": str(out), "bytes": out.stat().st_size, **model.card}
