"""Changes of roles that are decided, and perhaps not made yet."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.role_changes import CLAIM_LIFE, Act, RoleChange
from app.identity.tables import role_changes
from app.plumbing.actors import Role

COLUMNS = [c for c in role_changes.c if c.name not in {"claimed_until", "created_at", "updated_at"}]
CLAIM = {"claimed_until": func.clock_timestamp() + CLAIM_LIFE}


async def insert_change(tx: AsyncConnection, change: RoleChange) -> None:
    """Note the change, claimed by whoever decided it."""
    roles = {name: sorted(getattr(change, name)) for name in ("before", "gained", "lost")}
    await tx.execute(insert(role_changes).values(**(asdict(change) | roles | CLAIM)))


async def find_unfinished(tx: AsyncConnection, subject: str) -> RoleChange | None:
    found = await tx.execute(
        select(*COLUMNS).where(role_changes.c.subject == subject, role_changes.c.done_at.is_(None))
    )
    row = found.mappings().one_or_none()
    return _change(row) if row else None


async def list_changes(tx: AsyncConnection, *, since: datetime) -> list[RoleChange]:
    """Those that what the provider said at this time may not show: unfinished, or done later."""
    found = await tx.execute(
        select(*COLUMNS)
        .where(or_(role_changes.c.done_at.is_(None), role_changes.c.done_at >= since))
        .order_by(role_changes.c.id)
    )
    return [_change(row) for row in found.mappings()]


async def list_abandoned(platform_tx: AsyncConnection) -> list[tuple[UUID, UUID]]:
    """The community and id of changes that nobody is making any more."""
    found = await platform_tx.execute(
        select(role_changes.c.tenant_id, role_changes.c.id)
        .where(
            role_changes.c.done_at.is_(None),
            role_changes.c.claimed_until < func.clock_timestamp(),
        )
        .order_by(role_changes.c.id)
    )
    return [(row.tenant_id, row.id) for row in found]


async def claim(tx: AsyncConnection, change_id: UUID) -> RoleChange | None:
    """Be the one who makes it, or None where somebody else does or did."""
    claimed = await tx.execute(
        update(role_changes)
        .where(
            role_changes.c.id == change_id,
            role_changes.c.done_at.is_(None),
            role_changes.c.claimed_until < func.clock_timestamp(),
        )
        .values(**CLAIM)
        .returning(*COLUMNS)
    )
    row = claimed.mappings().one_or_none()
    return _change(row) if row else None


async def finish(tx: AsyncConnection, change_id: UUID) -> bool:
    """Say that it is made; false where somebody said so before."""
    finished = await tx.execute(
        update(role_changes)
        .where(role_changes.c.id == change_id, role_changes.c.done_at.is_(None))
        .values(done_at=func.clock_timestamp())
        .returning(role_changes.c.id)
    )
    return finished.one_or_none() is not None


async def delete_done(platform_tx: AsyncConnection, *, before: datetime) -> None:
    await platform_tx.execute(delete(role_changes).where(role_changes.c.done_at < before))


def _change(row: Mapping[Any, Any]) -> RoleChange:
    roles = {name: frozenset(map(Role, row[name])) for name in ("before", "gained", "lost")}
    return RoleChange(**(dict(row) | roles | {"action": Act(row["action"])}))
