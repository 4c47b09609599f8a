"""What a posting's text says: its sections, their items, and the skills it names.

Services write these rows and bump the posting.
"""

from typing import Self

from django.db import models

from accounts.constraints import one_of
from postings.models.posting import JobPosting
from postings.models.vocabulary import Skill


class Importance(models.TextChoices):
    REQUIRED = "required", "Required"
    PREFERRED = "preferred", "Preferred"
    MENTIONED = "mentioned", "Mentioned"


class SectionKind(models.TextChoices):
    PREAMBLE = "preamble", "Introduction"
    ABOUT = "about", "About"
    SUMMARY = "summary", "Summary"
    RESPONSIBILITIES = "responsibilities", "Responsibilities"
    REQUIRED = "required", "Requirements"
    PREFERRED = "preferred", "Nice to have"
    SKILLS = "skills", "Skills"
    WRAPPER = "wrapper", "Heading above others"
    BENEFITS = "benefits", "Benefits"
    CULTURE = "culture", "Culture"
    COMPENSATION = "compensation", "Pay"
    APPLICATION = "application", "How to apply"
    PROCESS = "process", "Process"
    LEGAL = "legal", "Legal"
    LOGISTICS = "logistics", "Logistics"
    OTHER = "other", "Other"


class PostingSection(models.Model):
    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=16, choices=SectionKind)
    heading = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "position"], name="section_position_once"),
            one_of("kind", SectionKind, name="section_kind_known"),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()

    @property
    def shown_heading(self) -> str:
        """The employer's own heading, without the colon that a page does not need."""
        return self.heading.strip().rstrip(":") or self.get_kind_display()

    @property
    def is_all_requirements(self) -> bool:
        """Whether the match panel, which shows every requirement, says all that this section says."""
        items = list(self.items.all())
        return bool(items) and all(item.kind == PostingItemKind.REQUIREMENT for item in items)


class PostingItemKind(models.TextChoices):
    REQUIREMENT = "requirement", "Requirement"
    CONSTRAINT = "constraint", "Condition"
    DUTY = "duty", "Duty"
    BENEFIT = "benefit", "Benefit"
    FACT = "fact", "Text"


class PostingItem(models.Model):
    """One bullet, sentence or clause, verbatim. ``span`` gives its offsets in the posting's raw text, or null.

    ``asked`` is what the reader made of a sentence that asks something: ``reading.requirement.Asked`` as JSON.
    """

    Kind = PostingItemKind

    section = models.ForeignKey(PostingSection, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    span = models.JSONField(null=True, blank=True)
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.FACT)
    importance = models.CharField(max_length=9, choices=Importance, null=True, blank=True)
    is_readable = models.BooleanField(default=True)
    months_of_experience = models.PositiveSmallIntegerField(null=True, blank=True)
    minimum_count = models.PositiveSmallIntegerField(null=True, blank=True)
    skills = models.JSONField(default=list, blank=True)
    any_of = models.JSONField(default=list, blank=True)
    asked = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "position"], name="item_position_once"),
            one_of("kind", PostingItemKind, name="item_kind_known"),
            one_of("importance", Importance, name="item_importance_known", null=True),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PostingSkillSource(models.TextChoices):
    EXTRACTED = "extracted", "Found in the text"
    DECLARED = "declared", "Listed as a tag"
    HUMAN = "human", "Set by a person"


class PostingSkillQuerySet(models.QuerySet["PostingSkill"]):
    def asked(self) -> Self:
        """As ``PostingSkill.is_asked``."""
        return self.exclude(importance=Importance.MENTIONED, source=PostingSkillSource.EXTRACTED)


class PostingSkill(models.Model):
    Source = PostingSkillSource

    posting = models.ForeignKey(JobPosting, on_delete=models.CASCADE, related_name="posting_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="posting_skills", null=True, blank=True)
    name = models.CharField(max_length=120)
    importance = models.CharField(max_length=9, choices=Importance)
    source = models.CharField(max_length=9, choices=Source, default=Source.EXTRACTED)
    span = models.JSONField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PostingSkillQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "name"], name="posting_skill_once"),
            one_of("importance", Importance, name="posting_skill_importance_known"),
            one_of("source", PostingSkillSource, name="posting_skill_source_known"),
        ]
        indexes = [models.Index(fields=["skill", "posting"], name="posting_skill_by_skill")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_asked(self) -> bool:
        """Whether the posting asks for it, or a person or its own list of tags names it; a word that only stands in the text
        is no tag: a cooking app looks for no cook.
        """
        return self.importance != Importance.MENTIONED or self.source != PostingSkillSource.EXTRACTED
