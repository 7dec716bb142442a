"""Private leagues and who is in them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.leagues import PrivateLeague
from app.competitions.tables import entries, private_league_entries, private_leagues


async def lock_league(tx: AsyncConnection, league_id: UUID) -> None:
    """Let nobody change the league or come in until we commit."""
    await tx.execute(
        select(private_leagues.c.id)
        .where(private_leagues.c.id == league_id)
        .with_for_update(key_share=True)
    )


async def lock_names(tx: AsyncConnection, competition_id: UUID) -> None:
    """Make those who name a league of the competition wait for each other."""
    what = f"private league names {competition_id}"
    await tx.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what}
    )


async def find_league(tx: AsyncConnection, league_id: UUID) -> PrivateLeague | None:
    return await _one(tx, select(private_leagues).where(private_leagues.c.id == league_id))


async def find_league_by_code(tx: AsyncConnection, code: str) -> PrivateLeague | None:
    return await _one(tx, select(private_leagues).where(private_leagues.c.code == code))


async def is_in(tx: AsyncConnection, league_id: UUID, player_id: UUID) -> bool:
    found = await tx.execute(
        select(entries.c.id)
        .join(private_league_entries, private_league_entries.c.entry_id == entries.c.id)
        .where(private_league_entries.c.league_id == league_id, entries.c.player_id == player_id)
    )
    return found.one_or_none() is not None


async def is_name_taken(
    tx: AsyncConnection, competition_id: UUID, name: str, *, but_by: UUID | None
) -> bool:
    taken = select(private_leagues.c.id).where(
        private_leagues.c.competition_id == competition_id,
        private_leagues.c.name == name,
        private_leagues.c.id.is_distinct_from(but_by),
    )
    return (await tx.execute(taken)).one_or_none() is not None


async def count_founded(tx: AsyncConnection, entry_id: UUID) -> int:
    """Those that are not archived."""
    founded = select(func.count()).where(
        private_leagues.c.founder_id == entry_id, private_leagues.c.archived_at.is_(None)
    )
    return (await tx.execute(founded)).scalar_one()


async def list_leagues(
    tx: AsyncConnection,
    *,
    player_id: UUID | None,
    competition_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[PrivateLeague]:
    """Those the player is in, or all; the newest first."""
    query = select(private_leagues)
    if player_id:
        own = (
            select(private_league_entries.c.league_id)
            .join(entries, entries.c.id == private_league_entries.c.entry_id)
            .where(entries.c.player_id == player_id)
        )
        query = query.where(private_leagues.c.id.in_(own))
    if competition_id:
        query = query.where(private_leagues.c.competition_id == competition_id)
    if after:
        query = query.where(private_leagues.c.id < after)
    found = await tx.execute(query.order_by(private_leagues.c.id.desc()).limit(limit))
    return [_league(row) for row in found.mappings()]


async def insert_league(tx: AsyncConnection, league: PrivateLeague) -> None:
    await tx.execute(insert(private_leagues).values(asdict(league)))


async def update_league(tx: AsyncConnection, league: PrivateLeague) -> None:
    await tx.execute(
        update(private_leagues)
        .where(private_leagues.c.id == league.id)
        .values(name=league.name, code=league.code, archived_at=league.archived_at)
    )


async def insert_member(tx: AsyncConnection, league: PrivateLeague, entry_id: UUID) -> bool:
    """False for whoever is in already."""
    inserted = await tx.execute(
        insert(private_league_entries)
        .values(league_id=league.id, entry_id=entry_id, competition_id=league.competition_id)
        .on_conflict_do_nothing()
        .returning(private_league_entries.c.entry_id)
    )
    return inserted.one_or_none() is not None


async def delete_member(tx: AsyncConnection, league_id: UUID, entry_id: UUID) -> bool:
    deleted = await tx.execute(
        delete(private_league_entries)
        .where(
            private_league_entries.c.league_id == league_id,
            private_league_entries.c.entry_id == entry_id,
        )
        .returning(private_league_entries.c.entry_id)
    )
    return deleted.one_or_none() is not None


async def _one(tx: AsyncConnection, query: Select[Any]) -> PrivateLeague | None:
    row = (await tx.execute(query)).mappings().one_or_none()
    return _league(row) if row else None


def _league(row: Mapping[Any, Any]) -> PrivateLeague:
    return PrivateLeague(
        id=row["id"],
        competition_id=row["competition_id"],
        founder_id=row["founder_id"],
        name=row["name"],
        code=row["code"],
        archived_at=row["archived_at"],
    )
