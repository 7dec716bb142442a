"""Telling of what changed, in the transaction that changes it, to whoever follows it live.

Tables tell of themselves (migration 0020); this is for what stands in no table of its own.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TELL = text("""
    insert into change (kind, topic_id, subjects, facts)
    values (:kind, :topic_id, cast(:subjects as uuid[]), cast(:facts as jsonb))
""")


async def tell(
    tx: AsyncConnection,
    kind: str,
    *,
    topic_id: UUID | None = None,
    subjects: Iterable[UUID] = (),
    facts: Mapping[str, object] | None = None,
) -> None:
    """Who follows `topic_id`, or is one of `subjects`, hears of it when `tx` commits."""
    await tx.execute(
        TELL,
        {
            "kind": kind,
            "topic_id": topic_id,
            "subjects": list(subjects),
            "facts": msgspec.json.encode(facts or {}).decode(),
        },
    )
