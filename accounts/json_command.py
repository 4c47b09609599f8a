"""Commands others build on: one JSON document on stdout, everything else on stderr, and exit codes that mean something."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class BadInput(Exception):  # noqa: N818  it reads as what it is, at every raise
    """Input this command cannot work with: exit 2, with a kind for programs and a sentence for people."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


class JsonCommand(BaseCommand):
    """Subclasses define ``answer``, called with the options: what it returns is printed."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    answer: Callable[..., Any]

    def is_negative(self, answer: Any) -> bool:
        """Whether the answer is a finding to fail on."""
        return False

    def show(self, answer: Any) -> None:
        """For people; by default the same JSON, indented."""
        self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False, default=str))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self.answer(**options)
        except BadInput as refused:
            if options["json"]:
                self.stdout.write(json.dumps({"error": refused.kind, "message": refused.message}, ensure_ascii=False))
            else:
                self.stderr.write(refused.message)
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            self.show(answer)
        if self.is_negative(answer):
            sys.exit(1)


def read_bytes(name: str) -> bytes:
    """The bytes of a file, or of stdin for "-". Raises BadInput."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BadInput("no_file", f"{name} cannot be read: {error.strerror or error}.") from None


def read_text(name: str) -> str:
    """UTF-8 text of a file or of stdin. Raises BadInput."""
    try:
        return read_bytes(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("not_text", f"{name} is not UTF-8 text.") from None


def read_json_lines(name: str) -> list[dict[str, Any]]:
    """One JSON object a line. Raises BadInput naming the line."""
    cases = []
    for number, line in enumerate(read_text(name).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError:
            raise BadInput("not_json", f"Line {number} of {name} is not JSON.") from None
        if not isinstance(case, dict):
            raise BadInput("not_json", f"Line {number} of {name} is not a JSON object.")
        cases.append(case)
    return cases
