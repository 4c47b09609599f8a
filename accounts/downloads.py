"""Resumes as files to keep. A link to one works for a few minutes, for the person whose page showed it."""

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from accounts.models import Resume, User

LINK_LIFETIME = 600  # seconds
signer = TimestampSigner(salt="accounts.downloads")


def sign(user: User, uid: object) -> str:
    """The key for one person's link to one file."""
    what = f"{user.pk}:{uid}"
    return signer.sign(what)[len(what) + 1 :]


def check(request: HttpRequest, uid: object) -> None:
    """Raise PermissionDenied with a sentence where the link is too old, or was shown to somebody else."""
    try:
        signer.unsign(f"{request.user.pk}:{uid}:{request.GET.get('key', '')}", max_age=LINK_LIFETIME)
    except BadSignature:
        words = "This link has run out. Open the page that shows the resume again and download it from there."
        raise PermissionDenied(words) from None


def resume_download(resume: Resume) -> HttpResponse:
    """A resume as it was uploaded, of a pasted one its text: never shown inline, never sniffed, never run."""
    body = resume.text.encode()
    if resume.file:
        with resume.file.open("rb") as file:
            body = file.read()
    response = HttpResponse(body, content_type=resume.mime if resume.file else "text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(resume.filename or 'resume.txt')}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
