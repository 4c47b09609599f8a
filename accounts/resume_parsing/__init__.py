"""Resume file -> text in reading order -> facts. Knows no Django and none of our apps."""

from accounts.resume_parsing.extracted import Extracted
from accounts.resume_parsing.facts import (
    Education,
    Mention,
    ResumeFacts,
    Role,
    Section,
    SectionKind,
    SpokenLanguage,
)
from accounts.resume_parsing.file_type import kind_of
from accounts.resume_parsing.isolation import extract_isolated
from accounts.resume_parsing.outputs import as_gold, as_json_resume
from accounts.resume_parsing.personal_lines import MatchingLine, matching_lines
from accounts.resume_parsing.plain_text import read_pasted
from accounts.resume_parsing.profile import parse
from accounts.resume_parsing.refusals import Busy, Refused

VERSION = 3
"""Goes up whenever the same file can give other facts, so that stored facts are known to be old."""

__all__ = [
    "VERSION", "Busy", "Education", "Extracted", "MatchingLine", "Mention", "Refused", "ResumeFacts", "Role", "Section",
    "SectionKind", "SpokenLanguage", "as_gold", "as_json_resume", "matching_lines", "parse", "read_file", "read_text",
]  # fmt: skip


def read_file(data: bytes, filename: str) -> Extracted:
    """The text of an uploaded file, read in a limited child process. Raises Refused, never anything else.

    Takes up to 8 s for a hostile file, plus the wait for one of two places per host.
    """
    return extract_isolated(data, kind_of(data, filename))


def read_text(text: str) -> Extracted:
    """Pasted text, cleaned and under the same limits. Raises Refused: `no_text`, `too_large`."""
    return read_pasted(text)
