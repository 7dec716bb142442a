"""What following needs from time to time."""

from app.live import store
from app.plumbing import jobs
from app.plumbing.db import Database

KEPT_MINUTES = 5


@jobs.of_platform("live.forget", every="* * * * *")
async def forget(database: Database) -> None:
    async with database.platform() as tx:
        await store.forget(tx, minutes=KEPT_MINUTES)
