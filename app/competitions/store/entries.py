"""Entries, and the names of those who hold them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.entries import Entry, EntryState, NamedEntry, OwnerName
from app.competitions.tables import competitions, entries, private_league_entries
from app.identity.rules.players import name_key
from app.identity.tables import players
from app.plumbing.access import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Whose entries, where: at least one of the first three is given."""

    competition_id: UUID | None = None
    player_id: UUID | None = None
    league_id: UUID | None = None
    states: frozenset[EntryState] | None = None
    joined: bool = False
    after: UUID | None = None


async def lock_part(tx: AsyncConnection, competition_id: UUID, player_id: UUID) -> None:
    """Make all that becomes of one player in one competition happen one after another."""
    what = f"entry {competition_id} {player_id}"
    await tx.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what}
    )


async def lock_entry(tx: AsyncConnection, entry_id: UUID) -> None:
    await tx.execute(
        select(entries.c.id).where(entries.c.id == entry_id).with_for_update(key_share=True)
    )


async def find_entry(tx: AsyncConnection, entry_id: UUID) -> Entry | None:
    found = await tx.execute(select(entries).where(entries.c.id == entry_id))
    row = found.mappings().one_or_none()
    return _entry(row) if row else None


async def find_entry_of(tx: AsyncConnection, competition_id: UUID, player_id: UUID) -> Entry | None:
    found = await tx.execute(
        select(entries).where(
            entries.c.competition_id == competition_id, entries.c.player_id == player_id
        )
    )
    row = found.mappings().one_or_none()
    return _entry(row) if row else None


async def find_named(tx: AsyncConnection, entry_id: UUID) -> NamedEntry | None:
    found = await tx.execute(_named().where(entries.c.id == entry_id))
    row = found.mappings().one_or_none()
    return _named_entry(row) if row else None


async def list_named(tx: AsyncConnection, wanted: Filter, *, limit: int) -> list[NamedEntry]:
    """In the order in which they came about."""
    query = _named()
    if wanted.competition_id:
        query = query.where(entries.c.competition_id == wanted.competition_id)
    if wanted.player_id:
        query = query.where(entries.c.player_id == wanted.player_id)
    if wanted.league_id:
        members = select(private_league_entries.c.entry_id).where(
            private_league_entries.c.league_id == wanted.league_id
        )
        query = query.where(entries.c.id.in_(members))
    if wanted.states is not None:
        query = query.where(entries.c.state.in_(sorted(wanted.states)))
    if wanted.joined:
        query = query.where(entries.c.joined_at.is_not(None))
    if wanted.after:
        query = query.where(entries.c.id > wanted.after)
    found = await tx.execute(query.order_by(entries.c.id).limit(limit))
    return [_named_entry(row) for row in found.mappings()]


async def names_of(tx: AsyncConnection, owners: Collection[UUID]) -> dict[UUID, OwnerName]:
    found = await tx.execute(_named().where(entries.c.id.in_(list(owners))))
    return {row["id"]: _owner_name(row) for row in found.mappings()}


async def find_player_named(tx: AsyncConnection, name: str) -> UUID | None:
    found = await tx.execute(select(players.c.id).where(players.c.name_key == name_key(name)))
    return found.scalar_one_or_none()


async def has_other_admin(tx: AsyncConnection, player_id: UUID) -> bool:
    """By the roles that were last known."""
    other = select(players.c.id).where(
        players.c.id != player_id,
        players.c.roles.contains([Role.ADMIN]),
        players.c.suspended_at.is_(None),
        players.c.locked_out_at.is_(None),
    )
    return bool((await tx.execute(select(other.exists()))).scalar_one())


async def insert_entry(tx: AsyncConnection, entry: Entry) -> None:
    await tx.execute(
        insert(entries).values(
            id=entry.id,
            competition_id=entry.competition_id,
            player_id=entry.player_id,
            state=entry.state,
            bot=entry.bot,
        )
    )


async def update_entry(tx: AsyncConnection, entry: Entry) -> None:
    """Write what an admin or the player may change: the state with its reason, and the mark."""
    await tx.execute(
        update(entries)
        .where(entries.c.id == entry.id)
        .values(state=entry.state, bot=entry.bot, reason=entry.reason)
    )


async def activate_entry(tx: AsyncConnection, entry_id: UUID, *, settings_version: int) -> None:
    """The entry plays for the first time, by this version of the settings."""
    await tx.execute(
        update(entries)
        .where(entries.c.id == entry_id)
        .values(
            state=EntryState.ACTIVE,
            joined_at=func.clock_timestamp(),
            settings_version=settings_version,
        )
    )


async def lock_due(
    tx: AsyncConnection, competition_id: UUID, *, period: date, begun_at: datetime, limit: int
) -> list[UUID]:
    """Active entries from before the period that were not topped up in it yet."""
    due = (
        select(entries.c.id)
        .where(
            entries.c.competition_id == competition_id,
            entries.c.state == EntryState.ACTIVE,
            entries.c.joined_at < begun_at,
            or_(entries.c.topped_up_on.is_(None), entries.c.topped_up_on < period),
        )
        .order_by(entries.c.id)
        .limit(limit)
        .with_for_update(key_share=True)
    )
    return list((await tx.execute(due)).scalars())


async def mark_topped_up(tx: AsyncConnection, ids: Collection[UUID], period: date) -> None:
    await tx.execute(update(entries).where(entries.c.id.in_(list(ids))).values(topped_up_on=period))


def _named() -> Select[Any]:
    return (
        select(
            *entries.c,
            players.c.display_name.label("player_name"),
            competitions.c.name.label("competition_name"),
        )
        .join(players, players.c.id == entries.c.player_id)
        .join(competitions, competitions.c.id == entries.c.competition_id)
    )


def _named_entry(row: Mapping[Any, Any]) -> NamedEntry:
    return NamedEntry(entry=_entry(row), name=_owner_name(row))


def _owner_name(row: Mapping[Any, Any]) -> OwnerName:
    return OwnerName(player=row["player_name"], competition=row["competition_name"])


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(
        id=row["id"],
        competition_id=row["competition_id"],
        player_id=row["player_id"],
        state=EntryState(row["state"]),
        bot=row["bot"],
        reason=row["reason"],
        joined_at=row["joined_at"],
    )
