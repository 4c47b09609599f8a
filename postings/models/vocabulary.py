"""The skill vocabulary as rows, and tags it does not know yet."""

from django.db import models

from accounts.constraints import one_of


class SkillStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    DEPRECATED = "deprecated", "Deprecated"


class SkillOrigin(models.TextChoices):
    VOCABULARY = "vocabulary", "Vocabulary file"
    ADMIN = "admin", "Added by a moderator"


class Skill(models.Model):
    """A named ability of the vocabulary (reading/data/skills.toml) or one a moderator added."""

    Status = SkillStatus
    Origin = SkillOrigin

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.VOCABULARY)

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("status", SkillStatus, name="skill_status_known"),
            one_of("origin", SkillOrigin, name="skill_origin_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SkillCandidate(models.Model):
    """A declared tag the vocabulary does not know: a suggestion for moderators, weight 0 until accepted."""

    key = models.CharField(max_length=120, unique=True)
    text = models.CharField(max_length=120)
    count = models.PositiveIntegerField(default=1)
    examples = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-count", "key"]

    def __str__(self) -> str:
        return self.text
