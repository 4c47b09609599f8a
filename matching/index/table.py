"""Append-only columns on disk: one writer under a lock, any number of readers, and no half-written row is ever seen.

A row is written behind the last, then counted; the row it replaces is marked dead; then the watermark moves. A reader
looks in the opposite order, so whatever its watermark promises it sees. A writer that dies leaves rows that nobody
counts. Readers keep their maps of a folder that has been removed; only cutting a file short under them is not survived.

Nothing is forced to the disk: what a killed process wrote stays in the system's cache, and after a start of the machine
the files are not believed but made anew.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

MAGIC = 0x4A4F_4249_4458_0001
_MAGIC, _GENERATION, _WATERMARK, _COUNTS = 0, 1, 2, 4
STATE_WORDS = 16
LEAST_GROWTH = 1024
GROWTH = 1.3


class DamagedError(Exception):
    """The files are not what they should be: they are to be made anew."""


@dataclass(frozen=True, slots=True)
class Column:
    """``table`` names the count that this column's length follows."""

    table: str
    dtype: str
    shape: tuple[int, ...] = ()

    @property
    def row_bytes(self) -> int:
        return int(np.dtype(self.dtype).itemsize * np.prod(self.shape, dtype=np.int64))


Schema = Mapping[str, Column]


def tables_of(schema: Schema) -> list[str]:
    return list(dict.fromkeys(column.table for column in schema.values()))


class _Files:
    def __init__(self, folder: Path, schema: Schema, mode: str) -> None:
        self.folder, self.schema, self.mode = folder, schema, mode
        self.tables = tables_of(schema)
        path = folder / "state"
        if not path.is_file() or path.stat().st_size != STATE_WORDS * 8:
            raise DamagedError(f"{path} is missing or cut short")
        self.state: Array = np.memmap(path, np.int64, mode=mode, shape=(STATE_WORDS,))  # type: ignore[call-overload]
        if int(self.state[_MAGIC]) != MAGIC:
            raise DamagedError(f"{path} is not of this form")
        self.maps: dict[str, Array] = {}
        self.capacity: dict[str, int] = {}
        for table in self.tables:
            self.map(table)

    def map(self, table: str) -> None:
        """Map the columns of one table as long as their files are now."""
        columns = {name: column for name, column in self.schema.items() if column.table == table}
        rows = []
        for name, column in columns.items():
            path = self.folder / name
            if not path.is_file():
                raise DamagedError(f"{path} is missing")
            rows.append(path.stat().st_size // column.row_bytes)
        capacity = min(rows)
        if capacity < self.count(table):
            raise DamagedError(f"{self.folder}: {table} is cut short")
        for name, column in columns.items():
            if capacity:
                shape = (capacity, *column.shape)
                self.maps[name] = np.memmap(self.folder / name, column.dtype, mode=self.mode, shape=shape)  # type: ignore[call-overload]
            else:
                self.maps[name] = np.zeros((0, *column.shape), column.dtype)
        self.capacity[table] = capacity

    def count(self, table: str) -> int:
        return int(self.state[_COUNTS + self.tables.index(table)])

    @property
    def watermark(self) -> int:
        return int(self.state[_WATERMARK])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a reader may rely on: every change up to ``watermark`` is in the columns, each cut to its table's count.

    A row of ``columns["dead"]`` that is set has been replaced or has gone.
    """

    watermark: int
    columns: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]


class Reader:
    """The newest build of a folder, mapped read-only."""

    def __init__(self, root: Path, schema: Schema) -> None:
        self.root, self.schema = root, schema
        self.build = read_current(root)
        if not self.build:
            raise DamagedError(f"{root} holds no finished build")
        self.files = _Files(root / self.build, schema, "r")

    def snapshot(self) -> Snapshot:
        files = self.files
        watermark = files.watermark
        dead = np.array(files.maps["dead"], dtype=bool)
        counts = {table: files.count(table) for table in reversed(files.tables)}
        for table, count in counts.items():
            if count > files.capacity[table]:
                files.map(table)
        columns = {name: files.maps[name][: counts[column.table]] for name, column in self.schema.items()}
        alive = np.zeros(counts[self.schema["dead"].table], dtype=bool)
        known = min(len(dead), len(alive))
        alive[:known] = dead[:known]
        columns["dead"] = alive
        return Snapshot(watermark, columns)


def read_current(root: Path) -> str:
    """The name of the finished build, or "" where there is none that this start of the machine has made."""
    try:
        current = json.loads((root / "current").read_text())
        return str(current["build"]) if current["boot"] == boot() else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


@lru_cache(maxsize=1)
def boot() -> str:
    """Another after each start of the machine, where the system says so."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"


class Writer:
    """Use inside ``locked``. ``append`` then ``publish``; nothing is seen before."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        self.files = _Files(folder, schema, "r+")
        self.schema = schema
        self.pending = {table: self.files.count(table) for table in self.files.tables}

    @classmethod
    def create(cls, folder: Path, schema: Schema) -> Writer:
        """An empty build in a new folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in schema:
            (folder / name).touch()
        state = np.zeros(STATE_WORDS, np.int64)
        state[_MAGIC] = MAGIC
        (folder / "state").write_bytes(state.tobytes())
        return cls(folder, schema)

    @property
    def watermark(self) -> int:
        return self.files.watermark

    def count(self, table: str) -> int:
        return self.pending[table]

    def column(self, name: str) -> Array:
        return self.files.maps[name][: self.pending[self.schema[name].table]]

    def append(self, table: str, values: Mapping[str, Array]) -> int:
        """Rows behind the last; returns the number of the first. They are not seen before ``publish``."""
        first = self.pending[table]
        rows = len(next(iter(values.values())))
        need = first + rows
        if need > self.files.capacity[table]:
            grown = max(need, int(self.files.capacity[table] * GROWTH), self.files.capacity[table] + LEAST_GROWTH)
            for name, column in self.schema.items():
                if column.table == table:
                    os.truncate(self.files.folder / name, grown * column.row_bytes)
            self.files.map(table)
        for name, column in self.schema.items():
            if column.table == table:
                self.files.maps[name][first:need] = values.get(name, 0)
        self.pending[table] = need
        return first

    def publish(self, *, dead: Sequence[int] | Array = (), watermark: int | None = None) -> None:
        """Let readers see what was appended, and no longer what it replaces."""
        state = self.files.state
        for number, table in enumerate(self.files.tables):
            state[_COUNTS + number] = self.pending[table]
        if len(dead):
            self.files.maps["dead"][np.asarray(dead, dtype=np.int64)] = 1
        if watermark is not None:
            state[_WATERMARK] = watermark
        state[_GENERATION] += 1

    def wipe(self, name: str, rows: Sequence[int] | Array) -> None:
        """Overwrite a column of rows that are dead, where what they held must not stay on the disk."""
        self.files.maps[name][np.asarray(rows, dtype=np.int64)] = 0


def make_current(root: Path, build: str) -> None:
    """Readers turn to this build; the others are removed."""
    partial = root / "current.part"
    partial.write_text(json.dumps({"build": build, "boot": boot()}))
    partial.replace(root / "current")
    for other in root.iterdir():
        if other.is_dir() and other.name != build:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def locked(root: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether this process may write now. The lock goes with the process, so a killed writer never keeps it."""
    root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(root / "lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)
