"""Communities in PostgreSQL.  All of their SQL is here."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.tenants.rules import Community, CommunitySettings, Status
from app.tenants.tables import tenant_hosts, tenants


async def find_community_at(tx: AsyncConnection, host: str) -> Community | None:
    found = await tx.execute(
        select(tenants)
        .join(tenant_hosts, tenant_hosts.c.tenant_id == tenants.c.id)
        .where(tenant_hosts.c.host == host)
    )
    row = found.mappings().one_or_none()
    return _community(row) if row else None


def _community(row: Mapping[Any, Any]) -> Community:
    return Community(
        id=row["id"],
        subdomain=row["subdomain"],
        name=row["name"],
        status=Status(row["status"]),
        settings=msgspec.convert(row["settings"], CommunitySettings),
        settings_version=row["settings_version"],
    )
