"""The closed lists of values that columns of a posting take."""

from django.db import models


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


# The state of a published posting whose time is over. It is never stored.
EXPIRED = "expired"


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
