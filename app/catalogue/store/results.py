"""Results by version, what communities make of events, and in which zone people read of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.configs import EventConfig
from app.catalogue.rules.events import Event
from app.catalogue.rules.results import Result, ResultDocument, Source
from app.catalogue.tables import event_config_changes, event_configs, results
from app.identity.tables import players


async def list_results(
    tx: AsyncConnection, event: Event, *, before: int | None = None, limit: int
) -> list[Result]:
    """The newest version first."""
    query = select(results).where(
        results.c.tenant_id == event.tenant_id, results.c.event_id == event.id
    )
    if before is not None:
        query = query.where(results.c.version < before)
    found = await tx.execute(query.order_by(results.c.version.desc()).limit(limit))
    return [_result(row) for row in found.mappings()]


async def find_newest(tx: AsyncConnection, event_ids: Sequence[UUID]) -> dict[UUID, Result]:
    """The newest result of each of our own events that has one."""
    found = await tx.execute(
        select(results)
        .where(results.c.event_id.in_(event_ids))
        .order_by(results.c.event_id, results.c.version.desc())
        .ext(distinct_on(results.c.event_id))
    )
    return {row["event_id"]: _result(row) for row in found.mappings()}


async def insert_results(tx: AsyncConnection, new: Sequence[tuple[UUID, Result]]) -> None:
    if not new:
        return
    rows = [
        {
            "event_id": event_id,
            "version": result.version,
            "document": msgspec.to_builtins(result.document, str_keys=True),
            "source": result.source,
            "entered_by": result.entered_by,
            "reason": result.reason,
        }
        for event_id, result in new
    ]
    await tx.execute(insert(results).values(rows))


async def find_time_zone(tx: AsyncConnection, player_id: UUID) -> str | None:
    """The zone that a player wants to read times in."""
    found: str | None = await tx.scalar(
        select(players.c.time_zone).where(players.c.id == player_id)
    )
    return found


async def find_config(tx: AsyncConnection, event: Event) -> EventConfig:
    found = await tx.execute(
        select(
            event_configs.c.hidden, event_configs.c.odds_multiplier, event_configs.c.version
        ).where(
            event_configs.c.event_tenant_id == event.tenant_id,
            event_configs.c.event_id == event.id,
        )
    )
    row = found.mappings().one_or_none()
    return EventConfig(**row) if row else EventConfig()


async def save_config(
    tx: AsyncConnection, event: Event, config: EventConfig, *, author: str
) -> None:
    key = {"event_tenant_id": event.tenant_id, "event_id": event.id}
    values = {
        "hidden": config.hidden,
        "odds_multiplier": config.odds_multiplier,
        "version": config.version,
    }
    await tx.execute(
        insert(event_configs)
        .values(**key, **values)
        .on_conflict_do_update(constraint="event_config_pk", set_=values)
    )
    # Hiding alone is no new version, so its row may be there already.
    await tx.execute(
        insert(event_config_changes)
        .values(
            **key,
            version=config.version,
            odds_multiplier=config.odds_multiplier,
            author=author,
            at=func.clock_timestamp(),
        )
        .on_conflict_do_nothing()
    )


def _result(row: Mapping[Any, Any]) -> Result:
    return Result(
        version=row["version"],
        document=msgspec.convert(row["document"], ResultDocument, strict=False),
        source=Source(row["source"]),
        entered_by=row["entered_by"],
        reason=row["reason"],
        entered_at=row["created_at"],
    )
