"""Who follows what in this process.  One loop writes to all, and waits for nobody."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Protocol, TypeVar
from uuid import UUID

from litestar.types import Message as AsgiMessage
from litestar.types import Send

from app.live.rules.asking import Reached
from app.live.rules.changes import Memory, News
from app.live.rules.messages import Said, StartAgain, encode, mark
from app.live.rules.topics import About, TooManyStreams, Topic
from app.live.service import measuring

Key = TypeVar("Key")
# Bets that arrive while ten thousand are written to are let in between.
WRITTEN_AT_ONCE = 200
STREAMS_OF_PLAYER_MAX = 20
STREAMS_OF_ADDRESS_MAX = 200


class Frame:
    """What all who follow a topic in a community get of one round, made once.

    With nothing in it, it says how far we are, which keeps connections alive.
    """

    def __init__(self, said: Sequence[Said], position: int) -> None:
        self._said = said
        self._position = position

    @cached_property
    def chunk(self) -> AsgiMessage:
        text = "".join(each.chunk(self._position) for each in self._said) or mark(self._position)
        return {"type": "http.response.body", "body": text.encode(), "more_body": True}

    @cached_property
    def texts(self) -> list[AsgiMessage]:
        texts = [each.text for each in self._said] or [
            encode(Reached(position=self._position)).decode()
        ]
        return [{"type": "websocket.send", "text": text, "bytes": None} for text in texts]


class Stream(Protocol):
    """An open connection.  It ends when `over` is set."""

    transport: str
    tenant_id: UUID
    player_id: UUID | None
    session_id: UUID | None
    address: str
    topics: set[Topic]
    over: asyncio.Event

    def write(self, frame: Frame) -> bool:
        """False if it could not be written at once."""


def send_now(send: Send, message: AsgiMessage) -> bool:
    """Send if that can be done without waiting.

    A server writes into the connection's buffer and returns, unless that is full: then it would
    wait, and is told not to.  The buffer is the only queue that a client has.
    """
    sending = send(message)
    try:
        sending.send(None)  # type: ignore[attr-defined]  # every server's `send` is a coroutine
    except StopIteration:
        return True
    except Exception:  # noqa: BLE001 - it is gone, however servers call that
        return False
    sending.close()  # type: ignore[attr-defined]
    return False


class Hub:
    """The open connections of one process."""

    def __init__(self, *, limit_times: int) -> None:
        self.memory = Memory()
        self.position = 0
        self.somebody = asyncio.Event()
        self._limit_times = limit_times
        self._ending = False
        self._streams: dict[Stream, None] = {}
        self._following: dict[Topic, dict[UUID, dict[Stream, None]]] = {}
        self._of_address: Counter[str] = Counter()
        self._of_player: Counter[UUID | None] = Counter()
        # How many follow the same in other processes.
        self.elsewhere: dict[tuple[UUID, str], int] = {}
        measuring.observe_streams(self.count)

    def __len__(self) -> int:
        return len(self._streams)

    def count(self) -> Counter[str]:
        return Counter(stream.transport for stream in self._streams)

    def check_room(self, *, address: str, player_id: UUID | None) -> None:
        of_player = self._of_player[player_id] if player_id else 0
        if (
            of_player >= STREAMS_OF_PLAYER_MAX * self._limit_times
            or self._of_address[address] >= STREAMS_OF_ADDRESS_MAX * self._limit_times
        ):
            raise TooManyStreams(retry_after=30)

    def join(self, stream: Stream) -> None:
        self._streams[stream] = None
        self.somebody.set()
        self._of_address[stream.address] += 1
        self._of_player[stream.player_id] += 1
        self.follow(stream, stream.topics)

    def follow(self, stream: Stream, topics: Iterable[Topic]) -> None:
        for topic in topics:
            stream.topics.add(topic)
            here = self._following.setdefault(topic, {})
            here.setdefault(stream.tenant_id, {})[stream] = None

    def leave(self, stream: Stream) -> None:
        del self._streams[stream]
        if not self._streams:
            self.somebody.clear()
        _count_down(self._of_address, stream.address)
        _count_down(self._of_player, stream.player_id)
        for topic in stream.topics:
            here = self._following[topic]
            del here[stream.tenant_id][stream]
            if not here[stream.tenant_id]:
                del here[stream.tenant_id]
            if not here:
                del self._following[topic]

    def players(self) -> list[UUID]:
        return [topic.id for topic in self._following if topic.about is About.ME]

    def recall(self, stream: Stream, position: int | None) -> list[Said]:
        """What a stream has missed that has just begun, or has come back from `position`."""
        topics = sorted(stream.topics, key=str)
        if position is None:
            now = time.monotonic()
            return [
                said
                for topic in topics
                for said in self.memory.lately(topic, stream.tenant_id, now=now)
            ]
        if not self.memory.floor <= position <= self.position:
            return [Said(StartAgain())]
        return [
            said
            for topic in topics
            for said in self.memory.since(topic, stream.tenant_id, position)
        ]

    async def spread(self, news: Sequence[News]) -> None:
        """To each stream all that is new for it, in one piece."""
        by_topic: dict[Topic, list[News]] = defaultdict(list)
        for each in news:
            by_topic[each.topic].append(each)
        for topic, of_topic in by_topic.items():
            for tenant_id, streams in list(self._following.get(topic, {}).items()):
                said = [each.to(tenant_id) for each in of_topic if each.is_for(tenant_id)]
                if said:
                    await self._write(list(streams), Frame(said, self.position))
                    measuring.count_said(said, len(streams))
            measuring.measure_age(min(each.at for each in of_topic))

    async def tell(self, topic: Topic, tenant_id: UUID, said: Said) -> None:
        streams = self._following.get(topic, {}).get(tenant_id, {})
        await self._write(list(streams), Frame([said], self.position))

    async def keep_alive(self) -> None:
        await self._write(list(self._streams), Frame([], self.position))

    def end(self, subjects: Iterable[UUID]) -> None:
        """End the streams of these sessions and players."""
        ended = set(subjects)
        for stream in self._streams:
            if stream.session_id in ended or stream.player_id in ended:
                stream.over.set()

    def end_all(self) -> None:
        """The server says so once for each connection; once is enough."""
        if not self._ending:
            self._ending = True
            for stream in self._streams:
                stream.over.set()

    def watching(self) -> dict[tuple[UUID, str], int]:
        """How many people follow each topic here, whatever the number of their pages."""
        return {
            (tenant_id, str(topic)): len({s.player_id or s for s in streams})
            for topic, here in self._following.items()
            if topic.about is not About.ME
            for tenant_id, streams in here.items()
        }

    def followed(self) -> list[tuple[Topic, UUID]]:
        return [
            (topic, tenant_id)
            for topic, here in self._following.items()
            if topic.about is not About.ME
            for tenant_id in here
        ]

    async def _write(self, streams: Sequence[Stream], frame: Frame) -> None:
        for number, stream in enumerate(streams, start=1):
            if not stream.over.is_set() and not stream.write(frame):
                self._drop(stream)
            if number % WRITTEN_AT_ONCE == 0:
                await asyncio.sleep(0)

    def _drop(self, stream: Stream) -> None:
        """It is too slow, or gone.  It may come back and go on from where it was."""
        if not stream.over.is_set():
            measuring.count_dropped(stream.transport)
            stream.over.set()


def _count_down(counter: Counter[Key], key: Key) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
