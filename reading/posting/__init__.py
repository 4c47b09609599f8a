"""Posting text to structure: pure, deterministic, without Django.

>>> from reading.posting import parse
>>> parse("Research Intern\\n\\nCartesia").value("title")
'Research Intern'
"""

from __future__ import annotations

from reading.posting.gold import as_gold
from reading.posting.posting import parse

VERSION = 7
"""Raised whenever the same text may be read differently; a new value makes stored readings stale."""

__all__ = ["VERSION", "as_gold", "parse"]
