"""People, organizations, postings and resumes of our own invention."""

import struct
import zlib
from typing import Any

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import Membership, Organization, Resume, User, name_key
from accounts.resumes import keep_resume, read_pasted_resume
from accounts.services import candidate_of
from postings import services
from postings.models import JobPosting

PASSWORD = "a-long-enough-password"

BACKEND_POSTING = """\
Backend Engineer

Harbour Software

Full-time
Hybrid
Hamburg, Germany
€65,000 - €80,000 a year

About us

Harbour Software builds booking systems for ferry lines.

Responsibilities

• Design and run web services that ferry lines rely on.
• Keep the test suite honest and fast.

Requirements

• At least 3 years of experience with Python.
• Experience with PostgreSQL and Django.
• You write tests for what you build.

Nice to have

• Experience with Kubernetes.
• Knowledge of German.
"""

NURSE_POSTING = """\
Registered Nurse

Northlight Clinic

Part-time
On-site
Leeds, United Kingdom

Requirements

• Valid registration as a nurse.
• Two years of experience on a surgical ward.
• Experience with wound care.

Benefits

• Paid training days
"""

BACKEND_RESUME = """\
Ines Falk
ines.falk@people.example
+49 40 5550100

Summary
Backend developer who likes small services and good tests.

Experience
Backend Developer, Kranich Systems
March 2019 - present
Built web services with Python and Django on PostgreSQL.
Wrote the test suite with pytest and moved releases to Kubernetes.

Education
BSc Computer Science, 2018

Skills
Python, Django, PostgreSQL, Kubernetes, Docker, Git

Languages
German (native), English (fluent)
"""


def png_of(wide: int, high: int, *, text: bytes = b"") -> bytes:
    """A grey picture, with a text beside it where one is given."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * wide) * high)
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    beside = chunk(b"tEXt", b"Comment\0" + text) if text else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + beside + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@people.example")
    name = "Somebody"

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **_: Any) -> None:
        self.set_password(extracted or PASSWORD)
        if create:
            self.save()


class OrganizationFactory(DjangoModelFactory[Organization]):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Organization {n}")
    slug = factory.LazyAttribute(lambda o: name_key(o.name).replace(" ", "-"))


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)
    role = Membership.Role.OWNER


def verified(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def draft_text(organization: Organization | None, text: str = BACKEND_POSTING, **options: Any) -> JobPosting:
    return services.create_posting(organization, text, **options)


def publish_text(organization: Organization | None, text: str = BACKEND_POSTING, **options: Any) -> JobPosting:
    """A posting on the board, through the same steps as any."""
    posting = draft_text(organization, text, **options)
    services.submit(posting, actor=None)
    return services.publish(posting, actor=None)


def resume_of(user: User, text: str = BACKEND_RESUME) -> Resume:
    return keep_resume(candidate_of(user), read_pasted_resume(text), data=None)
