"""A posting with its rows and its reading, the skill vocabulary, where postings come from, and what moderators did.

Field names follow schema.org JobPosting in snake case. A null or empty value means "not stated", never "no".
"""

from postings.models.applications import (
    Application,
    ApplicationAttachment,
    ApplicationEvent,
    HiddenPosting,
    PostingVisit,
    SavedJob,
)
from postings.models.content import (
    Importance,
    PostingItem,
    PostingSection,
    PostingSkill,
    SectionKind,
)
from postings.models.employment import EmploymentType, PostingEmploymentType
from postings.models.events import ModerationEvent, ModerationSeal, ModerationWords
from postings.models.locations import JobLocation
from postings.models.moderation import ProposedRevision, Report
from postings.models.posting import JobPosting, PendingPosting, earliest_end, text_hash, title_key
from postings.models.posting_choices import EXPIRED, JobLocationType, SalaryDisclosure, Tristate
from postings.models.reading import PostingReading
from postings.models.reviews import PostingReview
from postings.models.salaries import BaseSalary
from postings.models.sources import PostingSource, Source, SourceRun
from postings.models.vocabulary import Skill, SkillCandidate

__all__ = [
    "EXPIRED",
    "Application",
    "ApplicationAttachment",
    "ApplicationEvent",
    "BaseSalary",
    "EmploymentType",
    "HiddenPosting",
    "Importance",
    "JobLocation",
    "JobLocationType",
    "JobPosting",
    "ModerationEvent",
    "ModerationSeal",
    "ModerationWords",
    "PendingPosting",
    "PostingEmploymentType",
    "PostingItem",
    "PostingReading",
    "PostingReview",
    "PostingSection",
    "PostingSkill",
    "PostingSource",
    "PostingVisit",
    "ProposedRevision",
    "Report",
    "SalaryDisclosure",
    "SavedJob",
    "SectionKind",
    "Skill",
    "SkillCandidate",
    "Source",
    "SourceRun",
    "Tristate",
    "earliest_end",
    "text_hash",
    "title_key",
]
