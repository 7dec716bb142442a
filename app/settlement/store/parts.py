"""The parts of runs: made, taken up, advanced."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.runs import Cause, Part, PartKind
from app.settlement.store.runs import values_of

# What those that were overtaken did not finish comes along.  An event has its markets, the pools
# on them and the predictions of its score; a ruling may be about one of the markets alone.
INSERT_PARTS = """
    insert into settlement_part (run_id, kind, subject_id, total)
    select %(run_id)s, wanted.kind, wanted.subject_id, wanted.total
    from (
        select 'market' as kind, m.id as subject_id, bets.number as total
        from market m
        cross join lateral (
            select count(distinct l.bet_id) as number from leg l
            where l.market_id = m.id and l.odds is not null
        ) as bets
        where (m.event_tenant_id, m.event_id) = (%(event_tenant_id)s, %(event_id)s)
        and (%(market_id)s::uuid is null or m.id = %(market_id)s) and bets.number > 0
        union
        select 'pool', p.id, bets.number
        from market m
        join pool p on (p.market_tenant_id, p.market_id) = (m.tenant_id, m.id)
        cross join lateral (
            select coalesce(sum(t.bets), 0)::bigint as number from pool_total t
            where t.pool_id = p.id
        ) as bets
        where (m.event_tenant_id, m.event_id) = (%(event_tenant_id)s, %(event_id)s)
        and (%(market_id)s::uuid is null or m.id = %(market_id)s)
        union
        select 'predictions', competition_id, count(*)
        from prediction
        where (event_tenant_id, event_id) = (%(event_tenant_id)s, %(event_id)s)
        and %(market_id)s::uuid is null
        group by competition_id
        union
        select kind, subject_id, total from settlement_part
        where run_id = any (%(overtaken)s::uuid[]) and finished_at is null
    ) as wanted
    where wanted.kind = any (%(kinds)s::text[])
    order by wanted.kind, wanted.subject_id
    on conflict on constraint settlement_part_pk do nothing
    returning kind, subject_id
"""

ADD_PART = """
    insert into settlement_part (run_id, kind, subject_id, total)
    values (%(run_id)s, %(kind)s, %(subject_id)s, %(total)s)
    on conflict on constraint settlement_part_pk do update
    set finished_at = null, after = null, done = 0, total = excluded.total
"""

# Two workers on one part take turns; the one that waits then sees how far it has come.
LOCK_PART = """
    select run_id from settlement_part
    where (run_id, kind, subject_id) = (%(run_id)s, %(kind)s, %(subject_id)s)
    for no key update
"""

FIND_OPEN_PART = """
    select p.after
    from settlement_part p
    join settlement_run r on (r.tenant_id, r.id) = (p.tenant_id, p.run_id)
    where (p.run_id, p.kind, p.subject_id) = (%(run_id)s, %(kind)s, %(subject_id)s)
    and p.finished_at is null and r.state = 'running'
"""

ADVANCE_PART = """
    update settlement_part
    set after = coalesce(%(last)s, after), done = done + %(done)s, changed = changed + %(changed)s,
        moved = moved + %(moved)s,
        finished_at = case when %(finished)s then clock_timestamp() end
    where (run_id, kind, subject_id) = (%(run_id)s, %(kind)s, %(subject_id)s)
"""


async def insert_parts(
    tx: AsyncConnection,
    run_id: UUID,
    cause: Cause,
    *,
    overtaken: Sequence[UUID],
    kinds: Collection[PartKind],
) -> list[Part]:
    rows = await tx.exec_driver_sql(
        INSERT_PARTS,
        values_of(run_id, cause) | {"overtaken": list(overtaken), "kinds": sorted(kinds)},
    )
    return [Part(run_id=run_id, kind=PartKind(row.kind), subject_id=row.subject_id) for row in rows]


async def add_part(tx: AsyncConnection, part: Part, *, total: int) -> None:
    """One more part, or one that is gone through anew."""
    await tx.exec_driver_sql(ADD_PART, _key(part) | {"total": total})


async def lock_part(tx: AsyncConnection, part: Part) -> None:
    await tx.exec_driver_sql(LOCK_PART, _key(part))


async def find_open_part(tx: AsyncConnection, part: Part) -> tuple[bool, UUID | None]:
    """Whether the part still goes on, and after which bet."""
    row = (await tx.exec_driver_sql(FIND_OPEN_PART, _key(part))).one_or_none()
    return (False, None) if row is None else (True, row.after)


async def advance_part(
    tx: AsyncConnection,
    part: Part,
    *,
    last: UUID | None,
    done: int,
    changed: int,
    moved: int,
    finished: bool,
) -> None:
    values = {"last": last, "done": done, "changed": changed, "moved": moved}
    await tx.exec_driver_sql(ADVANCE_PART, _key(part) | values | {"finished": finished})


def _key(part: Part) -> dict[str, object]:
    return {"run_id": part.run_id, "kind": part.kind, "subject_id": part.subject_id}
