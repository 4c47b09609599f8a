"""The resume that a request's person is matched with: the one place that knows visitor from member."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.http import HttpRequest

from accounts import resumes
from accounts.models import Candidate, Resume
from accounts.reviewing import corrections_of
from matching import (
    core,
    engine,
    extraction,
    feature_cache,
)
from matching.models import EvidenceClaim

# Kinds of text that no reader of the file can see, and why a line that is seen may still never count.
HIDDEN_WORDS = {
    "invisible_text": "text that cannot be seen",
    "tiny_text": "text too small to read",
    "off_page_text": "text beside the page",
}


SET_ASIDE_WORDS = {
    "markup": "of code",
    "instruction": "written for a machine instead of a reader",
    "repeated": "of repeated words",
}


@dataclass(frozen=True, slots=True)
class CurrentResume:
    """``is_kept`` False: a visitor's, gone with the visit. ``is_updating``: a newer text, preference or claim waits to be processed.
    ``shown``: what the owner has said of rows, by posting.
    """

    title: str
    skill_count: int
    role_count: int
    features: core.ResumeFeatures = field(repr=False)
    preferences: core.Preferences | None = field(repr=False)
    lines: list[str] = field(repr=False)
    is_kept: bool
    is_updating: bool = False
    flags: tuple[str, ...] = ()
    candidate_id: int | None = None
    revision: int | None = None
    alert_line: int | None = None
    candidate: Candidate | None = field(default=None, repr=False)
    shown: Mapping[int, extraction.Words] = field(default_factory=dict, repr=False)

    @property
    def notices(self) -> list[str]:
        """What was left out of the file or never counts, in words; for its owner alone."""
        sentences = [words for flag, words in HIDDEN_WORDS.items() if flag in self.flags]
        counted = Counter(self.features.set_aside.values())
        return sentences + [
            f"{counted[reason]} line{'' if counted[reason] == 1 else 's'} {words}"
            for reason, words in SET_ASIDE_WORDS.items()
            if counted[reason]
        ]


def current_resume(request: HttpRequest) -> CurrentResume | None:
    """The member's current resume, else what a visitor dropped during this visit, else None."""
    if not hasattr(request, "_current_resume"):
        request._current_resume = _member_resume(request) or _visitor_resume(request)  # type: ignore[attr-defined]
    return request._current_resume  # type: ignore[attr-defined,no-any-return]


def _member_resume(request: HttpRequest) -> CurrentResume | None:
    if not request.user.is_authenticated:
        return None
    rows = Resume.objects.primary().filter(candidate__user=request.user)
    followed = F("features_row__preferences_revision")
    resume: Any = rows.select_related("candidate__user").annotate(followed=followed).first()
    if resume is None:
        return None
    stored = feature_cache.features_of_resume(resume.pk)
    features = stored[1] if stored else extraction.resume_features(resume.text, corrections_of(resume.candidate))
    return CurrentResume(
        title=str(resume),
        skill_count=len(features.skills),
        role_count=role_count(features),
        features=features,
        preferences=extraction.preferences_of(resume.candidate),
        lines=resume.text.split("\n"),
        is_kept=True,
        is_updating=stored is None or stored[0] < resume.revision or (resume.followed or 0) < resume.candidate.revision,
        flags=tuple(resume.flags),
        candidate_id=resume.candidate_id,
        revision=resume.revision,
        alert_line=resume.candidate.alert_min_score,
        candidate=resume.candidate,
        shown=EvidenceClaim.objects.filter(candidate=resume.candidate_id).words().get(resume.candidate_id, {}),
    )


def _visitor_resume(request: HttpRequest) -> CurrentResume | None:
    read = resumes.open_visit(request)
    if read is None:
        return None
    derived = read.derived.get("features") if read.derived.get("engine") == engine.version() else None
    features = core.ResumeFeatures.from_json(derived) if derived else features_of(read)
    return CurrentResume(
        title=read.title,
        skill_count=len(features.skills),
        role_count=role_count(features),
        features=features,
        preferences=None,
        lines=read.lines,
        is_kept=False,
        flags=read.flags,
    )


def role_count(features: core.ResumeFeatures) -> int:
    """The jobs read; neither the headline nor a guessed title is one."""
    return sum(1 for role in features.roles if not role.guessed and role.first_month is not None)


def features_to_seal(read: resumes.ReadResume) -> dict[str, Any]:
    """What is sealed beside a visitor's resume, so that the next page need not compute it again."""
    return {"engine": engine.version(), "features": features_of(read).to_json()}


def features_of(read: resumes.ReadResume) -> core.ResumeFeatures:
    return extraction.resume_features(read.text, read.said)
