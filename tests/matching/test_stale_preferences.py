"""Preferences that are open in two windows: neither takes back what the other has saved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Candidate, User
from accounts.services import candidate_of, save_alerts, save_preferences
from tests.forms import fields_in, fields_of, resend

PAGE, FORM = "/me/preferences/", "preferences"


@pytest.fixture
def owner(candidate: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(candidate)


def saved() -> Candidate:
    return Candidate.objects.get()


def test_wishes_that_only_the_other_window_has_touched_stay(owner: Client) -> None:
    first, second = fields_of(owner, PAGE, FORM), fields_of(owner, PAGE, FORM)
    resend(
        owner, PAGE, first, titles="Backend Engineer\r\nDiver", workplaces=["TELECOMMUTE", "HYBRID"], pay="60000",
        currency="EUR", unit="YEAR", place_1="Hamburg, Germany", radius_1="20", must_pay="on", relocate="yes",
    )  # fmt: skip
    save_alerts(saved(), "weekly", 55)
    assert resend(owner, PAGE, second, avoid="PHP").status_code == 302
    candidate = saved()
    assert candidate.titles == ["Backend Engineer", "Diver"]
    assert sorted(candidate.job_location_types) == ["HYBRID", "TELECOMMUTE"]
    assert (candidate.min_salary, candidate.must_have, candidate.willing_to_relocate) == (60_000, ["pay"], True)
    assert candidate.places.get().radius_km == 20
    assert (candidate.alert_min_score, candidate.skills_to_avoid) == (55, ["PHP"])


@pytest.mark.parametrize(
    ("theirs", "mine", "words"),
    [
        ({"titles": "Diver"}, {"titles": "Cook"}, ("Diver", "Cook")),
        (
            {"pay": "60000", "currency": "EUR", "unit": "YEAR"},
            {"pay": "50", "currency": "EUR", "unit": "HOUR"},
            ("60000, EUR, year", "50, EUR, hour"),
        ),
        ({"place_1": "Hamburg, Germany"}, {"place_1": "Kiel, Germany"}, ("Hamburg, Germany", "Kiel, Germany")),
        ({"workplaces": ["HYBRID"]}, {"workplaces": ["TELECOMMUTE"]}, ("Hybrid", "Remote")),
        ({"min_score": "55"}, {"min_score": "65"}, ("55", "65")),
    ],
)
def test_of_a_wish_that_both_have_changed_both_are_shown_and_one_is_picked(
    owner: Client, theirs: dict[str, Any], mine: dict[str, Any], words: tuple[str, str]
) -> None:
    first, second = fields_of(owner, PAGE, FORM), fields_of(owner, PAGE, FORM)
    assert resend(owner, PAGE, first, **theirs).status_code == 302
    before = saved().revision
    answer = resend(owner, PAGE, second, avoid="PHP", **mine)
    assert answer.status_code == 422
    (difference,) = answer.context["differences"]
    assert words[0].casefold() in difference.theirs.casefold()
    assert words[1].casefold() in difference.yours.casefold()
    assert (saved().revision, saved().skills_to_avoid) == (before, [])
    again = fields_in(answer.content.decode(), FORM)
    pick = {f"pick-{difference.unit}": "theirs"}
    assert resend(owner, PAGE, {**again, **pick}, **mine).status_code == 302
    assert saved().skills_to_avoid == ["PHP"]
    answer = resend(owner, PAGE, second, **mine)
    (difference,) = answer.context["differences"]
    assert words[0].casefold() in difference.theirs.casefold()
    pick = {f"pick-{difference.unit}": f"mine:{difference.print}"}
    assert resend(owner, PAGE, {**second, **pick}, **mine).status_code == 302
    shown = owner.get(PAGE).context["form"].initial
    assert all(str(value) in str(shown[name]) for name, value in mine.items() if isinstance(value, str))


def test_the_service_refuses_what_was_read_before_another_save(candidate: User) -> None:
    person = candidate_of(candidate)
    save_preferences(candidate_of(candidate), {"titles": ["Diver"]}, places=[], hidden=[])
    with pytest.raises(ValidationError, match="Save again"):
        save_preferences(person, {"titles": ["Cook"]}, places=[], hidden=[], revision=person.revision)
    assert saved().titles == ["Diver"]
