"""The tables hold what somebody uses, and a board that was set up long ago comes to the same tables."""

import re
from typing import Any

import pytest
from django.apps import apps

from tests.old_board import ROOT, run_in_an_empty_database

pytestmark = pytest.mark.xdist_group("old-board")  # one process migrates for all of them

OUR_APPS = ("accounts", "postings", "matching")

# Columns that nothing uses yet, each kept for work that is planned.
KEPT = {
    "JobPosting": {"requisition_id", "duplicate_of", "date_posted_at", "source_updated_at", "job_start_date"},
    "Source": {
        "base_url", "etag", "last_modified", "body_sha256", "next_run_at", "empty_confirmations", "last_empty_at",
    },
    "Match": {"seen_at"},
    "SavedSearch": {"last_run_at"},
    "Consent": {"purpose", "text_version"},
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


# What the tables hold, without the names that the database has made up for keys and indexes.
TABLES = """
def tables():
    with connection.cursor() as cursor:
        return {
            table: [
                sorted([str(column.name), str(column.type_code), column.null_ok] for column in
                    connection.introspection.get_table_description(cursor, table)),
                sorted(str([rule["columns"], rule["primary_key"], rule["unique"], rule["foreign_key"], rule["check"]])
                    for rule in connection.introspection.get_constraints(cursor, table).values()),
            ]
            for table in connection.introspection.table_names(cursor)
        }
"""

OF_NOW = (
    TABLES
    + """
from django.core.management import call_command
call_command("migrate", verbosity=0)
print(json.dumps(tables()))
"""
)

OF_OLD = (
    TABLES
    + """
from django.core.management import call_command
from django.utils import timezone

now = timezone.now()
get = to([
    ("accounts", "0002_fact_corrections"), ("postings", "0002_sources_and_corrections"), ("matching", "0004_shown_rows"),
]).get_model
organization = get("accounts", "Organization").objects.create(name="Harbour", slug="harbour", name_key="harbour")
skill = get("postings", "Skill").objects.create(slug="python", name="Python", external_ids={"esco": "1"})
get("postings", "Skill").objects.create(slug="python-3", name="Python 3", replaced_by=skill)
read = get("postings", "JobPosting").objects.create(
    hiring_organization=organization, title="Engineer", slug="engineer", status="published", first_seen_at=now,
    raw_text="Engineer\\nPython", description_text="Python", industry="Shipping", revision=4, parse_version=7,
    facts={"title": {"span": [0, 8], "raw": "Engineer", "method": "header"}},
    inferred={"salary_unit": {"value": "YEAR", "reason": "its size", "raw": ""}},
    conflicts=[{"field": "skills", "message": "Two words disagree.", "spans": [[0, 8]]}],
    chrome=[[0, 2]], uncovered=[[9, 15]],
)
get("postings", "PostingSkill").objects.create(posting=read, skill=skill, name="Python", importance="required")
get("postings", "JobPosting").objects.bulk_create(
    get("postings", "JobPosting")(hiring_organization=organization, title="Cook", slug=f"cook-{number}")
    for number in range(250)
)
user = get("accounts", "User").objects.create(email="reader@people.example")
get("postings", "ModerationEvent").objects.create(
    posting=read, actor=user, action="reject", reason="Too short.", before={"status": "pending"}
)
get("postings", "ModerationEvent").objects.create(posting=read, actor_id=999, action="edit")
person = get("accounts", "Candidate").objects.create(user=user, home_country="DE", titles=["Engineer"])
resume = get("accounts", "Resume").objects.create(
    candidate=person, text="I know Python.", facts={"skills": []}, is_primary=True, revision=3
)
get("matching", "Match").objects.create(
    candidate=person, resume=resume, posting=read, score=74, posting_revision=4, resume_revision=3,
    preferences_revision=1, engine_version="1",
)

call_command("migrate", verbosity=0)

from accounts.models import Candidate, Resume
from matching.models import Match
from postings import audit
from postings.models import JobPosting, ModerationEvent, PostingReading, Skill

events = ModerationEvent.objects.select_related("words", "actor").order_by("pk")
readings, postings = PostingReading.objects.order_by("pk"), JobPosting.objects.order_by("pk")
kept = [
    list(readings.values_list("posting__slug", "version", "facts", "inferred", "conflicts", "chrome", "uncovered")[:2]),
    readings.count(),
    list(postings.values_list("title", "raw_text", "revision", "posting_skills__skill__slug")[:2]),
    list(Skill.objects.order_by("pk").values_list("slug", flat=True)),
    list(Candidate.objects.values_list("user__email", "titles")),
    list(Resume.objects.values_list("text", "is_primary", "revision")),
    list(Match.objects.values_list("score", "posting__slug", "resume__text")),
    [[event.reason, event.before, str(event.actor), event.actor_id is not None] for event in events],
    audit.verify().findings,
]
print(json.dumps({"kept": kept, "tables": tables()}))
"""
)


# All steps of matching are taken here but not the last of those they depend on: the squashed migration of matching counts
# as taken while that of the others does not.
OF_YESTERDAY = (
    TABLES
    + """
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

to([("accounts", "0005_outbox"), ("postings", "0006_material_edits"), ("matching", "0005_outbox")])
MigrationRecorder(connection).record_unapplied("matching", "0001_squashed")
call_command("migrate", verbosity=0)
call_command("migrate", "--check", verbosity=0)
print(json.dumps(tables()))
"""
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A database of the first commit that others ran, migrated to today."""
    found: dict[str, Any] = run_in_an_empty_database(OF_OLD, tmp_path_factory.mktemp("board"))
    return found


def test_a_board_of_old_keeps_what_it_holds(old: dict[str, Any]) -> None:
    readings, count, postings, skills, people, resumes, matches, events, findings = old["kept"]
    assert readings == [
        [
            "engineer",
            7,
            {"title": {"span": [0, 8], "raw": "Engineer", "method": "header"}},
            {"salary_unit": {"value": "YEAR", "reason": "its size", "raw": ""}},
            [{"field": "skills", "message": "Two words disagree.", "spans": [[0, 8]]}],
            [[0, 2]],
            [[9, 15]],
        ],
        ["cook-0", 0, {}, {}, [], [], []],
    ]
    assert count == 251
    assert postings == [["Engineer", "Engineer\nPython", 4, "python"], ["Cook", "", 1, None]]
    assert skills == ["python", "python-3"]
    assert people == [["reader@people.example", ["Engineer"]]]
    assert resumes == [["I know Python.", True, 3]]
    assert events == [
        ["Too short.", {"status": "pending"}, "reader@people.example", True],
        ["", {}, "None", True],  # by somebody whose account is gone
    ]
    assert findings == []
    assert matches == [[74, "engineer", "I know Python."]]


def test_boards_of_old_and_of_yesterday_come_to_the_tables_of_a_fresh_one(
    old: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    fresh = run_in_an_empty_database(OF_NOW, tmp_path_factory.mktemp("board"))
    assert old["tables"] == fresh
    assert run_in_an_empty_database(OF_YESTERDAY, tmp_path_factory.mktemp("board")) == fresh
