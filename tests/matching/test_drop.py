"""Dropping a resume on the site: every answer has words, and a bad file changes nothing."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Resume, User, Visit
from postings.models import JobPosting
from tests.factories import BACKEND_RESUME
from tests.pages import texts_of

REFUSED = [
    (b"", "cv.txt", "This file is empty."),
    (b"x" * (5 * 1024 * 1024 + 10), "cv.txt", "Files may be up to 5 MB; yours is 5.0 MB."),
    (b"MZ\x90\x00" + b"\0" * 500, "cv.pdf", "does not look like"),
    (b"<html><body>Hello</body></html>", "cv.pdf", "does not look like"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "photo.png", "does not look like"),
    (b"{\\rtf1 hello}", "cv.rtf", "docx"),
    (b"%PDF-1.4\n%%EOF", "cv.pdf", ""),
]


@pytest.mark.parametrize(("data", "name", "words"), REFUSED)
def test_a_bad_file_gets_a_sentence_and_a_place_to_paste(db: None, data: bytes, name: str, words: str) -> None:
    answer = Client().post("/match/", {"file": SimpleUploadedFile(name, data), "text": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "There is a problem" in html
    assert texts_of(html, "textarea[name=text]") == [""]
    assert not Visit.objects.exists()


def test_nothing_sent_is_said(db: None) -> None:
    assert "Choose a file or paste" in Client().post("/match/", {"text": "  "}).content.decode()


def test_a_bad_file_leaves_the_old_resume_in_place(
    candidate: User, resume: Resume, client_of: Callable[[User], Client]
) -> None:
    client_of(candidate).post("/match/", {"file": SimpleUploadedFile("cv.pdf", b"MZ" + b"\0" * 500)})
    assert Resume.objects.primary().get() == resume


def test_a_members_resume_is_kept_in_the_account(candidate: User, client_of: Callable[[User], Client]) -> None:
    file = SimpleUploadedFile("Ines CV.txt", BACKEND_RESUME.encode())
    answer = client_of(candidate).post("/match/", {"file": file})
    assert answer.headers["Location"] == "/me/"
    kept = Resume.objects.get()
    assert (kept.filename, kept.is_primary, kept.candidate.user) == ("Ines CV.txt", True, candidate)
    assert not Visit.objects.exists()


def test_my_matches_say_that_they_are_coming(
    candidate: User, posting: JobPosting, client_of: Callable[[User], Client], process_changes: Callable[[], None]
) -> None:
    client = client_of(candidate)
    client.post("/match/", {"text": BACKEND_RESUME})
    assert "being compared with every open job" in client.get("/me/").content.decode()
    process_changes()
    html = client.get("/me/").content.decode()
    assert "Backend Engineer" in html
    assert "being compared" not in html


def test_a_posting_that_is_not_absorbed_yet_is_explained_all_the_same(
    candidate: User, resume: Resume, posting: JobPosting, client_of: Callable[[User], Client]
) -> None:
    html = client_of(candidate).get(posting.get_absolute_url()).content.decode()
    assert "You meet" in html
    assert "Updating" in html


def test_the_explanation_quotes_the_resume_line_and_number(
    candidate: User,
    resume: Resume,
    posting: JobPosting,
    process_changes: Callable[[], None],
    client_of: Callable[[User], Client],
) -> None:
    process_changes()
    html = client_of(candidate).get(posting.get_absolute_url()).content.decode()
    number = resume.lines.index("Built web services with Python and Django on PostgreSQL.") + 1
    assert any(cite.endswith(f"line {number}") for cite in texts_of(html, "cite"))


def test_best_match_orders_the_whole_filtered_list(
    candidate: User,
    resume: Resume,
    posting: JobPosting,
    process_changes: Callable[[], None],
    client_of: Callable[[User], Client],
) -> None:
    from tests.factories import NURSE_POSTING, publish_text

    publish_text(None, NURSE_POSTING)
    process_changes()
    html = client_of(candidate).get("/jobs/?sort=match").content.decode()
    assert html.index("Backend Engineer") < html.index("Registered Nurse")


def test_the_name_of_an_upload_is_only_words(candidate: User, client_of: Callable[[User], Client]) -> None:
    file = SimpleUploadedFile("<b>cv & more.txt", BACKEND_RESUME.encode())
    client = client_of(candidate)
    client.post("/match/", {"file": file})
    (page,) = texts_of(client.get("/me/account/").content.decode(), "main")
    assert "<b>cv & more.txt" in page, "it would lack the tag, were it one"
    assert "/" not in Resume.objects.get().filename
