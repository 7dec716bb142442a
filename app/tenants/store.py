"""Communities in PostgreSQL.  All of their SQL is here."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, Uuid, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.tenants.rules import PLATFORM_ID, Community, CommunitySettings, Logo, Status
from app.tenants.tables import tenant_hosts, tenant_logos, tenants


async def find_community_at(tx: AsyncConnection, host: str) -> Community | None:
    wanted = _communities().join(tenant_hosts, tenant_hosts.c.tenant_id == tenants.c.id)
    found = await tx.execute(wanted.where(tenant_hosts.c.host == host))
    row = found.mappings().one_or_none()
    return _community(row) if row else None


async def find_community(tx: AsyncConnection, subdomain: str) -> Community | None:
    found = await tx.execute(_communities().where(tenants.c.subdomain == subdomain))
    row = found.mappings().one_or_none()
    return _community(row) if row else None


async def get_current(tx: AsyncConnection) -> Community:
    """The community whose transaction this is."""
    current = func.current_setting("app.tenant_id").cast(Uuid)
    found = await tx.execute(_communities().where(tenants.c.id == current))
    return _community(found.mappings().one())


async def lock_community(tx: AsyncConnection, community_id: UUID) -> Community:
    await tx.execute(select(tenants.c.id).where(tenants.c.id == community_id).with_for_update())
    found = await tx.execute(_communities().where(tenants.c.id == community_id))
    return _community(found.mappings().one())


async def list_communities(tx: AsyncConnection) -> list[tuple[Community, list[str]]]:
    """Every community but the platform's own, by name, with its hosts."""
    hosts = (
        select(func.array_agg(tenant_hosts.c.host.distinct()))
        .where(tenant_hosts.c.tenant_id == tenants.c.id)
        .scalar_subquery()
    )
    wanted = _communities().add_columns(hosts.label("hosts")).where(tenants.c.id != PLATFORM_ID)
    found = await tx.execute(wanted.order_by(tenants.c.name, tenants.c.id))
    return [(_community(row), row["hosts"] or []) for row in found.mappings()]


async def insert_community(tx: AsyncConnection, community: Community) -> bool:
    """False where the subdomain is taken."""
    inserted = await tx.execute(
        insert(tenants)
        .values(
            id=community.id,
            subdomain=community.subdomain,
            name=community.name,
            status=community.status,
            settings=msgspec.to_builtins(community.settings),
        )
        .on_conflict_do_nothing()
        .returning(tenants.c.id)
    )
    return inserted.one_or_none() is not None


async def insert_hosts(tx: AsyncConnection, community_id: UUID, hosts: Iterable[str]) -> int:
    """How many were free.  A host answers for one community only."""
    rows = [{"host": host, "tenant_id": community_id} for host in hosts]
    new = insert(tenant_hosts).values(rows).on_conflict_do_nothing()
    inserted = await tx.execute(new.returning(tenant_hosts.c.host))
    return len(inserted.all())


async def update_status(tx: AsyncConnection, community_id: UUID, status: Status) -> None:
    await tx.execute(update(tenants).where(tenants.c.id == community_id).values(status=status))


async def update_settings(
    tx: AsyncConnection, community_id: UUID, *, name: str, settings: CommunitySettings
) -> None:
    await tx.execute(
        update(tenants)
        .where(tenants.c.id == community_id)
        .values(
            name=name,
            settings=msgspec.to_builtins(settings),
            settings_version=tenants.c.settings_version + 1,
        )
    )


async def find_logo(tx: AsyncConnection, community_id: UUID) -> Logo | None:
    found = await tx.execute(
        select(tenant_logos.c.version, tenant_logos.c.media_type, tenant_logos.c.image).where(
            tenant_logos.c.tenant_id == community_id
        )
    )
    row = found.mappings().one_or_none()
    return Logo(**row) if row else None


async def save_logo(
    tx: AsyncConnection, community_id: UUID, *, media_type: str, image: bytes
) -> None:
    new = insert(tenant_logos).values(tenant_id=community_id, media_type=media_type, image=image)
    await tx.execute(
        new.on_conflict_do_update(
            index_elements=[tenant_logos.c.tenant_id],
            set_={
                "media_type": new.excluded.media_type,
                "image": new.excluded.image,
            },
        )
    )


async def delete_logo(tx: AsyncConnection, community_id: UUID) -> None:
    await tx.execute(delete(tenant_logos).where(tenant_logos.c.tenant_id == community_id))


def _communities() -> Select[Any]:
    return select(tenants, tenant_logos.c.version.label("logo_version")).outerjoin_from(
        tenants, tenant_logos, tenant_logos.c.tenant_id == tenants.c.id
    )


def _community(row: Mapping[Any, Any]) -> Community:
    return Community(
        id=row["id"],
        subdomain=row["subdomain"],
        name=row["name"],
        status=Status(row["status"]),
        settings=msgspec.convert(row["settings"], CommunitySettings),
        settings_version=row["settings_version"],
        logo_version=row["logo_version"],
    )
