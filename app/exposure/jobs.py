"""What exposure needs from time to time."""

from app.exposure import service
from app.plumbing import jobs
from app.plumbing.db import Database


# Bets write no jobs (decision 4), so that passed limits are looked for: every five seconds.
@jobs.of_platform("exposure.respond", every="* * * * * */5")
async def respond(database: Database) -> None:
    async with database.platform() as platform:
        due = await service.list_due(platform)
    for tenant_id, limit_id in due:
        async with database.tenant(tenant_id) as tx:
            await service.respond(tx, limit_id)
