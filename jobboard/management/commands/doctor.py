from typing import Any

from accounts.json_command import JsonCommand
from jobboard import health


class Command(JsonCommand):
    help = "Look at each part of the board and say, in words, what to mend. Exit 1 if something is broken."

    def answer(self, **_: Any) -> list[dict[str, str]]:
        return [part.as_dict() for part in health.look()]

    def is_negative(self, answer: list[dict[str, str]]) -> bool:
        return any(part["state"] == health.BROKEN for part in answer)

    def show(self, answer: list[dict[str, str]]) -> None:
        for part in answer:
            self.stdout.write(f"{part['state']:9} {part['part']}{': ' + part['fix'] if part['fix'] else ''}")
