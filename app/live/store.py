"""Reading what changed.  Its own connection, as the platform: one ticker serves all communities."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection as Transaction

from app.live.rules.changes import REMEMBERED_SECONDS, Change
from app.plumbing.db import time_outs
from app.plumbing.settings import Settings

Reader = AsyncConnection[DictRow]

# Whatever had not ended when we looked last, and has now.  A transaction that began early and ended
# late is found like any other, since no order of rows is relied on.
READ = """
    with now as materialized (select pg_current_snapshot() as snapshot)
    select now.snapshot::text, pg_snapshot_xmin(now.snapshot)::text::bigint as xmin,
           c.tenant_id, c.kind, c.topic_id, c.subjects, c.facts, c.xid::text::bigint as xid, c.at
    from now
    left join change c
        on c.xid >= pg_snapshot_xmin(%(before)s::pg_snapshot)
        and not pg_visible_in_snapshot(c.xid, %(before)s::pg_snapshot)
"""

# Where a process begins: with what others have said lately, so that their clients can come here.
BEGIN = """
    select max(xid) filter (where at < clock_timestamp() - make_interval(secs => %(kept)s))
               ::text::bigint as forgotten,
           min(xid) filter (where at >= clock_timestamp() - make_interval(secs => %(kept)s))
               ::text::bigint as first,
           pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin
    from change
"""

FIND_MARKETS = """
    select m.tenant_id, m.id, m.event_id, m.state, m.version,
           least(m.locks_at, e.locks_at) as locks_at,
           (select coalesce(jsonb_agg(jsonb_build_array(s.id, s.odds, s.odds_version,
                                                        s.withdrawn_at is not null)
                                      order by s.number), '[]')
            from selection s where (s.tenant_id, s.market_id) = (m.tenant_id, m.id)) as selections,
           (select coalesce(jsonb_object_agg(c.tenant_id,
                                             jsonb_build_array(c.odds_multiplier, c.version)), '{}')
            from event_config c
            where (c.event_tenant_id, c.event_id) = (m.event_tenant_id, m.event_id)) as multipliers,
           (select coalesce(jsonb_agg(c.tenant_id), '[]')
            from market_config c
            where (c.market_tenant_id, c.market_id) = (m.tenant_id, m.id)
            and c.suspended) as suspended
    from market m
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    where m.id = any (%(market_ids)s) and m.state <> 'draft'
"""

FIND_EVENTS = """
    select id, status, score, starts_at, locks_at, version from event where id = any (%(event_ids)s)
"""

FIND_BALANCES = """
    select e.player_id, e.competition_id, e.id as entry_id, a.balance, a.sequence
    from account a
    join entry e on (e.tenant_id, e.id) = (a.tenant_id, a.owner)
    where a.tenant_id = %(tenant_id)s and a.id = any (%(account_ids)s)
    and a.kind = 'balance' and e.player_id = any (%(player_ids)s)
"""

FIND_ENTRIES = """
    select id as entry_id, player_id, competition_id from entry
    where tenant_id = %(tenant_id)s and id = any (%(entry_ids)s)
    and player_id = any (%(player_ids)s)
"""

# Communities' own tables say by their policies whose rows these are.
FIND_SHOWN = text("""
    select e.id from event e
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join sport_config sc on (sc.sport_tenant_id, sc.sport_id) = (s.tenant_id, s.id)
    left join event_config ec on (ec.event_tenant_id, ec.event_id) = (e.tenant_id, e.id)
    where e.id = any (:ids)
    and (:everything or s.archived_at is null
         and not coalesce(sc.hidden, false) and not coalesce(ec.hidden, false))
    union all
    select id from competition
    where id = any (:ids) and (:everything or state not in ('template', 'draft'))
    union all
    -- The leaderboard of the whole community goes by its own id.
    select id from tenant where id = any (:ids)
    and id = nullif(current_setting('app.tenant_id'), '')::uuid
""")

FIND_OWN_BALANCES = text("""
    select e.player_id, e.competition_id, e.id as entry_id, a.balance, a.sequence
    from entry e
    join account a on (a.tenant_id, a.owner) = (e.tenant_id, e.id) and a.kind = 'balance'
    where e.player_id = any (:player_ids) and e.state = 'active'
""")

SHOW_PRESENCE = """
    with mine as (
        delete from presence
        where process = %(process)s or at < clock_timestamp() - make_interval(secs => %(seconds)s)
    )
    select tenant_id, topic, sum(watchers)::bigint as watchers
    from presence
    where process <> %(process)s and at >= clock_timestamp() - make_interval(secs => %(seconds)s)
    group by tenant_id, topic
"""

SAVE_PRESENCE = """
    insert into presence (tenant_id, topic, process, watchers)
    select tenant_id, topic, %(process)s, watchers
    from unnest(%(tenant_ids)s::uuid[], %(topics)s::text[], %(watchers)s::bigint[])
        as here (tenant_id, topic, watchers)
    on conflict on constraint presence_pk
    do update set watchers = excluded.watchers, at = clock_timestamp()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What has changed, and up to where we know now.  All before `xmin` has ended."""

    snapshot: str
    xmin: int
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """`since` is as if nobody had looked before; `floor` from where on nothing is missing."""

    since: str
    floor: int
    kept: int


async def connect(settings: Settings) -> Reader:
    return await AsyncConnection.connect(
        settings.platform_database_url.reveal(),
        autocommit=True,
        row_factory=dict_row,
        prepare_threshold=0,
        connect_timeout=3,
        application_name="pointsbook-live",
        options=time_outs(settings.limits),
    )


async def begin(reader: Reader) -> Beginning:
    [row] = await _rows(reader, BEGIN, kept=REMEMBERED_SECONDS)
    first = row["first"] or row["xmin"]
    # A snapshot from before the first that is kept: nothing of it had ended then.
    since = f"{first}:{first}:"
    floor = row["forgotten"] + 1 if row["forgotten"] else first
    return Beginning(since=since, floor=floor, kept=first)


async def read(reader: Reader, *, before: str) -> Read:
    rows = await _rows(reader, READ, before=before)
    return Read(
        snapshot=rows[0]["snapshot"],
        xmin=rows[0]["xmin"],
        changes=[
            Change(
                tenant_id=row["tenant_id"],
                kind=row["kind"],
                topic_id=row["topic_id"],
                subjects=tuple(row["subjects"]),
                facts=row["facts"],
                xid=row["xid"],
                at=row["at"],
            )
            for row in rows
            if row["kind"] is not None
        ],
    )


async def find_markets(reader: Reader, market_ids: Collection[UUID]) -> Sequence[DictRow]:
    return await _rows_of(reader, FIND_MARKETS, "market_ids", market_ids)


async def find_events(reader: Reader, event_ids: Collection[UUID]) -> Sequence[DictRow]:
    return await _rows_of(reader, FIND_EVENTS, "event_ids", event_ids)


async def find_balances(
    reader: Reader, tenant_id: UUID, account_ids: Collection[UUID], player_ids: Collection[UUID]
) -> Sequence[DictRow]:
    of_people = {"tenant_id": tenant_id, "player_ids": list(player_ids)}
    return await _rows_of(reader, FIND_BALANCES, "account_ids", account_ids, **of_people)


async def find_entries(
    reader: Reader, tenant_id: UUID, entry_ids: Collection[UUID], player_ids: Collection[UUID]
) -> Sequence[DictRow]:
    of_people = {"tenant_id": tenant_id, "player_ids": list(player_ids)}
    return await _rows_of(reader, FIND_ENTRIES, "entry_ids", entry_ids, **of_people)


async def exchange_presence(
    reader: Reader, process: UUID, here: Mapping[tuple[UUID, str], int], *, seconds: float
) -> dict[tuple[UUID, str], int]:
    """Say how many follow what here; learn how many do elsewhere."""
    rows = await _rows(reader, SHOW_PRESENCE, process=process, seconds=seconds)
    if here:
        await reader.execute(
            SAVE_PRESENCE,
            {
                "process": process,
                "tenant_ids": [tenant_id for tenant_id, _ in here],
                "topics": [topic for _, topic in here],
                "watchers": list(here.values()),
            },
        )
    return {(row["tenant_id"], row["topic"]): row["watchers"] for row in rows}


async def find_shown(tx: Transaction, topic_ids: Iterable[UUID], *, everything: bool) -> set[UUID]:
    """Which of these events and competitions there are here, for players or for all."""
    found = await tx.execute(FIND_SHOWN, {"ids": list(topic_ids), "everything": everything})
    return set(found.scalars())


async def find_own_balances(
    tx: Transaction, player_ids: Iterable[UUID]
) -> Sequence[Mapping[Any, Any]]:
    found = await tx.execute(FIND_OWN_BALANCES, {"player_ids": list(player_ids)})
    return found.mappings().all()


async def forget(tx: Transaction, *, minutes: int) -> None:
    await tx.execute(
        text("delete from change where at < clock_timestamp() - make_interval(mins => :minutes)"),
        {"minutes": minutes},
    )


async def _rows_of(
    reader: Reader, query: str, wanted: str, ids: Collection[UUID], **values: object
) -> Sequence[DictRow]:
    return await _rows(reader, query, **{wanted: list(ids)}, **values) if ids else []


async def _rows(reader: Reader, query: str, **values: object) -> Sequence[DictRow]:
    cursor = await reader.execute(query, values)
    return await cursor.fetchall()
