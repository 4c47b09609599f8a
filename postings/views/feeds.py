"""Every list as a feed: RSS, Atom and JSON Feed of the postings that the same filters leave on the page."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from postings import listing
from postings.filters import PERSONAL, PostingFilter
from postings.models import JobPosting
from postings.naming import title_of
from postings.templatetags.posting_words import pay_period, pay_range, place_words, type_words
from postings.typed_query import expand

FEED_SIZE = 50
RETRY_SECONDS = 60


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["description"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "items": [
                {
                    "id": item["unique_id"],
                    "url": item["link"],
                    "title": item["title"],
                    "content_text": item["description"],
                    "date_published": item["pubdate"].isoformat(),
                    "date_modified": item["updateddate"].isoformat(),
                    "authors": [{"name": item["author_name"]}],
                    "tags": list(item["categories"]),
                }
                for item in self.items
            ],
        }
        outfile.write(json.dumps(document, ensure_ascii=False).encode(encoding))


KINDS: dict[str, type[Rss201rev2Feed | Atom1Feed | JsonFeed]] = {
    "rss": Rss201rev2Feed,
    "atom": Atom1Feed,
    "json": JsonFeed,
}


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The first ``FEED_SIZE`` postings of a list, newest first unless another order is asked for. It is the same for
    everybody: nobody's resume orders it.
    """
    data = expand(request.GET).copy()
    if data.get("sort") in (None, "", "match"):
        data["sort"] = "newest"
    filters = PostingFilter(data, JobPosting.objects.none())
    if PERSONAL & set(data):
        words = "score: a feed is the same for everybody, so it knows no match score. Leave it out."
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    if not filters.form.is_valid():
        words = " ".join(f"{name}: {errors[0]}" for name, errors in filters.form.errors.items())
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    found = listing.list_postings(
        request, data, size=FEED_SIZE, facets=False, cards=False, whole=True, personal=False, filters=filters
    )
    if found.filters_off:
        answer = HttpResponse(
            "Search is being rebuilt; this feed is back in a moment.",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
        return answer
    return _answer(request, kind, filters, found.postings)


def _answer(request: HttpRequest, kind: str, filters: PostingFilter, postings: list[JobPosting]) -> HttpResponse:
    """With ETag and Last-Modified, so that a reader that has this state already is told so."""
    latest = max((posting.changed_at for posting in postings), default=None)
    state = [f"{posting.pk}.{posting.revision}" for posting in postings]
    digest = hashlib.sha256(f"{kind} {filters.data.urlencode()} {state}".encode()).hexdigest()[:32]
    tag, modified = quote_etag(digest), int(latest.timestamp()) if latest else None
    answer = get_conditional_response(request, tag, modified)
    if answer is None:
        made = _feed_of(kind, filters, postings)
        answer = HttpResponse(content_type=made.content_type)
        made.write(answer, "utf-8")
    answer.headers["ETag"] = tag
    if modified is not None:
        answer.headers["Last-Modified"] = http_date(modified)
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _feed_of(kind: str, filters: PostingFilter, postings: list[JobPosting]) -> Rss201rev2Feed | Atom1Feed | JsonFeed:
    query = filters.data.urlencode()
    made = KINDS[kind](
        title=f"{title_of(filters)} · {settings.SITE_NAME}",
        link=f"{settings.SITE_URL}{reverse('postings:list')}?{query}",
        description="Open jobs, the newest first, as the list with the same filters shows them.",
        language="en",
        feed_url=f"{settings.SITE_URL}{reverse(f'postings:feed-{kind}')}?{query}",
    )
    for posting in postings:
        address = f"{settings.SITE_URL}{posting.get_absolute_url()}"
        made.add_item(
            title=f"{posting.title} at {posting.hiring_organization.name}",
            link=address,
            description=_words_of(posting),
            unique_id=f"urn:uuid:{posting.uid}",
            unique_id_is_permalink=False,
            author_name=posting.hiring_organization.name,
            pubdate=posting.first_seen_at,
            updateddate=posting.changed_at,
            categories=tuple(row.name for row in posting.posting_skills.all() if row.is_asked)[:10],
        )
    return made


def _words_of(posting: JobPosting) -> str:
    """Place, type and pay, as the card says them."""
    band = next(iter(posting.pay_bands), None)
    pay = f"{pay_range(band)} {pay_period(band)}" if band else "Pay not listed"
    return " · ".join((place_words(posting), type_words(posting), pay))
