from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from accounts.json_command import JsonCommand
from matching import audit


class Command(JsonCommand):
    help = "Compute matches again and compare them with what is stored. Exit 1 on drift."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--all", action="store_true", help="every resume, not a sample")
        parser.add_argument(
            "--repair", action="store_true", help="make drifted resumes stale, so they are computed again"
        )

    def answer(self, *, all: bool, repair: bool, **_: Any) -> dict[str, int]:  # noqa: A002  the option's name
        return asdict(audit.audit_matches(everything=all, repair=repair))

    def is_negative(self, answer: dict[str, int]) -> bool:
        return bool(answer["missing"] or answer["extra"] or answer["wrong"])
