from argparse import ArgumentParser
from typing import Any

from accounts.json_command import JsonCommand
from postings import editing
from reading import posting as posting_reader


class Command(JsonCommand):
    help = "Read stored postings again with the parser of today. What people have corrected stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--all", action="store_true", help="also those that this parser has read already")

    def answer(self, **options: Any) -> dict[str, int]:
        return {**editing.reparse_postings(everything=options["all"]), "parser": posting_reader.VERSION}
