from argparse import ArgumentParser
from typing import Any

from accounts.json_command import BadInput, JsonCommand
from matching import offline, reading, store
from matching.management.commands.parse_resume import read_resume_file
from postings.models import JobPosting


class Command(JsonCommand):
    help = "Rank the open postings for a resume file. The resume is not stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file")
        parser.add_argument("--top", type=int, default=20)

    def answer(self, *, file: str, top: int, **_: Any) -> list[dict[str, Any]]:
        if top < 1:
            raise BadInput("bad_number", "--top must be 1 or more.")
        features = reading.resume_features(read_resume_file(file).text, {})
        scored = []
        for posting in store.fresh_open_postings():
            number = reading.score(posting.features, features)
            scored.append((-1 if number is None else number, posting.id, posting.features))
        scored.sort(key=lambda entry: entry[:2], reverse=True)
        best = scored[:top]
        rows = JobPosting.objects.in_bulk([pk for _, pk, _ in best])
        ranked: list[dict[str, Any]] = []
        for _number, pk, posting_features in best:
            explanation = offline.explanation_json(reading.explain(posting_features, features, None))
            ranked.append(
                {
                    "posting_id": str(rows[pk].uid),
                    "title": rows[pk].title,
                    **{key: explanation[key] for key in ("score", "constraints", "requirements", "role")},
                }
            )
        return ranked
