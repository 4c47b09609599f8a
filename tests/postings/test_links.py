"""One rule for apply links, whoever gives them."""

import pytest

from postings import importing, links, services
from postings.models import JobPosting
from postings.sources.raw_posting import RawPosting
from postings.writing import Edits
from tests.factories import draft_text

REFUSED = [
    "http://jobs.example.org/1", "ftp://jobs.example.org/1", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
    "https://user:secret@jobs.example.org/", "https://user@jobs.example.org/", "https://127.0.0.1/", "https://169.254.169.254/latest",
    "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://2130706433/", "https://0x7f.0.0.1/", "https://10.1/", "https://localhost/",
    "https://intranet/apply", "https://printer.local/", "https://hr.internal/", "https://jobs.example.org:99999/", "https:///x",
    "https://jobs.example.org\\@evil.example/", "https://jobs.example.org/ x", "https://jobs.example.org/\na", "https://-a-.example/",
    "//jobs.example.org/", "jobs.example.org", "HTTPS:jobs.example.org", "https://" + "a" * 1000 + ".org/", "https://127。0。0。1/",
]  # fmt: skip
TAKEN = [
    "https://jobs.example.org", "https://jobs.example.org:8443/a?b=c#d", "https://bücher.example/stelle", "https://xn--bcher-kva.example/",
    "https://jobs.example.org./", "https://a.b.c.example.co.uk/apply/1",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_a_link_that_no_page_may_carry_is_refused_with_a_sentence(url: str) -> None:
    assert links.refusal(url, schemes=("https",))
    assert links.apply_route(url)[0] == ""


@pytest.mark.parametrize("url", TAKEN)
def test_a_public_https_link_is_taken_as_it_is(url: str) -> None:
    assert links.refusal(url, schemes=("https",)) == ""
    assert links.apply_route(url) == (url, "")


def test_a_mail_address_is_a_way_to_apply() -> None:
    assert links.apply_route("mailto:Jobs@Example.org?subject=Apply") == ("", "Jobs@Example.org")
    assert links.apply_route("mailto:nobody") == ("", "")


def test_people_see_the_host_before_they_click() -> None:
    assert links.host_of("https://www.jobs.example.org:8443/a") == "jobs.example.org"
    assert (
        links.host_of("https://gооgle.example/") == "xn--ggle-55da.example"
    )  # Cyrillic letters that look like Latin ones


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/meta-data", "https://169.254.169.254/", "http://jobs.example.org/"]
)
def test_the_parser_takes_no_link_that_the_form_refuses(url: str, organization: object) -> None:
    posting = draft_text(organization, f"Cook\n\nWe cook for forty.\n\nApply at {url}")
    assert posting.apply_url == ""


@pytest.mark.django_db
@pytest.mark.parametrize("url", REFUSED)
def test_a_feed_takes_no_link_that_the_form_refuses(url: str) -> None:
    stated = importing.stated_by(RawPosting("1", "Cook", "Cook\n\nWe cook.", apply_url=url))
    assert "apply_url" not in stated


def test_a_feed_may_name_a_mail_address(organization: object) -> None:
    stated = importing.stated_by(RawPosting("1", "Cook", "Cook\n\nWe cook.", apply_url="mailto:jobs@harbour.example"))
    posting = services.create_posting(organization, "Cook\n\nWe cook.", edits=Edits(stated, from_source=True))
    assert (posting.apply_url, posting.apply_email) == ("", "jobs@harbour.example")
    assert JobPosting.objects.get().apply_email == "jobs@harbour.example"
