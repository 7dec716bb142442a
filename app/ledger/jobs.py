"""What the ledger needs from time to time."""

from app.ledger import service
from app.plumbing import jobs
from app.plumbing.db import Database
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID


@jobs.of_platform("ledger.roll_up", every="*/10 * * * *")
async def roll_up(database: Database) -> None:
    async with database.reading(PLATFORM_ID) as tx:
        communities = await tenants.list_communities(tx)
    for community, _hosts in communities:
        async with database.tenant(community.id) as tx:
            await service.roll_up(tx)
