"""Whose a thing is that is written: the request's own community's, or the platform's for all."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.access import Role
from app.plumbing.refusals import Forbidden
from app.plumbing.web import CurrentActor, Elsewhere, Owner
from app.tenants.rules import PLATFORM_ID

Shared = Annotated[
    bool,
    QueryParameter(
        description="Of the platform, for all, rather than of this community: superadmins only."
    ),
]


def provide_owner(actor: CurrentActor, shared: Shared = False) -> UUID:  # noqa: FBT002 - a query
    if not shared:
        return actor.tenant_id
    if not actor.may(Role.SUPERADMIN):
        raise Forbidden(needed=[Role.SUPERADMIN])
    return PLATFORM_ID


async def provide_owner_tx(owner: Owner, elsewhere: Elsewhere) -> AsyncIterator[AsyncConnection]:
    async with elsewhere(owner) as tx:
        yield tx
