"""What a posting can be: its states, and the values that its columns choose from."""

from datetime import datetime

from django.db import models

# The state of a published posting whose time is over. It is never stored.
EXPIRED = "expired"


class JobLocationType(models.TextChoices):
    ON_SITE = "ON_SITE", "On-site"
    HYBRID = "HYBRID", "Hybrid"
    TELECOMMUTE = "TELECOMMUTE", "Remote"


class Tristate(models.TextChoices):
    YES = "YES", "Yes"
    NO = "NO", "No"
    UNKNOWN = "UNKNOWN", "Not stated"


class SalaryDisclosure(models.TextChoices):
    STATED = "STATED", "Stated"
    NOT_STATED = "NOT_STATED", "Said to be not stated"
    TEXT_ONLY = "TEXT_ONLY", "In words only"


class JobPostingStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PENDING = "pending", "In review"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Live"
    PAUSED = "paused", "Paused"
    FILLED = "filled", "Filled"
    WITHDRAWN = "withdrawn", "Closed"
    REJECTED = "rejected", "Rejected"
    REMOVED = "removed", "Removed"


class JobPostingOrigin(models.TextChoices):
    EMPLOYER = "employer", "Posted here"
    FEED = "feed", "Imported"
    ADMIN = "admin", "Entered by a moderator"


class JobPostingDatePrecision(models.TextChoices):
    INSTANT = "instant", "To the second"
    DAY = "day", "To the day"
    RELATIVE = "relative", "Relative to the day it was copied"
    UNKNOWN = "unknown", "Not known"


class JobPostingExperienceLevel(models.TextChoices):
    INTERN = "INTERN", "Intern"
    ENTRY = "ENTRY", "Entry"
    MID = "MID", "Mid"
    SENIOR = "SENIOR", "Senior"
    STAFF = "STAFF", "Staff"
    PRINCIPAL = "PRINCIPAL", "Principal"
    LEAD = "LEAD", "Lead"
    MANAGER = "MANAGER", "Manager"
    DIRECTOR = "DIRECTOR", "Director"
    EXECUTIVE = "EXECUTIVE", "Executive"


def earliest_end(valid_through: datetime | None, listed_until: datetime | None) -> datetime | None:
    """When the clock takes a posting off the board: the employer's closing date or the board's renewal date; or never."""
    return min((end for end in (valid_through, listed_until) if end is not None), default=None)
