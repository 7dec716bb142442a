"""Imports that were done: what they changed, for whoever lost the answer."""

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.importing.plans import Change, Difference
from app.catalogue.rules.importing.wanted import Reading
from app.catalogue.tables import imports


async def find_import(tx: AsyncConnection, digest: str, reading: Reading) -> Difference | None:
    """What exactly this file changed when it was applied under this digest."""
    changes = await tx.scalar(
        select(imports.c.changes).where(
            imports.c.digest == digest, imports.c.file_digest == reading.digest
        )
    )
    if changes is None:
        return None
    return Difference(changes=tuple(msgspec.convert(changes, list[Change])))


async def insert_import(
    tx: AsyncConnection, digest: str, reading: Reading, difference: Difference
) -> None:
    """The same file under the same digest changed the same: what is there stays."""
    row = {
        "digest": digest,
        "file_digest": reading.digest,
        "changes": msgspec.to_builtins(difference.changes, str_keys=True),
    }
    await tx.execute(insert(imports).values(row).on_conflict_do_nothing())
