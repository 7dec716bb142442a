"""Turning work away that would have to wait too long, before anything is done for it.

Whoever is let in is answered soon; everybody else is told at once to come again.  To say no must
cost next to nothing, or the crowd that is refused would slow down those who are not: so the
server's own protocol does it where it can, before it has read the request.
"""

import re
import time
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, Protocol

import msgspec
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send
from opentelemetry.metrics import CallbackOptions, Observation, get_meter
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.plumbing.problems import slug_of, status_of
from app.plumbing.refusals import Unavailable

# These few always get in: they are done in a moment, whatever else has happened.
ALWAYS_IN = 20
RETRY_AFTER_SECONDS = 1
# A request that came in one piece, so that it can be refused without reading on.
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d{1,9}) *\r\n", re.IGNORECASE)
UNUSUAL = re.compile(
    rb"\r\n(?:transfer-encoding|expect|upgrade|connection(?!: *keep-alive\r\n)) *:",
    re.IGNORECASE,
)


class TooBusy(Unavailable):
    """More is asked of us at this moment than we can do.  Please try again in a moment."""


STATUS = status_of(TooBusy)
BODY = msgspec.json.encode(
    {
        "retry_after": RETRY_AFTER_SECONDS,
        "type": f"/problems/{slug_of(TooBusy)}",
        "title": TooBusy.__doc__,
        "status": int(STATUS),
    }
)
HEADERS = [
    (b"content-type", b"application/problem+json"),
    (b"content-length", str(len(BODY)).encode()),
    (b"retry-after", str(RETRY_AFTER_SECONDS).encode()),
    (b"cache-control", b"no-store"),
]


class Crowd:
    """Whoever is in one process with what may be refused; `sheddable` matches `PUT /things/1`."""

    def __init__(
        self,
        *,
        sheddable: str,
        wait_ms_max: int,
        headers: Iterable[tuple[bytes, bytes]] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.headers = [*HEADERS, *headers]
        self.turned_away = 0
        self._sheddable = re.compile(sheddable)
        self._request_line = re.compile(rb"(?:%b)(?:\?[^ ]*)? HTTP/1\.1\r\n" % sheddable.encode())
        self._wait_max = wait_ms_max / 1000
        self._clock = clock
        self._numbers = count()
        # When each that is in came, the oldest first.
        self._came: dict[int, float] = {}
        lines = b"".join(b"%b: %b\r\n" % header for header in self.headers)
        start = b"HTTP/1.1 %d %b\r\n" % (STATUS, STATUS.phrase.encode())
        self.answer = start + lines + b"\r\n" + BODY

    def __len__(self) -> int:
        return len(self._came)

    def may_refuse(self, scope: Scope) -> bool:
        return scope["type"] == ScopeType.HTTP and bool(
            self._sheddable.fullmatch(f"{scope['method']} {scope['path']}")
        )

    def may_refuse_unread(self, data: bytes) -> bool:
        """Whether these are one whole request of that kind, without anything unusual."""
        if not self._request_line.match(data):
            return False
        end = data.find(HEAD_END)
        head = data[: end + len(HEAD_END)]
        length = LENGTH.search(head)
        whole = length is not None and len(data) == len(head) + int(length[1])
        return whole and not UNUSUAL.search(head)

    @property
    def is_too_large(self) -> bool:
        """By what the one has waited who came first: a new one would wait longer."""
        if len(self._came) < ALWAYS_IN:
            return False
        return self._clock() - next(iter(self._came.values())) > self._wait_max

    def enter(self) -> int:
        number = next(self._numbers)
        self._came[number] = self._clock()
        return number

    def leave(self, number: int) -> None:
        del self._came[number]

    def observe(self, _options: CallbackOptions) -> Iterable[Observation]:
        """Counted by hand and read when metrics are gathered, so that counting costs nothing."""
        yield Observation(self.turned_away)

    def tell(self) -> None:
        get_meter("app").create_observable_counter(
            "http.server.turned_away",
            [self.observe],
            unit="{request}",
            description="Requests that were refused unread, because others had waited too long.",
        )


class Shed:
    """Plain ASGI, around everything."""

    def __init__(self, app: ASGIApp, crowd: Crowd) -> None:
        self._app = app
        self._crowd = crowd

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        crowd = self._crowd
        if not crowd.may_refuse(scope):
            await self._app(scope, receive, send)
            return
        if crowd.is_too_large:
            crowd.turned_away += 1
            await send({"type": "http.response.start", "status": STATUS, "headers": crowd.headers})
            await send({"type": "http.response.body", "body": BODY, "more_body": False})
            return
        number = crowd.enter()
        try:
            await self._app(scope, receive, send)
        finally:
            crowd.leave(number)


class Streams(Protocol):
    """Answers that would never end by themselves."""

    def end_all(self) -> None: ...


class Door(HttpToolsProtocol):
    """A connection as uvicorn holds it, with `--http app.plumbing.shedding:Door`.

    It costs a fifth of what `Shed` does, which sees what the door has to let through.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - its base's business
        super().__init__(*args, **kwargs)
        app = self.app
        self._crowd: Crowd | None = app.state.get("crowd") if isinstance(app, Litestar) else None
        self._streams: Streams | None = app.state.get("hub") if isinstance(app, Litestar) else None
        self._is_within = False

    def data_received(self, data: bytes) -> None:
        crowd = self._crowd
        if crowd and crowd.is_too_large and self._is_idle and crowd.may_refuse_unread(data):
            crowd.turned_away += 1
            self._unset_keepalive_if_required()
            self.transport.write(crowd.answer)
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
            return
        super().data_received(data)

    def shutdown(self) -> None:
        """The server leaves as soon as nobody is answered any more, so streams have to end."""
        super().shutdown()
        if self._streams is not None:
            self._streams.end_all()

    def on_message_begin(self) -> None:
        self._is_within = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._is_within = False
        super().on_message_complete()

    @property
    def _is_idle(self) -> bool:
        """No request is half read, and none waits for its answer."""
        latest: RequestResponseCycle | None = self.cycle
        return not self._is_within and (latest is None or latest.response_complete)
