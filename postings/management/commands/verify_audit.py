from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from accounts.json_command import JsonCommand
from postings import audit


class Command(JsonCommand):
    help = (
        "Compute the chain of the audit log again. Exit 1 where an event was changed or deleted. Note the head it prints "
        "outside of the database: with --head of the last time, a log whose end was cut off is found as well."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--head", default="", help="the head that was printed before")

    def answer(self, *, head: str, **_: Any) -> dict[str, Any]:
        return asdict(audit.verify(known_head=head))

    def is_negative(self, answer: dict[str, Any]) -> bool:
        return bool(answer["findings"])
