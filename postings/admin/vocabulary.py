"""The skills that the board knows, and those it does not."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from postings.admin.restrictions import NoDeletion
from postings.models import Skill, SkillCandidate


@admin.register(Skill)
class SkillAdmin(NoDeletion):
    """A skill that is not wanted any more is deprecated: postings name it, and the vocabulary file would bring it back."""

    list_display = ("name", "slug", "kind", "status", "origin")
    list_filter = ("kind", "status", "origin")
    search_fields = ("name", "slug")


@admin.register(SkillCandidate)
class SkillCandidateAdmin(NoDeletion):
    """What postings ask for and the vocabulary does not know, counted by the board; to be read."""

    list_display = ("text", "count")
    search_fields = ("text",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
