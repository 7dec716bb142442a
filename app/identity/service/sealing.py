"""Personal data that is sealed: read where we hold its key, and moved to the newest one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import Column, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.sealing import (
    AgeAnswer,
    answer_context,
    answer_index_context,
    born_on_context,
    email_context,
    email_index_context,
    invitation_context,
)
from app.identity.store import sealed as store
from app.identity.tables import invitations, players, too_young
from app.plumbing.db import Begin
from app.plumbing.vault import SealBroken, Vault

log = structlog.get_logger()

# Each chunk is a transaction, so that nobody waits long for a row.
CHUNK_ROWS = 200


def read(vault: Vault, sealed: bytes, context: str) -> str | None:
    """What is sealed, or None where we cannot tell: one such row must not hide all others."""
    try:
        return vault.open(sealed, context)
    except SealBroken:
        kind, _, row_id = context.partition(":")
        log.warning("personal data unreadable", kind=kind, row_id=row_id)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Rows of a table that hold sealed columns, and what those become under the newest key."""

    table: Table
    columns: Sequence[Column[Any]]
    anew: Callable[[Vault, Mapping[Any, Any]], dict[str, bytes]]


async def reseal(begin: Begin, vault: Vault) -> None:
    """Move a community's personal data to the newest key, so that older ones can be dropped."""
    for kind in KINDS:
        resealed, after = 0, None
        while True:
            async with begin() as tx:
                count, after = await _reseal_chunk(tx, vault, kind, after)
            resealed += count
            if after is None:
                break
        if resealed:
            log.info("personal data resealed", kind=kind.table.name, count=resealed)


async def _reseal_chunk(
    tx: AsyncConnection, vault: Vault, kind: Kind, after: UUID | None
) -> tuple[int, UUID | None]:
    """How many rows were moved, and after which row to go on, if there may be more."""
    rows = await store.lock_older(
        tx, kind.columns, newest=vault.newest_prefix, after=after, limit=CHUNK_ROWS
    )
    anew = {row["id"]: kind.anew(vault, row) for row in rows}
    readable = {row_id: values for row_id, values in anew.items() if values}
    for row_id, values in readable.items():
        await store.update_row(tx, kind.table, row_id, values)
    return len(readable), rows[-1]["id"] if len(rows) == CHUNK_ROWS else None


def _player(vault: Vault, row: Mapping[Any, Any]) -> dict[str, bytes]:
    place = row["tenant_id"], row["id"]
    values = {}
    born_on = _read_older(vault, row["born_on_sealed"], born_on_context(*place))
    if born_on is not None:
        values["born_on_sealed"] = vault.seal(born_on, born_on_context(*place))
    email = _read_older(vault, row["email_sealed"], email_context(*place))
    if email is not None:
        values["email_sealed"] = vault.seal(email, email_context(*place))
        values["email_index"] = vault.blind_index(email, email_index_context(place[0]))
    return values


def _turned_away(vault: Vault, row: Mapping[Any, Any]) -> dict[str, bytes]:
    context = answer_context(row["tenant_id"], row["id"])
    answer = _read_older(vault, row["answer_sealed"], context)
    if answer is None:
        return {}
    subject = msgspec.json.decode(answer, type=AgeAnswer).subject
    return {
        "answer_sealed": vault.seal(answer, context),
        "subject_index": vault.blind_index(subject, answer_index_context(row["tenant_id"])),
    }


def _invitation(vault: Vault, row: Mapping[Any, Any]) -> dict[str, bytes]:
    context = invitation_context(row["tenant_id"], row["id"])
    email = _read_older(vault, row["email_sealed"], context)
    return {} if email is None else {"email_sealed": vault.seal(email, context)}


def _read_older(vault: Vault, sealed: bytes | None, context: str) -> str | None:
    """None, too, where there is nothing to do."""
    if sealed is None or not vault.needs_resealing(sealed):
        return None
    return read(vault, sealed, context)


KINDS = (
    Kind(table=players, columns=(players.c.born_on_sealed, players.c.email_sealed), anew=_player),
    Kind(table=too_young, columns=(too_young.c.answer_sealed,), anew=_turned_away),
    Kind(table=invitations, columns=(invitations.c.email_sealed,), anew=_invitation),
)


async def count_by_key(platform_tx: AsyncConnection) -> dict[str, int]:
    return await store.count_by_key(platform_tx)
