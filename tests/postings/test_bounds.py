"""Nothing that cannot be read back is stored, whoever states it, and one odd item never ends an import."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Organization, User
from postings import bounds, editing, importing, services
from postings.models import BaseSalary, JobPosting, Source, SourceRun
from postings.sources import adapter
from postings.sources.raw_posting import RawPosting
from postings.writing import Edits, SalaryEdit, end_of_day
from tests.factories import draft_text, publish_text

BODY = "<p>We guide ships through the canal.</p><ul><li>Two years at sea</li></ul>"
GOOD = {"@type": "JobPosting", "title": "Pilot", "description": BODY, "hiringOrganization": {"name": "Elbe Pilots"}}
LONG = "a" * 5_000_000
# What to change in a good item, and what is then expected of its title ("" = the item is refused).
ODD: dict[str, tuple[dict[str, Any], str]] = {
    "pay of 10^30": ({"baseSalary": {"currency": "EUR", "value": {"minValue": 10**30, "unitText": "YEAR"}}}, "Pilot"),
    "pay of 10^-30": ({"baseSalary": {"currency": "EUR", "value": {"minValue": 1e-30, "unitText": "YEAR"}}}, "Pilot"),
    "pay of NaN": ({"baseSalary": {"currency": "EUR", "value": {"minValue": float("nan")}}}, "Pilot"),
    "endless pay": ({"baseSalary": {"currency": "EUR", "value": {"maxValue": float("inf")}}}, "Pilot"),
    "negative pay": ({"baseSalary": {"currency": "EUR", "value": {"minValue": -5}}}, "Pilot"),
    "pay of 299 digits": ({"baseSalary": {"currency": "EUR", "value": {"minValue": int("9" * 299)}}}, "Pilot"),
    "pay in a list": ({"baseSalary": [{"currency": "EUR"}]}, "Pilot"),
    "pay values in lists": ({"baseSalary": {"currency": ["EUR"], "value": {"minValue": [1], "unitText": ["YEAR"]}}}, "Pilot"),
    "pay of true": ({"baseSalary": {"currency": "EUR", "value": True}}, "Pilot"),
    "minimum above maximum": ({"baseSalary": {"currency": "EUR", "value": {"minValue": 9, "maxValue": 3}}}, "Pilot"),
    "currency of five letters": ({"baseSalary": {"currency": "EUROS", "value": 30000}}, "Pilot"),
    "a list of titles": ({"title": ["Pilot", "Mate"]}, "Pilot"),
    "an object as title": ({"title": {"@value": "Pilot"}}, "Pilot"),
    "an object without a name as title": ({"title": {"a": 1}}, ""),
    "no title": ({"title": None}, ""),
    "an empty list as title": ({"title": []}, ""),
    "lists in lists as title": ({"title": [[["Pilot"]]]}, ""),
    "a number as title": ({"title": 42}, "42"),
    "true as title": ({"title": True}, ""),
    "a surrogate in the title": ({"title": "Pi\ud800lot"}, "Pilot"),
    "a NUL in the title": ({"title": "Pi\0lot"}, "Pilot"),
    "a NUL in the description": ({"description": BODY + "a\0b"}, "Pilot"),
    "a surrogate in the description": ({"description": BODY + "\udfff"}, "Pilot"),
    "a title of 5 MB": ({"title": LONG}, ""),
    "a description of 5 MB": ({"description": LONG}, ""),
    "an organization of 5 MB": ({"hiringOrganization": {"name": LONG}}, "Pilot"),
    "a list of organizations": ({"hiringOrganization": [{"name": "Elbe Pilots"}, {"name": "Other"}]}, "Pilot"),
    "a surrogate in the organization": ({"hiringOrganization": {"name": "Elbe \udc00Pilots"}}, "Pilot"),
    "None as organization": ({"hiringOrganization": None}, ""),
    "a place of 5 MB": ({"jobLocation": {"address": LONG}}, "Pilot"),
    "places of odd shapes": ({"jobLocation": [1, None, [], {"address": [{"addressLocality": ["Kiel", "Jena"]}]}]}, "Pilot"),
    "an identifier in a list": ({"identifier": [{"value": {"a": 1}}]}, "Pilot"),
    "an identifier of 5 MB": ({"identifier": LONG}, "Pilot"),
    "a link of 5 MB": ({"url": "https://jobs.example/" + LONG}, "Pilot"),
    "a link with a NUL": ({"url": "https://jobs.example/\0"}, "Pilot"),
    "posted in the year 0": ({"datePosted": "0000-01-01"}, "Pilot"),
    "closed in the year 9999": ({"validThrough": "9999-12-31T23:59:59Z"}, "Pilot"),
    "posted at 10^20 seconds": ({"datePosted": 10**20}, "Pilot"),
    "dates in lists": ({"datePosted": [{}], "validThrough": [[]]}, "Pilot"),
    "employment types of odd shapes": ({"employmentType": [{"a": 1}, ["x"], None, "FULL_TIME", 5]}, "Pilot"),
}  # fmt: skip


def item(name: str) -> dict[str, Any]:
    return {**GOOD, "identifier": {"value": name}, **ODD[name][0]}


def import_payload(kind: str, payload: bytes) -> dict[str, Any]:
    module = adapter(kind)
    assert module is not None
    return importing.import_feed(module.read(payload), Source.objects.create(kind=kind, token="odd"))


def assert_everything_can_be_read_back() -> None:
    for posting in JobPosting.objects.for_page():
        assert posting.title == bounds.storable(posting.title)
        for band in posting.base_salaries.all():
            assert all(0 < value <= bounds.MOST_PAY for value in (band.min_value, band.max_value) if value is not None)
    for path in ("/jobs/", "/api/v1/postings/", "/"):
        assert Client().get(path).status_code == 200


@pytest.mark.django_db
def test_forty_odd_items_beside_a_good_one() -> None:
    assert len(ODD) == 40
    payload = json.dumps([*map(item, ODD), {**GOOD, "title": "Good one", "identifier": "good"}]).encode()
    counts = import_payload("json_ld", payload)
    refused = [name for name, (_, title) in ODD.items() if not title]
    assert counts["new"] == len(ODD) + 1 - len(refused)
    assert counts["refused"] == len(refused) == len(counts["reasons"])
    assert all(reason.endswith(".") for reason in counts["reasons"])
    assert sorted(JobPosting.objects.values_list("title", flat=True)) == sorted(
        ["Good one", *(title for _, title in ODD.values() if title)]
    )
    assert SourceRun.objects.get().counts["new"] == counts["new"]
    assert_everything_can_be_read_back()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ODD)
def test_an_odd_item_pasted_by_an_employer_gets_a_page(name: str, employer: User) -> None:
    client = Client()
    client.force_login(employer)
    answer = client.post("/hire/new/", {"text": json.dumps(item(name))})
    if answer.status_code == 413:
        assert "5 MB" in name
        assert not JobPosting.objects.exists()
    elif ODD[name][1] or name == "None as organization":
        posting = JobPosting.objects.get()
        assert answer.status_code == 302
        for path in ("/hire/", f"/hire/{posting.uid}/", f"/hire/{posting.uid}/preview/"):
            assert client.get(path).status_code == 200
    else:
        assert answer.status_code == 422
        assert not JobPosting.objects.exists()
        assert client.get("/hire/").status_code == 200


@pytest.mark.django_db
def test_a_number_of_more_digits_than_python_reads_is_no_pay(employer: User) -> None:
    client = Client()
    client.force_login(employer)
    pay = {"currency": "EUR", "value": {"minValue": "NUMBER", "unitText": "YEAR"}}
    text = json.dumps({**GOOD, "baseSalary": pay}).replace('"NUMBER"', "9" * 6000)
    pasted = client.post("/hire/new/", {"text": text})
    other = text.replace(GOOD["title"], "Another Title")
    sent = client.post("/hire/new/", {"file": SimpleUploadedFile("posting.json", other.encode())})
    assert (pasted.status_code, sent.status_code) == (302, 302)
    assert [posting.base_salaries.count() for posting in JobPosting.objects.all()] == [0, 0]
    assert_everything_can_be_read_back()


CELLS = {
    "pay": {"min_pay": "1" + "0" * 30, "currency": "EUR", "pay_unit": "YEAR"},
    "tiny pay": {"min_pay": "0." + "0" * 29 + "1", "currency": "EUR"},
    "no number": {"min_pay": "NaN", "max_pay": "Infinity", "currency": "EUR"},
    "year 0": {"date_posted": "0000-00-00"},
    "year 9999": {"valid_through": "9999-12-31"},
    "long title": {"title": "t" * 300_000},
    "NUL": {"title": "Ma\0te"},
    "long place": {"location": "Kiel" * 100_000},
    "bare carriage returns": {"description": "Sail.\rNow."},
}


@pytest.mark.django_db
def test_odd_cells_of_a_table() -> None:
    columns = ["id", "title", "description", "organization", "location", "min_pay", "max_pay", "currency", "pay_unit",
               "date_posted", "valid_through"]  # fmt: skip
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, columns)
    writer.writeheader()
    for name, cells in CELLS.items():
        writer.writerow({"id": name, "title": "Mate", "description": "Sail the ship.", "organization": "Elbe", **cells})
    writer.writerow({"id": "good", "title": "Good one", "description": "Sail the ship.", "organization": "Elbe"})
    counts = import_payload("csv", table.getvalue().encode())
    assert (counts["new"], counts["refused"]) == (len(CELLS), 1)
    assert JobPosting.objects.filter(title="Good one").exists()
    assert_everything_can_be_read_back()


@pytest.mark.django_db
def test_an_error_of_the_database_ends_one_item_and_leaves_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    attach = services.attach_source

    def broken(posting: JobPosting, source: Source, external_id: str, *, url: str = "") -> Any:
        if external_id == "2":
            raise IntegrityError("no room")
        return attach(posting, source, external_id, url=url)

    monkeypatch.setattr(services, "attach_source", broken)
    payload = json.dumps([{**GOOD, "identifier": str(number), "title": f"Pilot {number}"} for number in (1, 2, 3)])
    counts = import_payload("json_ld", payload.encode())
    assert (counts["new"], counts["refused"]) == (2, 1)
    assert sorted(JobPosting.objects.values_list("title", flat=True)) == ["Pilot 1", "Pilot 3"]


@pytest.mark.parametrize("kind", ["ashby", "greenhouse", "lever", "json_ld"])
@pytest.mark.parametrize(
    "payload", [b"[" * 100_000, b'{"jobs": 7}', b'{"jobs": {"a": 1}}', b"\xff\xfe", b"7", b"null", b'"x"']
)
def test_a_payload_of_another_shape_is_refused_as_a_whole(kind: str, payload: bytes) -> None:
    from postings.sources.raw_posting import UnreadableError

    module = adapter(kind)
    assert module is not None
    with pytest.raises(UnreadableError, match=r"\.$"):
        module.read(payload)


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, {"id": {}}, {"id": 1, "internal_job_id": 2, "title": [[]]}])
@pytest.mark.parametrize("kind", ["ashby", "greenhouse", "lever"])
def test_one_odd_item_leaves_the_others(kind: str, odd: Any) -> None:
    good = {"id": "g", "internal_job_id": 1, "title": "Mate", "text": "Mate", "jobUrl": "https://jobs.example/g"}
    items = [odd, good]
    module = adapter(kind)
    assert module is not None
    feed = module.read(json.dumps(items if kind == "lever" else {"jobs": items}).encode())
    assert [raw.title for raw in feed.postings] == ["Mate"]
    assert all(why.endswith(".") for _, why in feed.refused)


@pytest.mark.django_db
@pytest.mark.parametrize("value", [Decimal("1e12"), Decimal("1e30")])
def test_the_database_refuses_pay_it_could_not_give_back(value: Decimal, organization: Organization) -> None:
    posting = draft_text(organization)
    with pytest.raises((IntegrityError, Exception)), transaction.atomic():
        BaseSalary.objects.create(posting=posting, min_value=value)
    assert not BaseSalary.objects.filter(posting=posting, min_value__gt=bounds.MOST_PAY).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"valid_through": end_of_day(date(9999, 12, 31))}, "Write a day between"),
        ({"date_posted": date(1, 1, 1)}, "Write a day between"),
        ({"apply_url": "http://169.254.169.254/"}, "Link must start with https://"),
        ({"apply_email": "nobody"}, "valid email"),
        ({"months_of_experience": 10**9}, "less than or equal"),
        ({"experience_level": "WIZARD"}, "not a valid choice"),
    ],
)
def test_whoever_calls_the_service_gets_a_sentence(
    values: dict[str, Any], sentence: str, organization: Organization
) -> None:
    posting = publish_text(organization)
    before = JobPosting.objects.values().get()
    with pytest.raises(ValidationError, match=sentence):
        editing.edit_posting(posting, posting.raw_text, edits=Edits(values), actor=None)
    assert JobPosting.objects.values().get() == before


@pytest.mark.django_db
def test_more_pay_than_anybody_gets_is_not_stated(organization: Organization) -> None:
    edits = Edits(
        {"salary": [SalaryEdit(Decimal(10**30), None, "EUR", "YEAR"), SalaryEdit(Decimal(50), None, "EUR", "HOUR")]}
    )
    posting = services.create_posting(organization, "Cook\n\nWe cook.", edits=edits)
    assert [band.min_value for band in posting.base_salaries.all()] == [50]


@pytest.mark.django_db
def test_numbers_in_a_text_that_no_column_holds_are_not_stated(organization: Organization) -> None:
    text = (
        "Cook\n\nRequirements\n\n• At least 99999999 years of experience with ovens.\n• At least 99999999999 courses.\n"
    )
    posting = publish_text(organization, text + f"\nPay: €{10**25} - €{10**27} a year\n")
    assert posting.months_of_experience is None
    assert not posting.base_salaries.exists()


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("70000", 70000), (0.004, None), (0.005, Decimal("0.01")), (1e-30, None), (10**30, None), ("NaN", None), ("-3", None),
        (True, None), (None, None), ([1], None), ("99999999999.99", Decimal("99999999999.99")), ("99999999999.991", None),
    ],
)  # fmt: skip
def test_amounts(value: object, kept: Decimal | None) -> None:
    assert bounds.amount(value) == kept


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (" a ", "a"), (["", "b"], "b"), ({"name": ["c"]}, "c"), ({"@value": "d"}, "d"), (7, "7"), (True, ""), (None, ""),
        (float("nan"), ""), ([[["x"]]], ""), ({"name": {"name": "x"}}, ""), ("a\0\ud800b", "ab"),
    ],
)  # fmt: skip
def test_texts(value: object, kept: str) -> None:
    assert bounds.text(value) == kept


def test_a_posting_as_read_by_an_adapter_holds_texts_only() -> None:
    from postings.sources.raw_posting import tidied

    raw = tidied(RawPosting(["7"], {"name": "Mate"}, "x\0", locations=(["Kiel"], None, {})))
    assert (raw.external_id, raw.title, raw.text, raw.locations) == ("7", "Mate", "x", ("Kiel",))
