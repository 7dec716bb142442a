"""A page that follows us: one stream over a real socket, read by a thread of its own."""

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from tests.acceptance.world import Loopback

PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Heard:
    event: str
    id: str
    data: dict[str, Any]


class Page:
    """Keeps what it hears until somebody asks for it."""

    def __init__(self, url: str, *, host: str, headers: Mapping[str, str]) -> None:
        self._client = httpx.Client(transport=Loopback(), timeout=30)
        self._request = self._client.build_request("GET", url, headers={"host": host, **headers})
        self._changed = threading.Condition()
        self._heard: list[Heard] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._socket: socket.socket | None = None
        self.status = 0
        self.last_id = ""
        self.retry_ms = 0
        self.over = False

    def __enter__(self) -> Self:
        self._thread.start()
        self._await(lambda: self.status != 0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._socket is not None and not self.over:
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._client.close()

    def hear(
        self,
        event: str,
        like: Callable[[dict[str, Any]], bool] = bool,
        *,
        keep: bool = False,
        **facts: object,
    ) -> Heard:
        """The next of this kind with these facts; what came before it is forgotten, unless kept."""
        found: list[Heard] = []

        def fits() -> bool:
            found[:] = [
                one
                for one in self._heard
                if one.event == event and facts.items() <= one.data.items() and like(one.data)
            ]
            return bool(found)

        self._await(fits)
        if not keep:
            with self._changed:
                del self._heard[: self._heard.index(found[0]) + 1]
        return found[0]

    def heard(self, event: str) -> list[Heard]:
        """All of this kind that came so far and were not asked for."""
        with self._changed:
            return [one for one in self._heard if one.event == event]

    def await_end(self) -> None:
        self._await(lambda: self.over)

    def await_mark(self) -> str:
        """The position that is told with nothing else."""
        self._await(lambda: self.last_id != "")
        return self.last_id

    def _await(self, fits: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        with self._changed:
            while not fits():
                left = deadline - time.monotonic()
                assert left > 0, f"waited in vain; heard {self._heard}, status {self.status}"
                self._changed.wait(left)

    def _listen(self) -> None:
        try:
            answer = self._client.send(self._request, stream=True)
            with self._changed:
                self._socket = answer.extensions["network_stream"].get_extra_info("socket")
                self.status = answer.status_code
                self._changed.notify_all()
            fields: dict[str, str] = {}
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                if name:
                    fields[name] = value
                else:
                    self._take(fields)
                    fields = {}
        except (httpx.HTTPError, httpx.StreamError, RuntimeError, OSError):
            pass
        with self._changed:
            self.over = True
            self._changed.notify_all()

    def _take(self, fields: Mapping[str, str]) -> None:
        with self._changed:
            self.last_id = fields.get("id", self.last_id)
            self.retry_ms = int(fields.get("retry", self.retry_ms))
            if "data" in fields:
                data = json.loads(fields["data"])
                self._heard.append(Heard(fields["event"], self.last_id, data))
            self._changed.notify_all()
