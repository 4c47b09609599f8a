from argparse import ArgumentParser
from datetime import date
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_text
from postings.writing import MAX_TEXT
from reading import posting as posting_reader


class Command(JsonCommand):
    help = "Read a posting's text and print what it says, with the place of every value."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", help='a UTF-8 text file, or "-" for stdin')
        parser.add_argument("--captured-at", help="the day the text was copied, YYYY-MM-DD")

    def answer(self, *, file: str, captured_at: str | None, **_: Any) -> dict[str, Any]:
        text = read_text(file)
        if not text.strip():
            raise BadInput("empty", "There is no text in it.")
        if len(text) > MAX_TEXT:
            raise BadInput(
                "too_large", f"A posting may have at most {MAX_TEXT:,} characters; this one has {len(text):,}."
            )
        return posting_reader.as_gold(posting_reader.parse(text, captured_at=parse_day(captured_at)))


def parse_day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise BadInput("bad_date", f"{written} is not a date; write YYYY-MM-DD.") from None
