"""The moderators' desk: what the page of a posting shows beside its form, and the decisions that are sent from there."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Ban, Membership
from postings import assessing, decisions, permissions
from postings.comparing import LABELS, state_of, words
from postings.lifecycle import IllegalTransitionError
from postings.models import JobPosting, ModerationEvent, PostingItem, PostingReview, ProposedRevision

REASONS = Path(__file__).parent.parent / "data" / "reasons.toml"
STEPS = {
    "publish": "Publish", "reject": "Reject", "ask": "Ask", "submit": "Submit for review", "close": "Close", "remove": "Remove",
}  # fmt: skip
DONE = {
    "publish": "is on the board", "reject": "is rejected, and the employer is told why", "ask": "waits for an answer",
    "submit": "waits for review", "close": "is closed", "remove": "is removed",
}  # fmt: skip
KEYS = {"publish": "p", "reject": "r", "ask": "a"}
QUEUE_ORDER = (
    F("review__asked_at").asc(nulls_first=True), F("review__points").desc(nulls_last=True),
    F("review__waiting_since").asc(nulls_first=True), F("pk").asc(),
)  # fmt: skip
MOST_SHOWN = 10
MOST_EVENTS = 50
# What may come after a decision without making it too late to take it back.
NO_STEP = {ModerationEvent.Action.SETTLE_REPORT, ModerationEvent.Action.REDACT, ModerationEvent.Action.VIEW_RESUME}


@cache
def canned_reasons() -> dict[str, list[str]]:
    return tomllib.loads(REASONS.read_text("utf-8"))


def queue_of(postings: QuerySet[Any]) -> QuerySet[Any]:
    """What waits, the riskiest first and of those the oldest; whoever was asked something waits behind the rest."""
    rows = postings.filter(status=JobPosting.Status.PENDING)
    return rows.select_related("hiring_organization", "reading", "review__claimed_by").order_by(*QUEUE_ORDER)


def context_of(request: HttpRequest, posting: JobPosting) -> dict[str, Any]:
    """Everything that a moderator reads before deciding. The number of queries does not depend on what there is."""
    actor: Any = request.user
    posting = JobPosting.objects.for_page().get(pk=posting.pk)
    review = PostingReview.objects.filter(posting=posting).select_related("claimed_by").first()
    if review is not None and review.assessed_revision != posting.revision:
        review = None  # of an older text; the worker will look again
    history = _history(posting)
    return {
        "posting": posting,
        "review": review,
        "findings": review.findings if review else [],
        "holds": review is not None and assessing.holds(review),
        "steps": _steps(posting) if permissions.is_moderator(actor) else [],
        "claim_url": reverse("admin:postings_jobposting_claim", args=[posting.pk]),
        "decide_url": reverse("admin:postings_jobposting_decide", args=[posting.pk]),
        "claimed_by_other": decisions.claimed_by_other(review, actor),
        "facts": _facts(posting),
        "requirements": PostingItem.objects.filter(section__posting=posting, kind="requirement").order_by(
            "section__position", "position"
        ),
        "conflicts": posting.reading.conflicts,
        "compared": _compared(posting, history),
        "history": history,
        "others": _other_postings(posting),
        "twins": _twins(posting, review),
        "members": Membership.objects.filter(organization=posting.hiring_organization_id).count(),
        "bans": list(Ban.objects.active().filter(organization=posting.hiring_organization_id)),
        "reports": list(posting.reports.order_by("state", "-created_at")[:MOST_SHOWN]),
    }


def _steps(posting: JobPosting) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": label,
            "key": KEYS.get(name, ""),
            "needs_reason": name in decisions.WITH_REASON,
            "reasons": canned_reasons().get(name, []),
        }
        for name, label in STEPS.items()
        if decisions.may_follow(name, posting)
    ]


def _facts(posting: JobPosting) -> list[tuple[str, str]]:
    state = state_of(posting)
    facts = [(LABELS[name], words(name, state[name])) for name in LABELS if state.get(name)]
    return [(label, said) for label, said in facts if label not in {LABELS["text"], LABELS["requirements"]}]


def _history(posting: JobPosting) -> list[dict[str, Any]]:
    """The events, latest first; the last decision can be taken back for a while."""
    events = list(ModerationEvent.objects.filter(posting=posting).select_related("words", "actor")[:MOST_EVENTS])
    last = next((event for event in events if event.action not in NO_STEP), None)
    rows = []
    for event in events:
        may_undo = (
            event is last
            and event.action in decisions.UNDOES
            and "status" in event.before
            and decisions.is_recent(event)
        )
        names = dict.fromkeys([*event.before, *event.after])
        rows.append(
            {
                "event": event,
                "who": who(event),
                "changes": [
                    (LABELS.get(name, name), event.before.get(name, ""), event.after.get(name, "")) for name in names
                ],
                "undo_url": reverse("admin:postings_jobposting_undo", args=[event.pk]) if may_undo else "",
            }
        )
    return rows


def who(event: ModerationEvent) -> str:
    if event.actor_id is None:
        return "the board"
    return str(event.actor.name or event.actor.email) if event.actor is not None else "a deleted account"


def _compared(posting: JobPosting, history: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Before and after, side by side: the change that waits, else all edits since a moderator last decided."""
    waiting = ProposedRevision.objects.waiting().filter(posting=posting).first()
    if waiting is not None:
        return [(change["label"], change["old"], change["new"]) for change in waiting.changes]
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    decided = False
    for row in history:  # latest first
        event = row["event"]
        if event.action in {ModerationEvent.Action.PUBLISH, ModerationEvent.Action.REJECT}:
            decided = True
            break
        if event.action in {ModerationEvent.Action.EDIT, ModerationEvent.Action.ACCEPT}:
            for name, value in event.after.items():
                after.setdefault(name, value)
                before[name] = event.before.get(name, "")
    if not decided:
        return []  # nobody has seen it before: there is no before
    return [(LABELS[name], str(before[name]), str(after[name])) for name in LABELS if name in after]


def _other_postings(posting: JobPosting) -> list[JobPosting]:
    rows = JobPosting.objects.filter(hiring_organization=posting.hiring_organization_id).exclude(pk=posting.pk)
    return list(rows.select_related("hiring_organization").only("title", "status", "valid_through", "listed_until",
        "created_at", "hiring_organization__name", "hiring_organization__is_blocked").order_by("-pk")[:MOST_SHOWN])  # fmt: skip


def _twins(posting: JobPosting, review: PostingReview | None) -> list[JobPosting]:
    if review is None or not review.fingerprint:
        return []
    rows = JobPosting.objects.filter(review__fingerprint=review.fingerprint).exclude(pk=posting.pk)
    return list(rows.select_related("hiring_organization").order_by("-pk")[:MOST_SHOWN])


# What is sent from the pages


def decide(model_admin: admin.ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    """One decision on one posting; then the next of the queue, where one is asked for it."""
    posting, actor = _posting(model_admin, request, object_id), _moderator(request)
    step = request.POST.get("step", "")
    try:
        decisions.decide(posting, step, actor=actor, reason=_reason(request))
    except (ValidationError, IllegalTransitionError) as error:
        model_admin.message_user(request, _sentence(error), messages.ERROR)
        return redirect("admin:postings_jobposting_change", posting.pk)
    model_admin.message_user(request, f"“{posting.title}” {DONE[step]}.")
    if "next" in request.POST:
        return go_to_next(model_admin, request)
    return redirect("admin:postings_jobposting_change", posting.pk)


def claim(model_admin: admin.ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    posting, actor = _posting(model_admin, request, object_id), _moderator(request)
    try:
        if "release" in request.POST:
            decisions.release(posting, actor=actor)
        else:
            decisions.claim(posting, actor=actor)
    except ValidationError as error:
        model_admin.message_user(request, _sentence(error), messages.WARNING)
    return redirect("admin:postings_jobposting_change", posting.pk)


def go_to_next(model_admin: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Claim the first of the queue that nobody else looks at and whose employer owes no answer, and show it."""
    actor = _moderator(request)
    free = (
        Q(review=None)
        | Q(review__claimed_by=None)
        | Q(review__claimed_by=actor)
        | Q(review__claimed_until__lt=timezone.now())
    )
    for posting in queue_of(JobPosting.objects.filter(free, review__asked_at=None))[:MOST_SHOWN]:
        try:
            decisions.claim(posting, actor=actor)
        except ValidationError:  # somebody was faster
            continue
        return redirect("admin:postings_jobposting_change", posting.pk)
    model_admin.message_user(request, "Nothing else waits for review.")
    return redirect("admin:postings_pendingposting_changelist")


def undo(model_admin: admin.ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    """Take one decision back; ``object_id`` is that of its event."""
    actor = _moderator(request)
    event = ModerationEvent.objects.filter(pk=object_id, posting__isnull=False).first() if _is_id(object_id) else None
    if event is None:
        raise Http404
    try:
        decisions.undo(event, actor=actor)
    except ValidationError as error:
        model_admin.message_user(request, _sentence(error), messages.ERROR)
    else:
        model_admin.message_user(request, "The decision is taken back, and the employer is told.")
    return redirect("admin:postings_jobposting_change", event.posting_id)


def batch_page(model_admin: admin.ModelAdmin[Any], request: HttpRequest, batch: UUID) -> HttpResponse:
    """What one bulk act did; sent, it takes all of it back."""
    actor = _moderator(request)
    events = ModerationEvent.objects.filter(batch=batch).select_related(
        "words", "actor", "posting__hiring_organization"
    )
    if not events:
        raise Http404
    if request.method == "POST":
        outcome = decisions.undo_batch(batch, actor=actor)
        model_admin.message_user(request, f"{outcome.done} taken back.")
        for refused in outcome.refused[:MOST_SHOWN]:
            model_admin.message_user(request, refused, messages.WARNING)
        return redirect("admin:postings_jobposting_batch", batch)
    undone = ModerationEvent.objects.filter(
        posting__in=[event.posting_id for event in events], action="undo", pk__gt=max(event.pk for event in events)
    )
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{len(events)} decisions at once",
        "events": events,
        "opts": model_admin.opts,
        "undone": undone.count(),
        "until": min(event.created_at for event in events) + decisions.BATCH_UNDO_LASTS,
        "may_undo": any(event.action in decisions.UNDOES and decisions.is_recent(event) for event in events),
    }
    return TemplateResponse(request, "admin/postings/batch.html", context)


def decide_selected(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Any], step: str
) -> HttpResponse | None:
    """A bulk act: first how many it would change, then it is done under one number, by which it is taken back."""
    actor, reason = _moderator(request), _reason(request)
    if "confirmed" in request.POST and (reason or step not in decisions.WITH_REASON):
        outcome = decisions.decide_on_many(
            queryset.select_related("hiring_organization").order_by("pk"), step, actor=actor, reason=reason
        )
        for refused in outcome.refused[:MOST_SHOWN]:
            model_admin.message_user(request, refused, messages.WARNING)
        if not outcome.done:
            model_admin.message_user(request, "Nothing was changed.", messages.WARNING)
            return None
        model_admin.message_user(request, f"{STEPS[step]}: {outcome.done} done, {len(outcome.refused)} refused.")
        return redirect("admin:postings_jobposting_batch", outcome.batch)
    rows = list(queryset.select_related("hiring_organization").order_by("pk"))
    done, left = decisions.dry_run(rows, step)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{STEPS[step]}: {done} of {len(rows)} postings",
        "rows": rows,
        "done": done,
        "left": left,
        "step": step,
        "action": f"{step}_selected",
        "label": STEPS[step],
        "needs_reason": step in decisions.WITH_REASON,
        "reasons": canned_reasons().get(step, []),
        "opts": model_admin.opts,
        "asked": "confirmed" in request.POST,
    }
    return TemplateResponse(request, "admin/postings/decide.html", context)


def _posting(model_admin: admin.ModelAdmin[Any], request: HttpRequest, object_id: str) -> JobPosting:
    """Whoever may not decide learns nothing of what exists."""
    _moderator(request)
    posting = (
        JobPosting.objects.select_related("hiring_organization").filter(pk=object_id).first()
        if _is_id(object_id)
        else None
    )
    if posting is None:
        raise Http404
    return posting


def _moderator(request: HttpRequest) -> Any:
    if request.method not in {"POST", "GET"} or not permissions.is_moderator(request.user):
        raise PermissionDenied
    return request.user


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _reason(request: HttpRequest) -> str:
    """What was written, else what was chosen."""
    return (request.POST.get("reason", "") or request.POST.get("canned", "")).strip()


def _sentence(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
