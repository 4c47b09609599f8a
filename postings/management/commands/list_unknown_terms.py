from argparse import ArgumentParser
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_json_lines
from reading import posting as posting_reader
from reading.unknown_terms import unknown_terms


class Command(JsonCommand):
    help = (
        "Count the terms that postings ask for and the skill vocabulary does not know. FILE holds one posting a line, "
        "as JSON with title and description, or with raw."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file")
        parser.add_argument("--least", type=int, default=5, metavar="N", help="only terms of at least N postings")

    def answer(self, *, file: str, least: int, **_: Any) -> dict[str, Any]:
        rows = read_json_lines(file)
        texts = [str(row.get("raw") or f"{row.get('title', '')}\n\n{row.get('description', '')}") for row in rows]
        if not any(text.strip() for text in texts):
            raise BadInput("no_postings", f"{file} holds no posting: neither raw nor title and description.")
        counts = unknown_terms(posting_reader.parse(text) for text in texts)
        listed = sorted(((term, n) for term, n in counts.items() if n >= least), key=lambda pair: (-pair[1], pair[0]))
        return {"postings": len(texts), "terms": [{"term": term, "postings": n} for term, n in listed]}
