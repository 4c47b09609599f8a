"""Feeds: what a source states is kept, what it does not is not invented, and nothing is done twice."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from postings import editing, importing
from postings.models import JobPosting, PostingSource, Source
from postings.sources import KINDS, adapter
from postings.sources.raw_posting import RawPosting, UnreadableError, text_of, unescape_once
from postings.writing import Edits
from tests.factories import BACKEND_POSTING

LEVER: list[dict[str, Any]] = [
    {
        "id": "a1", "text": "Deckhand", "createdAt": 1760000000000, "hostedUrl": "https://jobs.example/a1",
        "applyUrl": "https://jobs.example/a1/apply", "workplaceType": "onsite", "descriptionPlain": "Work on a ferry.",
        "categories": {"commitment": "Full-time", "allLocations": ["Hamburg, Germany", "Kiel, Germany"]},
        "salaryRange": {"min": 2600, "max": 3100, "currency": "EUR", "interval": "per-month-salary"},
        "lists": [{"text": "What you bring", "content": "<li>Sea legs</li><li>A valid safety certificate</li>"}],
    },
    {"id": "a2", "text": "Ship's Cook", "descriptionPlain": "Cook for forty.", "categories": {}, "lists": []},
]  # fmt: skip
GREENHOUSE = {
    "jobs": [
        {
            "id": 7, "internal_job_id": 9, "title": "Welder", "absolute_url": "https://jobs.example/7",
            "location": {"name": "Hybrid; Rotterdam, Netherlands"}, "first_published": "2026-05-04T10:00:00-04:00",
            "content": "&lt;p&gt;Join plates &amp;amp; tubes.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Two years of TIG&lt;/li&gt;&lt;/ul&gt;",
            "pay_input_ranges": [{"min_cents": 4000000, "max_cents": 5200000, "currency_type": "EUR"}],
        },
        {"id": 8, "internal_job_id": None, "title": "Talent pool", "content": ""},
    ],
    "meta": {"total": 2},
}  # fmt: skip
ASHBY = {
    "jobs": [
        {
            "id": "x", "title": "Rigger", "jobUrl": "https://jobs.example/x", "isRemote": True, "workplaceType": "Hybrid",
            "employmentType": "FullTime", "location": "Oslo, Norway", "publishedAt": "2026-06-01T00:00:00Z",
            "descriptionHtml": "<p>Rig sails.</p>",
            "compensation": {"summaryComponents": [
                {"compensationType": "Salary", "minValue": 0, "maxValue": 600000, "currencyCode": "NOK", "interval": "1 YEAR"}
            ]},
        },
        {"id": "y", "title": "Hidden", "jobUrl": "https://jobs.example/y", "isListed": False},
    ]
}  # fmt: skip
JSON_LD = """<html><script type="application/ld+json"><!--
{"@graph": [{"@type": ["JobPosting"], "title": "Pilot", "description": "<p>Guide ships.</p>", "datePosted": "2026-07-01",
"hiringOrganization": {"name": "Elbe Pilots"}, "identifier": {"value": "p-1"}, "employmentType": ["FULL_TIME", "SOMETIMES"],
"jobLocation": {"address": {"addressLocality": "Brunsbüttel", "addressCountry": "DE"}},
"baseSalary": {"currency": "EUR", "value": {"minValue": 70000, "maxValue": 90000, "unitText": "YEAR"}}}]}
--></script></html>"""


def read(kind: str, payload: object) -> list[RawPosting]:
    module = adapter(kind)
    assert module is not None
    data = payload if isinstance(payload, str) else json.dumps(payload)
    return list(module.read(data.encode()).postings)


def test_lever() -> None:
    deckhand, cook = read("lever", LEVER)
    assert deckhand.locations == ("Hamburg, Germany", "Kiel, Germany")
    assert (deckhand.employment_types, deckhand.job_location_type) == (("FULL_TIME",), "ON_SITE")
    assert (deckhand.min_pay, deckhand.max_pay, deckhand.currency, deckhand.pay_unit) == (2600, 3100, "EUR", "MONTH")
    assert "What you bring\n\n• Sea legs\n• A valid safety certificate" in deckhand.text
    assert (cook.employment_types, cook.job_location_type, cook.min_pay, cook.date_posted) == ((), None, None, None)


def test_greenhouse_text_is_unescaped_once_and_prospects_are_no_jobs() -> None:
    (welder,) = read("greenhouse", GREENHOUSE)
    assert "Join plates & tubes." in welder.text
    assert "• Two years of TIG" in welder.text
    assert (welder.locations, welder.job_location_type) == (("Rotterdam, Netherlands",), "HYBRID")
    assert (welder.min_pay, welder.max_pay, welder.pay_unit) == (40_000, 52_000, None)
    assert str(welder.date_posted) == "2026-05-04"


def test_ashby_workplace_beats_the_remote_flag_and_zero_is_no_minimum() -> None:
    (rigger,) = read("ashby", ASHBY)
    assert rigger.job_location_type == "HYBRID"
    assert (rigger.min_pay, rigger.max_pay, rigger.currency, rigger.pay_unit) == (None, 600_000, "NOK", "YEAR")


def test_json_ld_in_a_comment_in_a_graph() -> None:
    (pilot,) = read("json_ld", JSON_LD)
    assert (pilot.organization, pilot.external_id) == ("Elbe Pilots", "p-1")
    assert (pilot.locations, pilot.employment_types) == (("Brunsbüttel, DE",), ("FULL_TIME",))
    assert (pilot.min_pay, pilot.pay_unit) == (70_000, "YEAR")


def test_a_table_names_the_lines_it_refuses() -> None:
    module = adapter("csv")
    assert module is not None
    feed = module.read(b"title,description,location\nMate,Sail.,Kiel\n,Nothing,Kiel\n")
    assert [row.title for row in feed.postings] == ["Mate"]
    assert feed.refused == (("line 3", "Its title or description is empty."),)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payload", [b"", b"\xff\xfe", b"<html>", b"{}", b"[1, 2]", b"null", b'{"jobs": {}}'])
def test_a_payload_of_another_kind_is_refused_or_empty_but_never_an_error(kind: str, payload: bytes) -> None:
    module = adapter(kind)
    assert module is not None
    try:
        feed = module.read(payload)
    except UnreadableError:
        return
    assert kind == "text" or not feed.postings


def test_scripts_and_deep_nesting_in_markup_are_harmless() -> None:
    assert text_of("<p>One</p><script>alert(1)</script><ul><li>Two</ul>") == "One\n\n• Two"
    assert text_of("<div>" * 5000 + "deep") == "deep"
    assert unescape_once("&amp;lt;5 years") == "&lt;5 years"


@pytest.fixture
def feed_file(tmp_path: Path) -> Path:
    file = tmp_path / "ferries.json"
    file.write_text(json.dumps(LEVER))
    return file


@pytest.fixture
def bring_in(
    feed_file: Path, organization: object, capsys: pytest.CaptureFixture[str]
) -> Callable[..., dict[str, Any]]:
    def run(payload: object = LEVER, *options: str) -> dict[str, Any]:
        feed_file.write_text(json.dumps(payload))
        call_command(
            "import_postings", "lever", str(feed_file), "--organization", "harbour-software", "--json", *options
        )
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    return run


def counts(answer: dict[str, Any], *names: str) -> tuple[int, ...]:
    return tuple(answer[name] for name in names)


def test_importing_publishes_what_the_source_states(bring_in: Callable[..., dict[str, Any]]) -> None:
    assert counts(bring_in(), "seen", "new", "refused") == (2, 2, 0)
    deckhand = JobPosting.objects.for_page().get(title="Deckhand")
    assert deckhand.is_open
    assert [(p.city, p.country) for p in deckhand.worksites] == [("Hamburg", "DE"), ("Kiel", "DE")]
    assert (deckhand.apply_url, deckhand.direct_apply) == ("https://jobs.example/a1/apply", False)
    assert str(deckhand.date_posted) == "2025-10-09"
    cook = JobPosting.objects.for_page().get(title="Ship's Cook")
    assert (cook.date_posted, cook.pay_bands, cook.employment_types) == (None, [], [])


def test_the_same_payload_again_changes_no_row(bring_in: Callable[..., dict[str, Any]]) -> None:
    bring_in()
    before = sorted(JobPosting.objects.values_list("pk", "revision", "changed_at"))
    assert counts(bring_in(), "new", "changed", "unchanged") == (0, 0, 2)
    assert sorted(JobPosting.objects.values_list("pk", "revision", "changed_at")) == before


def test_a_changed_item_is_changed_here(bring_in: Callable[..., dict[str, Any]]) -> None:
    bring_in()
    assert counts(bring_in([{**LEVER[0], "text": "Senior Deckhand"}, LEVER[1]]), "changed", "unchanged") == (1, 1)
    assert JobPosting.objects.filter(title="Senior Deckhand").exists()


def test_what_is_gone_twice_has_closed(bring_in: Callable[..., dict[str, Any]]) -> None:
    bring_in()
    assert counts(bring_in(LEVER[:1]), "closed") == (0,)
    assert JobPosting.objects.open().count() == 2
    assert counts(bring_in(LEVER[:1]), "closed") == (1,)
    assert [posting.title for posting in JobPosting.objects.open()] == ["Deckhand"]


@pytest.mark.parametrize("payload", [[], [LEVER[0], {"id": "broken"}]])
def test_an_empty_or_partial_run_closes_nothing(bring_in: Callable[..., dict[str, Any]], payload: list[Any]) -> None:
    bring_in()
    for _ in range(3):
        assert bring_in(payload)["closed"] == 0
    assert JobPosting.objects.open().count() == 2


def test_a_dry_run_writes_nothing(bring_in: Callable[..., dict[str, Any]]) -> None:
    assert bring_in(LEVER, "--dry-run")["new"] == 2
    assert not JobPosting.objects.exists()


def test_the_same_id_twice_in_one_payload_is_one_posting(bring_in: Callable[..., dict[str, Any]]) -> None:
    assert counts(bring_in([LEVER[0], LEVER[0]]), "new", "duplicates") == (1, 1)


def test_an_item_nobody_hires_for_is_refused_with_its_reason(feed_file: Path, db: None) -> None:
    module = adapter("lever")
    assert module is not None
    source = Source.objects.create(kind="lever", token="nobody")
    answer = importing.import_feed(module.read(feed_file.read_bytes()), source)
    assert counts(answer, "new", "refused") == (0, 2)
    assert "name the organization" in answer["reasons"][0]


def test_a_persons_correction_survives_the_next_text(bring_in: Callable[..., dict[str, Any]]) -> None:
    bring_in()
    cook = JobPosting.objects.get(title="Ship's Cook")
    editing.edit_posting(cook, cook.raw_text, edits=Edits({"job_location_type": "ON_SITE"}), actor=None)
    bring_in([LEVER[0], {**LEVER[1], "descriptionPlain": "Cook for fifty."}])
    cook.refresh_from_db()
    assert cook.job_location_type == "ON_SITE"


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["nonsense", "x"], "unknown_kind"),
        (["lever", "/nowhere/at/all.json"], "no_file"),
        (["lever", "http://example.org/feed"], "bad_address"),
        (["lever", "https://127.0.0.1/feed"], "bad_address"),
        (["lever", "https://10.0.0.1/feed"], "bad_address"),
        (["lever", "file:///etc/passwd"], "bad_address"),
    ],
)
def test_what_cannot_be_imported_is_refused(
    db: None, capsys: pytest.CaptureFixture[str], arguments: list[str], kind: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        call_command("import_postings", *arguments, "--json")
    assert stop.value.code == 2
    assert json.loads(capsys.readouterr().out)["error"] == kind


def test_pasted_text_is_a_feed_of_one(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ad.txt"
    file.write_text(BACKEND_POSTING)
    call_command("import_postings", "text", str(file), "--json")
    assert JobPosting.objects.get().hiring_organization.name == "Harbour Software"
    assert PostingSource.objects.count() == 1


def test_a_changed_item_keeps_the_day_it_was_posted(bring_in: Callable[..., dict[str, Any]]) -> None:
    bring_in()
    changed = {name: value for name, value in LEVER[0].items() if name != "createdAt"}
    assert counts(bring_in([{**changed, "text": "Senior Deckhand"}, LEVER[1]]), "changed") == (1,)
    assert str(JobPosting.objects.get(title="Senior Deckhand").date_posted) == "2025-10-09"


def test_a_field_that_no_column_holds_changes_no_posting(bring_in: Callable[..., dict[str, Any]]) -> None:
    bring_in()
    assert counts(bring_in([{**LEVER[0], "country": "DE"}, LEVER[1]]), "changed", "unchanged") == (0, 2)
