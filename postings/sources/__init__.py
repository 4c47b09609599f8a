"""One file per feed format: a pure function from payload to postings as their source states them.

Each module has ``read(payload: bytes) -> Feed``. It raises ``UnreadableError`` where the whole payload is not of its
format; a single bad item is counted in ``Feed.refused`` with its reason and the others go on. A module whose feeds may be long has
``stream(file) -> FeedStream`` too, which reads them while they are brought in.
"""

from importlib import import_module
from types import ModuleType

KINDS = (
    "ashby", "csv_file", "greenhouse", "indeed_xml", "json_feed", "json_ld", "lever", "listings", "personio", "recruitee",
    "rss", "smartrecruiters", "teamtailor", "text", "workable", "workday",
)  # fmt: skip


def adapter(kind: str) -> ModuleType | None:
    """The module of a kind, or None where there is none. ``csv`` is the name people use for ``csv_file``."""
    name = "csv_file" if kind == "csv" else kind
    return import_module(f"postings.sources.{name}") if name in KINDS else None
