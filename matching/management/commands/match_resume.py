from argparse import ArgumentParser
from typing import Any

from accounts.json_command import BadInput, JsonCommand
from matching import extraction, feature_cache, ranking, text_matching
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
        features = extraction.resume_features(read_resume_file(file).text)
        results = ranking.best_postings(features, top, fresh=True)
        best = [pk for _, pk in results.ordered()[:top]]
        by_posting = feature_cache.features_of_postings(best)
        rows = JobPosting.objects.in_bulk(best)
        ranked: list[dict[str, Any]] = []
        for pk in best:
            explanation = text_matching.explanation_json(extraction.explain(by_posting[pk][1], features, None))
            ranked.append(
                {
                    "posting_id": str(rows[pk].uid),
                    "title": rows[pk].title,
                    **{key: explanation[key] for key in ("score", "constraints", "requirements", "role")},
                }
            )
        return ranked
