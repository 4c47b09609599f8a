"""The lists a member comes back to: a name, and the filters as the address of the list has them."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from accounts.models import Candidate
from matching.models import SavedSearch
from postings.filters import PostingFilter
from postings.models import JobPosting
from postings.naming import asked_of, words_of

MOST = 50
LONGEST_NAME = 200


def save_search(candidate: Candidate, querystring: str, *, name: str = "") -> SavedSearch:
    """Save a list by the query of its address. The same list is saved once; a new name renames it.

    Raises ValidationError where nothing is searched for, and for the fifty-first.
    """
    filters = PostingFilter(QueryDict(querystring[:4000]), JobPosting.objects.none())
    query = asked_of(filters)
    if not query:
        raise ValidationError("Search for something or set a filter first; there is nothing to save yet.")
    name = name.strip()[:LONGEST_NAME] or ", ".join(words_of(filters))[:LONGEST_NAME]
    with transaction.atomic():
        Candidate.objects.select_for_update().get(pk=candidate.pk)
        rows = candidate.saved_searches.all()
        same = next((row for row in rows if row.query == query), None)
        if same is not None:
            SavedSearch.objects.filter(pk=same.pk).update(name=name)
            same.name = name
            return same
        if len(rows) >= MOST:
            raise ValidationError(f"You have {MOST} saved searches. Remove one first.")
        return SavedSearch.objects.create(
            candidate=candidate, name=name, query=query, frequency=SavedSearch.Frequency.OFF
        )


def querystring_of(search: SavedSearch) -> str:
    return urlencode([(key, value) for key, values in search.query.items() for value in values])
