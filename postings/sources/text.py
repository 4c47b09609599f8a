"""One pasted posting as plain text; everything is left to the parser."""

import hashlib

from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, tidied


def read(payload: bytes) -> Feed:
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("The file is not UTF-8 text.") from None
    if not text.strip():
        raise UnreadableError("There is no text in it.")
    return Feed((tidied(RawPosting(hashlib.sha256(payload).hexdigest()[:24], "", text)),), is_complete=False)
