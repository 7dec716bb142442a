"""Sports, leagues and participants: our own, and what the platform shares."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, Uuid, case, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.sports import League, Participant, ParticipantKind, Scheme, Sport
from app.catalogue.tables import leagues, participants, sport_configs, sports

# The slug and id of the last one shown.
After = tuple[str, UUID]

OWN = func.current_setting("app.tenant_id").cast(Uuid)


async def list_sports(
    tx: AsyncConnection, *, everything: bool, after: After | None, limit: int
) -> list[Sport]:
    """By slug.  Unless everything is asked for, without what is archived or hidden."""
    wanted = _sports().order_by(sports.c.slug, sports.c.id).limit(limit)
    if not everything:
        wanted = wanted.where(sports.c.archived_at.is_(None), ~_hidden())
    if after is not None:
        wanted = wanted.where(tuple_(sports.c.slug, sports.c.id) > tuple_(*after))
    return [_sport(row) for row in (await tx.execute(wanted)).mappings()]


async def find_sport(tx: AsyncConnection, key: str | UUID) -> Sport | None:
    found = await tx.execute(_by(sports, key, _sports()))
    row = found.mappings().one_or_none()
    return _sport(row) if row else None


async def find_sports(tx: AsyncConnection, slugs: Iterable[str]) -> dict[str, Sport]:
    """By slug; our own before the platform's."""
    found = await tx.execute(
        _sports().where(sports.c.slug.in_(set(slugs))).order_by(own_last(sports))
    )
    return {row["slug"]: _sport(row) for row in found.mappings()}


async def insert_sports(tx: AsyncConnection, new: Sequence[Sport]) -> bool:
    """Whether all slugs were free."""
    rows = [{"id": s.id, "slug": s.slug, "name": s.name, "scheme": s.scheme} for s in new]
    return await _insert_all(tx, sports, rows)


async def update_sport(tx: AsyncConnection, sport: Sport) -> None:
    await tx.execute(
        update(sports)
        .where(sports.c.id == sport.id)
        .values(name=sport.name, scheme=sport.scheme, archived_at=sport.archived_at)
    )


async def set_hidden(tx: AsyncConnection, sport: Sport, *, hidden: bool) -> None:
    new = insert(sport_configs).values(
        sport_tenant_id=sport.tenant_id, sport_id=sport.id, hidden=hidden
    )
    await tx.execute(
        new.on_conflict_do_update(
            constraint="sport_config_pk", set_={"hidden": new.excluded.hidden}
        )
    )


async def list_leagues(
    tx: AsyncConnection, sport: Sport, *, everything: bool, after: After | None, limit: int
) -> list[League]:
    rows = await _list_of(tx, leagues, sport, everything=everything, after=after, limit=limit)
    return [_league(row) for row in rows]


async def find_league(tx: AsyncConnection, sport: Sport, key: str | UUID) -> League | None:
    wanted = select(leagues).where(leagues.c.sport_id == sport.id)
    row = (await tx.execute(_by(leagues, key, wanted))).mappings().one_or_none()
    return _league(row) if row else None


async def find_leagues(
    tx: AsyncConnection, keys: Iterable[tuple[UUID, str]]
) -> dict[tuple[UUID, str], League]:
    """By their sport's id and their slug."""
    rows = await _find_of(tx, leagues, keys)
    return {(row["sport_id"], row["slug"]): _league(row) for row in rows}


async def insert_leagues(tx: AsyncConnection, new: Sequence[tuple[Sport, League]]) -> bool:
    rows = [_in_sport(sport, id=le.id, slug=le.slug, name=le.name) for sport, le in new]
    return await _insert_all(tx, leagues, rows)


async def update_league(tx: AsyncConnection, league: League) -> None:
    await tx.execute(
        update(leagues)
        .where(leagues.c.id == league.id)
        .values(name=league.name, archived_at=league.archived_at)
    )


async def list_participants(
    tx: AsyncConnection, sport: Sport, *, everything: bool, after: After | None, limit: int
) -> list[Participant]:
    rows = await _list_of(tx, participants, sport, everything=everything, after=after, limit=limit)
    return [participant_of(row) for row in rows]


async def find_participants(
    tx: AsyncConnection, keys: Iterable[tuple[UUID, str]]
) -> dict[tuple[UUID, str], Participant]:
    """By their sport's id and their slug."""
    rows = await _find_of(tx, participants, keys)
    return {(row["sport_id"], row["slug"]): participant_of(row) for row in rows}


async def find_participants_by_id(
    tx: AsyncConnection, sport: Sport, ids: Iterable[UUID]
) -> dict[UUID, Participant]:
    found = await tx.execute(
        select(participants).where(
            participants.c.sport_id == sport.id, participants.c.id.in_(set(ids))
        )
    )
    return {row["id"]: participant_of(row) for row in found.mappings()}


async def insert_participants(
    tx: AsyncConnection, new: Sequence[tuple[Sport, Participant]]
) -> bool:
    rows = [
        _in_sport(sport, id=who.id, slug=who.slug, name=who.name, kind=who.kind)
        for sport, who in new
    ]
    return await _insert_all(tx, participants, rows)


async def update_participant(tx: AsyncConnection, who: Participant) -> None:
    await tx.execute(
        update(participants)
        .where(participants.c.id == who.id)
        .values(name=who.name, kind=who.kind, archived_at=who.archived_at)
    )


async def _insert_all(
    tx: AsyncConnection, table: Table, rows: Sequence[Mapping[str, object]]
) -> bool:
    """Whether all were new."""
    if not rows:
        return True
    inserted = await tx.execute(
        insert(table).values(list(rows)).on_conflict_do_nothing().returning(table.c.id)
    )
    return len(inserted.all()) == len(rows)


def own_last(table: Table) -> ColumnElement[int]:
    """Orders the platform's before our own, so that ours is what remains under a slug."""
    return case((table.c.tenant_id == OWN, 1), else_=0)


def participant_of(row: Mapping[Any, Any]) -> Participant:
    return Participant(
        tenant_id=row["tenant_id"],
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        kind=ParticipantKind(row["kind"]),
        archived_at=row["archived_at"],
    )


async def _list_of(
    tx: AsyncConnection,
    table: Table,
    sport: Sport,
    *,
    everything: bool,
    after: After | None,
    limit: int,
) -> Sequence[Mapping[Any, Any]]:
    wanted = (
        select(table)
        .where(table.c.sport_id == sport.id)
        .order_by(table.c.slug, table.c.id)
        .limit(limit)
    )
    if not everything:
        wanted = wanted.where(table.c.archived_at.is_(None))
    if after is not None:
        wanted = wanted.where(tuple_(table.c.slug, table.c.id) > tuple_(*after))
    return (await tx.execute(wanted)).mappings().all()


async def _find_of(
    tx: AsyncConnection, table: Table, keys: Iterable[tuple[UUID, str]]
) -> Sequence[Mapping[Any, Any]]:
    wanted = select(table).where(tuple_(table.c.sport_id, table.c.slug).in_(set(keys)))
    return (await tx.execute(wanted.order_by(own_last(table)))).mappings().all()


def _by(table: Table, key: str | UUID, wanted: Select[Any]) -> Select[Any]:
    """By slug or by id; our own before the platform's."""
    column = table.c.id if isinstance(key, UUID) else table.c.slug
    return wanted.where(column == key).order_by(own_last(table).desc()).limit(1)


def _in_sport(sport: Sport, **columns: object) -> dict[str, object]:
    return {"sport_tenant_id": sport.tenant_id, "sport_id": sport.id, **columns}


def _hidden() -> ColumnElement[bool]:
    return func.coalesce(sport_configs.c.hidden, False)


def _sports() -> Select[Any]:
    return select(sports, _hidden().label("hidden")).outerjoin_from(
        sports,
        sport_configs,
        (sport_configs.c.sport_tenant_id == sports.c.tenant_id)
        & (sport_configs.c.sport_id == sports.c.id),
    )


def _sport(row: Mapping[Any, Any]) -> Sport:
    return Sport(
        tenant_id=row["tenant_id"],
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        scheme=Scheme(row["scheme"]),
        archived_at=row["archived_at"],
        hidden=row["hidden"],
    )


def _league(row: Mapping[Any, Any]) -> League:
    return League(
        tenant_id=row["tenant_id"],
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        archived_at=row["archived_at"],
    )
