"""The employer's desk and the moderator's queue."""

from collections.abc import Callable

from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import Membership, Organization, User
from postings import services
from postings.models import JobPosting
from tests.factories import BACKEND_POSTING, draft_text
from tests.forms import send
from tests.pages import link_on


def test_from_nothing_to_the_board(candidate: User, moderator: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(candidate)
    client.post("/hire/organization/", {"name": "Kelp Farm", "url": ""})
    answer = client.post("/hire/new/", {"text": BACKEND_POSTING})
    posting = JobPosting.objects.get()
    assert answer.headers["Location"] == f"/hire/{posting.uid}/"
    client.post(f"/hire/{posting.uid}/submit/")
    posting.refresh_from_db()
    assert (posting.status, posting.hiring_organization.name) == ("pending", "Kelp Farm")
    client_of(moderator).post(
        "/admin/postings/pendingposting/",
        {"action": "publish_selected", "_selected_action": [posting.pk], "confirmed": "1"},
    )
    posting.refresh_from_db()
    assert posting.is_open
    assert client.get("/hire/").status_code == 200


def test_a_stranger_is_refused_everywhere(
    posting: JobPosting, stranger: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(stranger)
    assert client.get(f"/hire/{posting.uid}/").status_code == 404
    assert client.get(f"/hire/{posting.uid}/applicants/").status_code == 404
    for page in ("", "text/"):
        assert client.post(f"/hire/{posting.uid}/{page}", {"text": "Mine now"}).status_code == 404
    assert client.get(f"/hire/{posting.uid}/text/").status_code == 404
    assert client.get(f"/hire/{posting.uid}/preview/").status_code == 404
    for step in ("submit", "close", "pause", "resume", "fill", "renew"):
        assert client.post(f"/hire/{posting.uid}/{step}/").status_code == 404
    posting.refresh_from_db()
    assert posting.is_open


def test_a_viewer_sees_but_does_not_change(
    posting: JobPosting, organization: Organization, candidate: User, client_of: Callable[[User], Client]
) -> None:
    Membership.objects.create(organization=organization, user=candidate, role=Membership.Role.VIEWER)
    client = client_of(candidate)
    assert posting.title in client.get("/hire/").content.decode()
    assert client.post(f"/hire/{posting.uid}/close/").status_code == 404


def test_a_get_on_a_step_changes_nothing(
    posting: JobPosting, employer: User, client_of: Callable[[User], Client]
) -> None:
    assert client_of(employer).get(f"/hire/{posting.uid}/close/").status_code == 405
    posting.refresh_from_db()
    assert posting.is_open


def test_a_step_that_does_not_follow_is_said_not_shouted(
    posting: JobPosting, employer: User, client_of: Callable[[User], Client]
) -> None:
    html = client_of(employer).post(f"/hire/{posting.uid}/submit/", follow=True).content.decode()
    assert "Only a draft or a rejected posting can be submitted." in html


def test_the_desk_costs_the_same_at_any_length(
    organization: Organization,
    employer: User,
    client_of: Callable[[User], Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _ in range(8):
        draft_text(organization)
    client = client_of(employer)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        client.get("/hire/")


def test_a_rejection_needs_a_reason_and_mails_it(
    organization: Organization,
    moderator: User,
    client_of: Callable[[User], Client],
    send_letters: Callable[[], list[EmailMessage]],
) -> None:
    posting = services.submit(draft_text(organization), actor=None)
    client, form = (
        client_of(moderator),
        {"action": "reject_selected", "_selected_action": [posting.pk], "confirmed": "1"},
    )
    assert "word for word" in client.post("/admin/postings/pendingposting/", form).content.decode()
    posting.refresh_from_db()
    assert posting.status == "pending"
    client.post("/admin/postings/pendingposting/", {**form, "reason": "Say what it pays."})
    posting.refresh_from_db()
    assert (posting.status, posting.moderation_note) == ("rejected", "Say what it pays.")
    assert "Say what it pays." in str(send_letters()[-1].body)


def test_publishing_what_is_not_pending_is_refused_in_words(
    posting: JobPosting, moderator: User, client_of: Callable[[User], Client]
) -> None:
    form = {"action": "publish_selected", "_selected_action": [posting.pk], "confirmed": "1"}
    html = client_of(moderator).post("/admin/postings/jobposting/", form, follow=True).content.decode()
    assert "This posting is not awaiting moderation." in html


def test_a_text_edited_in_the_admin_is_read_again(
    posting: JobPosting, moderator: User, client_of: Callable[[User], Client]
) -> None:
    before = posting.revision
    url = f"/admin/postings/jobposting/{posting.pk}/change/"
    text = BACKEND_POSTING.replace("Django", "Flask").replace("\n", "\r\n")
    send(client_of(moderator), url, "jobposting_form", raw_text=text)
    posting.refresh_from_db()
    assert posting.revision > before
    assert posting.sections.filter(items__text__contains="Flask").exists()


def test_nobody_but_staff_enters_the_admin(employer: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(employer).get("/admin/postings/pendingposting/").status_code in {302, 403}
    assert Client().get("/admin/", follow=False).status_code == 302


def test_applying_here_sends_the_resume_once(
    posting: JobPosting,
    candidate: User,
    employer: User,
    stranger: User,
    resume: object,
    client_of: Callable[[User], Client],
) -> None:
    person = client_of(candidate)
    person.post(f"/jobs/{posting.uid}/apply/", {"message": "I like ferries."})
    again = person.post(f"/jobs/{posting.uid}/apply/", {"message": "Really."})
    assert "You have applied to this job already." in again.content.decode()
    page = f"/hire/{posting.uid}/applicants/"
    assert "I like ferries." in client_of(employer).get(page).content.decode()
    application = posting.applications.get()
    path = link_on(client_of(employer), f"/hire/applications/{application.uid}/", "/resume/?key")
    download = client_of(employer).get(path)
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in download.headers["Content-Security-Policy"]
    assert b"Kranich" in download.content
    assert client_of(stranger).get(path).status_code == 404


def test_applying_without_a_resume_says_what_to_do(
    posting: JobPosting, candidate: User, client_of: Callable[[User], Client]
) -> None:
    answer = client_of(candidate).post(f"/jobs/{posting.uid}/apply/", {"message": ""})
    assert answer.status_code == 422
    assert "Add a resume first" in answer.content.decode()
