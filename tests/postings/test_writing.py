"""From a text and what a person says beside it to rows, and what an edit keeps."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization
from postings import editing, services
from postings.models import JobPosting, PostingItem, PostingReading, Skill, SkillCandidate
from postings.writing import Edits, SalaryEdit
from tests.factories import BACKEND_POSTING, draft_text, publish_text


def requirements(posting: JobPosting) -> list[tuple[str, str | None]]:
    rows = PostingItem.objects.filter(section__posting=posting, kind="requirement")
    return list(rows.order_by("section__position", "position").values_list("text", "importance"))


def test_what_the_text_states_becomes_columns(organization: Organization) -> None:
    posting = JobPosting.objects.for_page().get(pk=draft_text(organization).pk)
    assert posting.title == "Backend Engineer"
    assert posting.employment_types == ["FULL_TIME"]
    assert posting.job_location_type == "HYBRID"
    assert [(place.city, place.country) for place in posting.worksites] == [("Hamburg", "DE")]
    (band,) = posting.pay_bands
    assert (band.min_value, band.max_value, band.currency, band.unit) == (65_000, 80_000, "EUR", "YEAR")
    assert (posting.salary_annual_min, posting.salary_annual_max) == (65_000, 80_000)


def test_requirement_rows_keep_the_employers_words_and_importance(organization: Organization) -> None:
    rows = requirements(draft_text(organization))
    assert ("At least 3 years of experience with Python.", "required") in rows
    assert ("Experience with Kubernetes.", "preferred") in rows


def test_every_stored_span_cuts_the_untouched_source(organization: Organization) -> None:
    posting = draft_text(organization)
    for item in PostingItem.objects.filter(section__posting=posting):
        start, end = item.span
        assert posting.raw_text[start:end] == item.text
    for fact in posting.reading.facts.values():
        if fact["span"]:
            start, end = fact["span"]
            assert posting.raw_text[start:end] == fact["raw"]


def test_what_is_not_stated_stays_empty(organization: Organization) -> None:
    text = "Gardener\n\nRequirements\n\n• You know your plants.\n• You hold a driving licence."
    posting = JobPosting.objects.for_page().get(pk=draft_text(organization, text).pk)
    assert posting.pay_bands == []
    assert posting.employment_types == []
    assert posting.job_location_type is None
    assert posting.date_posted is None
    assert posting.visa_sponsorship == "UNKNOWN"
    assert posting.salary_annual_max is None


def test_a_persons_word_wins_and_survives_the_next_edit(organization: Organization) -> None:
    edits = Edits({"title": "Platform Engineer", "salary": SalaryEdit(Decimal(70_000), None, "EUR", "YEAR")})
    posting = draft_text(organization, edits=edits)
    editing.edit_posting(posting, BACKEND_POSTING + "\n• Knowledge of Danish.", edits=Edits(), actor=None)
    posting = JobPosting.objects.for_page().get(pk=posting.pk)
    assert posting.title == "Platform Engineer"
    assert [(band.min_value, band.max_value) for band in posting.pay_bands] == [(70_000, None)]
    assert ("Knowledge of Danish.", "preferred") in requirements(posting)


def test_an_edit_raises_the_revision_and_is_noted(organization: Organization) -> None:
    posting = publish_text(organization)
    before = posting.revision
    editing.edit_posting(posting, BACKEND_POSTING.replace("3 years", "6 years"), edits=Edits(), actor=None)
    assert posting.revision > before
    assert posting.moderation_events.filter(action="edit").exists()


def test_a_closed_posting_cannot_be_edited(posting: JobPosting) -> None:
    services.close(posting, actor=None)
    with pytest.raises(ValidationError, match="post it anew"):
        editing.edit_posting(posting, BACKEND_POSTING, edits=Edits(), actor=None)


def test_reading_again_with_the_same_parser_changes_nothing(posting: JobPosting) -> None:
    before = posting.revision
    assert editing.reparse_posting(posting) is False
    posting.refresh_from_db()
    assert posting.revision == before


def test_reading_again_with_a_newer_parser_keeps_a_persons_word(organization: Organization) -> None:
    posting = draft_text(organization, edits=Edits({"title": "Platform Engineer"}))
    PostingReading.objects.filter(posting=posting).update(version=0)
    posting.refresh_from_db()
    assert editing.reparse_posting(posting) is True
    posting.refresh_from_db()
    assert posting.title == "Platform Engineer"


def test_a_million_characters_are_refused_with_a_sentence(organization: Organization) -> None:
    with pytest.raises(ValidationError, match="at most 200,000 characters"):
        draft_text(organization, "x" * 1_000_000)


def test_nul_bytes_and_lone_surrogates_are_dropped(organization: Organization) -> None:
    posting = draft_text(organization, BACKEND_POSTING.replace("ferry", "fer\0ry\ud800"))
    posting.refresh_from_db()
    assert "\0" not in posting.raw_text
    assert "ferry lines" in posting.raw_text


def test_known_skills_are_linked_and_unknown_tags_only_suggested(organization: Organization) -> None:
    services.load_skills()
    posting = draft_text(organization)
    linked = {row.skill.slug for row in posting.posting_skills.all() if row.skill}
    assert {"python", "django", "postgresql"} <= linked
    assert not SkillCandidate.objects.filter(key="python").exists()


def test_loading_skills_twice_writes_nothing_and_keeps_a_moderators_row(db: None) -> None:
    assert services.load_skills() > 500
    Skill.objects.create(slug="rope-splicing", name="Rope splicing", origin=Skill.Origin.ADMIN)
    assert services.load_skills() == 0
    assert Skill.objects.filter(slug="rope-splicing").exists()


def test_tags_that_the_vocabulary_does_not_know_are_counted_whatever_their_number(organization: Organization) -> None:
    more = BACKEND_POSTING + "• Experience with Docker, Terraform, Redis, Kafka, Ansible, Go and Rust.\n"
    costs = []
    for text in (BACKEND_POSTING, more):
        with CaptureQueriesContext(connection) as asked:
            draft_text(organization, text)
        costs.append(len(asked))
    counts = dict(SkillCandidate.objects.values_list("key", "count"))
    assert counts["python"] == 2
    assert {counts[name] for name in ("docker", "terraform", "redis", "kafka")} == {1}
    assert SkillCandidate.objects.get(key="postgresql").text == "PostgreSQL"
    assert costs[0] == costs[1]


def test_a_pasted_text_counts_its_days_from_the_day_it_is_pasted(organization: Organization) -> None:
    head, _, body = BACKEND_POSTING.partition("\n\n")
    text = f"{head}\nPosted 3 days ago\n\n{body}"
    assert services.create_posting(organization, text, actor=None).captured_at == timezone.localdate()
    pasted = services.create_posting(organization, text, actor=None, origin=JobPosting.Origin.ADMIN)
    assert pasted.date_posted == timezone.localdate() - timedelta(days=3)
    imported = services.create_posting(organization, text, actor=None, origin=JobPosting.Origin.FEED)
    assert imported.captured_at is None
    assert imported.date_posted is None
