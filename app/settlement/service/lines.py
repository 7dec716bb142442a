"""Bringing bets into line, a chunk a transaction: take, lock, look, write the differences.

Killed anywhere, any worker goes on from the last chunk.  Done twice, the second finds nothing.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger import service as ledger
from app.plumbing import failpoints
from app.plumbing.db import read_clock
from app.settlement.rules.cashed_out import judge_cash_out
from app.settlement.rules.runs import Part
from app.settlement.rules.tickets import judge
from app.settlement.store import chunks, looking, writing
from app.settlement.store.writing import Change

TAKEN = failpoints.declare("settle.chunk.taken")
LOOKED = failpoints.declare("settle.chunk.looked")
JOURNALLED = failpoints.declare("settle.chunk.journalled")
POSTED = failpoints.declare("settle.chunk.posted")
WRITTEN = failpoints.declare("settle.chunk.written")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a part has come by one transaction."""

    done: int
    last: UUID | None
    change: Change
    finished: bool


async def bring_market_into_line(tx: AsyncConnection, part: Part, after: UUID | None) -> Step:
    """The next bets by fixed odds that have a leg on the market."""
    chunk = await take_chunk(tx, part, after=after)
    now = await read_clock(tx)
    await looking.look_by_odds(tx, part.run_id, now=now)
    if chunk.others:
        verdicts = [judge(bet) for bet in await looking.find_others(tx)]
        await looking.look_by_tickets(tx, part.run_id, verdicts, now=now)
        verdicts = [judge_cash_out(each) for each in await looking.find_cashed_out(tx)]
        await looking.look_by_cash_outs(tx, part.run_id, verdicts, now=now)
    return await write_chunk(tx, part, chunk)


async def take_chunk(tx: AsyncConnection, part: Part, *, after: UUID | None) -> chunks.Chunk:
    """Hold the next bets; look at them in a later statement."""
    await chunks.prepare(tx)
    await ledger.prepare_set(tx)
    chunk = await chunks.take(tx, part, after=after)
    await chunks.lock(tx)
    await TAKEN.reach()
    return chunk


async def write_chunk(tx: AsyncConnection, part: Part, chunk: chunks.Chunk) -> Step:
    """Make what is due true."""
    await LOOKED.reach()
    change = await writing.sum_up(tx)
    if change.bets:
        await writing.insert_settlements(tx, part.run_id)
        await writing.update_bets(tx)
        await JOURNALLED.reach()
        await writing.propose_transfers(tx)
        await ledger.post_set(tx)
        await POSTED.reach()
        await writing.move_exposure(tx)
        await writing.move_play_days(tx)
    await WRITTEN.reach()
    return Step(done=chunk.bets, last=chunk.last, change=change, finished=chunk.bets < chunks.CHUNK)
