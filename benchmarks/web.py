"""Requests per second in this process beside bare answers, and letters per second: P8, P9."""

import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.test import Client
from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from accounts.models import Email
from benchmarks import measuring, stock
from benchmarks.measuring import Goal, interleaved, milliseconds, rounded
from jobboard.filling.resumes import fill_resumes
from jobboard.urls import urlpatterns as product_urls
from matching import alerts
from matching.models import Alert, Match
from postings.models import JobPosting
from postings.serializers import PostingSerializer

PAGE = 20
CALLS = 4
# Columns of the posting itself; the product's answer also holds organization, places, pay bands, types and skills.
COLUMNS = tuple(
    name
    for name in PostingSerializer.Meta.fields
    if name in {field.name for field in JobPosting._meta.concrete_fields} and name != "id"
)
NAIVE = """{% extends "base.html" %}{% block main %}{% for posting in postings %}<article><h3><a
href="{{ posting.get_absolute_url }}">{{ posting.title }}</a></h3><p>{{ posting.hiring_organization.name }}
{{ posting.date_posted|default:"" }}</p><ul>{% for band in posting.base_salaries.all %}<li>{{ band.min_value }}
{{ band.max_value }} {{ band.currency }}</li>{% endfor %}{% for place in posting.job_locations.all %}<li>{{ place.label }}
</li>{% endfor %}{% for row in posting.employment_type_rows.all %}<li>{{ row.get_value_display }}</li>{% endfor %}
{% for skill in posting.posting_skills.all %}<li>{{ skill.skill.name|default:skill.name }}</li>{% endfor %}</ul></article>
{% endfor %}{% endblock %}"""


class PlainSerializer(serializers.ModelSerializer[JobPosting]):
    """What one writes first: nested models, each posting asking the database for its parts."""

    class Meta:
        model = JobPosting
        fields = (*COLUMNS, "hiring_organization", "job_locations", "base_salaries", "posting_skills")
        depth = 1


class PlainPages(PageNumberPagination):
    page_size = PAGE


class PlainList(ListAPIView[JobPosting]):
    serializer_class = PlainSerializer
    pagination_class = PlainPages

    def get_queryset(self) -> Any:
        return JobPosting.objects.open().newest_first()


def bare_list(request: HttpRequest) -> JsonResponse:
    rows = JobPosting.objects.open().newest_first()
    return JsonResponse({"count": rows.count(), "results": list(rows.values(*COLUMNS)[:PAGE])})


@cache
def naive_template() -> Any:
    """Compiled once, as Django's cached loader does with files."""
    return engines["django"].from_string(NAIVE)


def naive_list(request: HttpRequest) -> HttpResponse:
    rows = JobPosting.objects.open().newest_first()
    return HttpResponse(naive_template().render({"postings": rows[:PAGE], "total": rows.count()}, request))


urlpatterns = [
    *product_urls,
    path("bench/bare/", bare_list),
    path("bench/plain/", PlainList.as_view()),
    path("bench/naive/", naive_list),
]


def main(arguments: Sequence[str]) -> None:
    parser = measuring.parser(__doc__ or "")
    parser.add_argument("--postings", type=int, default=500)
    parser.add_argument("--resumes", type=int, default=20)
    options = parser.parse_args(arguments)
    settings.ROOT_URLCONF = "benchmarks.web"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    stock.migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    stock.fill(options.postings, features=True)
    stock.process_all()
    stock.settle()
    goals = [*page_goals(options.postings, options.repetitions), *alert_goals(options.resumes)]
    measuring.report(goals, as_json=options.json, postings=options.postings, resumes=options.resumes)


def page_goals(postings: int, repetitions: int) -> list[Goal]:
    client = Client()

    def ask(address: str) -> Callable[[], None]:
        def work() -> None:
            for _ in range(CALLS):
                answer = client.get(address)
                if answer.status_code != 200:
                    raise RuntimeError(f"{address} answered {answer.status_code}")

        return work

    times = interleaved(
        {
            "api": ask("/api/v1/postings/"),
            "bare": ask("/bench/bare/"),
            "plain": ask("/bench/plain/"),
            "html": ask("/jobs/"),
            "naive": ask("/bench/naive/"),
        },
        repetitions=repetitions,
    )
    rate = {name: CALLS / measured.median for name, measured in times.items()}

    def figures(name: str) -> dict[str, float]:
        each = milliseconds(times[name])
        return {"requests_a_second": rounded(rate[name]), "cpu_ms": rounded(each["cpu_ms"] / CALLS)}

    return [
        Goal("P8 values", f"API page of {PAGE} of {postings} postings beside .values() of its own columns and "
             "JsonResponse, behind the same middleware", figures("api"), figures("bare"),
             rounded(rate["api"] / rate["bare"]), ">= 0.5 of the bare rate", rate["api"] >= 0.5 * rate["bare"]),
        Goal("P8 drf", "the same API page beside a plain ModelSerializer with depth = 1", figures("api"),
             figures("plain"), rounded(rate["api"] / rate["plain"]), ">= 1.5x plain DRF",
             rate["api"] >= 1.5 * rate["plain"]),
        Goal("P8 html", "HTML list with its filter column beside a naive template of the same cards, without filters, "
             "that asks the database as it goes", figures("html"), figures("naive"),
             rounded(rate["html"] / rate["naive"]), ">= 2x the naive template", rate["html"] >= 2 * rate["naive"]),
    ]  # fmt: skip


def alert_goals(resumes: int) -> list[Goal]:
    """P9: what is owed is written with the matches; then the same rows once more, alone, and the letters."""
    fill_resumes(resumes, frequency="instant", min_score=1)
    stock.process_all()
    written = Alert.objects.count()
    Alert.objects.all().delete()
    owed: dict[int, list[Any]] = {}
    for match in Match.objects.select_related("candidate__user", "posting__hiring_organization"):
        owed.setdefault(match.candidate_id, []).append((match.candidate, match.posting, match.score))
    cpu, wall = time.process_time(), time.perf_counter()
    for pairs in owed.values():
        alerts.owe(pairs)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    queued = Alert.objects.count()
    if queued != written:
        raise RuntimeError(f"{written} alerts were owed with the matches, {queued} when asked again")
    mail.outbox = []
    cpu_sending, sending = time.process_time(), time.perf_counter()
    while Alert.objects.filter(state__in=[Alert.State.QUEUED, Alert.State.CLAIMED]).exists():
        alerts.send_due_mail(timezone.now())
    sending, cpu_sending = time.perf_counter() - sending, time.process_time() - cpu_sending
    sent = Alert.objects.filter(state=Alert.State.SENT).count()
    letters = Email.objects.filter(state=Email.State.SENT).count()
    rate = queued / max(cpu, 1e-9)
    return [
        Goal("P9", f"{queued} alerts of {resumes} candidates written down (once), per second of processor time; beside: "
             f"{sent} of them sent in {letters} letters to memory. What kill -9 loses or doubles: make chaos",
             {"alerts_a_second_a_core": rounded(rate), "wall_alerts_a_second": rounded(queued / wall)},
             {"alerts_sent_a_second": rounded(sent / sending), "letters_a_second": rounded(letters / sending),
              "letters_a_second_a_core": rounded(letters / max(cpu_sending, 1e-9))},
             None, ">= 1,000 queued a second a core", rate >= 1000 if len(mail.outbox) == letters else False),
    ]  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
