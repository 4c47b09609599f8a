"""The search layer beside the bare engine, SQL, and page 1: P6, P7, and how fast the index is made."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Count
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone
from tantivy import Order

from benchmarks import measuring, stock
from benchmarks.measuring import Goal, Times, interleaved, judged, milliseconds, rounded
from postings import listing
from postings.models import JobLocation, JobPosting, PostingEmploymentType, PostingSkill
from postings.search import folder, index, updating
from postings.search.database import newest_page
from postings.search.folder import open_searcher
from postings.search.query import SearchQuery
from postings.search.schema import order_key

PAGE = 20
NAMED_PAGE = 1000
MILLION = 1_000_000
CHANGES = 25
MOST_REBUILT = 20_000
QUERIES = {"broad": SearchQuery(), "words": SearchQuery(q="engineer", sort="relevance")}


def main(arguments: Sequence[str]) -> None:
    parser = measuring.parser(__doc__ or "")
    parser.add_argument("--postings", type=int, default=2000)
    options = parser.parse_args(arguments)
    stock.migrate()
    cpu, began = time.process_time(), time.perf_counter()
    stock.fill(options.postings)
    filled = Filled(options.postings, time.perf_counter() - began, time.process_time() - cpu, _index_bytes())
    began = time.perf_counter()
    written = updating.rebuild() if options.postings <= MOST_REBUILT else 0
    rebuilt = time.perf_counter() - began
    goals = [
        filled.goal(),
        *facet_goals(options.postings, options.repetitions),
        *page_goals(options.postings, options.repetitions),
        *indexing_goals(written, rebuilt),
    ]
    measuring.report(goals, as_json=options.json, postings=options.postings)


@dataclass(frozen=True, slots=True)
class Filled:
    """How long the empty board took to fill: rows, children and index, without features."""

    postings: int
    seconds: float
    cpu_seconds: float
    index_bytes: int

    def goal(self) -> Goal:
        rate = self.postings / self.seconds
        return Goal(
            "fill", f"{self.postings} generated postings into an empty database, with rows, children and search index",
            {"postings_a_second": rounded(rate), "seconds": rounded(self.seconds), "cpu_seconds": rounded(self.cpu_seconds),
             "index_mb": rounded(self.index_bytes / 1e6), "memory_mb": rounded(measuring.memory_mb())},
            None, rounded(rate), ">= 2000 a second", judged(rate >= 2000, self.postings, 10_000),
        )  # fmt: skip


def _index_bytes() -> int:
    return sum(path.stat().st_size for path in folder.index_folder().rglob("*") if path.is_file())


def raw_page(query: SearchQuery) -> Any:
    """20 ids, the exact total and the facets as the engine gives them, nothing read from the hits."""
    searcher = open_searcher()
    built = index.build_for(searcher, query, timezone.now())
    by = None if query.q else "fresh"
    page: Any = searcher.search(built, limit=PAGE, count=True, order_by_field=by, order=Order.Desc)
    counts = searcher.aggregate(
        built, {name: {"terms": {"field": name, "size": index.MANY}} for name in query.FACET_FIELDS}
    )
    return page, counts


def counts_by_sql() -> list[Any]:
    """The same page and counts by GROUP BY, for the broad query."""
    open_now = JobPosting.objects.open()
    ids = open_now.values("pk")
    return [
        list(open_now.newest_first().values_list("pk", flat=True)[:PAGE]),
        open_now.count(),
        list(PostingEmploymentType.objects.filter(posting__in=ids).values_list("value").annotate(n=Count("posting"))),
        list(open_now.order_by().values_list("job_location_type").annotate(n=Count("pk"))),
        list(open_now.order_by().values_list("experience_level").annotate(n=Count("pk"))),
        list(PostingSkill.objects.filter(posting__in=ids).order_by().values_list("skill").annotate(n=Count("posting"))),
        list(JobLocation.objects.filter(posting__in=ids).order_by().values_list("city").annotate(n=Count("posting"))),
        list(
            JobLocation.objects.filter(posting__in=ids).order_by().values_list("country").annotate(n=Count("posting"))
        ),
        list(open_now.order_by().values_list("visa_sponsorship").annotate(n=Count("pk"))),
        list(open_now.order_by().values_list("salary_currency").annotate(n=Count("pk"))),
        list(open_now.order_by().values_list("hiring_organization").annotate(n=Count("pk"))),
        list(open_now.order_by().values_list("relocation").annotate(n=Count("pk"))),
        list(open_now.order_by().values_list("in_language").annotate(n=Count("pk"))),
        list(open_now.order_by().values_list("job_start_text").annotate(n=Count("pk"))),
        list(open_now.order_by().values_list("job_duration").annotate(n=Count("pk"))),
        list(
            JobLocation.objects.filter(posting__in=ids)
            .order_by()
            .values_list("country", "region")
            .annotate(n=Count("posting"))
        ),
    ]


def whole_listing(querystring: str) -> listing.Listing:
    request = RequestFactory().get("/jobs/", QueryDict(querystring))
    request.user, request.session = AnonymousUser(), SessionBase()
    return listing.list_postings(request, request.GET)


def facet_goals(postings: int, repetitions: int) -> list[Goal]:
    goals = []
    for name, query in QUERIES.items():
        querystring = f"q={query.q}&sort={query.sort}" if query.q else ""
        works: dict[str, Any] = {
            "layer": lambda query=query: index.search(query, limit=PAGE, facets=True),
            "engine": lambda query=query: raw_page(query),
            "listing": lambda querystring=querystring: whole_listing(querystring),
        }
        if query.is_empty:
            works["sql"] = counts_by_sql
        times = interleaved(works, repetitions=repetitions)
        ratio = times["layer"].median / times["engine"].median
        holds = ratio <= 1.3
        beside = milliseconds(times["engine"])
        if "sql" in times:
            beside |= {"sql_group_by_ms": rounded(times["sql"].median * 1e3)}
            holds = holds and times["sql"].median >= 10 * times["layer"].median
        goals.append(
            Goal(
                f"P6 {name}",
                f"{PAGE} ids, exact total and {len(query.FACET_FIELDS)} facets of {postings} postings through "
                "index.search, beside the bare engine calls"
                + (", and SQL GROUP BY over the same columns" if "sql" in times else "")
                + "; listing_ms: with the rows from the database and the filter column",
                milliseconds(times["layer"]) | {"listing_ms": rounded(times["listing"].median * 1e3)},
                beside,
                rounded(ratio),
                "<= 1.3x the raw engine call at 1 M" + (", >= 10x faster than GROUP BY" if "sql" in times else ""),
                judged(holds, postings, MILLION),
            )
        )
    return goals


def page_goals(postings: int, repetitions: int) -> list[Goal]:
    """P7, as the product pages: by a cursor into the index, and into the database while the index is away."""
    page = min(NAMED_PAGE, max(1, postings // PAGE))
    open_now = JobPosting.objects.open()
    freshness, pk = open_now.newest_first().values_list("freshness", "pk")[max(0, (page - 1) * PAGE - 1)]
    cursor = index.Cursor(order_key(freshness, pk))

    def of_index(start: index.Cursor | None) -> Any:
        return index.search(SearchQuery(), cursor=start, limit=PAGE)

    def of_database(start: index.Cursor | None) -> Any:
        return newest_page(open_now, offset=0, limit=PAGE, cursor=start)

    times = interleaved(
        {
            "index first": lambda: of_index(None),
            "index deep": lambda: of_index(cursor),
            "database first": lambda: of_database(None),
            "database deep": lambda: of_database(cursor),
        },
        repetitions=repetitions,
    )
    goals = []
    for name, what in (
        ("index", "a cursor into the index with the exact total, which is what the page does"),
        ("database", "a cursor into the database without a total, which is what the page does while the index is away"),
    ):
        ratio = times[f"{name} deep"].median / times[f"{name} first"].median
        goals.append(
            Goal(
                f"P7 {name}",
                f"newest page {page} beside page 1 of {postings} postings by {what}",
                milliseconds(times[f"{name} deep"]),
                milliseconds(times[f"{name} first"]),
                rounded(ratio),
                f"page {NAMED_PAGE} <= 1.5x page 1",
                judged(ratio <= 1.5, page, NAMED_PAGE),
            )
        )
    return goals


def indexing_goals(written: int, rebuilt: float) -> list[Goal]:
    times = Times()
    reads = Times()
    first = JobPosting.objects.open().order_by("pk").first()
    for number in range(CHANGES if first else 0):
        posting = JobPosting.objects.open().order_by("pk").filter(pk__gte=first.pk + number)[0]
        JobPosting.objects.filter(pk=posting.pk).update(title=f"{posting.title} {number}")
        for kind, work in ((times, updating.catch_up), (reads, updating.catch_up)):
            cpu, wall = time.process_time(), time.perf_counter()
            work()
            kind.wall.append(time.perf_counter() - wall)
            kind.cpu.append(time.process_time() - cpu)
    rebuild = Goal(
        "rebuild", f"the whole index of {written} postings read back from the database, once; up to {MOST_REBUILT}",
        {"postings_a_second": rounded(written / rebuilt), "seconds": rounded(rebuilt)} if written else None, None, None,
        "reported", None,
    )  # fmt: skip
    return [
        rebuild,
        Goal("catch_up", f"one changed posting brought in, {CHANGES} changes, beside a pass that finds nothing new",
             milliseconds(times), milliseconds(reads), rounded(times.median / reads.median), "reported", None),
    ]  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
