"""Why a resume was not read, and the sentence the person sees."""

from typing import Final, Literal

from reading.documents.limits import MAX_FILE_BYTES, MAX_PAGES, MAX_UNPACKED_BYTES

Kind = Literal["too_large", "not_a_document", "encrypted", "no_text", "damaged", "too_complex", "busy"]

_MB: Final = 1024 * 1024

EMPTY: Final = "This file is empty."
UNKNOWN_TYPE: Final = "This does not look like a PDF, Word (.docx) or text file."
OLD_WORD: Final = "Please save as .docx or PDF."
NOT_A_RESUME_JSON: Final = "This JSON file is not a JSON Resume. Upload a PDF, Word (.docx) or text file instead."
TEXT_TOO_LONG: Final = "This text is too long for a resume (limit: 200 KB of text)."
GARBLED: Final = "The text in this file cannot be read (its letters are scrambled). Paste your text instead."

SENTENCES: Final[dict[Kind, str]] = {
    "too_large": f"Files may be up to {MAX_FILE_BYTES // _MB} MB.",
    "not_a_document": UNKNOWN_TYPE,
    "encrypted": "This PDF is locked with a password; remove it and upload again.",
    "no_text": "We found no text in this file (it may be a scan). Paste your text instead.",
    "damaged": "This file is damaged and cannot be opened. Try exporting it again or paste the text.",
    "too_complex": (
        f"This file is too complex to read (limit: {MAX_PAGES} pages, {MAX_UNPACKED_BYTES // _MB} MB unpacked). "
        "Try exporting it again or paste the text."
    ),
    "busy": "Many resumes are being read right now. Please try again in a minute.",
}


class Refused(Exception):  # noqa: N818 - a refusal is an answer, the name its callers use
    """The file or text was not read; nothing of it may be stored.

    `kind` is for programs, `message` is one or two sentences for the person.
    """

    def __init__(self, kind: Kind, message: str | None = None) -> None:
        self.kind: Kind = kind
        self.message = message or SENTENCES[kind]
        super().__init__(self.message)


class Busy(Refused):
    """The host already reads as many resumes as it may; the same upload can succeed later."""

    def __init__(self) -> None:
        super().__init__("busy")


def too_large(size: int) -> Refused:
    """A refusal for a file of `size` bytes, naming the size in MB."""
    return Refused("too_large", f"{SENTENCES['too_large'][:-1]}; yours is {size / _MB:.1f} MB.")
