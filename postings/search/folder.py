"""The folder of the index: which build is there, and the one open index of this process, which looks again after a commit."""

import json
import threading
from pathlib import Path

import tantivy
from django.conf import settings

from postings.search.schema import SCHEMA_VERSION, build_schema


class IndexMissingError(Exception):
    """There is no readable index on this host now; it is being built."""


def index_folder() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def data_folder() -> Path:
    return index_folder() / f"v{SCHEMA_VERSION}"


def marker_file() -> Path:
    return index_folder() / f"v{SCHEMA_VERSION}.ready.json"


class _Reader:
    """The open index of this process, kept until the marker of another build appears."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.build = ""
        self.index: tantivy.Index | None = None

    def searcher(self) -> tantivy.Searcher:
        build_id = read_marker().get("build", "")
        if not build_id:
            raise IndexMissingError
        with self.lock:
            if self.index is None or self.build != build_id:
                try:
                    self.index = open_index()
                except ValueError as error:
                    raise IndexMissingError from error
                self.build = build_id
            self.index.reload()
            return self.index.searcher()

    def forget(self) -> None:
        with self.lock:
            self.index, self.build = None, ""


reader = _Reader()


def open_index() -> tantivy.Index:
    return tantivy.Index(build_schema(), path=str(data_folder()), reuse=True)


def read_marker() -> dict[str, str]:
    """``{"build", "watermark", "indexed_at"}`` of the finished index, or {} while there is none."""
    try:
        marker = json.loads(marker_file().read_text())
    except (FileNotFoundError, ValueError):
        return {}
    # The documents of a board with another topic are not those of this one.
    is_current = marker.get("topic", "") == settings.BOARD_TOPIC and data_folder().is_dir()
    return marker if is_current else {}


def write_marker(marker: dict[str, str]) -> None:
    partial = marker_file().with_suffix(".part")
    partial.write_text(json.dumps(marker | {"topic": settings.BOARD_TOPIC}))
    partial.replace(marker_file())


def open_searcher() -> tantivy.Searcher:
    """The index as it stands now. Raises IndexMissingError."""
    return reader.searcher()
