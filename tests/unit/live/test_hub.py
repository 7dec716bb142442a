"""One loop writes to all, and waits for nobody."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest
from litestar.types import Message

from app.live.rules.changes import News
from app.live.rules.messages import PresenceUpdate, Said
from app.live.rules.topics import About, TooManyStreams, Topic
from app.live.service.hub import STREAMS_OF_PLAYER_MAX, Frame, Hub, send_now

HERE, NEXT_DOOR, EVENT, AMA, ESI = (UUID(int=n) for n in range(1, 6))
TOPIC = Topic(About.EVENT, EVENT)


class Wire:
    """A stream to a client that reads, or to one that has stopped reading."""

    transport = "sse"
    session_id: UUID | None = None

    def __init__(self, player_id: UUID = AMA, *, reads: bool = True, here: UUID = HERE) -> None:
        self.tenant_id = here
        self.player_id: UUID | None = player_id
        self.address = "192.0.2.1"
        self.topics = {TOPIC}
        self.over = asyncio.Event()
        self.written: list[bytes] = []
        self._room = asyncio.Event()
        if reads:
            self._room.set()

    async def send(self, message: Message) -> None:
        await self._room.wait()
        self.written.append(message["body"])  # type: ignore[typeddict-item]

    def write(self, frame: Frame) -> bool:
        return send_now(self.send, frame.chunk)


def news(watching: int) -> News:
    return News(
        tenant_id=HERE,
        topic=TOPIC,
        subject=EVENT,
        xid=1,
        at=datetime.now(UTC),
        said=Said(PresenceUpdate(topic="t", watching=watching)),
    )


def test_whoever_does_not_read_is_dropped_and_the_others_hear() -> None:
    async def play() -> None:
        hub = Hub(limit_times=1)
        wires = [Wire(), Wire(reads=False), Wire()]
        for wire in wires:
            hub.join(wire)

        await hub.spread([news(1)])

        assert [len(wire.written) for wire in wires] == [1, 0, 1]
        assert [wire.over.is_set() for wire in wires] == [False, True, False]

    asyncio.run(play())


def test_all_get_the_same_bytes() -> None:
    async def play() -> None:
        hub = Hub(limit_times=1)
        first, second = Wire(), Wire()
        hub.join(first)
        hub.join(second)

        await hub.spread([news(1), news(2)])

        [chunk] = first.written
        assert chunk.count(b"event: presence") == 2
        assert second.written[0] is chunk

    asyncio.run(play())


def test_next_door_hears_nothing() -> None:
    async def play() -> None:
        hub = Hub(limit_times=1)
        wire = Wire(here=NEXT_DOOR)
        hub.join(wire)

        await hub.spread([news(1)])

        assert wire.written == []

    asyncio.run(play())


def test_who_has_left_is_forgotten() -> None:
    async def play() -> None:
        hub = Hub(limit_times=1)
        wire = Wire()
        hub.join(wire)
        assert hub.watching() == {(HERE, str(TOPIC)): 1}

        hub.leave(wire)

        assert (len(hub), hub.watching(), hub.somebody.is_set()) == (0, {}, False)

    asyncio.run(play())


def test_a_player_has_so_many_streams_and_others_have_theirs() -> None:
    async def play() -> None:
        hub = Hub(limit_times=1)
        for _ in range(STREAMS_OF_PLAYER_MAX):
            hub.check_room(address="192.0.2.1", player_id=AMA)
            hub.join(Wire())

        with pytest.raises(TooManyStreams):
            hub.check_room(address="192.0.2.1", player_id=AMA)
        hub.check_room(address="192.0.2.1", player_id=ESI)

    asyncio.run(play())


def test_streams_of_whoever_is_shut_out_end() -> None:
    async def play() -> None:
        hub = Hub(limit_times=1)
        ama, esi = Wire(AMA), Wire(ESI)
        hub.join(ama)
        hub.join(esi)

        hub.end([AMA])
        assert (ama.over.is_set(), esi.over.is_set()) == (True, False)

        hub.end_all()
        assert esi.over.is_set()

    asyncio.run(play())
