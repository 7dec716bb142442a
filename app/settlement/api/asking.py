"""For whom officials rule: their own community, or by platform staff for all."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.access import Role
from app.plumbing.refusals import Forbidden
from app.plumbing.web import CurrentActor, Elsewhere
from app.tenants.rules import PLATFORM_ID

Shared = Annotated[
    bool,
    QueryParameter(
        description="On what all communities share, rather than on this one's: superadmins only."
    ),
]

# Whose the ruling is, and a transaction of theirs.
Owner = NamedDependency[UUID]
OwnerTx = NamedDependency[AsyncConnection]


def provide_owner(actor: CurrentActor, shared: Shared = False) -> UUID:  # noqa: FBT002 - a query
    if not shared:
        return actor.tenant_id
    if not actor.may(Role.SUPERADMIN):
        raise Forbidden(needed=[Role.SUPERADMIN])
    return PLATFORM_ID


async def provide_owner_tx(owner: Owner, elsewhere: Elsewhere) -> AsyncIterator[AsyncConnection]:
    async with elsewhere(owner) as tx:
        yield tx


DEPENDENCIES = {
    "owner": Provide(provide_owner, sync_to_thread=False),
    "owner_tx": Provide(provide_owner_tx),
}
