from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from accounts import resumes
from accounts.models import Resume, User
from accounts.services import candidate_of, delete_account
from reading import resumes as resume_reader
from reading.resumes import Refused
from tests.factories import BACKEND_RESUME, resume_of

DATA = BACKEND_RESUME.encode()


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_newest_resume_is_the_one_matched(candidate: User) -> None:
    first = resume_of(candidate)
    second = resume_of(candidate, BACKEND_RESUME.replace("Kranich", "Reiher"))
    first.refresh_from_db()
    assert (first.is_primary, second.is_primary) == (False, True)


def test_the_same_file_twice_is_one_resume(candidate: User) -> None:
    assert resume_of(candidate).pk == resume_of(candidate).pk
    assert Resume.objects.count() == 1


def test_choosing_an_older_resume_makes_it_the_matched_one(candidate: User) -> None:
    first = resume_of(candidate)
    resume_of(candidate, BACKEND_RESUME + "\nOne more line")
    resumes.choose_resume(first)
    assert list(Resume.objects.primary()) == [first]


def test_the_stored_file_name_says_nothing(candidate: User, django_capture_on_commit_callbacks: Any) -> None:
    read = resumes.read_resume(DATA, "Ines Falk CV.txt")
    with django_capture_on_commit_callbacks(execute=True):
        resume = resumes.keep_resume(candidate_of(candidate), read, data=DATA)
    (file,) = stored_files()
    assert "ines" not in str(file).lower()
    assert resume.filename == "Ines Falk CV.txt"
    assert file.stat().st_mode & 0o077 == 0


def test_deleting_a_resume_takes_its_file(candidate: User, django_capture_on_commit_callbacks: Any) -> None:
    resume = resumes.keep_resume(candidate_of(candidate), resumes.read_resume(DATA, "cv.txt"), data=DATA)
    assert stored_files()
    with django_capture_on_commit_callbacks(execute=True):
        resumes.delete_resume(resume)
    assert not stored_files()
    assert not Resume.objects.exists()


def test_deleting_an_account_leaves_no_word_of_the_resume(
    candidate: User, django_capture_on_commit_callbacks: Any, process_changes: Any, posting: Any
) -> None:
    resumes.keep_resume(candidate_of(candidate), resumes.read_resume(DATA, "cv.txt"), data=DATA)
    process_changes()
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(candidate)
    assert not stored_files()
    assert "Kranich" not in dump_of_the_database()


def dump_of_the_database() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  table names come from the database itself
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "cv.pdf", "no_text"),
        (b"x" * (5 * 1024 * 1024 + 1), "cv.txt", "too_large"),
        (b"MZ\x90\x00" + b"\0" * 400, "cv.pdf", "not_a_document"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "cv.png", "not_a_document"),
        (b"%PDF-1.7\nnot really", "cv.pdf", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, name: str, kind: str) -> None:
    with pytest.raises(Refused) as refusal:
        resumes.read_resume(data, name)
    assert refusal.value.kind == kind
    assert refusal.value.message.endswith(".")


def test_control_characters_never_reach_the_text() -> None:
    read = resumes.read_pasted_resume("Ines\0 Falk\x07\nPython developer since 2019, with tests and services in Django")
    assert "\0" not in read.text
    assert "\x07" not in read.text


def test_skills_of_the_vocabulary_are_found() -> None:
    facts = resumes.parse_facts(resume_reader.read_text(BACKEND_RESUME))
    names = {skill.name for skill in facts.skills}
    assert {"Python", "Django", "PostgreSQL"} <= names


@pytest.mark.parametrize(
    "name", ["../../etc/cv.txt", "C:\\temp\\cv.txt", "a" * 300 + ".txt", "cv\u202etxt.txt", "cv\r\nX: y.txt"]
)
def test_a_hostile_file_name_is_only_words(name: str) -> None:
    title = resumes.read_resume(DATA, name).title
    assert len(title) <= 120
    assert title.isprintable()
    assert not set(title) & set("/\\")


def test_a_name_without_an_extension_is_judged_by_content() -> None:
    assert resumes.read_resume(DATA, "resume").kind == "txt"
    with pytest.raises(Refused):
        resumes.read_resume(b"\x89PNG\r\n\x1a\n" + b"\0" * 400, "resume")
