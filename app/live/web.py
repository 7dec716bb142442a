"""Server-sent events for the pages of a browser, and for programs that like them."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from app.identity.rules.sign_in import Session
from app.identity.service.recent import RecentPeople
from app.live.rules.messages import Said, begin
from app.live.rules.topics import Topic, parse_topics
from app.live.service.ending import Ending
from app.live.service.following import Following
from app.live.service.hub import Frame, send_now
from app.plumbing.access import Actor, Role, role_holders
from app.plumbing.web import CurrentActor, provide_now

TOPICS_LENGTH_MAX = 1_000
# Clients that were cut off at once come back one after another.
RETRY_MS_MIN, RETRY_MS_MAX = 1_000, 4_000
END_SECONDS_MAX = 1.0
LAST_EVENT_ID = re.compile(r"[0-9]{1,18}")

Topics = Annotated[
    str,
    QueryParameter(
        name="topics",
        max_length=TOPICS_LENGTH_MAX,
        description="`event:<id>`, `competition:<id>` and `me`, separated by commas.",
    ),
]
After = Annotated[
    int | None,
    QueryParameter(ge=0, le=2**63 - 1, description="The last id that was seen, as in the header."),
]
CurrentFollowing = NamedDependency[SkipValidation[Following]]


def provide_following(state: State) -> Following:
    following: Following = state.following
    return following


class EventStream:
    """A browser that follows some topics.  `write` never waits: see `send_now`."""

    __slots__ = (
        "_send",
        "address",
        "over",
        "player_id",
        "session_id",
        "tenant_id",
        "topics",
        "transport",
    )

    def __init__(self, actor: Actor, session: Session | None, topics: frozenset[Topic]) -> None:
        self.transport = "sse"
        self.tenant_id = actor.tenant_id
        self.player_id = actor.player_id
        self.session_id = session.id if session else None
        self.address = actor.address
        self.topics = set(topics)
        self.over = asyncio.Event()
        self._send: Send

    def begin(self, send: Send) -> None:
        self._send = send

    def write(self, frame: Frame) -> bool:
        return send_now(self._send, frame.chunk)


@get("/live", guards=[role_holders])
async def follow(
    request: Request[Actor | None, None, State],
    topics: Topics,
    actor: CurrentActor,
    following: CurrentFollowing,
    after: After = None,
) -> ASGIResponse:
    """Follow what changes, for as long as the connection and the session last."""
    wanted = parse_topics(topics, player_id=actor.player_id)
    following.hub.check_room(address=actor.address, player_id=actor.player_id)
    everything = actor.may(Role.ADMIN, Role.SUPERADMIN)
    await following.check(actor.tenant_id, wanted, everything=everything)
    session: Session | None = request.scope["state"].get("session")
    stream = EventStream(actor, session, wanted)
    recent: RecentPeople = request.app.state.recent
    ending = Ending(recent, session, provide_now)
    return StreamResponse(stream, following, position=_last_seen(request, after), ending=ending)


class StreamResponse(ASGIResponse):
    """Writes what was missed, and then leaves it to the hub until it is over."""

    __slots__ = ("_ending", "_following", "_position", "_stream")
    _should_set_content_length = False

    def __init__(
        self, stream: EventStream, following: Following, *, position: int | None, ending: Ending
    ) -> None:
        # Nginx would gather it before it passes it on.
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(media_type="text/event-stream", headers=headers)
        self._stream, self._following = stream, following
        self._position, self._ending = position, ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.start_response(send)
        if scope.get("method") != "HEAD":
            await self._follow(receive, send)
        with suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS_MAX):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _follow(self, receive: Receive, send: Send) -> None:
        stream, hub = self._stream, self._following.hub
        leaving = asyncio.create_task(_left(receive))
        leaving.add_done_callback(lambda _: stream.over.set())
        stream.begin(send)
        # From here on nothing is missed: what is newer than this comes after it.
        hub.join(stream)
        try:
            retry = RETRY_MS_MIN + secrets.randbelow(RETRY_MS_MAX - RETRY_MS_MIN)
            missed = hub.recall(stream, self._position)
            await _write(send, begin(retry), missed, hub.position)
            await _write(
                send, "", await self._following.first(stream, self._position), hub.position
            )
            await self._ending.wait(stream.over)
        finally:
            hub.leave(stream)
            leaving.cancel()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, head: str, said: Sequence[Said], position: int) -> None:
    body = head + "".join(each.chunk(position) for each in said)
    if body:
        await send({"type": "http.response.body", "body": body.encode(), "more_body": True})


def _last_seen(request: Request[Any, Any, Any], after: int | None) -> int | None:
    """What a browser says by itself is newer than the address that it began with."""
    said = request.headers.get("last-event-id", "")
    return int(said) if LAST_EVENT_ID.fullmatch(said) else after


HANDLERS = (follow,)
