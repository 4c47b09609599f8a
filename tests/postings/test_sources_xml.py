"""Feeds in XML and lists: read item by item, and what would harm the reader is refused.

Shapes: docs.indeed.com (XML feed), rssboard.org/rss-specification, RFC 4287, jsonfeed.org/version/1.1 and the listings files
of student communities on GitHub; the postings are made up.
"""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Organization
from postings import importing
from postings.models import JobPosting, Source
from postings.sources import adapter, indeed_xml
from postings.sources.raw_posting import Feed, UnreadableError

JOB = """<job><title><![CDATA[Quay Clerk & Tally]]></title><date><![CDATA[Tue, 03 Nov 2026 09:00:00 GMT]]></date>
<referencenumber>q-1</referencenumber><url>https://quay.example.com/1</url><company>Quay Ltd</company><city>Hull</city>
<country>GB</country><description><![CDATA[<p>Tally crates.</p><ul><li>Sharp eyes</li></ul>]]></description>
<salary>£30,000 a year</salary><jobtype>fulltime</jobtype><category>Docks</category></job>"""
LISTING = {"id": "s1", "company_name": "Quay Ltd", "title": "Tally Intern", "active": True, "is_visible": True,
           "url": "https://quay.example.com/s1", "locations": ["Hull, UK", "Remote"], "date_posted": 1_762_160_400,
           "terms": ["Summer 2027"], "sponsorship": "Other"}  # fmt: skip


def read(kind: str, payload: str | bytes) -> Feed:
    module = adapter(kind)
    assert module is not None
    feed: Feed = module.read(payload.encode() if isinstance(payload, str) else payload)
    return feed


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_job_feed_is_read(pack: Any) -> None:
    feed = read("indeed_xml", pack(f"<?xml version='1.0'?><source><publisher>P</publisher>{JOB}</source>".encode()))
    (clerk,) = feed.postings
    assert (clerk.title, clerk.external_id, clerk.organization) == ("Quay Clerk & Tally", "q-1", "Quay Ltd")
    assert clerk.text == "Quay Clerk & Tally\n\nTally crates.\n\n• Sharp eyes\n\nSalary: £30,000 a year"
    assert (clerk.locations, clerk.employment_types, str(clerk.date_posted)) == (
        ("Hull, GB",),
        ("FULL_TIME",),
        "2026-11-03",
    )
    assert (clerk.extra, feed.is_complete, feed.refused) == ({"category": "Docks"}, True, ())


def test_a_feed_that_breaks_off_keeps_what_came_before_and_is_not_complete() -> None:
    feed = read("indeed_xml", f"<source>{JOB}<job><title></title></job>" + " " * 70_000 + "<job><title>Half")
    assert [raw.external_id for raw in feed.postings] == ["q-1"]
    assert feed.refused[0] == ("item 1", "It has no title.")
    assert not feed.is_complete


BOMB = "<!DOCTYPE s [<!ENTITY a 'aaaa'>" + "".join(
    f"<!ENTITY {b} '&{a};&{a};'>" for a, b in zip("abcd", "bcde", strict=True)
)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (f"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><source>{JOB}&x;</source>", "document type"),
        (f"{BOMB}]><source><job><title>&e;</title></job></source>", "document type"),
        ("<!doctype html><html><body>Moved</body></html>", "not XML"),
        ("<html><body>Moved</body></html>", "starts with <html>"),
        ("<source>" + "<a>" * 50, "nested too deeply"),
        ("<source><job><title>" + "long " * 450_000, "longer than 2 MB"),
        ("Service unavailable", "not XML"), ("", "not XML"), (gzip.compress(b"<source>")[:-4], "breaks off"),
        (b"\x1f\x8bnonsense", "damaged"), ("<source><job>&x;</job></source>", "not XML"),
    ],
)  # fmt: skip
def test_what_would_harm_the_reader_is_refused_with_a_sentence(payload: str | bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read("indeed_xml", payload)


def test_a_packed_feed_that_unpacks_without_end_is_refused() -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1) as file:
        file.write(b"<source>")
        for _ in range(210):
            file.write(b" " * 1024 * 1024)
    with pytest.raises(UnreadableError, match="larger than 200 MB"):
        read("indeed_xml", packed.getvalue())


class Endless(io.RawIOBase):
    """A feed of many jobs that exists piece by piece alone."""

    def __init__(self, count: int) -> None:
        self.pieces: Iterator[bytes] = iter([b"<source>", *[JOB.encode()] * count, b"</source>"])

    def read(self, _size: int = -1) -> bytes:
        return next(self.pieces, b"")


def test_the_length_of_a_feed_costs_no_memory() -> None:
    tracemalloc.start()
    feed = indeed_xml.stream(Endless(600))
    assert sum(1 for _ in feed.postings) == 600
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000
    assert feed.is_complete


RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Jobs</title><item>
<title>Pilot &amp; Mate</title><link>https://quay.example.com/p</link><guid>p-1</guid><pubDate>Tue, 03 Nov 2026 09:00:00 +0000
</pubDate><description>Short</description><content:encoded>&lt;p&gt;Guide ships.&lt;/p&gt;</content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Pilot &amp; Mate</title><id>p-1</id>
<link rel="self" href="https://quay.example.com/self"/><link href="https://quay.example.com/p"/>
<updated>2026-11-03T09:00:00Z</updated><content type="html">&lt;p&gt;Guide ships.&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": "p-1", "title": "Pilot &amp; Mate", "url": "https://quay.example.com/p", "content_html": "<p>Guide ships.</p>",
         "date_published": "2026-11-03T09:00:00Z"}]})  # fmt: skip


@pytest.mark.parametrize(("kind", "payload"), [("rss", RSS), ("rss", ATOM), ("json_feed", JSON_FEED)])
def test_news_feeds_give_the_same_posting_and_never_close_one(kind: str, payload: str) -> None:
    feed = read(kind, payload)
    (pilot,) = feed.postings
    assert (pilot.external_id, pilot.url, str(pilot.date_posted)) == ("p-1", "https://quay.example.com/p", "2026-11-03")
    assert pilot.text == "Pilot & Mate\n\nGuide ships."
    assert not feed.is_complete


def test_a_listing_closes_when_its_source_says_so(db: None) -> None:
    source = Source.objects.create(kind="listings", token="summer")
    first = importing.import_feed(
        read("listings", json.dumps([LISTING, {**LISTING, "id": "s2", "active": False}])), source
    )
    assert (first["new"], first["closed"], first["refused"]) == (1, 0, 0)
    intern = JobPosting.objects.get(hiring_organization=Organization.objects.get(name="Quay Ltd"))
    assert intern.is_open
    again = importing.import_feed(read("listings", json.dumps([{**LISTING, "active": False}])), source)
    assert (again["new"], again["closed"]) == (0, 1)
    intern.refresh_from_db()
    assert not intern.is_open
