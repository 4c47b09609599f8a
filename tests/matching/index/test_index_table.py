"""Columns on disk: what was not published is not seen, and what is damaged is said to be."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matching.index import table
from matching.index.table import Column, DamagedError, Reader, Writer, locked, make_current

SCHEMA = {
    "part": Column("parts", "i8"),
    "id": Column("rows", "i8"),
    "vector": Column("rows", "i1", (4,)),
    "dead": Column("rows", "u1"),
}


def rows(*ids: int) -> dict[str, np.ndarray]:
    return {"id": np.array(ids), "vector": np.full((len(ids), 4), 7, np.int8)}


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    made = Writer.create(tmp_path / "first", SCHEMA)
    make_current(tmp_path, "first")
    return made


def test_what_is_appended_is_seen_once_it_is_published(tmp_path: Path, writer: Writer) -> None:
    reader = Reader(tmp_path, SCHEMA)
    writer.append("rows", rows(1, 2))
    assert len(reader.snapshot()["id"]) == 0
    writer.publish(watermark=5)
    snapshot = reader.snapshot()
    assert snapshot["id"].tolist() == [1, 2]
    assert snapshot.watermark == 5


def test_a_replaced_row_is_dead_and_its_columns_can_be_wiped(tmp_path: Path, writer: Writer) -> None:
    writer.append("rows", rows(1, 2))
    writer.publish()
    first = writer.append("rows", rows(1))
    writer.publish(dead=[0])
    writer.wipe("vector", [0])
    snapshot = Reader(tmp_path, SCHEMA).snapshot()
    assert snapshot["dead"].tolist() == [True, False, False]
    assert snapshot["vector"][:, 0].tolist() == [0, 7, 7]
    assert first == 2


def test_a_reader_follows_files_that_have_grown(tmp_path: Path, writer: Writer) -> None:
    reader = Reader(tmp_path, SCHEMA)
    for start in range(0, 5000, 500):
        writer.append("rows", rows(*range(start, start + 500)))
        writer.publish()
        assert reader.snapshot()["id"].tolist() == list(range(start + 500))


def test_an_older_snapshot_stays_as_it_was(tmp_path: Path, writer: Writer) -> None:
    writer.append("rows", rows(1))
    writer.publish()
    before = Reader(tmp_path, SCHEMA).snapshot()
    writer.append("rows", rows(1))
    writer.publish(dead=[0])
    assert before["id"].tolist() == [1]
    assert not before["dead"].any()


def test_a_writer_killed_in_the_middle_leaves_what_was_there(tmp_path: Path, writer: Writer) -> None:
    writer.append("rows", rows(1))
    writer.publish(watermark=1)
    script = """
import os, signal, sys
from pathlib import Path
from matching.index.table import Writer, locked
from tests.matching.index.test_index_table import SCHEMA, rows
root = Path(sys.argv[1])
with locked(root) as mine:
    assert mine
    writer = Writer(root / "first", SCHEMA)
    writer.append("rows", rows(*range(2, 3000)))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=Path(__file__).parents[3], env=os.environ, timeout=60
    )
    assert done.returncode == -9
    reader = Reader(tmp_path, SCHEMA)
    assert reader.snapshot()["id"].tolist() == [1]
    with locked(tmp_path) as mine:  # the lock went with the process
        assert mine
        again = Writer(tmp_path / "first", SCHEMA)
        again.append("rows", rows(9))
        again.publish(watermark=2)
    assert reader.snapshot()["id"].tolist() == [1, 9]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path) as first, locked(tmp_path) as second:
        assert (first, second) == (True, False)


@pytest.mark.parametrize("name", ["state", "id", "vector", "current"])
def test_a_missing_or_cut_file_is_damage(tmp_path: Path, writer: Writer, name: str) -> None:
    writer.append("rows", rows(1, 2, 3))
    writer.publish()
    path = tmp_path / name if name == "current" else tmp_path / "first" / name
    path.write_bytes(path.read_bytes()[:3])
    with pytest.raises(DamagedError):
        Reader(tmp_path, SCHEMA)


def test_a_start_of_the_machine_ends_the_trust(tmp_path: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert table.read_current(tmp_path) == "first"
    monkeypatch.setattr(table, "boot", lambda: "the next one")
    assert table.read_current(tmp_path) == ""


def test_a_new_build_takes_the_place_of_the_former(tmp_path: Path, writer: Writer) -> None:
    writer.append("rows", rows(1))
    writer.publish()
    old = Reader(tmp_path, SCHEMA).snapshot()
    second = Writer.create(tmp_path / "second", SCHEMA)
    second.append("rows", rows(4, 5))
    second.publish()
    make_current(tmp_path, "second")
    assert Reader(tmp_path, SCHEMA).snapshot()["id"].tolist() == [4, 5]
    assert old["id"].tolist() == [1]
    assert not (tmp_path / "first").exists()
