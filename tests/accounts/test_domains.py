"""What can be one organization's own domain, and what many share."""

import pytest

from accounts.domains import domain_of_address, own_domain


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("harbour.example", "harbour.example"),
        ("careers.harbour.example", "harbour.example"),
        ("HARBOUR.example.", "harbour.example"),
        ("jobs.harbour.co.uk", "harbour.co.uk"),
        ("harbour.com.au", "harbour.com.au"),
        ("kübler.example", "xn--kbler-kva.example"),
    ],
)
def test_an_own_domain_is_the_registered_one(host: str, own: str) -> None:
    assert own_domain(host) == own


@pytest.mark.parametrize(
    "host",
    [
        "", "localhost", "com", "co.uk", "192.0.2.7", "[::1]", "github.io", "harbour.github.io", "harbour.myshopify.com",
        "harbour.herokuapp.com", "gmail.com", "mail.gmail.com", "googlemail.com", "outlook.com", "harbour.onmicrosoft.com",
        "boards.greenhouse.io", "jobs.lever.co", "jobs.ashbyhq.com", "harbour.wd3.myworkdayjobs.com", "a..b", "-",
        "x" * 70 + ".example", "harbour.example/jobs", "harbour example.com",
    ],
)  # fmt: skip
def test_what_many_share_is_nobodys_own(host: str) -> None:
    assert own_domain(host) is None


def test_an_address_is_at_the_domain_behind_its_last_at_sign() -> None:
    assert domain_of_address('"x@harbour.example"@mail.attacker.example') == "attacker.example"
    assert domain_of_address("someone@gmail.com") is None
    assert domain_of_address("nobody") is None
