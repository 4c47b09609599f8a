"""Files that belong to an application: what may come in, who may fetch it, and letters that others send by a private link."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import quote

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from postings.models import Application, ApplicationAttachment, ApplicationEvent
from reading.documents.file_type import kind_of
from reading.resumes import Refused

LARGEST = 5 * 1024 * 1024
MOST_FILES = 10
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
}
IMAGES = {b"\x89PNG\r\n\x1a\n": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg")}
IMAGE_ENDINGS = {"png": "png", "jpg": "jpg", "jpeg": "jpg"}
LETTER_LIFETIME = timedelta(days=60)
SALT = "postings.letters"
GONE = "This link has run out, or the application it belongs to was taken back. Nothing was uploaded."
ARRIVED = "This letter has arrived already. Whoever asked you for it need not do anything."


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file whose content is what its name says."""

    data: bytes
    name: str
    mime: str


def check_file(data: bytes, name: str) -> CheckedFile:
    """Raise ValidationError with a sentence where a file is too large, empty, or not what its name says."""
    check_size(len(data), name)
    ending = IMAGE_ENDINGS.get(name.rpartition(".")[2].lower())
    if ending is not None:
        for start, (kind, mime) in IMAGES.items():
            if data.startswith(start) and kind == ending:
                return CheckedFile(data, _shown(name), mime)
        raise ValidationError(f"“{_shown(name)}” is not the picture that its name says.")
    try:
        kind = kind_of(data, name)
    except Refused as refused:
        raise ValidationError(f"“{_shown(name)}” was not taken. {_sentence(refused)}") from None
    if kind not in MIMES:
        raise ValidationError(f"“{_shown(name)}” was not taken. {_sentence(Refused('not_a_document'))}")
    return CheckedFile(data, _shown(name), MIMES[kind])


def check_size(size: int, name: str) -> None:
    """Raise ValidationError with a sentence where a file is too large; to be asked before it is read."""
    if size > LARGEST:
        raise ValidationError(f"“{_shown(name)}” has {size / 1024 / 1024:.1f} MB. A file may have at most 5 MB.")


def _sentence(refused: Refused) -> str:
    if refused.kind == "not_a_document":
        return "Its content is not what its name says. Send a PDF, Word (.docx), text, PNG or JPEG file."
    return refused.message


def _shown(name: str) -> str:
    """The file's own name, without folders or control characters, short enough to show."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable()).strip()[:120] or "file"


def keep(application: Application, material: str, file: CheckedFile) -> ApplicationAttachment:
    row = ApplicationAttachment(
        application=application, material=material, filename=file.name, mime=file.mime, received_at=timezone.now()
    )
    row.file.save("file", ContentFile(file.data), save=False)
    row.save()
    return row


def ask_for_letters(application: Application, material: str, number: int) -> None:
    """Have so many private links ready for letters of others; those there are already stay."""
    there = application.attachments.filter(is_letter=True, material=material).count()
    expires = timezone.now() + LETTER_LIFETIME
    ApplicationAttachment.objects.bulk_create(
        ApplicationAttachment(application=application, material=material, is_letter=True, expires_at=expires)
        for _ in range(max(0, number - there))
    )


def letter_path(row: ApplicationAttachment) -> str:
    """The private address at which one letter is uploaded. Whoever holds it may upload once, and sees nothing else."""
    return reverse("postings:letter", args=[signing.dumps(str(row.uid), salt=SALT)])


def open_letter(token: str) -> ApplicationAttachment:
    """The letter that a link asks for. Raises ValidationError with a sentence where the link is of no use any more."""
    try:
        uid = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise ValidationError(GONE) from None
    rows = ApplicationAttachment.objects.select_related("application__candidate__user", "application__posting")
    row = rows.filter(uid=uid, is_letter=True).first()
    if row is None or row.application.state == Application.State.WITHDRAWN:
        raise ValidationError(GONE)
    if row.received_at is not None:
        raise ValidationError(ARRIVED)
    if row.expires_at is None or row.expires_at <= timezone.now():
        raise ValidationError(GONE)
    return row


def receive_letter(row: ApplicationAttachment, file: CheckedFile) -> None:
    """Store a letter. Of two uploads at once the first counts. Raises ValidationError where it has come already."""
    with transaction.atomic():
        rows = ApplicationAttachment.objects.select_for_update().filter(pk=row.pk, received_at=None)
        waiting = rows.first()
        if waiting is None:
            raise ValidationError(ARRIVED)
        waiting.filename, waiting.mime, waiting.received_at = file.name, file.mime, timezone.now()
        waiting.file.save("file", ContentFile(file.data), save=False)
        waiting.save()
        ApplicationEvent.objects.create(application=row.application, kind=ApplicationEvent.Kind.LETTER)


def delete(rows: QuerySet[ApplicationAttachment]) -> None:
    """The rows, and after the commit their files."""
    for row in rows:
        if row.file:
            transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))
    rows.delete()


def forget_files_of(user: User) -> None:
    """What a person who leaves has sent along goes with their applications, which the database deletes."""
    delete(ApplicationAttachment.objects.filter(application__candidate__user=user))


def download(row: ApplicationAttachment) -> HttpResponse:
    """A file to keep: never shown inline, never sniffed, never run."""
    with row.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=row.mime)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.filename)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
