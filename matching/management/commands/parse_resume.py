from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.json_command import BadInput, JsonCommand, read_bytes
from accounts.resumes import parse_facts
from postings.management.commands.parse_posting import parse_day
from reading import resumes as resume_reader
from reading.resumes import Extracted, Refused


class Command(JsonCommand):
    help = "Read a resume file and print what it says. A refused file: exit 2 with the reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file")
        parser.add_argument("--today", help="the day that counts as the present, YYYY-MM-DD")

    def answer(self, *, file: str, today: str | None, **_: Any) -> dict[str, Any]:
        extracted = read_resume_file(file)
        facts = parse_facts(extracted, today=parse_day(today) or timezone.localdate())
        return {**resume_reader.as_gold(facts), "readable": True, "text": extracted.text}


def read_resume_file(file: str) -> Extracted:
    """Raises BadInput with the kind of the refusal."""
    try:
        return resume_reader.read_file(read_bytes(file), Path(file).name)
    except Refused as refusal:
        raise BadInput(refusal.kind, refusal.message) from None
