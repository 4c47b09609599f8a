"""Resume file -> text in reading order -> facts. Knows no Django and none of our apps."""

from accounts.resume_parsing.extracted import Extracted
from accounts.resume_parsing.file_type import kind_of
from accounts.resume_parsing.isolation import extract_isolated
from accounts.resume_parsing.plain_text import read_pasted
from accounts.resume_parsing.refusals import Busy, Refused

VERSION = 1

__all__ = ["VERSION", "Busy", "Extracted", "Refused", "read_file", "read_text"]


def read_file(data: bytes, filename: str) -> Extracted:
    """The text of an uploaded file, read in a limited child process. Raises Refused, never anything else.

    Takes up to 8 s for a hostile file, plus the wait for one of two places per host.
    """
    return extract_isolated(data, kind_of(data, filename))


def read_text(text: str) -> Extracted:
    """Pasted text, cleaned and under the same limits. Raises Refused: `no_text`, `too_large`."""
    return read_pasted(text)
