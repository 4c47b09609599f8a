"""The page where a person checks what was read: every change is a POST, can be undone, and reaches the matches."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import FactCorrection, Resume, User
from accounts.resumes import keep_resume, read_resume
from accounts.reviewing import corrections_of, facts_of
from accounts.services import candidate_of
from matching import audit, feature_cache
from matching.models import Match
from postings.models import JobPosting
from tests.accounts.test_resumes import dump_of_the_database
from tests.factories import BACKEND_RESUME, resume_of
from tests.pages import link_on, texts_of

Clients = Callable[[User], Client]


@pytest.fixture
def owner(candidate: User, client_of: Clients) -> Client:
    return client_of(candidate)


def step(client: Client, resume: Resume, name: str, kind: str = "skill", key: str = "python") -> Any:
    return client.post(f"/me/resume/{resume.uid}/fact/{name}/", {"kind": kind, "key": key})


def skills(resume: Resume) -> set[str]:
    return {skill.name for skill in facts_of(resume).skills}


def test_every_fact_stands_beside_its_line(owner: Client, resume: Resume) -> None:
    html = owner.get(f"/me/resume/{resume.uid}/").content.decode()
    number = resume.lines.index("Backend Developer, Kranich Systems") + 1
    assert f"line {number}" in texts_of(html, f'a[href="#L{number}"]')
    assert len(texts_of(html, f"li#L{number}")) == 1
    for words in ("Backend Developer", "Mar 2019 – present", "Bachelor · Computer Science", "native", "Kubernetes"):
        assert words in html


def test_a_removed_skill_is_no_evidence_and_stays_away(
    owner: Client, candidate: User, resume: Resume, posting: JobPosting, process_changes: Callable[[], None]
) -> None:
    process_changes()
    before = Match.objects.get(resume=resume)
    for key in ("python", "django", "postgresql"):
        step(owner, resume, "delete", key=key)
    process_changes()
    features = feature_cache.features_of_resume(resume.pk)
    assert features is not None
    assert not {"python", "django", "postgresql"} & features[1].skills.keys()
    after = Match.objects.get(resume=resume)
    assert after.score is not None
    assert before.score is not None
    assert after.score < before.score
    assert audit.audit_matches(everything=True).drift == 0
    again = keep_resume(candidate_of(candidate), read_resume(BACKEND_RESUME.encode(), "cv.txt"), data=None)
    other = resume_of(candidate, BACKEND_RESUME + "\nAlso wrote Python tools for the harbour.")
    assert "Python" not in skills(again) | skills(other)


def test_a_quote_is_the_line_as_written_even_where_a_word_of_it_was_taken_back(
    owner: Client, resume: Resume, posting: JobPosting, process_changes: Callable[[], None]
) -> None:
    step(owner, resume, "delete")
    process_changes()
    match = Match.objects.get(resume=resume)
    quotes = [quote for row in match.best_rows for quote in row["evidence"]]
    assert quotes
    assert all(quote["text"] in resume.text.split("\n")[quote["line"] - 1] for quote in quotes)


def test_undo_brings_back_what_was_and_twice_changes_nothing(owner: Client, resume: Resume) -> None:
    answer = step(owner, resume, "delete")
    assert "Removed: Python" in owner.get(answer.headers["Location"].split("#")[0]).content.decode()
    step(owner, resume, "undo")
    assert "Python" in skills(resume)
    step(owner, resume, "undo")
    assert "Python" not in skills(resume)


def test_what_was_removed_is_listed_and_restored(owner: Client, resume: Resume) -> None:
    step(owner, resume, "delete")
    assert "Removed by you" in owner.get(f"/me/resume/{resume.uid}/").content.decode()
    step(owner, resume, "restore")
    assert "Python" in skills(resume)
    assert "Removed by you" not in owner.get(f"/me/resume/{resume.uid}/").content.decode()


def test_an_added_skill_counts_only_where_a_line_shows_it(
    owner: Client, resume: Resume, posting: JobPosting, process_changes: Callable[[], None]
) -> None:
    form = {"kind": "skill", "name": "GraphQL", "line": ""}
    owner.post(f"/me/resume/{resume.uid}/fact/", form)
    process_changes()
    _, features = feature_cache.features_of_resume(resume.pk) or (0, None)
    assert features is not None
    assert "graphql" in features.stated
    assert "graphql" not in features.skills
    line = resume.lines.index("Built web services with Python and Django on PostgreSQL.") + 1
    owner.post(f"/me/resume/{resume.uid}/fact/", {**form, "key": "graphql", "line": line})
    process_changes()
    _, features = feature_cache.features_of_resume(resume.pk) or (0, None)
    assert features is not None
    assert features.skills["graphql"].lines == (line,)
    assert features.skills["graphql"].months > 12


def test_changed_dates_of_a_role_count(owner: Client, resume: Resume, process_changes: Callable[[], None]) -> None:
    process_changes()
    before = feature_cache.features_of_resume(resume.pk)
    form = {"kind": "role", "key": "backend developer|kranich systems|2019-03", "title": "Backend Developer",
            "organization": "Kranich Systems", "start": "2010", "end": "present"}  # fmt: skip
    answer = owner.post(f"/me/resume/{resume.uid}/fact/", form)
    assert answer.status_code == 302
    process_changes()
    after = feature_cache.features_of_resume(resume.pk)
    assert before is not None
    assert after is not None
    assert after[1].total_months > before[1].total_months + 90


def test_a_removed_degree_is_no_degree(owner: Client, resume: Resume, process_changes: Callable[[], None]) -> None:
    (degree,) = (fact for fact in facts_of(resume).education)
    step(owner, resume, "delete", "education", f"{degree.degree_level}|computer science|")
    process_changes()
    _, features = feature_cache.features_of_resume(resume.pk) or (0, None)
    assert features is not None
    assert features.degrees == ()


def test_a_removed_language_is_not_spoken(owner: Client, resume: Resume, process_changes: Callable[[], None]) -> None:
    step(owner, resume, "delete", "language", "german")
    process_changes()
    _, features = feature_cache.features_of_resume(resume.pk) or (0, None)
    assert features is not None
    assert "german" not in features.languages


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "skill", "name": ""}, "Skill is missing."),
        ({"kind": "skill", "name": "Rust", "line": "999"}, "Your resume has the lines 1 to"),
        ({"kind": "skill", "name": "Rust", "line": "4"}, "Line 4 is empty."),
        ({"kind": "role", "title": "Cook", "start": "yesterday"}, "Write a month and year"),
        ({"kind": "role", "title": "Cook", "start": "2021", "end": "2019"}, "ends before it begins"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_and_is_kept_in_the_form(
    owner: Client, resume: Resume, form: dict[str, str], words: str
) -> None:
    answer = owner.post(f"/me/resume/{resume.uid}/fact/", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "There is a problem" in html
    assert not FactCorrection.objects.exists()


def test_all_of_a_section_is_confirmed_at_once(owner: Client, resume: Resume) -> None:
    step(owner, resume, "confirm-all", "skill", "")
    assert {c.action for c in corrections_of(resume.candidate)} == {"confirmed"}
    assert "All 6 are right" not in owner.get(f"/me/resume/{resume.uid}/").content.decode()


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("delete", "skill", "cobol"),
        ("confirm", "shoe", "44"),
        ("explode", "skill", "python"),
        ("undo", "skill", "python"),
    ],
)
def test_a_step_on_nothing_is_a_404(owner: Client, resume: Resume, name: str, kind: str, key: str) -> None:
    assert step(owner, resume, name, kind, key).status_code == 404


def test_a_stranger_corrects_nothing(stranger: User, resume: Resume, client_of: Clients) -> None:
    client = client_of(stranger)
    assert step(client, resume, "delete").status_code == 404
    assert client.post(f"/me/resume/{resume.uid}/fact/", {"kind": "skill", "name": "Rust"}).status_code == 404
    assert not FactCorrection.objects.exists()


def test_the_page_costs_the_same_for_many_corrections(
    owner: Client, resume: Resume, django_assert_max_num_queries: Any
) -> None:
    step(owner, resume, "confirm-all", "skill", "")
    with django_assert_max_num_queries(8):
        owner.get(f"/me/resume/{resume.uid}/")


def test_a_resume_is_renamed_and_downloaded(owner: Client, resume: Resume) -> None:
    owner.post(f"/me/resume/{resume.uid}/rename/", {"title": "Backend, German"})
    resume.refresh_from_db()
    assert str(resume) == "Backend, German"
    assert owner.get(link_on(owner, f"/me/resume/{resume.uid}/", "/file/")).content.decode() == resume.text
    owner.post(f"/me/resume/{resume.uid}/rename/", {"title": " "})
    resume.refresh_from_db()
    assert str(resume) == "Backend, German"


def test_the_original_file_comes_back_byte_by_byte(owner: Client, candidate: User) -> None:
    data = BACKEND_RESUME.encode() + b"\n"
    kept = keep_resume(candidate_of(candidate), read_resume(data, "Ines Falk.txt"), data=data)
    answer = owner.get(link_on(owner, f"/me/resume/{kept.uid}/", "/file/"))
    assert answer.content == data
    assert "filename*=UTF-8''Ines%20Falk.txt" in answer.headers["Content-Disposition"]


def test_a_skill_stated_without_a_line_changes_no_verdict_and_is_marked(
    owner: Client, candidate: User, posting: JobPosting, process_changes: Callable[[], None]
) -> None:
    resume = resume_of(candidate, BACKEND_RESUME.replace("Kubernetes", "servers"))
    process_changes()
    before = Match.objects.get(resume=resume)
    owner.post(f"/me/resume/{resume.uid}/fact/", {"kind": "skill", "name": "Kubernetes", "line": ""})
    process_changes()
    after = Match.objects.get(resume=resume)
    assert (after.score, after.counts) == (before.score, before.counts)
    html = owner.get(posting.get_absolute_url()).content.decode()
    assert "It counts once" in html
    line = resume.lines.index("Wrote the test suite with pytest and moved releases to servers.") + 1
    owner.post(
        f"/me/resume/{resume.uid}/fact/", {"kind": "skill", "key": "kubernetes", "name": "Kubernetes", "line": line}
    )
    process_changes()
    assert (Match.objects.get(resume=resume).score or 0) > (before.score or 0)
    html = owner.get(posting.get_absolute_url()).content.decode()
    assert "It counts once" not in html
    assert "moved releases to servers" in html


def test_with_the_last_resume_goes_every_word_of_it(owner: Client, candidate: User, resume: Resume) -> None:
    other = resume_of(candidate, BACKEND_RESUME.replace("Kranich", "Reiher"))
    step(owner, resume, "confirm-all", "role", "")
    assert "Kranich" in dump_of_the_database()
    owner.post(f"/me/resume/{resume.uid}/delete/")
    assert FactCorrection.objects.get().evidence == ""
    owner.post(f"/me/resume/{other.uid}/delete/")
    assert not FactCorrection.objects.exists()
    assert "Kranich" not in dump_of_the_database()
