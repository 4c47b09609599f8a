"""The postings before and after one in the list that led to it."""

from dataclasses import dataclass

from django.http import HttpRequest

from postings.listing import AT, PAGE_SIZE, list_postings
from postings.models import JobPosting


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a posting stands in the list that led to it: the postings before and after, and the address of the list."""

    before: JobPosting | None
    after: JobPosting | None
    place: int
    total: int
    querystring: str

    @property
    def list_url(self) -> str:
        """The page of the list that holds it."""
        page = (self.place - 1) // PAGE_SIZE + 1
        return f"?{self.querystring}{f'&page={page}' if page > 1 else ''}"

    @property
    def before_url(self) -> str:
        return self._url(self.before, self.place - 1)

    @property
    def after_url(self) -> str:
        return self._url(self.after, self.place + 1)

    def _url(self, posting: JobPosting | None, place: int) -> str:
        query = f"{self.querystring}&" if self.querystring else ""
        return f"{posting.get_absolute_url()}?{query}{AT}={place}" if posting else ""


def neighbours_of(request: HttpRequest, posting: JobPosting) -> Neighbours | None:
    """The neighbours of a posting that was reached from a list, whose query its address repeats with ``at``, the place of
    the posting there. None without a place, and where the list has changed so that it stands elsewhere.
    """
    data = request.GET.copy()
    at = (data.pop(AT, None) or [""])[-1]
    if not at.isdecimal() or not 1 <= len(at) <= 5 or int(at) < 1:
        return None
    place = int(at)
    first = max(place - 1, 1)
    result = list_postings(request, data, offset=first - 1, size=3, facets=False, cards=False)
    ids = [row.pk for row in result.postings]
    if posting.pk not in ids:
        return None
    here = ids.index(posting.pk)
    return Neighbours(
        before=result.postings[here - 1] if here else None,
        after=result.postings[here + 1] if here + 1 < len(ids) else None,
        place=first + here,
        total=result.total,
        querystring=result.querystring,
    )
