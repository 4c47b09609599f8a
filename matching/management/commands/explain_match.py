from argparse import ArgumentParser
from typing import Any

from accounts.json_command import BadInput, JsonCommand, read_text
from matching import text_matching
from matching.management.commands.parse_resume import read_resume_file


class Command(JsonCommand):
    help = "Explain how one resume fits one posting, row by row. Neither is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--posting", required=True)
        parser.add_argument("--resume", required=True)

    def answer(self, *, posting: str, resume: str, **_: Any) -> dict[str, Any]:
        text = read_text(posting)
        if not text.strip():
            raise BadInput("empty", "There is no text in the posting.")
        read = read_resume_file(resume)
        return text_matching.explain_texts(text, read.text)
