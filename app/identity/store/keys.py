"""Personal API keys."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Uuid,
    any_,
    bindparam,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.keys import Key, Scope
from app.identity.rules.players import AskingPlayer
from app.identity.store.players import ASKING_COLUMNS, read_asking_player
from app.identity.tables import keys, players
from app.plumbing.actors import Role
from app.plumbing.pipelines import Pipeline, PreparedSelect, array

KEY_COLUMNS = [c for c in keys.c if c.name != "updated_at"]
FIND_KEYS = PreparedSelect(
    select(*KEY_COLUMNS, players.c.subject, players.c.roles, *ASKING_COLUMNS[1:])
    .join(players, (players.c.tenant_id == keys.c.tenant_id) & (players.c.id == keys.c.player_id))
    .where(keys.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
)


async def insert_key(tx: AsyncConnection, key: Key) -> None:
    await tx.execute(insert(keys).values(asdict(key) | {"scopes": sorted(key.scopes)}))


async def find_keys(
    pipeline: Pipeline, tenant_id: UUID, key_ids: Sequence[UUID]
) -> dict[UUID, tuple[Key, AskingPlayer, str, frozenset[Role]]]:
    """Keys with their players: their standing, their subject, their roles as last known."""
    found = await FIND_KEYS.send(pipeline, tenant_id, ids=array(key_ids))
    return {
        row["id"]: (_key(row), player, row["subject"], frozenset(map(Role, row["roles"])))
        for row in found
        if (player := read_asking_player(row))
    }


async def list_keys(
    tx: AsyncConnection, player_id: UUID, *, before: UUID | None = None, limit: int | None = None
) -> list[Key]:
    """Those not revoked, newest first."""
    query = select(*KEY_COLUMNS).where(keys.c.player_id == player_id, keys.c.revoked_at.is_(None))
    if before is not None:
        query = query.where(keys.c.id < before)
    found = await tx.execute(query.order_by(keys.c.id.desc()).limit(limit))
    return [_key(row) for row in found.mappings()]


async def mark_used(
    tx: AsyncConnection, key_ids: Sequence[UUID], *, now: datetime, unless_since: datetime
) -> None:
    # Whoever holds a row is about to revoke the key, and nobody waits to note its use.
    stale = (
        select(keys.c.id)
        .where(
            keys.c.id.in_(key_ids),
            or_(keys.c.last_used_at.is_(None), keys.c.last_used_at <= unless_since),
        )
        .with_for_update(skip_locked=True)
    )
    await tx.execute(update(keys).where(keys.c.id.in_(stale)).values(last_used_at=now))


async def revoke_key(tx: AsyncConnection, key_id: UUID, player_id: UUID, *, at: datetime) -> bool:
    """False where the player has no such key, or none that is still good."""
    return await _revoke(tx, (keys.c.id == key_id) & (keys.c.player_id == player_id), at) > 0


async def revoke_keys_of(tx: AsyncConnection, player_id: UUID, *, at: datetime) -> int:
    return await _revoke(tx, keys.c.player_id == player_id, at)


async def revoke_keys_everywhere(
    platform_tx: AsyncConnection, subject: str, *, at: datetime
) -> int:
    """Revoke a person's keys in all communities."""
    theirs = select(players.c.tenant_id, players.c.id).where(players.c.subject == subject)
    return await _revoke(platform_tx, tuple_(keys.c.tenant_id, keys.c.player_id).in_(theirs), at)


async def _revoke(tx: AsyncConnection, which: ColumnElement[bool], at: datetime) -> int:
    revoked = await tx.execute(
        update(keys)
        .where(which, keys.c.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(keys.c.id)
    )
    return len(revoked.all())


def _key(row: Mapping[Any, Any]) -> Key:
    values = {column.name: row[column.name] for column in KEY_COLUMNS}
    return Key(**(values | {"scopes": frozenset(map(Scope, row["scopes"]))}))
