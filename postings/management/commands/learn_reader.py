from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from reading.learning import clauses, header_lines
from reading.posting.header_lines import WEIGHTS
from reading.posting.labelling import MODEL_PATH
from reading.sequence_model import write_model

LEAST = 20


class Command(JsonCommand):
    help = (
        "Learn anew which clauses of a posting ask, name a duty or promise something, and what the lines of its header name, "
        "from FILE... of labelled postings and those of our own in reading/training. Rows of a feed (title, company, "
        "location, description) may stand beside them, for the header alone. Raise VERSION of reading.posting afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("sources", nargs="*", metavar="FILE", help="labelled postings, one JSON object a line")
        parser.add_argument("--out", type=Path, default=MODEL_PATH, help="the file to write for the clauses")
        parser.add_argument("--header-out", type=Path, default=WEIGHTS, help="the file to write for the header")

    def answer(self, *, sources: list[str], out: Path, header_out: Path, **_: Any) -> dict[str, Any]:
        given = [case for source in sources for case in read_json_lines(source)]
        feed = [case for case in given if {"title", "description"} <= case.keys()]
        cases = [case for case in given if not {"title", "description"} <= case.keys()]
        missing = [case for case in cases if not {"raw", "source", "gold"} <= case.keys()]
        if missing:
            raise BadInput("not_labelled", f"{len(missing)} lines lack raw, source or gold.")
        cases += clauses.own_cases()
        if len(cases) < LEAST:
            raise BadInput("too_few", f"There are {len(cases)} labelled postings; {LEAST} is least.")
        model = clauses.learn_clauses(cases)
        write_model(out, model)
        header_lines.learn_header([*cases, *feed]).save(header_out)
        written = [{"path": str(path), "bytes": path.stat().st_size} for path in (out, header_out)]
        return {"written": written, "rows of feeds": len(feed), **model.card}
