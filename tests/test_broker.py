"""The folder that serves as broker: nothing half-written is read, and nothing in it kills a worker."""

import itertools
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue

from jobboard import broker

# kombu remembers bindings for the life of a process, so each test binds names of its own.
NUMBERS = itertools.count()


@pytest.fixture
def name() -> str:
    return f"letters{next(NUMBERS)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "broker"


@pytest.fixture
def connection(folder: Path) -> Iterator[Any]:
    options = {"data_folder_in": str(folder / "queue"), "data_folder_out": str(folder / "queue"),
               "control_folder": str(folder / "control")}  # fmt: skip
    (folder / "queue").mkdir(parents=True)
    broker.install()
    with Connection("filesystem://localhost", transport_options=options) as opened:
        yield opened


def queue_of(connection: Any, name: str) -> Any:
    return connection.SimpleQueue(Queue(name, Exchange(name, type="direct"), routing_key=name))


def test_a_message_arrives_once(connection: Any, name: str) -> None:
    first, second = queue_of(connection, name), queue_of(connection, name)
    first.put({"posting": 7})
    message = second.get(block=False)
    assert message.payload == {"posting": 7}
    message.ack()
    with pytest.raises(Empty):
        first.get(block=False)


@pytest.mark.parametrize("content", [b"", b'{"body": "abc', b"\xff\x00", b"[1, 2]", b"null"])
def test_a_file_that_is_no_message_is_set_apart_and_logged(
    connection: Any, name: str, folder: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    queue = queue_of(connection, name)
    (folder / "queue" / f"0_first.{name}.msg").write_bytes(content)
    queue.put({"posting": 7})
    with caplog.at_level(logging.ERROR):
        message = queue.get(block=False)
        message.ack()
    assert message.payload == {"posting": 7}
    assert (folder / "bad" / f"0_first.{name}.msg").read_bytes() == content
    assert "set apart" in caplog.text
    assert not list((folder / "queue").iterdir())


def test_what_is_still_being_written_is_not_read(connection: Any, name: str, folder: Path) -> None:
    queue = queue_of(connection, name)
    (folder / "queue" / f"0_first.{name}.msg.abc.part").write_bytes(b'{"body"')
    with pytest.raises(Empty):
        queue.get(block=False)
    assert len(list((folder / "queue").iterdir())) == 1


def test_a_message_appears_whole(connection: Any, name: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    seen: list[list[str]] = []
    replace = os.replace

    def look(source: Any, target: Any) -> None:
        seen.append([path.suffix for path in (folder / "queue").iterdir()])
        replace(source, target)

    queue = queue_of(connection, name)
    queue.put({"posting": 1})  # binds the queue, so that only messages are written from now on
    queue.get(block=False).ack()
    monkeypatch.setattr(os, "replace", look)
    queue.put({"posting": 7})
    assert seen == [[".part"]]
    assert [path.suffix for path in (folder / "queue").iterdir()] == [".msg"]


def test_a_worker_outlives_the_loss_of_the_folder(connection: Any, name: str, folder: Path) -> None:
    queue = queue_of(connection, name)
    shutil.rmtree(folder)
    with pytest.raises(Empty):
        queue.get(block=False)
    assert (folder / "queue").is_dir()


def test_a_broken_list_of_queues_is_written_anew(connection: Any, name: str, folder: Path) -> None:
    queue_of(connection, name).put({"posting": 1})
    listed = next((folder / "control").glob("*.exchange"))
    listed.write_bytes(b"[[")
    other = connection.clone()
    queue = queue_of(other, name)
    queue.put({"posting": 2})
    messages = [queue.get(block=False) for _ in range(2)]
    assert {message.payload["posting"] for message in messages} == {1, 2}
    for message in messages:
        message.ack()
    assert name in listed.read_text()


def test_messages_arrive_after_the_loss_of_the_folder(connection: Any, name: str, folder: Path) -> None:
    queue = queue_of(connection, name)
    queue.put({"posting": 1})
    shutil.rmtree(folder)
    (folder / "queue").mkdir(parents=True)
    queue.put({"posting": 2})
    message = queue.get(block=False)
    message.ack()
    assert message.payload == {"posting": 2}
