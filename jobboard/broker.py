"""The folder that serves as broker on one machine: kombu's transport, with files that appear whole or not at all.

kombu 5.7 writes a message file in place and reads it as soon as it is listed, so a worker may read half of one and die of it;
and it moves each file to the system's folder for temporary files first. Here a message is written aside and renamed; whoever
removes a file has taken it; and a file that is no message is set apart in ``bad/`` and logged.
"""

import logging
import os
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def get_table(self, exchange: str) -> list[Any]:
        """The queues of an exchange. Where the file with them is gone or broken, those that this process has bound."""
        try:
            table: list[Any] = super().get_table(exchange)
        except ValueError:
            logger.exception("the list of queues of %r cannot be read; it is written anew", exchange)
            table = []
        return table or self._bind_again(exchange)

    def _bind_again(self, exchange: str) -> list[Any]:
        """kombu binds a queue once in the life of a process, and would deliver nothing after the loss of the folder."""
        table = []
        bindings: dict[Any, Any] = self.state.bindings or {}
        kind: Any = self.typeof(exchange)
        for key, arguments in list(bindings.items()):
            if key.exchange == exchange:
                routing_key, pattern, queue = kind.prepare_bind(key.queue, exchange, key.routing_key, arguments)
                table.append(filesystem.exchange_queue_t(str(routing_key or ""), str(pattern or ""), str(queue or "")))
        if table:
            self._write_table(exchange, table)
        return table

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        table = self.get_table(exchange)
        if binding not in table:
            self._write_table(exchange, [binding, *table])

    def _write_table(self, exchange: str, table: list[Any]) -> None:
        self.control_folder.mkdir(parents=True, exist_ok=True)
        _write(self._exchange_file(exchange), table)  # type: ignore[attr-defined]

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        _write(Path(self.data_folder_out) / f"{monotonic() * 1000:.0f}_{uuid4()}.{queue}.msg", payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        folder.mkdir(parents=True, exist_ok=True)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            path = folder / name
            try:
                content = path.read_bytes()
                path.unlink()
            except FileNotFoundError:
                continue  # another worker has taken it
            try:
                message = loads(bytes_to_str(content))
            except ValueError:
                message = None
            if isinstance(message, dict):
                return message
            self._set_apart(folder, name, content)
        raise Empty

    @staticmethod
    def _set_apart(folder: Path, name: str, content: bytes) -> None:
        apart = folder.parent / "bad"
        apart.mkdir(exist_ok=True)
        (apart / name).write_bytes(content)
        logger.error(
            "the broker file %s is no message and was set apart in %s; the sweep does what it asked for", name, apart
        )


def _write(path: Path, content: Any) -> None:
    partial = path.with_name(f"{path.name}.{uuid4().hex}.part")
    try:
        partial.write_bytes(str_to_bytes(dumps(content)))
        os.replace(partial, path)
    except OSError as error:
        raise ChannelError(f"{path} could not be written: {error}.") from error


class Transport(filesystem.Transport):
    Channel = Channel


def install() -> None:
    """Let ``filesystem://`` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
