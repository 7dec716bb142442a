"""What is held while the catalogue changes: first the catalogue, then markets, then events."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.tables import events

IDS = bindparam("ids", type_=ARRAY(Uuid))

LOCK_CATALOGUE = text(
    "select pg_advisory_xact_lock("
    "hashtextextended('catalogue ' || current_setting('app.tenant_id'), 0))"
)
# Markets lie above the catalogue, and their table is read here by name: a bet holds its market
# shared while it looks at the event, so whoever changes the event has to hold all of them.
OF_OWN_EVENTS = text("select markets_of_events(:ids)").bindparams(IDS)
VISIBLE = text("select id from market where event_id = any (:ids)").bindparams(IDS)
# Ascending by key, or two who lock several would wait for each other.
LOCK_MARKETS = text(
    """
    select pg_advisory_xact_lock(key) from (
        select distinct hashtextextended('market ' || id::text, 0) as key
        from unnest(:ids) as id
        order by key
    ) as keys
    """
).bindparams(IDS)


async def lock_catalogue(tx: AsyncConnection) -> None:
    """Make all who change this community's catalogue wait for each other."""
    await tx.execute(LOCK_CATALOGUE)


async def find_markets(tx: AsyncConnection, event_ids: Sequence[UUID]) -> set[UUID]:
    """Every market of our own events, whichever community asks it."""
    return set(await tx.scalars(OF_OWN_EVENTS, {"ids": list(event_ids)}))


async def find_visible_markets(tx: AsyncConnection, event_id: UUID) -> set[UUID]:
    """The markets of an event that this community can bet on."""
    return set(await tx.scalars(VISIBLE, {"ids": [event_id]}))


async def lock_markets(tx: AsyncConnection, market_ids: Iterable[UUID]) -> None:
    """Keep every bet away from these markets until we commit."""
    await tx.execute(LOCK_MARKETS, {"ids": list(market_ids)})


async def lock_events(tx: AsyncConnection, event_ids: Sequence[UUID]) -> None:
    """Hold our own events whole: nobody adds a market to them meanwhile."""
    await tx.execute(
        select(events.c.id)
        .where(events.c.id.in_(event_ids))
        .order_by(events.c.id)
        .with_for_update()
    )
