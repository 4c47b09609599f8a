"""People, organizations, what candidates want, and their resumes. The table of sessions belongs to this app, too."""

from accounts.models.bans import Ban, BanKind
from accounts.models.candidates import (
    BlockedEmployer,
    Candidate,
    CandidateAlertFrequency,
    CandidatePlace,
    CandidateSponsorship,
    PayUnit,
    ResumeVisibility,
)
from accounts.models.emails import Email, EmailState
from accounts.models.memberships import (
    EDITING_ROLES,
    Invitation,
    Membership,
    MembershipRole,
    OrganizationClaim,
    OrganizationClaimState,
)
from accounts.models.organizations import Organization, OrganizationAlias, OrganizationOrigin, name_key
from accounts.models.pages import SitePage
from accounts.models.resumes import FactAction, FactCorrection, FactKind, Resume, ResumeStatus, Visit, resume_path
from accounts.models.users import Consent, User
from accounts.sessions import Session

__all__ = [
    "EDITING_ROLES",
    "Ban",
    "BanKind",
    "BlockedEmployer",
    "Candidate",
    "CandidateAlertFrequency",
    "CandidatePlace",
    "CandidateSponsorship",
    "Consent",
    "Email",
    "EmailState",
    "FactAction",
    "FactCorrection",
    "FactKind",
    "Invitation",
    "Membership",
    "MembershipRole",
    "Organization",
    "OrganizationAlias",
    "OrganizationClaim",
    "OrganizationClaimState",
    "OrganizationOrigin",
    "PayUnit",
    "Resume",
    "ResumeStatus",
    "ResumeVisibility",
    "Session",
    "SitePage",
    "User",
    "Visit",
    "name_key",
    "resume_path",
]
