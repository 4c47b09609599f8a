"""What an employer hands in, as a text and what structured data beside it states."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from postings.fetching import NotFetchedError, Page, fetch
from postings.importing import stated_by
from postings.sources import by_host, json_ld
from postings.sources.raw_posting import Feed, UnreadableError
from postings.writing import MAX_TEXT, Edits
from reading import resumes as resume_reader
from reading.documents.html import read_html
from reading.resumes import Refused

MAX_FILE = 5 * 1024 * 1024
PAGE_ENDINGS = (".json", ".jsonld", ".html", ".htm")
MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|script|div|article|section|main)\b", re.IGNORECASE)
STRUCTURED = re.compile(r'"@(?:type|context|graph)"')
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
EMPTY = "There is no text in it. Paste the posting, or choose a file."
SENTENCES = {
    "busy": "Many files are being read right now. Please try again in a minute.",
    "too_large": f"This is too long for a posting (limit: {MAX_TEXT:,} characters, and 5 MB for a file).",
}


@dataclass(frozen=True, slots=True)
class Submission:
    """``text`` is kept as the posting's source, untouched. ``edits`` hold what structured data states of it.

    ``others`` counts further postings in the same data, which were left out; ``hidden`` is text that the page hides from
    people, which was left out too.
    """

    text: str
    edits: Edits
    others: int = 0
    hidden: tuple[str, ...] = ()


def read_pasted(text: str) -> Submission:
    """Plain text, an HTML page, or JSON-LD. Raises UnreadableError with a sentence for the person."""
    if not text.strip():
        raise UnreadableError(EMPTY)
    if STRUCTURED.search(text):
        if text.lstrip()[:1] in ("{", "["):
            _refuse_broken(text)
            return _structured(text)
        if "application/ld+json" in text:
            try:
                return _structured(text)
            except UnreadableError:
                pass  # the page describes something else; what it shows may still be a posting
    if MARKUP.match(text):
        page = read_html(text)
        if not page.text.strip():
            raise UnreadableError("This page shows no text. Open it and paste what you see.")
        return Submission(page.text, Edits(), hidden=page.hidden)
    return Submission(text, Edits())


def read_page(url: str, *, fetch: Callable[[str], Page] = fetch) -> Submission:
    """The posting at an address: by the system whose page it is, else by the structured data of the page, else by what it
    shows. Raises UnreadableError with a sentence for the person.
    """
    try:
        known = by_host.lookup(url)
        if known is not None:
            return _first_of(known.read(fetch(known.url).body))
        return read_pasted(_decoded(fetch(url).body))
    except NotFetchedError as error:
        raise UnreadableError(str(error)) from None


def address_in(text: str) -> str:
    """The address, where a text is nothing but one; else ""."""
    text = text.strip()
    return text if ADDRESS.fullmatch(text) else ""


def _decoded(body: bytes) -> str:
    """The text of a page: as UTF-8, else as the page itself says, else as old pages are."""
    try:
        return body.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        pass
    named = CHARSET.search(body[:2048])
    try:
        return body.decode(named[1].decode("ascii") if named else "cp1252", "replace").replace("\0", "")
    except LookupError:
        return body.decode("cp1252", "replace").replace("\0", "")


def read_upload(data: bytes, filename: str) -> Submission:
    """A PDF, Word, text, HTML or JSON-LD file. Raises UnreadableError with a sentence for the person.

    PDF and Word files are read in a limited child process: up to 5 s of processor time for a hostile one.
    """
    if len(data) > MAX_FILE:
        raise UnreadableError(f"Files may be up to 5 MB; yours is {len(data) / 1024 / 1024:.1f} MB.")
    if filename.lower().endswith((*PAGE_ENDINGS, ".txt")):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = ""
        if text.strip() and "\0" not in text:
            return read_pasted(text)
        if filename.lower().endswith(PAGE_ENDINGS):
            raise UnreadableError("This file is not UTF-8 text. Open it and paste what you see." if data else EMPTY)
    try:
        return read_pasted(resume_reader.read_file(data, filename).text)
    except Refused as refused:
        raise UnreadableError(_sentence(refused, data)) from None


def _sentence(refused: Refused, data: bytes) -> str:
    if refused.kind == "no_text" and not data:
        return "This file is empty."
    return SENTENCES.get(refused.kind, refused.message)


def _refuse_broken(text: str) -> None:
    try:
        json.loads(text, strict=False, parse_int=str)  # Python makes no int of more than 4,300 digits
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"This looks like JSON-LD, but it breaks off at line {error.lineno}, column {error.colno}. "
            "Correct it, or paste the text of the posting."
        ) from None
    except RecursionError:
        raise UnreadableError("This JSON is nested too deeply to be a posting.") from None


def _structured(text: str) -> Submission:
    return _first_of(json_ld.read(text.encode("utf-8", "replace")))


def _first_of(feed: Feed) -> Submission:
    if not feed.postings:
        why = feed.refused[0][1] if feed.refused else "it is not a posting"
        raise UnreadableError(f"The JobPosting in it cannot be read: {why}.")
    raw = feed.postings[0]
    values = stated_by(raw)
    return Submission(raw.text, Edits(values, from_source=True), others=len(feed.postings) - 1)
