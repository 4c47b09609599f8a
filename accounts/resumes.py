"""Resumes: taking one in, keeping a visitor's sealed, and what the page says about it."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Candidate, FactCorrection, Resume, Visit
from reading import resumes as resume_reader
from reading.resume.corrections import Correction
from reading.resumes import Extracted, ResumeFacts

SkillFinder = Callable[[str], Iterable[tuple[str, int, int]]]

VISIT_COOKIE = "visit"
MAX_RESUMES = 5
MAX_CORRECTIONS = 1000
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}

_skill_finder: SkillFinder | None = None


def register_skill_finder(find: SkillFinder) -> None:
    """The page above (postings) owns the vocabulary; it registers here how to find skills in a text."""
    global _skill_finder
    _skill_finder = find


def skill_finder() -> SkillFinder | None:
    return _skill_finder


@dataclass(frozen=True, slots=True)
class ReadResume:
    """A resume that was read: its text with numbered lines, and ``said``, what its owner said of the facts in it where
    the file carries that (our own export does).
    """

    title: str
    kind: str
    text: str
    flags: tuple[str, ...]
    derived: dict[str, Any] = field(default_factory=dict)
    said: tuple[Correction, ...] = ()

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


def read_resume(data: bytes, filename: str) -> ReadResume:
    """Read an uploaded file. Raises ``resume_reader.Refused``, whose message is the sentence for the person."""
    return _understand(resume_reader.read_file(data, filename), filename)


def read_pasted_resume(text: str) -> ReadResume:
    """Read pasted text. Raises ``resume_reader.Refused``."""
    return _understand(resume_reader.read_text(text), "Pasted resume")


def parse_facts(extracted: Extracted, *, today: date | None = None) -> ResumeFacts:
    """``today`` is what "present" means in a role's dates; by default the day it is."""
    return resume_reader.parse(extracted, today=today or timezone.localdate(), find_skills=_skill_finder)


def _understand(extracted: Extracted, title: str) -> ReadResume:
    return ReadResume(
        title=_plain_name(title),
        kind=extracted.kind,
        text=extracted.text,
        flags=tuple(extracted.flags),
        said=extracted.said,
    )


def _plain_name(filename: str) -> str:
    """The file's own name, without folders or control characters, short enough to show."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable()).strip()[:120] or "Resume"


def keep_resume(candidate: Candidate, read: ReadResume, *, data: bytes | None, make_primary: bool = True) -> Resume:
    """Store a resume of a candidate; the newest is the one matched unless said otherwise."""
    digest = hashlib.sha256(data if data is not None else read.text.encode()).hexdigest()
    with transaction.atomic():
        existing = candidate.resumes.filter(sha256=digest).first()
        if make_primary:
            candidate.resumes.filter(is_primary=True).exclude(sha256=digest).update(is_primary=False)
        resume = existing or Resume(candidate=candidate, sha256=digest)
        resume.title = resume.filename = read.title
        resume.mime = MIMES.get(read.kind, "")
        resume.text, resume.flags = read.text, list(read.flags)
        resume.parse_version = resume_reader.VERSION
        resume.status = Resume.Status.PARSED
        resume.is_primary = make_primary or resume.is_primary
        if data is not None and not resume.file:
            resume.file.save("resume", ContentFile(data), save=False)
        resume.save()
        _take_over(candidate, read.said)
        surplus = list(candidate.resumes.filter(is_primary=False).order_by("-created_at")[MAX_RESUMES - 1 :])
    for old in surplus:
        delete_resume(old)
    return resume


def _take_over(candidate: Candidate, corrections: Iterable[Correction]) -> None:
    """What an exported resume carries of its owner's word, where they have not spoken here."""
    present = FactCorrection.objects.filter(candidate=candidate).count()
    FactCorrection.objects.bulk_create(
        [
            FactCorrection(
                candidate=candidate, kind=c.kind, key=c.key, action=c.action, value=dict(c.value), evidence=c.evidence
            )
            for c in list(corrections)[: max(0, MAX_CORRECTIONS - present)]
        ],
        ignore_conflicts=True,  # unique (candidate, kind, key): what they said here holds
    )


def _forget_lines(candidate_id: int) -> None:
    """No line of a resume that is gone stays behind in what its owner said."""
    texts = list(Resume.objects.filter(candidate=candidate_id).values_list("text", flat=True))
    rows = FactCorrection.objects.filter(candidate=candidate_id)
    if not texts:
        rows.delete()
        return
    lines = {line.strip() for text in texts for line in text.split("\n")}
    for row in rows:
        before = row.previous.get("evidence", "")
        if (row.evidence and row.evidence not in lines) or (before and before not in lines):
            row.evidence = row.evidence if row.evidence in lines else ""
            row.previous = {**row.previous, "evidence": before if before in lines else ""} if row.previous else {}
            row.save(update_fields=["evidence", "previous"])


def rename_resume(resume: Resume, title: str) -> None:
    Resume.objects.filter(pk=resume.pk).update(title=_plain_name(title))


def choose_resume(resume: Resume) -> None:
    """Make this one the resume that is matched."""
    with transaction.atomic():
        Resume.objects.filter(candidate=resume.candidate_id, is_primary=True).exclude(pk=resume.pk).update(
            is_primary=False
        )
        Resume.objects.filter(pk=resume.pk).update(is_primary=True)


def delete_resume(resume: Resume) -> None:
    """The row, all that is derived from it, and the file. What its owner said of the facts stays while another resume
    needs it, without the lines of this one, and goes with the last.
    """
    file = resume.file
    with transaction.atomic():
        candidate_id = resume.candidate_id
        resume.delete()
        _forget_lines(candidate_id)
        if file:
            transaction.on_commit(lambda: file.storage.delete(str(file.name)))


# A visitor's resume. The server keeps a sealed blob; the key that opens it is in the visitor's cookie and nowhere else.


def seal_visit(response: HttpResponse, read: ReadResume, *, derived: dict[str, Any]) -> None:
    """Keep ``read``, and what was derived from it, for the visit and hand the key to the browser."""
    token, key = secrets.token_urlsafe(16), Fernet.generate_key()
    payload = json.dumps(
        {
            "title": read.title,
            "kind": read.kind,
            "text": read.text,
            "flags": list(read.flags),
            "derived": derived,
            "said": [asdict(correction) for correction in read.said],
        }
    )
    Visit.objects.create(
        token_hash=_hash(token),
        sealed=Fernet(key).encrypt(payload.encode()),
        expires_at=timezone.now() + settings.VISIT_LIFETIME,
    )
    _hand_key(response, f"{token}.{key.decode()}")


def open_visit(request: HttpRequest) -> ReadResume | None:
    """The visitor's resume, or None without a cookie, with a wrong one, or after the visit has ended."""
    if hasattr(request, "_visit_resume"):
        return request._visit_resume  # type: ignore[no-any-return]
    read = None
    token, _, key = request.COOKIES.get(VISIT_COOKIE, "").partition(".")
    if token and key:
        now = timezone.now()
        visit = Visit.objects.alive(now).filter(token_hash=_hash(token)).first()
        read = _unseal(visit, key) if visit else None
        if read and visit and visit.expires_at - now < settings.VISIT_LIFETIME / 2:
            Visit.objects.filter(pk=visit.pk).update(expires_at=now + settings.VISIT_LIFETIME)
    request._visit_resume = read  # type: ignore[attr-defined]
    return read


def _unseal(visit: Visit, key: str) -> ReadResume | None:
    try:
        payload = json.loads(Fernet(key.encode()).decrypt(bytes(visit.sealed)))
    except (InvalidToken, ValueError):
        return None
    return ReadResume(
        title=payload["title"],
        kind=payload["kind"],
        text=payload["text"],
        flags=tuple(payload["flags"]),
        derived=payload["derived"],
        said=tuple(Correction(**correction) for correction in payload["said"]),
    )


def forget_visit(request: HttpRequest) -> None:
    """Forget the visitor's resume at once."""
    token = request.COOKIES.get(VISIT_COOKIE, "").partition(".")[0]
    if token:
        Visit.objects.filter(token_hash=_hash(token)).delete()
    request._visit_resume = None  # type: ignore[attr-defined]


def end_visit(request: HttpRequest, response: HttpResponse) -> None:
    """Forget the visitor's resume, and take the key back from the browser."""
    forget_visit(request)
    response.delete_cookie(VISIT_COOKIE)


def forget_ended_visits(now: datetime | None = None) -> int:
    return Visit.objects.filter(expires_at__lte=now or timezone.now()).delete()[0]


def _hand_key(response: HttpResponse, value: str) -> None:
    response.set_cookie(VISIT_COOKIE, value, httponly=True, samesite="Lax", secure=settings.HTTPS)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
