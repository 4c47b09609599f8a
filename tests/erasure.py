"""A person with everything, who then deletes the account: what still tells of them anywhere?

``python -m tests.erasure`` works on the board of JOBBOARD_DATA_DIR and DATABASE_URL, which is migrated and otherwise empty,
and prints JSON: where the scan found the person ``before`` the deletion, ``after`` it, and after what the worker does.
Everything that the person wrote, and whatever names them, holds ``SENTINEL``.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings

SENTINEL = "zqxsentinel"
ADDRESS = f"nora.{SENTINEL}@people.example"
SECOND = f"{SENTINEL}.nora@elsewhere.example"
NAME = "Nora Zqxsentinel"
PASSWORD = "a-long-enough-password"

RESUME = f"""\
{NAME}
{ADDRESS}
+49 40 5550100

Summary
Backend developer at {SENTINEL}.

Experience
Backend Developer, {SENTINEL} Systems
March 2019 - present
Built web services with Python and Django on PostgreSQL for {SENTINEL}.
Wrote the test suite with pytest and moved releases to Kubernetes.

Skills
Python, Django, PostgreSQL, Kubernetes, {SENTINEL}script
"""
POSTING = f"""\
Ferry Planner

Full-time
Hamburg, Germany

About us

We plan ferries. {NAME} leads the team; write to {ADDRESS}.

Requirements

• At least 3 years of experience with Python.
• Experience with {NAME} and PostgreSQL.

Apply to {ADDRESS}
"""


def build() -> dict[str, Any]:
    """Everything that a person can leave on the board. Answers what the deletion needs: the two browsers."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal import auth as totp

    from accounts import claims, team
    from accounts.models import Consent, Membership, Organization, User
    from accounts.resumes import keep_resume, read_pasted_resume, read_resume
    from accounts.services import candidate_of
    from matching.models import SavedSearch
    from postings import answering, applications, attachments, editing, services
    from postings.models import JobPosting, SavedJob
    from postings.writing import Edits
    from tests.factories import BACKEND_POSTING, UserFactory, publish_text, verified

    services.load_skills()
    moderator = verified(UserFactory(email="moderator@board.example", is_staff=True, is_superuser=True))
    employer = verified(UserFactory(email="employer@board.example", name="Erik Employer"))
    harbour = Organization.objects.create(name="Harbour Software", slug="harbour")
    Membership.objects.create(organization=harbour, user=employer, role="owner")
    open_posting = publish_text(harbour, BACKEND_POSTING, actor=employer)

    # Signed up on one browser, with a second sign-up waiting on another; signed in on two.
    sign_up, first, second = browser(), browser(), browser()
    post(sign_up, "/accounts/signup/", {"email": ADDRESS, "password1": PASSWORD})
    work()
    link = re.search(r"/accounts/confirm-email/\S+/", letters_to(ADDRESS)[0])
    assert link
    post(sign_up, link[0])
    person = User.objects.get(email=ADDRESS)
    for client in (first, second):
        post(client, "/accounts/login/", {"login": ADDRESS, "password": "wrong"})
        post(client, "/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
        assert client.get("/me/").status_code == 200
    waiting = browser()
    post(waiting, "/accounts/signup/", {"email": ADDRESS, "password1": PASSWORD})
    post(waiting, "/accounts/password/reset/", {"email": ADDRESS})
    post(first, "/accounts/email/", {"email": SECOND, "action_add": ""})
    post(first, "/me/account/", {"name": NAME})

    # As a candidate.
    candidate = candidate_of(person)
    data = RESUME.encode()
    keep_resume(candidate, read_resume(data, f"{SENTINEL}.txt"), data=data)
    resume = keep_resume(candidate, read_pasted_resume(RESUME), data=None)
    page = f"/me/resume/{resume.uid}/"
    post(first, f"{page}rename/", {"title": f"For {SENTINEL}"})
    post(
        first,
        f"{page}fact/",
        {"kind": "role", "title": "Captain", "organization": f"{SENTINEL} Lines", "start": "2015"},
    )
    post(first, f"{page}fact/confirm-all/", {"kind": "skill"})
    preferences = {"titles": f"{SENTINEL} captain", "place_1": "Hamburg", "avoid": f"{SENTINEL}", "hidden": ""}
    post(first, "/me/preferences/", {**preferences, "revision": str(candidate_of(person).revision)})
    candidate = candidate_of(person)
    candidate.headline = f"{SENTINEL} at sea"
    candidate.save()
    post(first, "/me/alerts/", {"frequency": "instant", "min_score": "1"})
    post(first, f"/jobs/{open_posting.uid}/save/", {"saved": "1"})
    SavedJob.objects.update(note=f"{SENTINEL} likes it")
    post(first, f"/jobs/{open_posting.uid}/apply/", {"message": f"I am {NAME}."})
    sample = attachments.check_file(f"{SENTINEL} made this.".encode(), f"{SENTINEL}.txt")
    sent = applications.Sending(
        f"I am {NAME}.", name=NAME, phone=SENTINEL, answers=[{"question": "Who?", "answer": NAME}],
        files={"work_sample": [sample]}, letters={"reference_letter": 1},
    )  # fmt: skip
    applications.draft(candidate, publish_text(harbour, BACKEND_POSTING, actor=employer), sent)
    post(first, f"/jobs/{open_posting.uid}/report/", {"reason": "wrong", "detail": f"{SENTINEL} says so"})
    post(browser(), "/match/", {"text": RESUME})  # a visit before signing in, sealed
    SavedSearch.objects.create(candidate=candidate, name=SENTINEL, query={"q": SENTINEL})
    Consent.objects.create(user=person, purpose="mail", given=True, text_version=SENTINEL)
    totp.TOTP.activate(person, totp.generate_totp_secret())
    RecoveryCodes.activate(person)

    # As an employer: founded alone, with a public posting, a draft, one refused, changes, an invitation and a claim.
    post(first, "/hire/organization/", {"name": "Zqxsentinel Ferries", "url": f"https://{SENTINEL}.example"})
    own = person.organizations.get()
    post(first, "/hire/new/", {"text": POSTING})
    post(first, "/hire/new/", {"text": POSTING.replace("Ferry Planner", "Ferry Master")})
    post(first, "/hire/new/", {"text": POSTING.replace("Ferry Planner", "Ferry Cook")})
    live, _draft, refused = own.postings.order_by("pk")
    services.submit(refused, actor=person)
    services.reject(refused, reason=f"{NAME} says too little.", actor=moderator)
    editing.edit_posting(live, live.raw_text, edits=Edits({"title": f"Sailing with {NAME}"}), actor=person)
    live = JobPosting.objects.get(pk=live.pk)
    editing.edit_posting(live, live.raw_text, edits=Edits({"employment_unit": f"Team of {NAME}"}), actor=person)
    services.submit(JobPosting.objects.get(pk=live.pk), actor=person)
    services.publish(JobPosting.objects.get(pk=live.pk), actor=moderator)
    for number in range(10):  # the person's posting does not stand alone in the indexes
        publish_text(harbour, BACKEND_POSTING.replace("Backend Engineer", f"Engineer {number}"), actor=employer)
    watcher = verified(UserFactory(email="watcher@people.example"))
    services.set_saved(candidate_of(watcher), live, saved=True)
    live = JobPosting.objects.get(pk=live.pk)
    editing.edit_posting(
        live, f"{live.raw_text}\n• {NAME} decides.\n", edits=Edits({"title": f"Planner for {NAME}"}), actor=person
    )
    live = JobPosting.objects.get(pk=live.pk)
    editing.edit_posting(live, live.raw_text, edits=Edits({"job_start_text": f"Ask {NAME}"}), actor=moderator)
    editing.edit_posting(live, live.raw_text, edits=Edits({"title": f"Planning with {NAME}"}), actor=moderator)
    team.invite(own, actor=person, email="guest@people.example", role="viewer")
    team.invite(harbour, actor=employer, email=SECOND, role="viewer")
    claims.claim_organization(person, harbour, message=f"{SENTINEL} works there.")
    applicant = verified(UserFactory(email="applicant@people.example", name="Anton Applicant"))
    keep_resume(
        candidate_of(applicant), read_pasted_resume(RESUME.replace(SENTINEL, "other").replace(NAME, "Anton")), data=None
    )

    # As somebody whom the administrator has looked at.
    live = JobPosting.objects.get(pk=live.pk)
    received = applications.apply(candidate_of(applicant), live, message="Hello.")
    answering.note(received, f"{NAME} likes it.", actor=person)
    answering.answer(received, answering.Answer(f"Come in. {NAME}"), actor=person)
    admin = browser()
    admin.force_login(moderator)
    user_form = {
        "email": ADDRESS,
        "name": NAME,
        "is_active": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "10:00:00",
    }
    post(admin, f"/admin/accounts/user/{person.pk}/change/", user_form)
    return {"browser": first, "person": person.pk, "moderator": moderator.pk}


def browser() -> Any:
    from django.test import Client

    return Client(SERVER_NAME="127.0.0.1")


def post(client: Any, url: str, data: dict[str, str] | None = None) -> None:
    """Send a form as a browser does, which goes on to the page that it is led to, and shows the message there."""
    answer = client.post(url, data or {}, follow=True)
    assert answer.status_code == 200, (url, answer.status_code, answer.content.decode()[:3000])


def letters_to(address: str) -> list[str]:
    from jobboard.mailbox import latest_mail

    return [letter.plain for letter in latest_mail() if address in letter.to]


def change_once_more(moderator: int) -> None:
    """So that a letter to somebody who watches the posting waits, and names the person."""
    from accounts.models import User
    from postings import editing
    from postings.models import JobPosting
    from postings.writing import Edits

    live = JobPosting.objects.open().get(hiring_organization__name__startswith="Zqxsentinel")
    actor = User.objects.get(pk=moderator)
    editing.edit_posting(live, live.raw_text, edits=Edits({"title": f"{NAME} again"}), actor=actor)


def work() -> None:
    """What worker and indexer do, until there is nothing left to do."""
    from matching import services, tasks
    from postings.search import updating

    for _ in range(3):
        while services.sweep(recent=False):
            pass
        tasks.send_due_mail()
        tasks.tidy()
        updating.catch_up()


def scan() -> dict[str, int]:
    """Where the person still stands, with how often: tables, sessions, the search index, and every file of the board."""
    found: Counter[str] = Counter()
    for place, text in [*_rows(), *_sessions(), *_searched(), *_files()]:
        number = text.casefold().count(SENTINEL)
        if number:
            found[place] += number
    return dict(sorted(found.items()))


def _rows() -> Iterator[tuple[str, str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  table names come from the database itself
            for row in cursor.fetchall():
                yield f"table {table}", " ".join(_text(value) for value in row)


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _sessions() -> Iterator[tuple[str, str]]:
    from accounts.models import Session

    for session in Session.objects.all():
        yield "sessions", repr(session.get_decoded())


def _searched() -> Iterator[tuple[str, str]]:
    from postings.search import index
    from postings.search.query import SearchQuery

    for _ in index.search(SearchQuery(q=SENTINEL), limit=10).ids:
        yield "search", SENTINEL


def _files() -> Iterator[tuple[str, str]]:
    folder = Path(settings.DATA_DIR)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            place = path.relative_to(folder).parts[0]
            yield f"files {place}", str(path.relative_to(folder))
            yield f"files {place}", path.read_bytes().decode("latin-1")


def erase(built: dict[str, Any], *, by_admin: bool) -> None:
    """By the person's own form, or by an administrator's."""
    if by_admin:
        from accounts.models import User

        admin = browser()
        admin.force_login(User.objects.get(pk=built["moderator"]))
        post(admin, f"/admin/accounts/user/{built['person']}/delete/", {"post": "yes"})
    else:
        post(built["browser"], "/me/account/delete/", {"password": PASSWORD})


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings")
    django.setup()
    from django.test import override_settings

    plain = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain):
        built = build()
        work()
        change_once_more(built["moderator"])
        told = {"before": scan()}
        erase(built, by_admin="--by-admin" in sys.argv)
        told["after"] = scan()
        work()
        told["later"] = scan()
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
