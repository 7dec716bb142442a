"""ASGI applications on real sockets, in threads of their own."""

import socket
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn

# As in production: it ends what would never end by itself.
DOOR = "app.plumbing.shedding:Door"


class Server:
    """An ASGI application on a real socket, in a thread."""

    def __init__(self, app: object, *, listener: socket.socket, http: str = DOOR) -> None:
        self._listener = listener
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,  # type: ignore[arg-type]
                http=http,
                # As in production: whom to believe is the application's own decision.
                proxy_headers=False,
                log_config=None,
                lifespan="on",
                timeout_graceful_shutdown=2,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert self._thread.is_alive(), "the application did not start"
            assert time.monotonic() < deadline, "the application did not start in time"
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()


def listen() -> socket.socket:
    """A socket on a free port of loopback."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener
