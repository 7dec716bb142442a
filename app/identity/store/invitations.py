"""Invitations that nobody has accepted yet."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.people import Invitation
from app.identity.tables import invitations
from app.plumbing.actors import Role

COLUMNS = [c for c in invitations.c if c.name not in {"created_at", "updated_at"}]


async def find_invitation(tx: AsyncConnection, subject: str) -> Invitation | None:
    found = await tx.execute(select(*COLUMNS).where(invitations.c.subject == subject))
    row = found.mappings().one_or_none()
    return _invitation(row) if row else None


async def list_invitations(tx: AsyncConnection, *, limit: int) -> list[Invitation]:
    """Newest first."""
    found = await tx.execute(select(*COLUMNS).order_by(invitations.c.id.desc()).limit(limit))
    return [_invitation(row) for row in found.mappings()]


async def insert_invitation(tx: AsyncConnection, invitation: Invitation) -> None:
    await tx.execute(
        insert(invitations).values(asdict(invitation) | {"roles": sorted(invitation.roles)})
    )


async def update_roles(tx: AsyncConnection, invitation_id: UUID, roles: frozenset[Role]) -> None:
    await tx.execute(
        update(invitations).where(invitations.c.id == invitation_id).values(roles=sorted(roles))
    )


async def delete_invitation(tx: AsyncConnection, subject: str) -> None:
    await tx.execute(delete(invitations).where(invitations.c.subject == subject))


def _invitation(row: Mapping[Any, Any]) -> Invitation:
    return Invitation(**(dict(row) | {"roles": frozenset(map(Role, row["roles"]))}))
