"""Actions on selected rows: each calls a verb and says what it refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from postings.lifecycle import IllegalTransitionError


def do_each(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any], verb: Callable[[Any], Any], done: str
) -> None:
    """Do a verb to each row, and say how many worked and how many were refused."""
    worked, refused = 0, 0
    for row in rows:
        try:
            verb(row)
            worked += 1
        except (IllegalTransitionError, ValidationError):
            refused += 1
    if worked:
        model_admin.message_user(request, f"{worked} {done}.")
    if refused:
        model_admin.message_user(request, f"{refused} refused: not in a state that allows it.", messages.WARNING)


def ask_reason(
    model_admin: admin.ModelAdmin[Any],
    request: HttpRequest,
    queryset: QuerySet[Any],
    action: str,
    title: str,
    verb: Callable[[Any, str], Any],
    done: str,
) -> HttpResponse | None:
    """Do a verb that needs a reason to each row; without one, ask for it."""
    reason = request.POST.get("reason", "").strip()
    if reason:
        do_each(model_admin, request, queryset, lambda row: verb(row, reason), done)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{title} {queryset.count()} {model_admin.opts.verbose_name}(s)",
        "rows": queryset,
        "recipient": "the employer",
        "action": action,
        "verb": title,
        "opts": model_admin.opts,
        "asked": "reason" in request.POST,
    }
    return TemplateResponse(request, "admin/reason.html", context)
