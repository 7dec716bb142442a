"""Competitions, each version of their settings, and what was announced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.announcements import Announcement, AnnouncementKind
from app.competitions.rules.competitions import Competition, CompetitionState, SettingsVersion
from app.competitions.rules.settings import Mode, as_document, read_document
from app.competitions.tables import announcements, competition_settings, competitions

LOCK_ALL = """
    select pg_advisory_xact_lock(
        hashtextextended('competitions ' || current_setting('app.tenant_id'), 0))
"""

TELL_PLAYERS = text("""
    insert into outbox_message (topic, recipient, key, body)
    select 'competition.announced', e.player_id, 'announcement ' || a.id || ' ' || e.player_id,
           jsonb_build_object('competition_id', c.id, 'competition', c.name, 'change', a.kind,
                              'state', a.facts ->> 'after', 'reason', a.facts ->> 'reason')
    from announcement a
    join competition c on (c.tenant_id, c.id) = (a.tenant_id, a.competition_id)
    join entry e on (e.tenant_id, e.competition_id) = (c.tenant_id, c.id)
    where a.id = :id and e.state = 'active' and not e.bot
    on conflict on constraint outbox_message_is_written_once do nothing
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    states: frozenset[CompetitionState]
    mode: Mode | None = None
    name: str | None = None
    after: UUID | None = None


async def lock_all(tx: AsyncConnection) -> None:
    """Make those who would add a competition wait for each other, so that they can be counted."""
    await tx.execute(text(LOCK_ALL))


async def hold_competition(tx: AsyncConnection, competition_id: UUID) -> None:
    """Keep the competition as it is until we commit.  What it says is for a later statement."""
    await tx.execute(
        select(competitions.c.id)
        .where(competitions.c.id == competition_id)
        .with_for_update(read=True)
    )


async def lock_competition(tx: AsyncConnection, competition_id: UUID) -> None:
    """Wait for all who hold the competition, and let nobody else change it."""
    await tx.execute(
        select(competitions.c.id)
        .where(competitions.c.id == competition_id)
        .with_for_update(key_share=True)
    )


async def find_competition(tx: AsyncConnection, competition_id: UUID) -> Competition | None:
    found = await tx.execute(select(competitions).where(competitions.c.id == competition_id))
    row = found.mappings().one_or_none()
    return _competition(row) if row else None


async def find_by_code(tx: AsyncConnection, code: str) -> Competition | None:
    found = await tx.execute(select(competitions).where(competitions.c.join_code == code))
    row = found.mappings().one_or_none()
    return _competition(row) if row else None


async def list_competitions(
    tx: AsyncConnection, wanted: Filter, *, limit: int
) -> list[Competition]:
    """The newest first."""
    query = select(competitions).where(competitions.c.state.in_(sorted(wanted.states)))
    if wanted.mode:
        query = query.where(competitions.c.settings["modes"].has_key(wanted.mode.value))
    if wanted.name:
        query = query.where(competitions.c.name.icontains(wanted.name, autoescape=True))
    if wanted.after:
        query = query.where(competitions.c.id < wanted.after)
    found = await tx.execute(query.order_by(competitions.c.id.desc()).limit(limit))
    return [_competition(row) for row in found.mappings()]


async def list_topping_up(tx: AsyncConnection) -> list[Competition]:
    """Those that run and give points from time to time, in the order of their locks."""
    found = await tx.execute(
        select(competitions)
        .where(
            competitions.c.state == CompetitionState.RUNNING,
            competitions.c.settings["top_up"].astext.is_not(None),
        )
        .order_by(competitions.c.id)
    )
    return [_competition(row) for row in found.mappings()]


async def count_competitions(tx: AsyncConnection) -> int:
    """Those that are not archived."""
    kept = select(func.count()).where(competitions.c.state != CompetitionState.ARCHIVED)
    return (await tx.execute(kept)).scalar_one()


async def insert_competition(tx: AsyncConnection, competition: Competition, author: str) -> bool:
    """False where the slug is taken."""
    inserted = await tx.execute(
        postgresql.insert(competitions)
        .values(
            id=competition.id,
            state=competition.state,
            join_code=competition.join_code,
            **_outline(competition),
        )
        .on_conflict_do_nothing(constraint="competition_slug_key")
        .returning(competitions.c.id)
    )
    if inserted.one_or_none() is None:
        return False
    await _insert_settings(tx, competition, author)
    return True


async def update_competition(tx: AsyncConnection, competition: Competition, author: str) -> None:
    """Write the competition's next version."""
    await tx.execute(
        update(competitions)
        .where(competitions.c.id == competition.id)
        .values(**_outline(competition))
    )
    await _insert_settings(tx, competition, author)


async def update_state(tx: AsyncConnection, competition_id: UUID, state: CompetitionState) -> None:
    await tx.execute(
        update(competitions).where(competitions.c.id == competition_id).values(state=state)
    )


async def freeze(tx: AsyncConnection, competition_id: UUID, *, now: datetime) -> None:
    await tx.execute(
        update(competitions)
        .where(competitions.c.id == competition_id)
        .values(state=CompetitionState.FINISHED, frozen_at=now)
    )


async def update_join_code(tx: AsyncConnection, competition_id: UUID, code: str) -> None:
    await tx.execute(
        update(competitions).where(competitions.c.id == competition_id).values(join_code=code)
    )


async def insert_announcement(
    tx: AsyncConnection, competition_id: UUID, kind: AnnouncementKind, facts: dict[str, object]
) -> UUID:
    """Its id, by which everybody is told."""
    inserted = await tx.execute(
        insert(announcements)
        .values(competition_id=competition_id, kind=kind, facts=facts)
        .returning(announcements.c.id)
    )
    announcement_id: UUID = inserted.scalar_one()
    return announcement_id


async def tell_players(tx: AsyncConnection, announcement_id: UUID) -> None:
    """A message to everybody who plays in the competition."""
    await tx.execute(TELL_PLAYERS, {"id": announcement_id})


async def list_announcements(
    tx: AsyncConnection, competition_id: UUID, *, after: UUID | None, limit: int
) -> list[Announcement]:
    """The newest first."""
    query = select(announcements).where(announcements.c.competition_id == competition_id)
    if after:
        query = query.where(announcements.c.id < after)
    found = await tx.execute(query.order_by(announcements.c.id.desc()).limit(limit))
    return [
        Announcement(id=row.id, kind=AnnouncementKind(row.kind), facts=row.facts, at=row.at)
        for row in found
    ]


async def list_versions(tx: AsyncConnection, competition_id: UUID) -> list[SettingsVersion]:
    """The first one first."""
    found = await tx.execute(
        select(competition_settings)
        .where(competition_settings.c.competition_id == competition_id)
        .order_by(competition_settings.c.version)
    )
    return [
        SettingsVersion(version=row.version, settings=read_document(row.document), at=row.at)
        for row in found
    ]


async def _insert_settings(tx: AsyncConnection, competition: Competition, author: str) -> None:
    await tx.execute(
        insert(competition_settings).values(
            competition_id=competition.id,
            version=competition.version,
            document=as_document(competition.settings),
            author=author,
        )
    )


def _outline(competition: Competition) -> dict[str, Any]:
    return {
        "slug": competition.slug,
        "name": competition.name,
        "description": competition.description,
        "starts_at": competition.starts_at,
        "ends_at": competition.ends_at,
        "settings": as_document(competition.settings),
        "settings_version": competition.version,
    }


def _competition(row: Mapping[Any, Any]) -> Competition:
    return Competition(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        state=CompetitionState(row["state"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        join_code=row["join_code"],
        settings=read_document(row["settings"]),
        version=row["settings_version"],
        frozen_at=row["frozen_at"],
    )
