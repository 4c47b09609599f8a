"""Resume file -> text in reading order -> facts. Knows no Django and none of our apps."""

from reading.documents.file_type import kind_of
from reading.documents.isolation import extract_isolated
from reading.documents.plain_text import read_pasted
from reading.documents.refusals import Busy, Refused
from reading.resume.degrees import degrees_in
from reading.resume.denials import without_denied
from reading.resume.extracted import Extracted
from reading.resume.facts import (
    Education,
    Mention,
    ResumeFacts,
    Role,
    Section,
    SectionKind,
    SpokenLanguage,
)
from reading.resume.outputs import as_gold, as_json_resume
from reading.resume.personal_lines import MatchingLine, matching_lines
from reading.resume.profile import parse

VERSION = 5
"""Goes up whenever the same file can give other facts, so that stored facts are known to be old."""

__all__ = [
    "VERSION", "Busy", "Education", "Extracted", "MatchingLine", "Mention", "Refused", "ResumeFacts", "Role", "Section",
    "SectionKind", "SpokenLanguage", "as_gold", "as_json_resume", "degrees_in", "matching_lines", "parse", "read_file", "read_text",
    "without_denied",
]  # fmt: skip


def read_file(data: bytes, filename: str) -> Extracted:
    """The text of an uploaded file, read in a limited child process. Raises Refused, never anything else.

    Takes up to 5 s of processor time for a hostile file, plus the wait for one of two places per host.
    """
    return extract_isolated(data, kind_of(data, filename))


def read_text(text: str) -> Extracted:
    """Pasted text, cleaned and under the same limits. Raises Refused: `no_text`, `too_large`."""
    return read_pasted(text)
