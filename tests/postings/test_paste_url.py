"""The address of a page in the place of a text, and what is said before a posting is submitted."""

import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.test import Client

from accounts.models import Organization, User
from postings import fetching, pasting
from postings.fetching import Answer, NotFetchedError, Page, fetch
from postings.models import JobPosting
from postings.sources import by_host
from postings.sources.raw_posting import UnreadableError
from postings.twins import other_employer, twins_of
from tests.factories import BACKEND_POSTING, OrganizationFactory, draft_text, publish_text

Clients = Callable[[User], Client]
JSON_LD = """<!doctype html><html><head><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "JobPosting", "title": "Pier Master", "datePosted": "2026-11-01",
 "employmentType": "FULL_TIME", "hiringOrganization": {"@type": "Organization", "name": "Harbour Software"},
 "jobLocation": {"@type": "Place", "address": {"addressLocality": "Hamburg", "addressCountry": "DE"}},
 "description": "<p>You keep the pier in order.</p><ul><li>Three years at sea</li></ul>"}
</script></head><body><p>Pier Master</p></body></html>"""


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "ff02::1", "::127.0.0.1", "not an address",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_internet_is_never_asked(address: str) -> None:
    assert not fetching.is_open(address)
    asked: list[str] = []

    def ask(*where: Any) -> Answer:
        asked.append(where[1])
        return Answer(200, "", b"secret")

    for answers in ([address], ["93.184.215.14", address]):
        with pytest.raises(NotFetchedError, match="public name"):
            fetch("https://jobs.example.org/1", resolve=lambda _, found=answers: found, ask=ask)
    assert asked == []


def test_the_address_that_was_checked_is_the_one_that_is_asked_and_each_redirect_is_checked_anew() -> None:
    names = {"jobs.example.org": ["93.184.215.14"], "inside.example.org": ["10.0.0.7"]}
    asked: list[tuple[str, str, str]] = []

    def resolve(host: str) -> Sequence[str]:
        return names[host]

    def ask(host: str, address: str, path: str, until: float) -> Answer:
        asked.append((host, address, path))
        return Answer(302, "https://inside.example.org/admin" if path == "/away" else "/jobs/2?x=1", b"")

    with pytest.raises(NotFetchedError, match="public name"):
        fetch("https://jobs.example.org/away", resolve=resolve, ask=ask)
    assert asked == [("jobs.example.org", "93.184.215.14", "/away")]
    with pytest.raises(NotFetchedError, match="without end"):
        fetch("https://jobs.example.org/1", resolve=resolve, ask=ask)
    assert asked[2] == ("jobs.example.org", "93.184.215.14", "/jobs/2?x=1")


def test_one_request_asks_for_the_certificate_of_the_name_and_reads_no_more_than_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server of our own, at an address that only this test may ask."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jobs.example.org")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("jobs.example.org")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    hosts: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hosts.append(self.headers["Host"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * (4 * 1024 * 1024 if self.path == "/large" else 10))

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(pem)
    server.socket = ours.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(fetching, "PORT", server.server_port)
    trusting = ssl.create_default_context(cafile=str(pem))
    try:
        with pytest.raises(NotFetchedError, match="does not answer as a web page does"):  # nobody vouches for it
            fetching.ask("jobs.example.org", "127.0.0.1", "/", time.monotonic() + 5)
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
        assert fetching.ask("jobs.example.org", "127.0.0.1", "/", time.monotonic() + 5).body == b"x" * 10
        with pytest.raises(NotFetchedError, match="does not answer"):
            fetching.ask("other.example.org", "127.0.0.1", "/", time.monotonic() + 5)
        with pytest.raises(NotFetchedError, match="larger than 3 MB"):
            fetching.ask("jobs.example.org", "127.0.0.1", "/large", time.monotonic() + 5)
    finally:
        server.shutdown()
        server.server_close()
    assert {str(host).split(":")[0] for host in hosts} == {"jobs.example.org"}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://jobs.example.org/1", "must start with https"),
        ("https://127.0.0.1/", "public name"),
        ("https://localhost/", "public name"),
        ("https://jobs.example.org:8443/", "must not name a port"),
        ("https://user:secret@jobs.example.org/", "user name or a password"),
        ("file:///etc/passwd", "must start with https"),
        ("https://0x7f.1/", "public name"),
    ],
)
def test_what_is_no_public_address_is_refused_before_anything_is_looked_up(url: str, why: str) -> None:
    def resolve(host: str) -> Sequence[str]:
        raise AssertionError(host)

    with pytest.raises(NotFetchedError, match=why):
        fetch(url, resolve=resolve)


@pytest.mark.parametrize(
    ("page", "data", "payload"),
    [
        (
            "https://boards.greenhouse.io/harbour/jobs/12",
            "https://boards-api.greenhouse.io/v1/boards/harbour/jobs/12",
            {"id": 12, "internal_job_id": 3, "title": "Pier Master", "content": "&lt;p&gt;You keep the pier.&lt;/p&gt;",
             "location": {"name": "Hamburg"}, "absolute_url": "https://boards.greenhouse.io/harbour/jobs/12"},
        ),
        (
            "https://jobs.lever.co/harbour/0b5ed1d5-7b7f-4a3e-8d43-0aa4b21f2a11/apply",
            "https://api.lever.co/v0/postings/harbour/0b5ed1d5-7b7f-4a3e-8d43-0aa4b21f2a11",
            {"id": "0b5e", "text": "Pier Master", "descriptionPlain": "You keep the pier.", "categories": {"location": "Hamburg"}},
        ),
        (
            "https://jobs.ashbyhq.com/harbour/0b5ed1d5-7b7f-4a3e-8d43-0aa4b21f2a11",
            "https://api.ashbyhq.com/posting-api/job-board/harbour?includeCompensation=true",
            {"jobs": [{"id": "another", "title": "Cook"},
                      {"id": "0b5ed1d5-7b7f-4a3e-8d43-0aa4b21f2a11", "title": "Pier Master",
                       "descriptionPlain": "You keep the pier.", "location": "Hamburg"}]},
        ),
    ],
)  # fmt: skip
def test_a_known_system_is_asked_for_the_posting_as_data(page: str, data: str, payload: Any) -> None:
    asked: list[str] = []

    def answer(url: str) -> Page:
        asked.append(url)
        return Page(url, json.dumps(payload).encode())

    handed = pasting.read_page(page, fetch=answer)
    assert asked == [data]
    assert handed.edits.values["title"] == "Pier Master"
    assert "You keep the pier." in handed.text
    assert by_host.lookup("https://boards.greenhouse.io.evil.example/harbour/jobs/12") is None


def test_an_address_fills_the_same_form_as_a_text(
    organization: Organization, employer: User, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pasting.read_page, "__kwdefaults__", {"fetch": lambda url: Page(url, JSON_LD.encode())})
    client = client_of(employer)
    for form in ({"url": "https://harbour.example/jobs/1"}, {"text": " https://harbour.example/jobs/2 "}):
        client.post("/hire/new/", form)
    assert JobPosting.objects.count() == 1  # the same text of the same person a moment later
    posting = JobPosting.objects.get()
    assert (posting.title, posting.employment_types) == ("Pier Master", ["FULL_TIME"])
    assert "You keep the pier in order." in posting.raw_text


def test_a_page_that_cannot_be_had_is_said_and_the_address_stays(
    organization: Organization, employer: User, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(url: str) -> Page:
        raise NotFetchedError("There is no page at this address any more.")

    monkeypatch.setattr(pasting.read_page, "__kwdefaults__", {"fetch": fail})
    answer = client_of(employer).post("/hire/new/", {"url": "https://harbour.example/jobs/1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no page at this address any more." in html
    assert 'value="https://harbour.example/jobs/1"' in html
    with pytest.raises(UnreadableError, match="shows no text"):
        pasting.read_page("https://a.example/", fetch=lambda url: Page(url, b"<!doctype html><script>1</script>"))


def test_three_presses_of_the_button_make_one_draft_and_submit_it_once(
    organization: Organization, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    places = {client.post("/hire/new/", {"text": BACKEND_POSTING}).headers["Location"] for _ in range(3)}
    posting = JobPosting.objects.get()
    assert places == {f"/hire/{posting.uid}/"}
    for _ in range(3):
        client.post(f"/hire/{posting.uid}/submit/")
    assert posting.moderation_events.filter(action="submit").count() == 1


def test_a_twin_is_said_before_it_is_submitted(
    posting: JobPosting, employer: User, client_of: Clients, process_changes: Callable[[], None]
) -> None:
    process_changes()
    again = draft_text(posting.hiring_organization, BACKEND_POSTING.replace("€80,000", "€82,000"))
    html = " ".join(client_of(employer).get(f"/hire/{again.uid}/").content.decode().split())
    assert "You have a posting with nearly the same text" in html
    led = client_of(employer).post(f"/hire/{again.uid}/submit/")
    assert led.headers["Location"] == f"/hire/{again.uid}/"
    again.refresh_from_db()
    assert again.status == "draft"
    elsewhere = draft_text(OrganizationFactory(name="Copy Works", slug="copy-works"), BACKEND_POSTING)
    (twin,) = twins_of(elsewhere)
    assert (twin.posting, twin.is_own, twin.is_same_text) == (posting, False, True)
    other = draft_text(
        posting.hiring_organization, re.sub(r"(?s)Requirements.*", "Requirements\n\n• Rust.", BACKEND_POSTING)
    )
    assert [found.posting.pk for found in twins_of(other)] == []


@pytest.mark.parametrize(
    ("employer_name", "said"),
    [("Acme Widgets", "Harbour Software"), ("Harbour Software GmbH", ""), ("Harbour Software Hamburg", "")],
)
def test_an_ad_that_names_another_employer_is_said_to_who_posts(employer_name: str, said: str, db: None) -> None:
    poster = OrganizationFactory(name=employer_name)
    draft = draft_text(poster, BACKEND_POSTING)
    assert other_employer(JobPosting.objects.for_page().get(pk=draft.pk)) == said


def test_a_copy_on_the_board_is_no_twin_of_itself(posting: JobPosting, process_changes: Callable[[], None]) -> None:
    process_changes()
    assert twins_of(posting) == []
    publish_text(posting.hiring_organization, "Cook\n\nRequirements\n\n• You can cook for sixty people a day.")
    assert twins_of(posting) == []
