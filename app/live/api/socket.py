"""/ws: authenticate, follow, bet and hear, with JSON messages over one WebSocket."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any

from litestar import WebSocket, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect

from app.identity.rules.sign_in import Session
from app.live.service.conversing import Conversation
from app.live.service.ending import Ending
from app.plumbing.access import Actor, anyone, role_holders
from app.plumbing.db import Database
from app.plumbing.rate_limits import RateLimits
from app.plumbing.web import provide_now

Socket = WebSocket[Actor | None, None, State]

# Whoever connects says who they are within so long.
AUTHENTICATE_SECONDS = 10.0
CLOSE_SECONDS_MAX = 1.0
# RFC 6455: come again; not without a name.
TRY_AGAIN, REFUSED = 1013, 1008


@websocket("/ws", guards=[anyone], opt={"rate": "write"})
async def converse(socket: WebSocket[Any, Any, Any]) -> None:
    """Everybody may connect; what they may do is decided by who they say they are."""
    conversation = _conversation(socket)
    await socket.accept()
    try:
        if isinstance(socket.scope["user"], Actor):
            await conversation.meet(socket.scope["user"])
        hearing = asyncio.create_task(_hear(socket, conversation))
        try:
            code = await _until_over(socket, conversation, hearing)
        finally:
            hearing.cancel()
            with suppress(asyncio.CancelledError, WebSocketDisconnect):
                await hearing
    finally:
        conversation.leave()
    if code is not None:
        with suppress(TimeoutError, WebSocketDisconnect):
            async with asyncio.timeout(CLOSE_SECONDS_MAX):
                await socket.close(code)


async def _hear(socket: Socket, conversation: Conversation) -> None:
    while True:
        await conversation.hear(await socket.receive_text())


async def _until_over(
    socket: Socket, conversation: Conversation, hearing: asyncio.Task[None]
) -> int | None:
    """The code to close with, or none if the other side has."""
    hearing.add_done_callback(lambda _: conversation.settled.set())
    with suppress(TimeoutError):
        async with asyncio.timeout(AUTHENTICATE_SECONDS):
            await conversation.settled.wait()
    if hearing.done():
        return None
    if conversation.stream is None:
        return REFUSED
    over = conversation.stream.over
    hearing.add_done_callback(lambda _: over.set())
    session: Session | None = socket.scope["state"].get("session")
    await Ending(socket.app.state.recent, session, provide_now).wait(over)
    return None if hearing.done() else TRY_AGAIN


def _conversation(socket: Socket) -> Conversation:
    state = socket.app.state
    database: Database = state.database
    limits: RateLimits = state.rate_limits
    community = socket.scope["state"]["community"]
    session: Session | None = socket.scope["state"].get("session")
    return Conversation(
        socket.send,
        community,
        following=state.following,
        batches=state.batches,
        begin=partial(database.tenant, community.id),
        identify=partial(state.identify, socket),
        admit=partial(_admit, socket),
        limit=partial(limits.check_player, socket.scope),
        session_id=session.id if session else None,
    )


async def _admit(socket: Socket, actor: Actor) -> None:
    socket.scope["user"] = actor
    await role_holders(socket, socket.route_handler)
