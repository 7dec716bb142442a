"""Recording administrative acts, reading them, and proving that nobody changed them."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import store
from app.audit.rules import (
    GENESIS,
    Act,
    Broken,
    Filter,
    Head,
    Row,
    System,
    Who,
    check_end,
    follow,
)
from app.plumbing.access import Actor

log = structlog.get_logger()

PAGE_ROWS = 50
PART_ROWS = 1_000
MONTHS_AHEAD = 12


async def record(
    tx: AsyncConnection,
    actor: Actor | System,
    action: str,
    subject: str,
    *,
    before: object = None,
    after: object = None,
    reason: str | None = None,
) -> None:
    """Add an act to the chain of the transaction's community.

    Ids only, never names or e-mail addresses: the chain outlives erasure.  Call it last, for it
    makes every other act of the community wait until we commit.
    """
    act = Act(
        who=_who(actor),
        action=action,
        subject=subject,
        before=before,
        after=after,
        reason=reason,
    )
    await store.append(tx, act)


async def page(
    tx: AsyncConnection, wanted: Filter, *, limit: int = PAGE_ROWS
) -> tuple[list[Row], int | None]:
    """A page of rows, newest first, and where the next page begins, if there is one."""
    rows = await store.list_newest(tx, wanted, limit + 1)
    more = len(rows) > limit
    return rows[:limit], rows[limit - 1].seq if more else None


async def part(tx: AsyncConnection, tenant_id: UUID, *, after: Row | None = None) -> list[Row]:
    """The next rows of a whole chain, oldest first: as many as fit in memory."""
    return await store.list_next(tx, tenant_id, after=after, limit=PART_ROWS)


async def actions(tx: AsyncConnection) -> list[str]:
    return await store.list_actions(tx)


async def verify(tx: AsyncConnection) -> dict[UUID, Broken | Head]:
    """Walk every community's chain.  `tx` must be the platform's: others see one community."""
    await store.read_snapshot(tx)
    heads = await store.list_heads(tx)
    return {tenant_id: await _verify(tx, tenant_id, head) for tenant_id, head in heads.items()}


async def _verify(tx: AsyncConnection, tenant_id: UUID, head: Head) -> Broken | Head:
    checkpoints = await store.list_checkpoints(tx, tenant_id)
    last, rows = GENESIS, await part(tx, tenant_id)
    try:
        while rows:
            last = follow(rows, after=last, checkpoints=checkpoints)
            rows = await part(tx, tenant_id, after=rows[-1])
        check_end(last, head=head, checkpoints=checkpoints)
    except Broken as broken:
        return broken
    return last


async def export_heads(tx: AsyncConnection) -> None:
    """Keep every head apart, and in the log: a chain made anew gives itself away."""
    for tenant_id, head in (await store.write_checkpoints(tx)).items():
        log.info(
            "audit head exported", tenant_id=str(tenant_id), seq=head.seq, hash=head.hash.hex()
        )


async def make_partitions(tx: AsyncConnection) -> None:
    await store.make_partitions(tx, months=MONTHS_AHEAD)


def _who(actor: Actor | System) -> Who:
    if isinstance(actor, System):
        return Who(subject=f"system:{actor.name}")
    return Who(subject=actor.subject, player_id=actor.player_id, address=actor.address)
