"""A program at the other end of a WebSocket: one message after another, each with its answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import singledispatchmethod
from uuid import UUID

import msgspec
from litestar.types import Message, Send

from app.betting.rules.placing import Bet
from app.betting.service.batching import Batches
from app.betting.service.reading import get_bet
from app.identity.rules.players import player_id_of
from app.live.rules.asking import (
    MESSAGE_BYTES_MAX,
    AlreadyAuthenticated,
    Answer,
    Asking,
    Authenticate,
    Authenticated,
    BetConfirmed,
    GetBalance,
    MessageTooLong,
    NotAMessage,
    PlaceBet,
    Problem,
    Subscribed,
    SubscribeOdds,
)
from app.live.rules.messages import Said, encode
from app.live.rules.topics import TOPICS_MAX, TooManyTopics, Topic, parse_topics
from app.live.service.following import Following
from app.live.service.hub import Frame, send_now
from app.plumbing.actors import Actor, Role
from app.plumbing.db import Begin
from app.plumbing.problems import problem_of
from app.plumbing.refusals import Forbidden, NotSignedIn, Refusal
from app.tenants.rules import Community

PLAYING = (Role.PLAYER, Role.RESULTS, Role.ADMIN)
EXCEPT = {"type", "title", "status"}
decode = msgspec.json.Decoder(Asking).decode

Identify = Callable[[str], Awaitable[Actor]]
# Refuses those who have no role here, and counts what players ask for.
Admit = Callable[[Actor], Awaitable[None]]
Limit = Callable[[Actor], None]


class SocketStream:
    """A program that follows some topics.  `write` never waits: see `send_now`."""

    def __init__(self, actor: Actor, send: Send, *, session_id: UUID | None) -> None:
        self.transport = "websocket"
        self.tenant_id = actor.tenant_id
        self.player_id = actor.player_id
        self.session_id = session_id
        self.address = actor.address
        self.topics: set[Topic] = set()
        self.over = asyncio.Event()
        self._send = send

    def write(self, frame: Frame) -> bool:
        return all(send_now(self._send, text) for text in frame.texts)


class Conversation:
    """What one program has said so far."""

    def __init__(
        self,
        send: Send,
        community: Community,
        *,
        following: Following,
        batches: Batches,
        begin: Begin,
        identify: Identify,
        admit: Admit,
        limit: Limit,
        session_id: UUID | None,
    ) -> None:
        self._send = send
        self._community = community
        self._following = following
        self._batches = batches
        self._begin = begin
        self._identify = identify
        self._admit = admit
        self._limit = limit
        self._session_id = session_id
        self.actor: Actor | None = None
        self.stream: SocketStream | None = None
        # It is known who this is, or nobody is left.
        self.settled = asyncio.Event()

    async def hear(self, text: str) -> None:
        """Do what was asked, and answer; a refusal is an answer, too."""
        asked: Asking | None = None
        try:
            if self.actor is not None:
                self._limit(self.actor)
            asked = understand(text)
            await self._do(asked)
        except Refusal as refusal:
            await self._answer(_problem(refusal, asked))

    async def meet(self, actor: Actor) -> None:
        """Whoever came with a session, or a token in a header."""
        try:
            await self._begin_with(actor)
        except Refusal as refusal:
            await self._answer(_problem(refusal, None))

    async def _begin_with(self, actor: Actor) -> None:
        await self._admit(actor)
        self._following.hub.check_room(address=actor.address, player_id=actor.player_id)
        self.actor = actor
        self.stream = SocketStream(actor, self._send, session_id=self._session_id)
        self._following.hub.join(self.stream)
        self.settled.set()
        await self._answer(Authenticated(player_id=actor.player_id))

    def leave(self) -> None:
        if self.stream is not None:
            self._following.hub.leave(self.stream)

    @singledispatchmethod
    async def _do(self, asked: Asking) -> None:
        raise NotImplementedError

    @_do.register
    async def _(self, asked: Authenticate) -> None:
        if self.actor is not None:
            raise AlreadyAuthenticated
        await self._begin_with(await self._identify(asked.token))

    @_do.register
    async def _(self, asked: SubscribeOdds) -> None:
        actor, stream = self._known()
        topics = parse_topics(",".join(asked.topics), player_id=actor.player_id)
        if len(stream.topics | topics) > TOPICS_MAX:
            raise TooManyTopics(most=TOPICS_MAX)
        everything = actor.may(Role.ADMIN, Role.SUPERADMIN)
        await self._following.check(actor.tenant_id, topics, everything=everything)
        hub = self._following.hub
        hub.follow(stream, topics)
        said = hub.recall(stream, asked.after)
        names = sorted(map(str, stream.topics))
        await self._answer(Subscribed(topics=names, position=hub.position))
        await self._say([*said, *await self._following.first(stream, asked.after)])

    @_do.register
    async def _(self, _asked: GetBalance) -> None:
        _, stream = self._known()
        await self._say(await self._following.balances(stream))

    @_do.register
    async def _(self, asked: PlaceBet) -> None:
        actor, _ = self._known()
        if not actor.may(*PLAYING):
            raise Forbidden(needed=sorted(PLAYING))
        player_id = player_id_of(actor)
        placed = await self._batches.place(asked.as_slip(player_id), self._community)
        payout: int | None
        if isinstance(placed, Bet):
            payout = placed.potential_payout
        else:
            async with self._begin() as tx:
                payout = (await get_bet(tx, placed.bet_id, player_id=player_id)).potential_payout
        await self._answer(
            BetConfirmed(
                bet_id=asked.bet_id,
                entry_id=asked.entry_id,
                stake=asked.stake,
                potential_payout=payout,
                placed_before=not isinstance(placed, Bet),
            )
        )

    def _known(self) -> tuple[Actor, SocketStream]:
        if self.actor is None or self.stream is None:
            raise NotSignedIn
        return self.actor, self.stream

    async def _answer(self, answer: Answer) -> None:
        await self._send(text_of(encode(answer).decode()))

    async def _say(self, said: Sequence[Said]) -> None:
        for each in said:
            await self._send(text_of(each.text))


def understand(text: str) -> Asking:
    if len(text.encode()) > MESSAGE_BYTES_MAX:
        raise MessageTooLong(most=MESSAGE_BYTES_MAX)
    try:
        asked: Asking = decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotAMessage(reason=str(error)) from None
    return asked


def text_of(text: str) -> Message:
    return {"type": "websocket.send", "text": text, "bytes": None}


def _problem(refusal: Refusal, asked: Asking | None) -> Problem:
    told = problem_of(refusal)
    return Problem(
        problem=str(told["type"]),
        title=str(told["title"]),
        status=int(str(told["status"])),
        to=str(asked.__struct_config__.tag) if asked else None,
        bet_id=asked.bet_id if isinstance(asked, PlaceBet) else None,
        facts={name: value for name, value in told.items() if name not in EXCEPT},
    )
