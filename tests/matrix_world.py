"""The people and objects that the matrix asks about: each object has an owner, so everybody else meets somebody else's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import bans, claims, downloads, reviewing, team, visibility
from accounts.images import check_picture
from accounts.models import Email, FactCorrection, Membership, Organization, OrganizationAlias, Resume, SitePage, User
from accounts.organizations import save_profile
from accounts.resumes import keep_resume, read_resume
from accounts.services import candidate_of
from jobboard import founding
from jobboard.mailbox import StoringBackend, latest_mail
from matching import services as matching_services
from matching.models import Alert, AlertSetting, ProcessedPosting, ProcessedResume, Recipient
from matching.saved_searches import save_search
from postings import applications, clock, decisions, editing, reports, services
from postings.attachments import check_file, letter_path
from postings.models import JobPosting, ModerationEvent, PostingSkill, ProposedRevision, Skill, SkillCandidate, Source
from postings.search import updating
from postings.views.sitemaps import CHUNK
from postings.writing import Edits
from tests.factories import (
    BACKEND_POSTING,
    BACKEND_RESUME,
    NURSE_POSTING,
    PASSWORD,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
    draft_text,
    png_of,
    publish_text,
    verified,
)

ROLES = (
    "anonymous", "suspended", "candidate", "other candidate", "owner", "recruiter", "viewer", "other employer",
    "staff without rights", "moderator", "superuser",
)  # fmt: skip
# A moderator decides on postings, reports, claims and members. People, resumes and mail are the administrator's.
MODERATOR_RIGHTS = (
    "postings.view_jobposting", "postings.change_jobposting", "postings.view_pendingposting",
    "postings.change_pendingposting", "postings.view_proposedrevision", "postings.change_proposedrevision", "postings.view_moderationevent", "postings.view_report", "postings.change_report",
    "accounts.view_organization", "accounts.change_organization", "accounts.view_organizationclaim",
    "accounts.change_organizationclaim", "accounts.view_membership", "accounts.delete_membership",
    "accounts.view_ban", "accounts.add_ban", "accounts.change_ban",
)  # fmt: skip
UNKNOWN = {
    "uid": "00000000-0000-4000-8000-000000000000",
    "invitation": "00000000-0000-4000-8000-000000000001",
    "member": "999999999",
    "token": "n0such-t0ken",
    "slug": "no-such-name",
    "name": "99999999999999999999-ffffffff",
    "key": "no-such-key",
    "uidb36": "zzzz",
    "object_id": "999999999",
    "pk": "999999999",
    "chunk": "999999",
    "content_type_id": "999999999",
    "id": "999999999",
    "batch": "00000000-0000-4000-8000-000000000002",
}


@dataclass(slots=True)
class World:
    people: dict[str, User] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    # Name of an object -> what each placeholder of an address is for it.
    objects: dict[str, dict[str, str]] = field(default_factory=dict)

    def client(self, role: str, *, checks_csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=checks_csrf, raise_request_exception=False)
        if role in self.cookies:
            client.cookies["sessionid"] = self.cookies[role]
        return client

    def key(self, role: str, uid: str) -> str:
        """What a page of this person would add to the address of a file."""
        return downloads.sign(self.people[role], UUID(uid)) if role in self.people else ""


def build() -> World:
    world = World()
    founding.write_pages()
    harbour = _people(world)
    _what_is_hired_for(world, harbour)
    _what_candidates_have(world, harbour)
    _what_waits(world, harbour)
    while matching_services.sweep(recent=False):
        pass
    updating.catch_up()
    _what_is_derived(world)
    _the_rest_of_the_admin(world)
    for role, user in world.people.items():
        client = Client()
        client.force_login(user)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})  # or some pages would ask for it first
        world.cookies[role] = client.cookies["sessionid"].value
    User.objects.filter(pk=world.people["suspended"].pk).update(is_active=False)
    cache.clear()
    return world


def _people(world: World) -> Organization:
    people = world.people
    MembershipFactory(user__email="owner@harbour.example", organization__name="Harbour Software")
    Organization.objects.filter(name="Harbour Software").update(origin="founded")
    harbour = Organization.objects.get(name="Harbour Software")
    people["owner"] = verified(harbour.members.get())
    for role, rank in {"recruiter": "recruiter", "viewer": "viewer", "suspended": "owner"}.items():
        member = MembershipFactory(organization=harbour, user__email=f"{role}@harbour.example", role=rank)
        people[role] = verified(member.user)
    other = MembershipFactory(user__email="owner@elsewhere.example", organization__name="Elsewhere Ltd")
    people["other employer"] = verified(other.user)
    people["candidate"] = verified(UserFactory(email="candidate@people.example", name="Ines Falk"))
    people["other candidate"] = verified(UserFactory(email="other@people.example", name="Jonas Beck"))
    people["staff without rights"] = verified(UserFactory(email="staff@people.example", is_staff=True))
    moderator = people["moderator"] = verified(UserFactory(email="moderator@people.example", is_staff=True))
    for right in MODERATOR_RIGHTS:
        app, codename = right.split(".")
        moderator.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    people["superuser"] = verified(UserFactory(email="super@people.example", is_staff=True, is_superuser=True))
    return harbour


def _posting(posting: JobPosting) -> dict[str, str]:
    return {
        "uid": str(posting.uid), "slug": posting.slug, "object_id": str(posting.pk), "id": str(posting.pk),
        "chunk": str(posting.pk // CHUNK),
    }  # fmt: skip


def _what_is_hired_for(world: World, harbour: Organization) -> None:
    owner, objects = world.people["owner"], world.objects
    for name, title in {"open": "Backend Engineer", "bare": "Ferry Planner", "closed": "Closed Role", "removed": "Gone", "pauses": "Ferry Cook"}.items():  # fmt: skip
        posting = publish_text(harbour, BACKEND_POSTING.replace("Backend Engineer", title, 1), actor=owner)
        objects[name] = _posting(posting)
    services.close(JobPosting.objects.get(uid=objects["closed"]["uid"]), actor=None)
    services.remove(JobPosting.objects.get(uid=objects["removed"]["uid"]), reason="A scam.", actor=None)
    bare = JobPosting.objects.get(uid=objects["bare"]["uid"])
    editing.edit_posting(bare, bare.raw_text, edits=Edits({"title": "Harbour Planner"}), actor=owner)
    objects["proposal"] = {"object_id": str(ProposedRevision.objects.waiting().get().pk)}
    way = clock.link_for(JobPosting.objects.get(uid=objects["open"]["uid"]), owner)
    objects["ways"] = {"token": way.rstrip("/").rsplit("/", 1)[1]}
    objects["draft"] = _posting(draft_text(harbour, NURSE_POSTING, actor=owner))
    pending = draft_text(harbour, NURSE_POSTING.replace("Registered Nurse", "Ward Manager"), actor=owner)
    services.submit(pending, actor=owner)
    objects["pending"] = _posting(pending)
    recruiter = Membership.objects.get(user=world.people["recruiter"])
    objects["team"] = {
        "uid": str(harbour.uid), "member": str(recruiter.pk), "slug": harbour.slug, "object_id": str(harbour.pk),
        "chunk": str(harbour.pk // CHUNK),
    }  # fmt: skip
    objects["membership"] = {"object_id": str(recruiter.pk)}
    OrganizationFactory(name="Blocked Works", slug="blocked-works", is_blocked=True)
    objects["blocked"] = {"slug": "blocked-works"}
    save_profile(
        harbour, actor=owner, url="", overview="", benefits=["Free ferries"], links=[],
        logo=check_picture(png_of(64, 64)),
    )  # fmt: skip
    objects["pictured"] = {"slug": harbour.slug}


def _what_candidates_have(world: World, harbour: Organization) -> None:
    user, objects = world.people["candidate"], world.objects
    candidate = candidate_of(user)
    data = BACKEND_RESUME.encode()
    resume = keep_resume(candidate, read_resume(data, "Ines Falk.txt"), data=data)
    second = keep_resume(candidate, read_resume(data + b"\nWriting\n", "Older.txt"), data=data)
    for name, row in {"resume": resume, "second": second}.items():
        objects[name] = {"uid": str(row.uid), "object_id": str(row.pk)}
    resume = Resume.objects.get(pk=second.pk)
    posting = JobPosting.objects.get(uid=objects["open"]["uid"])
    sample = check_file(b"What I have made.", "sample.txt")
    sent = applications.Sending("I know ferries.", files={"work_sample": [sample]}, letters={"reference_letter": 1})
    application = applications.apply(candidate, posting, sent)
    objects["application"] = {"uid": str(application.uid)}
    objects["attachment"] = {"uid": str(application.attachments.get(is_letter=False).uid)}
    letter = letter_path(application.attachments.get(is_letter=True))
    objects["letter link"] = {"token": letter.rstrip("/").rsplit("/", 1)[1]}
    other = JobPosting.objects.get(uid=objects["pauses"]["uid"])
    objects["unsent"] = {"uid": str(applications.draft(candidate, other, applications.Sending("Not yet.")).uid)}
    facts = reviewing.read_facts(resume.text)
    reviewing.confirm_all(candidate, facts, "skill")
    FactCorrection.objects.create(candidate=candidate, kind="skill", key="rust", action="added", value={"name": "Rust"})
    services.set_saved(candidate, posting, saved=True)
    objects["search"] = {"pk": str(save_search(candidate, "q=sail").pk)}
    visibility.set_visibility(candidate, "applied")
    objects["block"] = {"pk": str(visibility.block_employer(candidate, name="Elsewhere Ltd", domain="").pk)}
    report = reports.report_posting(posting, reason="wrong", detail="Pay.", reporter=user, reporter_hash="x")
    objects["report"] = {"object_id": str(report.pk)}
    objects["candidate"] = {"object_id": str(candidate.pk)}
    objects["user"] = {"object_id": str(user.pk), "id": str(user.pk)}


def _what_waits(world: World, harbour: Organization) -> None:
    people, objects = world.people, world.objects
    OrganizationFactory(name="Imported Freight", slug="imported-freight")
    imported = Organization.objects.get(slug="imported-freight")
    claim = claims.claim_organization(people["candidate"], imported, message="I run the office.")
    objects["claim"] = {"uid": str(claim.uid), "object_id": str(claim.pk)}
    objects["imported"] = {"uid": str(imported.uid), "slug": imported.slug}
    invitation = team.invite(harbour, actor=people["owner"], email=people["candidate"].email, role="recruiter")
    link = Email.objects.get(kind="accounts/invitation").context["url"]  # its token stands nowhere else in clear
    token = link.rstrip("/").rsplit("/", 1)[1]
    objects["invitation"] = {"uid": str(harbour.uid), "invitation": str(invitation.uid), "token": token}
    StoringBackend().send_messages([EmailMessage("A letter", "For Ines Falk.", to=[people["candidate"].email])])
    objects["letter"] = {"name": latest_mail()[0].name}
    address = EmailAddress.objects.create(user=people["candidate"], email="second@people.example", verified=False)
    objects["confirmation"] = {"key": EmailConfirmationHMAC(address).key}
    objects["address"] = {"object_id": str(address.pk)}
    token = default_token_generator.make_token(people["candidate"])
    objects["reset"] = {"uidb36": user_pk_to_url_str(people["candidate"]), "key": token}


def _what_is_derived(world: World) -> None:
    objects = world.objects
    user = world.people["candidate"]
    recipient, _ = Recipient.objects.get_or_create(candidate=candidate_of(user), defaults={"email": user.email})
    setting, _ = AlertSetting.objects.get_or_create(recipient=recipient)
    objects["recipient"] = {"token": recipient.token, "object_id": str(recipient.pk)}
    posting = JobPosting.objects.get(uid=objects["open"]["uid"])
    alert, _ = Alert.objects.get_or_create(recipient=recipient, cluster=posting.cluster, defaults={"posting": posting})
    objects["email"] = {"object_id": str(Email.objects.earliest("pk").pk)}
    objects["alert setting"] = {"object_id": str(setting.pk)}
    objects["alert"] = {"object_id": str(alert.pk)}
    objects["processed posting"] = {"object_id": str(ProcessedPosting.objects.get(posting=posting).pk)}
    objects["processed resume"] = {"object_id": str(ProcessedResume.objects.earliest("pk").pk)}


def _the_rest_of_the_admin(world: World) -> None:
    objects = world.objects
    services.load_skills()
    pending = publish_text(Organization.objects.get(name="Elsewhere Ltd"), NURSE_POSTING.replace("Nurse", "Midwife"))
    services.hold(pending, reason="Look again.")
    outcome = decisions.decide_on_many([pending], "publish", actor=world.people["moderator"])
    objects["batch"] = {"batch": str(outcome.batch)}
    rows: Mapping[str, Any] = {
        "ban": bans.ban(kind="domain", value="scam-works.com", reason="A scam.", actor=None),
        "event": ModerationEvent.objects.filter(batch=outcome.batch).latest("pk"),
        "skill": Skill.objects.earliest("pk"),
        "skill candidate": SkillCandidate.objects.create(text="a skill nobody knows"),
        "source": Source.objects.create(name="A feed", kind="csv", token="feed"),
        "group": Group.objects.create(name="Readers"),
        "page": SitePage.objects.get(slug="terms"),
        "authenticator": totp.TOTP.activate(world.people["other candidate"], totp.generate_totp_secret()).instance,
    }
    for name, row in rows.items():
        objects[name] = {"object_id": str(row.pk)}
    OrganizationAlias.objects.create(organization=Organization.objects.get(slug="imported-freight"), name="IF")
    objects["page"]["slug"] = "terms"
    skill = Skill.objects.get(slug="python")
    posting = JobPosting.objects.get(uid=objects["open"]["uid"])
    PostingSkill.objects.filter(posting=posting, name=skill.name).update(skill=skill)
    objects["asked skill"] = {"slug": skill.slug, "chunk": str(skill.pk // CHUNK)}
    content_type = ContentType.objects.get_for_model(JobPosting)
    objects["view on site"] = {"content_type_id": str(content_type.pk), "object_id": objects["draft"]["object_id"]}


def dump() -> dict[str, list[str]]:
    """Table -> its rows as text, of the whole database, in an order of its own."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  table names come from the database itself
            found[table] = sorted(map(str, cursor.fetchall()))
    return found


@contextmanager
def undone() -> Iterator[CaptureQueriesContext]:
    """Whatever happens inside is taken back; the statements that were run can be asked for."""
    savepoint = transaction.savepoint()
    try:
        with CaptureQueriesContext(connection) as queries:
            yield queries
    finally:
        transaction.savepoint_rollback(savepoint)
