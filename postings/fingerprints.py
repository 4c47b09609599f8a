"""The same text, however its case, marks, numbers and line ends are changed. Pure."""

import hashlib
import re
import unicodedata

LEAST_WORDS = 20


def fingerprint_of(text: str) -> str:
    """A digest of the words of a text; empty where there are too few to tell texts apart."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= LEAST_WORDS else ""
