"""The picture of a posting for other sites."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from postings.models import JobPosting
from postings.social_card import card_of, picture_of


@require_safe
@cache_control(public=True, max_age=86_400)
def card(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Of a posting that is or was public; others have none, whoever asks."""
    posting = get_object_or_404(JobPosting.objects.was_public().for_listing(), uid=uid)
    words = card_of(posting)
    tag = quote_etag(words.digest)
    answer = get_conditional_response(request, tag) or HttpResponse(picture_of(words), content_type="image/png")
    answer.headers["ETag"] = tag
    return answer
