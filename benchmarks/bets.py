"""What placing a bet costs: Python's share of it, and the whole, alone and in batches."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import cycle
from uuid import UUID

from app.betting.rules.placing import Bet, Judge
from app.betting.rules.slips import Slip, WantedLeg
from app.betting.rules.tickets import BetKind
from app.betting.service.placing import Placing, lock_and_look
from app.betting.store.looking import LOOKS, Versions, read
from app.betting.store.writing import write
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.pipelines import Pipelines, Row, roll_back
from app.plumbing.points import Points
from app.plumbing.settings import Settings
from app.tenants.rules import Community, CommunitySettings, Status
from benchmarks import game
from benchmarks.measuring import compare, show

BETS = 500
SIZE = 50
SHARE_MICROSECONDS_MAX = 60


async def measure(settings: Settings, database: Database) -> None:
    tenant_id = new_id()
    async with database.tenant(tenant_id) as tx:
        entries, selections = await game.build(tx, tenant_id)
    community = Community(
        id=tenant_id,
        subdomain="bench",
        name="Bench",
        status=Status.ACTIVE,
        settings=CommunitySettings(),
        settings_version=1,
    )
    slips = _slips(entries, selections)
    pipelines = Pipelines(settings, size=1)
    try:
        await _measure_share(pipelines, community, slips)
        await _measure_whole(pipelines, community, slips)
    finally:
        await pipelines.close()


def _slips(
    entries: Sequence[tuple[UUID, UUID]], selections: Sequence[UUID]
) -> Callable[[int], list[Slip]]:
    players, picked = cycle(entries), cycle(selections)

    def some(count: int) -> list[Slip]:
        return [
            Slip(
                id=new_id(),
                player_id=player_id,
                entry_id=entry_id,
                kind=BetKind.SINGLE,
                stake=Points(1),
                legs=(WantedLeg(next(picked), 2500),),
            )
            for (entry_id, player_id), _ in zip(players, range(count), strict=False)
        ]

    return some


async def _measure_share(
    pipelines: Pipelines, community: Community, slips: Callable[[int], list[Slip]]
) -> None:
    """Everything but the way to PostgreSQL and back, on what it really answered."""
    batch = slips(SIZE)
    async with pipelines.one() as pipeline:
        rows = await pipeline.send(lock_and_look(community, batch, {}))
        await pipeline.send(roll_back())

    async def once() -> None:
        for _ in range(BETS // SIZE):
            think(community, batch, rows)

    show("A bet's share of Python, in batches of 50", await compare({"all": once}, per=BETS))


def think(community: Community, batch: Sequence[Slip], rows: Sequence[Sequence[Row]]) -> None:
    known: Versions = {}
    steps = lock_and_look(community, batch, {})
    seen = read(rows[-LOOKS:], known, community.settings)
    judge = Judge(seen, community.settings.features)
    bets = [bet for bet in map(judge.judge, batch) if isinstance(bet, Bet)]
    assert len(bets) == SIZE  # noqa: S101 - or it measured something else
    write(bets, seen, judge.taken)
    assert steps  # noqa: S101


async def _measure_whole(
    pipelines: Pipelines, community: Community, slips: Callable[[int], list[Slip]]
) -> None:
    placing = Placing(community)

    async def in_batches(size: int) -> None:
        for _ in range(BETS // size):
            async with pipelines.one() as pipeline:
                verdicts = await placing.place(pipeline, slips(size))
            assert all(isinstance(one, Bet) for one in verdicts)  # noqa: S101

    contestants: dict[str, Callable[[], Awaitable[None]]] = {
        "alone": partial(in_batches, 1),
        "batches of 10": partial(in_batches, 10),
        "batches of 50": partial(in_batches, 50),
        "batches of 500": partial(in_batches, 500),
    }
    show("A bet, durably committed", await compare(contestants, per=BETS))
