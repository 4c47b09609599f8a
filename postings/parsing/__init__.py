"""Posting text to structure: pure, deterministic, without Django.

>>> from postings.parsing import parse
>>> parse("Research Intern\\n\\nCartesia").value("title")
'Research Intern'
"""

from __future__ import annotations

from postings.parsing.gold import as_gold
from postings.parsing.posting import parse

VERSION = 4
"""Raised whenever the same text may be read differently; a new value makes stored readings stale."""

__all__ = ["VERSION", "as_gold", "parse"]
