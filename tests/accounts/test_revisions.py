import pytest
from django.utils import timezone

from accounts.models import Candidate, Resume, User
from accounts.revisions import Revised
from accounts.services import candidate_of
from postings.models import JobPosting

BOOKKEEPING = {"id", "revision", "changed_at"}


@pytest.mark.parametrize("model", [JobPosting, Resume, Candidate])
def test_every_field_is_listed_as_matched_on_or_not(model: type[Revised]) -> None:
    fields = {field.name for field in model._meta.concrete_fields} - BOOKKEEPING
    assert fields == model.MATCHED_ON | model.NOT_MATCHED_ON
    assert not model.MATCHED_ON & model.NOT_MATCHED_ON


def test_saving_a_matched_field_raises_the_revision(posting: JobPosting) -> None:
    fresh = JobPosting.objects.get(pk=posting.pk)
    before = fresh.revision
    fresh.title = "Senior Backend Engineer"
    fresh.save()
    assert fresh.revision == before + 1
    assert JobPosting.objects.get(pk=posting.pk).revision == before + 1


def test_saving_nothing_new_raises_nothing(posting: JobPosting) -> None:
    fresh = JobPosting.objects.get(pk=posting.pk)
    fresh.save()
    assert JobPosting.objects.get(pk=posting.pk).revision == fresh.revision


def test_saving_a_field_that_is_not_matched_on_raises_nothing(posting: JobPosting) -> None:
    fresh = JobPosting.objects.get(pk=posting.pk)
    before = fresh.revision
    fresh.employment_unit = "Shipping"
    fresh.save(update_fields=["employment_unit"])
    assert JobPosting.objects.get(pk=posting.pk).revision == before


def test_saving_with_update_fields_raises_the_revision_too(posting: JobPosting) -> None:
    fresh = JobPosting.objects.get(pk=posting.pk)
    before = fresh.revision
    fresh.title = "Another title"
    fresh.save(update_fields=["title"])
    assert JobPosting.objects.get(pk=posting.pk).revision == before + 1


def test_a_queryset_update_raises_the_revision(posting: JobPosting) -> None:
    before, moment = JobPosting.objects.get(pk=posting.pk).revision, timezone.now()
    JobPosting.objects.filter(pk=posting.pk).update(title="Updated in bulk")
    after = JobPosting.objects.get(pk=posting.pk)
    assert after.revision == before + 1
    assert after.changed_at >= moment


def test_a_queryset_update_of_something_else_raises_nothing(posting: JobPosting) -> None:
    before = JobPosting.objects.get(pk=posting.pk).revision
    JobPosting.objects.filter(pk=posting.pk).update(employment_unit="Shipping")
    assert JobPosting.objects.get(pk=posting.pk).revision == before


def test_bulk_update_raises_the_revision(posting: JobPosting) -> None:
    fresh = JobPosting.objects.get(pk=posting.pk)
    before = fresh.revision
    fresh.summary = "New words"
    JobPosting.objects.bulk_update([fresh], ["summary"])
    assert JobPosting.objects.get(pk=posting.pk).revision == before + 1


def test_a_stale_copy_does_not_write_an_old_revision_back(posting: JobPosting) -> None:
    old = JobPosting.objects.get(pk=posting.pk)
    JobPosting.objects.filter(pk=posting.pk).update(title="Newer")
    newest = JobPosting.objects.get(pk=posting.pk).revision
    old.employment_unit = "Shipping"
    old.save()
    assert JobPosting.objects.get(pk=posting.pk).revision >= newest


def test_preferences_have_a_revision_of_their_own(candidate: User) -> None:
    person = Candidate.objects.get(pk=candidate_of(candidate).pk)
    person.min_salary, person.min_salary_currency, person.min_salary_unit = 50_000, "EUR", "YEAR"
    person.save()
    assert Candidate.objects.get(pk=person.pk).revision == 2
