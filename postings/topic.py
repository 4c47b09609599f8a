"""A board of one topic: a filter, named in the settings, that is always on.

It is part of what is open, so lists, search, feeds, the API, sitemaps, counts, companies and matches know no other posting.
"""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.utils import timezone

from postings.filters import PERSONAL, PostingFilter
from postings.models import JobPosting
from postings.models.posting_queries import JobPostingQuerySet, restrict_board
from postings.search.database import filters_off, passing
from postings.search.query import SearchQuery

# What the database cannot answer alone, or what is no part of what a job is about.
NO_TOPIC = PERSONAL | {"q", "sort", "posted_within"}
EXAMPLE = "BOARD_TOPIC=skill=python&country=DE"


@lru_cache(maxsize=8)
def read_topic(address: str) -> SearchQuery:
    """The search of the filters of a list's address. Raises ImproperlyConfigured with a sentence where it is none."""
    filters = PostingFilter(QueryDict(urlencode(parse_qsl(address.lstrip("?")))), JobPosting.objects.none())
    if not filters.form.is_valid():
        words = " ".join(f"{name}: {errors[0]}" for name, errors in filters.form.errors.items())
        raise ImproperlyConfigured(f"BOARD_TOPIC: {words}")
    if wrong := [*filters.unknown, *sorted(NO_TOPIC & set(filters.data))]:
        raise ImproperlyConfigured(
            f"BOARD_TOPIC: {', '.join(wrong)} cannot be part of a topic. Copy the filters of a list, such as {EXAMPLE}"
        )
    query = filters.search_query()
    if filters_off(query):
        raise ImproperlyConfigured(f"BOARD_TOPIC: “{query.place}” is no place that we know.")
    if query.is_empty:
        raise ImproperlyConfigured(f"BOARD_TOPIC asks for nothing. Copy the filters of a list, such as {EXAMPLE}")
    return query


def keep_on_topic(postings: JobPostingQuerySet) -> JobPostingQuerySet:
    """Those of the postings that the topic of the board lets in; all of them where it has none."""
    if not settings.BOARD_TOPIC:
        return postings
    on_topic = passing(JobPosting.objects.all(), read_topic(settings.BOARD_TOPIC), timezone.now())
    return postings.filter(pk__in=on_topic.order_by().values("pk"))


def connect() -> None:
    """Called once, when the app is ready; a topic that makes no sense stops the start."""
    if settings.BOARD_TOPIC:
        read_topic(settings.BOARD_TOPIC)
    restrict_board(keep_on_topic)
