"""SQL pays singles and combos what the rules of tickets say, to the point."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.betting.rules.tickets import BetKind
from app.plumbing.ids import new_id
from app.settlement.rules.tickets import BetNow, LegNow, judge
from app.settlement.store.looking import BY_ODDS
from tests.conftest import TestDatabase

# One stands for the other in this connection: what the view tells is tested where it is made.
VIEW = """
    create temporary table leg_now (
        bet_id uuid, number bigint, grading bigint, decided boolean, win bigint, push bigint,
        divisor bigint, paid_odds bigint
    )
"""
CHUNK = "create temporary table chunk (bet_id uuid, stake bigint, plain boolean)"


@st.composite
def legs(draw: st.DrawFn) -> LegNow:
    """What became of a leg: nothing yet, or parts of its stake; at odds that Rule 4 may reduce."""
    odds, deduction = draw(st.integers(1_001, 1_000_000)), draw(st.integers(0, 90))
    paid_odds = 100_000 + (odds - 1_000) * (100 - deduction)
    if draw(st.integers(0, 9)) == 0:
        return LegNow(decided=False, win=None, push=None, divisor=None, paid_odds=paid_odds)
    divisor = draw(st.sampled_from([1, 1, 1, 2, 2, 3, 7, 60]))
    win = draw(st.integers(0, divisor))
    push = draw(st.integers(0, divisor - win))
    return LegNow(decided=True, win=win, push=push, divisor=divisor, paid_odds=paid_odds)


@st.composite
def bets(draw: st.DrawFn) -> BetNow:
    of_bet = draw(st.lists(legs(), min_size=1, max_size=4))
    return BetNow(
        id=new_id(),
        kind=BetKind.SINGLE if len(of_bet) == 1 else BetKind.COMBO,
        fold=None,
        lines=1,
        # Nobody is promised more than a ticket may pay.
        stake=draw(st.integers(1, max(1, 10**12 // 1_000 ** len(of_bet)))),
        each_way=False,
        legs=of_bet,
    )


@asynccontextmanager
async def connection(database: TestDatabase) -> AsyncIterator[AsyncConnection]:
    url = database.url("app").reveal().replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_async_engine(url)
    async with engine.connect() as tx:
        yield tx
    await engine.dispose()


async def judged_by_sql(
    database: TestDatabase, wanted: Sequence[BetNow]
) -> dict[object, tuple[int | None, str | None]]:
    async with connection(database) as tx:
        await tx.exec_driver_sql(VIEW)
        await tx.exec_driver_sql(CHUNK)
        for bet in wanted:
            await tx.exec_driver_sql(
                "insert into chunk values (%(id)s, %(stake)s, true)",
                {"id": bet.id, "stake": bet.stake},
            )
            for number, leg in enumerate(bet.legs, start=1):
                await tx.exec_driver_sql(
                    "insert into leg_now values (%(bet)s, %(number)s, 1, %(decided)s, %(win)s,"
                    " %(push)s, %(divisor)s, %(paid_odds)s)",
                    {
                        "bet": bet.id,
                        "number": number,
                        "decided": leg.decided,
                        "win": leg.win,
                        "push": leg.push,
                        "divisor": leg.divisor,
                        "paid_odds": leg.paid_odds,
                    },
                )
        rows = await tx.exec_driver_sql(BY_ODDS)
        return {row.bet_id: (row.payout, row.result) for row in rows}


@given(st.lists(bets(), min_size=20, max_size=20))
@settings(suppress_health_check=list(HealthCheck))
def test_sql_and_python_agree(ground_database: TestDatabase, wanted: list[BetNow]) -> None:
    verdicts = [judge(bet) for bet in wanted]
    by_python = {each.bet_id: (each.payout, each.result) for each in verdicts}

    assert asyncio.run(judged_by_sql(ground_database, wanted)) == by_python
