"""Where postings come from."""

from django.contrib import admin

from postings.admin.restrictions import LINKS_ARE_HTTPS, NoDeletion, ReadOnlyInline
from postings.models import Source, SourceRun


class SourceRunInline(ReadOnlyInline):
    model = SourceRun
    fields = ("started_at", "finished_at", "outcome", "counts", "error")
    readonly_fields = fields


@admin.register(Source)
class SourceAdmin(NoDeletion):
    """A source that is not wanted any more is disabled: without it the board would not know which copies it has."""

    formfield_overrides = LINKS_ARE_HTTPS
    list_display = ("name", "kind", "token", "trust", "is_enabled", "consecutive_failures")
    list_filter = ("kind", "trust", "is_enabled")
    inlines = (SourceRunInline,)
