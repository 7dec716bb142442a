"""A worker whose jobs leave notes in the table `toy`.  Run by `test_queue.py` as a process."""

import asyncio
import os
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app import worker
from app.plumbing import jobs
from app.plumbing.db import Database
from app.plumbing.settings import Settings


async def write(tx: AsyncConnection, note: str) -> None:
    await tx.execute(
        text("insert into toy (note, worker) values (:note, :worker)"),
        {"note": note, "worker": os.getpid()},
    )


@jobs.of_community("toy.note")
async def leave_note(tx: AsyncConnection, *, note: str) -> None:
    await write(tx, note)


@jobs.of_community("toy.slow")
async def leave_note_slowly(tx: AsyncConnection, *, note: str, number: UUID) -> None:
    await write(tx, f"{note} {number.int}")
    await asyncio.sleep(float(os.environ["TOY_SECONDS"]))


@jobs.of_community("toy.poison")
async def fail(tx: AsyncConnection) -> None:
    await write(tx, "poison")
    msg = "this job is poisoned"
    raise ValueError(msg)


# Every second.
@jobs.of_platform("toy.tick", every="* * * * * *")
async def tick(database: Database) -> None:
    if "TOY_TICKS" in os.environ:
        async with database.primary.begin() as tx:
            await write(tx, "tick")


if __name__ == "__main__":
    asyncio.run(worker.run(Settings.read(os.environ)))
