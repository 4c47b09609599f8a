"""The tables hold what somebody uses, and a board that was set up long ago comes to the same tables."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent
OUR_APPS = ("accounts", "postings", "matching")

# Columns that nothing uses yet, each kept for work that is planned.
KEPT = {
    "JobPosting": {"requisition_id", "duplicate_of", "date_posted_at", "source_updated_at", "job_start_date", "title_key"},
    "Source": {
        "base_url", "etag", "last_modified", "body_sha256", "next_run_at", "empty_confirmations", "last_empty_at",
    },
    "Match": {"dismissed_at", "seen_at"},
    "SavedSearch": {"last_run_at"},
    "Consent": {"text_version"},
    "Session": {"session_data", "expire_date"},  # Django's own code reads and writes these
}  # fmt: skip


def words_outside_the_models() -> set[str]:
    words: set[str] = set()
    for folder in (*OUR_APPS, "jobboard", "templates"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".html", ".txt"} and not {"models", "migrations", "models.py"} & set(path.parts):
                words.update(re.findall(r"\w+", path.read_text()))
    return words


def test_every_column_is_used_or_kept_for_planned_work() -> None:
    words = words_outside_the_models()
    unused = {
        (model.__name__, field.name)
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_concrete_fields
        if not field.primary_key and not {field.name, field.attname} & words
    }
    assert unused == {(model, name) for model, names in KEPT.items() for name in names}
