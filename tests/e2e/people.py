"""The four persons of the tests, made inside a running board."""

from accounts.models import Candidate, Membership, User
from accounts.organizations import resolve_organization
from accounts.services import candidate_of
from jobboard.founding import verify_email, write_pages
from tests.factories import PASSWORD

CANDIDATE, EMPLOYER, MODERATOR = "candidate@people.example", "employer@people.example", "moderator@people.example"


def make() -> None:
    write_pages()
    for email in (CANDIDATE, EMPLOYER):
        verify_email(User.objects.create_user(email, PASSWORD, name="Somebody"))
    verify_email(User.objects.create_superuser(MODERATOR, PASSWORD))
    organization = resolve_organization("Harbour Software")
    Membership.objects.create(
        organization=organization, user=User.objects.get(email=EMPLOYER), role=Membership.Role.OWNER
    )
    person = candidate_of(User.objects.get(email=CANDIDATE))
    Candidate.objects.filter(pk=person.pk).update(alert_frequency="instant", alert_min_score=20)
