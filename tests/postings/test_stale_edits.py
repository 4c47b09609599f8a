"""Two people have one posting open: what either has typed is saved or shown beside the other's, and never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organization, User
from postings import editing
from postings.comparing import state_of
from postings.corrections import row_key
from postings.models import JobPosting
from postings.writing import Edits
from tests.factories import BACKEND_POSTING, draft_text
from tests.forms import fields_in, fields_of, resend
from tests.pages import texts_of

Clients = Callable[[User], Client]
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def draft(organization: Organization) -> JobPosting:
    return draft_text(organization)


def read_again(posting: JobPosting) -> JobPosting:
    return JobPosting.objects.for_page().get(pk=posting.pk)


def page(posting: JobPosting) -> str:
    return f"/hire/{posting.uid}/"


def opened(client: Client, posting: JobPosting) -> dict[str, Any]:
    return {**fields_of(client, page(posting), "check"), "then": "save"}


def text_page(posting: JobPosting) -> str:
    return f"/hire/{posting.uid}/text/"


def autosave(client: Client, posting: JobPosting, fields: dict[str, Any], **changes: Any) -> tuple[Any, dict[str, Any]]:
    """What htmx does after a change: the answer, and the fields as the browser holds them then."""
    fields = {**fields, **{name.replace("__", "-"): value for name, value in changes.items()}}
    answer = client.post(page(posting), {k: v for k, v in fields.items() if k != "then"}, headers=FRAGMENT)
    html = answer.content.decode()
    if texts_of(html, "input[name=seen]"):
        fields["seen"] = fields_in(f"<form id='f'>{html}</form>", "f")["seen"]
    return answer, fields


def test_what_others_changed_in_other_fields_is_merged_silently(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    """Found as M6: the older page took the other's title back."""
    client = client_of(employer)
    first, second = opened(client, draft), opened(client, draft)
    assert resend(client, page(draft), first, title="Platform Engineer").status_code == 302
    assert resend(client, page(draft), second, locations="Kiel, DE", band__0__min="70000").status_code == 302
    draft = read_again(draft)
    assert draft.title == "Platform Engineer"
    assert [place.city for place in draft.worksites] == ["Kiel"]
    assert [(band.min_value, band.max_value) for band in draft.pay_bands] == [(70_000, 80_000)]
    assert draft.edited_fields == ["locations", "salary", "title"]


def test_both_values_of_the_same_field_are_shown_and_the_person_picks(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    first, second = opened(client, draft), opened(client, draft)
    resend(client, page(draft), first, title="Platform Engineer")
    answer = resend(client, page(draft), second, title="Site Engineer", equity="0.5 %")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Nothing is lost" in html
    for words in ("Platform Engineer", "Site Engineer", "0.5 %"):
        assert words in html
    assert (read_again(draft).title, read_again(draft).equity) == ("Platform Engineer", "")
    again = {**fields_in(html, "check"), "then": "save"}
    assert resend(client, page(draft), again).status_code == 422
    (difference,) = answer.context["differences"]
    theirs = resend(client, page(draft), again, pick__title="theirs", equity="")
    assert theirs.status_code == 302
    assert read_again(draft).title == "Platform Engineer"
    mine = resend(client, page(draft), again, pick__title=f"mine:{difference.print}")
    assert mine.status_code == 302
    assert (read_again(draft).title, read_again(draft).equity) == ("Site Engineer", "0.5 %")


def test_what_was_picked_does_not_overwrite_what_came_after_it(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    fields = opened(client, draft)
    editing.edit_posting(draft, None, edits=Edits({"title": "Second"}), actor=None)
    (difference,) = resend(client, page(draft), fields, title="First").context["differences"]
    editing.edit_posting(draft, None, edits=Edits({"title": "Third"}), actor=None)
    answer = resend(client, page(draft), fields, title="First", pick__title=f"mine:{difference.print}")
    assert answer.status_code == 422
    assert "Third" in answer.content.decode()
    assert read_again(draft).title == "Third"


def test_the_same_word_twice_is_no_difference(draft: JobPosting, employer: User, client_of: Clients) -> None:
    client = client_of(employer)
    first, second = opened(client, draft), opened(client, draft)
    for fields in (first, second):
        answer = resend(
            client, page(draft), fields, title="Platform Engineer", locations="Oslo, NO", band__0__min="70k",
            valid_through="2099-01-31", job_location_type="ON_SITE", hours=["PART_TIME"], education_levels=["master"],
        )  # fmt: skip
        assert answer.status_code == 302, answer.context["differences"]


@pytest.mark.parametrize(
    ("unit", "theirs", "mine"),
    [
        ("salary", {"band__0__min": "60000"}, {"band__0__max": "90000"}),
        ("locations", {"locations": "Oslo, NO"}, {"locations": "Kiel, DE"}),
        ("employment_types", {"hours": ["PART_TIME"]}, {"engagement": ["CONTRACTOR"]}),
        ("valid_through", {"valid_through": "2099-01-31"}, {"valid_through": "2099-02-28"}),
        (
            "education",
            {"education_levels": ["master"]},
            {"education_strength": "hard", "education_levels": ["bachelor"]},
        ),
        ("job_location_type", {"job_location_type": "ON_SITE"}, {"job_location_type": "TELECOMMUTE"}),
        ("months_of_experience", {"years": "2"}, {"years": "7"}),
        ("title", {"title": "Platform Engineer"}, {"do": "restore:title", "title": "Backend Engineer"}),
        ("equity", {"equity": "1 %"}, {"equity": "2 %"}),
    ],
)
def test_any_field_that_two_people_change_is_shown_with_both_values(
    draft: JobPosting, employer: User, client_of: Clients, unit: str, theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    client = client_of(employer)
    first, second = opened(client, draft), opened(client, draft)
    assert resend(client, page(draft), first, **theirs).status_code == 302
    before = state_of(read_again(draft))
    answer = resend(client, page(draft), second, **mine)
    assert answer.status_code == 422
    (difference,) = answer.context["differences"]
    assert difference.unit == unit
    assert difference.yours != difference.theirs
    assert state_of(read_again(draft)) == before


def test_a_row_that_two_people_put_right_is_shown_with_both_words(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    text = "Experience with PostgreSQL and Django."
    name = f"row__{row_key(text)}"
    first, second = opened(client, draft), opened(client, draft)
    resend(client, page(draft), first, **{name: "preferred"})
    answer = resend(client, page(draft), second, **{name: "none"})
    (difference,) = answer.context["differences"]
    assert text in difference.label
    assert (difference.yours, difference.theirs) == ("not a requirement", "preferred")
    pick = {f"pick-row:{row_key(text)}": f"mine:{difference.print}"}
    assert resend(client, page(draft), {**second, **pick}, **{name: "none"}).status_code == 302
    assert read_again(draft).row_edits == {row_key(text): {"importance": "none"}}


def test_an_edit_is_kept_though_the_text_below_it_has_changed(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    fields = opened(client, draft)
    gone = row_key("Experience with PostgreSQL and Django.")
    text = BACKEND_POSTING.replace("• Experience with PostgreSQL and Django.\n", "").replace("€80,000", "€85,000")
    editing.edit_posting(draft, text, edits=Edits(), actor=None)
    assert resend(client, page(draft), fields, title="Site Engineer", **{f"row-{gone}": "none"}).status_code == 302
    draft = read_again(draft)
    assert draft.title == "Site Engineer"
    assert draft.raw_text == text
    assert draft.pay_bands[0].max_value == 85_000
    assert draft.row_edits == {gone: {"importance": "none"}}


def test_a_draft_that_saves_itself_goes_on_from_its_own_edits(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    fields = opened(client, draft)
    for changes in (
        {"title": "Platform Engineer"}, {"title": "Site Engineer"}, {"band__0__min": "70k"}, {"band__0__max": "90k"},
        {"locations": "Kiel"}, {"locations": "Kiel\r\nOslo"}, {"hours": ["PART_TIME"]}, {"title": "Backend Engineer"},
    ):  # fmt: skip
        answer, fields = autosave(client, draft, fields, **changes)
        assert answer.status_code == 200, answer.context["differences"]
    draft = read_again(draft)
    assert draft.title == "Backend Engineer"
    assert [(band.min_value, band.max_value) for band in draft.pay_bands] == [(70_000, 90_000)]
    assert [place.city for place in draft.worksites] == ["Kiel", "Oslo"]


def test_a_draft_that_saves_itself_never_takes_back_what_others_changed(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    fields = opened(client, draft)
    _, fields = autosave(client, draft, fields, equity="1 %")
    editing.edit_posting(draft, None, edits=Edits({"title": "By another"}), actor=None)
    for equity in ("2 %", "3 %"):
        answer, fields = autosave(client, draft, fields, equity=equity)
        assert answer.status_code == 200
        assert (read_again(draft).title, read_again(draft).equity) == ("By another", equity)
    answer, after = autosave(client, draft, fields, title="By me")
    assert answer.status_code == 422
    assert "By another" in answer.content.decode()
    assert after["seen"] == fields["seen"]
    assert read_again(draft).title == "By another"
    (difference,) = answer.context["differences"]
    answer = resend(client, page(draft), after, then="save", pick__title=f"mine:{difference.print}")
    assert answer.status_code == 302
    assert read_again(draft).title == "By me"


def test_a_pick_waits_for_the_button_when_a_draft_saves_itself(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    client = client_of(employer)
    fields = opened(client, draft)
    editing.edit_posting(draft, None, edits=Edits({"title": "By another"}), actor=None)
    answer, _ = autosave(client, draft, fields, title="By me", pick__title="theirs")
    assert answer.status_code == 422


def test_what_is_confirmed_on_an_older_page_is_not_confirmed_over_another_word(
    organization: Organization, employer: User, client_of: Clients
) -> None:
    posting = draft_text(organization, BACKEND_POSTING.replace("Hamburg, Germany", "San Jose"))
    client = client_of(employer)
    fields = opened(client, posting)
    editing.edit_posting(posting, None, edits=Edits({"locations": ["Kiel, DE"]}), actor=None)
    answer = resend(client, page(posting), fields, do="confirm:locations")
    assert [place.city for place in read_again(posting).worksites] == ["Kiel"]
    assert answer.status_code in {302, 422}


# The text.


def test_of_two_texts_neither_is_lost(draft: JobPosting, employer: User, client_of: Clients) -> None:
    client = client_of(employer)
    fields = fields_of(client, text_page(draft), "paste")
    theirs, mine = BACKEND_POSTING.replace("Django", "Flask"), BACKEND_POSTING.replace("Django", "Pyramid")
    resend(client, text_page(draft), fields, text=theirs)
    answer = resend(client, text_page(draft), fields, text=mine)
    assert answer.status_code == 422
    assert "PostgreSQL and Flask" in answer.content.decode()
    assert "PostgreSQL and Pyramid" in answer.content.decode()
    assert read_again(draft).raw_text == theirs
    (difference,) = answer.context["differences"]
    resend(client, text_page(draft), fields, text=mine, pick__text="theirs")
    assert read_again(draft).raw_text == theirs
    resend(client, text_page(draft), fields, text=mine, pick__text=f"mine:{difference.print}")
    assert read_again(draft).raw_text == mine


def test_a_file_that_meets_a_newer_text_is_kept_as_text(draft: JobPosting, employer: User, client_of: Clients) -> None:
    client = client_of(employer)
    fields = fields_of(client, text_page(draft), "paste")
    editing.edit_posting(draft, BACKEND_POSTING.replace("Django", "Flask"), edits=Edits(), actor=None)
    mine = BACKEND_POSTING.replace("Django", "Pyramid")
    file = SimpleUploadedFile("ad.txt", mine.encode(), "text/plain")
    answer = resend(client, text_page(draft), fields, file=file)
    assert answer.status_code == 422
    again = fields_in(answer.content.decode(), "paste")
    assert "PostgreSQL and Pyramid" in again["text"]
    (difference,) = answer.context["differences"]
    resend(client, text_page(draft), again, pick__text=f"mine:{difference.print}")
    assert "Pyramid" in read_again(draft).raw_text


def test_a_text_form_that_does_not_say_what_it_showed_is_refused(
    draft: JobPosting, employer: User, client_of: Clients
) -> None:
    answer = client_of(employer).post(text_page(draft), {"text": "Gardener"})
    assert answer.status_code == 422
    assert "does not say what it showed you" in answer.content.decode()
    assert read_again(draft).raw_text == BACKEND_POSTING


@pytest.mark.parametrize(
    "seen", ["", "{", "[]", "null", '{"prints":1,"shown":2}', '{"prints":{}}', "[" * 5000, "é\ud83d"]
)
def test_a_form_with_an_odd_record_of_what_it_showed_is_refused_with_a_sentence(
    draft: JobPosting, employer: User, client_of: Clients, seen: str
) -> None:
    client = client_of(employer)
    fields = opened(client, draft)
    answer = resend(client, page(draft), {**fields, "seen": seen.encode("utf-8", "ignore").decode()}, title="Mine")
    assert answer.status_code == 422
    assert "Reload this page" in answer.content.decode()
    assert read_again(draft).title == "Backend Engineer"
