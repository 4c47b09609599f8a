"""Keeping others away from a posting while it is changed."""

from postings.models import JobPosting


def lock(posting: JobPosting) -> None:
    """Nobody else changes the posting, nor what waits for it, before the end of the transaction."""
    JobPosting.objects.select_for_update().values_list("pk").get(pk=posting.pk)


def lock_and_read(posting: JobPosting) -> JobPosting:
    """The posting as it is now, locked."""
    lock(posting)
    return JobPosting.objects.for_page().get(pk=posting.pk)
