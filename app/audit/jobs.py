"""What the audit chain needs from time to time."""

from app.audit import service
from app.plumbing import jobs
from app.plumbing.db import Database


@jobs.of_platform("audit.export_heads", every="23 2 * * *")
async def export_heads(database: Database) -> None:
    async with database.platform() as tx:
        await service.export_heads(tx)


@jobs.of_platform("audit.make_partitions", every="53 2 * * *")
async def make_partitions(database: Database) -> None:
    async with database.platform() as tx:
        await service.make_partitions(tx)
