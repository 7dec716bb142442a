"""Events and who takes part in them: found and listed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    exists,
    func,
    literal,
    select,
    tuple_,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.events import Event, EventFilter, EventStatus, LeagueName, Schedule, Seat
from app.catalogue.rules.results import LiveScore
from app.catalogue.rules.sports import Scheme, Sport
from app.catalogue.store.sports import OWN, own_last, participant_of
from app.catalogue.tables import event_configs, event_participants, events, leagues, participants
from app.catalogue.tables import sports as sports_table
from app.tenants.rules import PLATFORM_ID

# What a row of `event` adds to its own columns.
SHOWN = (
    sports_table.c.slug.label("sport_slug"),
    sports_table.c.scheme,
    leagues.c.slug.label("league_slug"),
    func.coalesce(event_configs.c.hidden, False).label("hidden"),
    func.coalesce(event_configs.c.odds_multiplier, 1000).label("odds_multiplier"),
    func.coalesce(event_configs.c.version, 0).label("config_version"),
)


async def list_events(tx: AsyncConnection, wanted: EventFilter) -> list[Event]:
    """By their start."""
    return await _with_seats(tx, await _rows(tx, events_query(wanted)))


def events_query(wanted: EventFilter) -> Select[Any]:
    # An index keeps each owner's events in order, so that a page of each is read from it and no
    # more, however many there are.
    nearest = union(_nearest(wanted, OWN), _nearest(wanted, literal(PLATFORM_ID))).subquery()
    return (
        _events()
        .join(
            nearest,
            (nearest.c.tenant_id == events.c.tenant_id) & (nearest.c.id == events.c.id),
        )
        .order_by(events.c.starts_at, events.c.id)
        .limit(wanted.limit)
    )


def _nearest(wanted: EventFilter, owner: ColumnElement[UUID]) -> Select[Any]:
    """One owner's next events, by their keys."""
    event = events.c
    query = select(event.tenant_id, event.id).where(
        event.tenant_id == owner, event.sport_id == wanted.sport_id
    )
    if wanted.league_id is not None:
        query = query.where(event.league_id == wanted.league_id)
    if wanted.statuses:
        query = query.where(event.status.in_(wanted.statuses))
    if wanted.since is not None:
        query = query.where(event.starts_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(event.starts_at < wanted.until)
    if wanted.text:
        query = query.where(event.name.icontains(wanted.text, autoescape=True))
    if not wanted.everything:
        query = query.where(~_is_hidden())
    if wanted.after is not None:
        query = query.where(tuple_(event.starts_at, event.id) > tuple_(*wanted.after))
    return query.order_by(event.starts_at, event.id).limit(wanted.limit)


def _is_hidden() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            event_configs.c.event_tenant_id == events.c.tenant_id,
            event_configs.c.event_id == events.c.id,
            event_configs.c.hidden,
        )
        .correlate(events)
    )


async def find_event(tx: AsyncConnection, sport: Sport, key: str | UUID) -> Event | None:
    """By slug or by id; our own before the platform's."""
    column = events.c.id if isinstance(key, UUID) else events.c.slug
    query = _events().where(events.c.sport_id == sport.id, column == key)
    found = await _with_seats(tx, await _rows(tx, query.order_by(own_last(events).desc()).limit(1)))
    return found[0] if found else None


async def find_by_id(tx: AsyncConnection, event_id: UUID) -> Event | None:
    found = await _with_seats(tx, await _rows(tx, _events().where(events.c.id == event_id)))
    return found[0] if found else None


async def find_events(
    tx: AsyncConnection, keys: Iterable[tuple[UUID, str]]
) -> dict[tuple[UUID, str], Event]:
    """By their sport's id and their slug."""
    query = _events().where(tuple_(events.c.sport_id, events.c.slug).in_(set(keys)))
    found = await _with_seats(tx, await _rows(tx, query.order_by(own_last(events))))
    return {(event.sport_id, event.schedule.slug): event for event in found}


async def has_events(tx: AsyncConnection, sport: Sport) -> bool:
    found = await tx.execute(select(events.c.id).where(events.c.sport_id == sport.id).limit(1))
    return found.one_or_none() is not None


def _events() -> Select[Any]:
    return (
        select(events, *SHOWN)
        .join_from(
            events,
            sports_table,
            (sports_table.c.tenant_id == events.c.sport_tenant_id)
            & (sports_table.c.id == events.c.sport_id),
        )
        .outerjoin(
            leagues,
            (leagues.c.tenant_id == events.c.league_tenant_id)
            & (leagues.c.id == events.c.league_id),
        )
        .outerjoin(
            event_configs,
            (event_configs.c.event_tenant_id == events.c.tenant_id)
            & (event_configs.c.event_id == events.c.id),
        )
    )


async def _rows(tx: AsyncConnection, query: Select[Any]) -> Sequence[Mapping[Any, Any]]:
    rows: Sequence[Mapping[Any, Any]] = (await tx.execute(query)).mappings().all()
    return rows


async def _with_seats(tx: AsyncConnection, rows: Sequence[Mapping[Any, Any]]) -> list[Event]:
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    found = await tx.execute(
        select(
            participants,
            event_participants.c.event_id,
            event_participants.c.number,
            event_participants.c.role,
            event_participants.c.withdrawn_at,
        )
        .join_from(
            event_participants,
            participants,
            (participants.c.tenant_id == event_participants.c.participant_tenant_id)
            & (participants.c.id == event_participants.c.participant_id),
        )
        .where(
            tuple_(event_participants.c.tenant_id, event_participants.c.event_id).in_(
                [(row["tenant_id"], row["id"]) for row in rows]
            )
        )
        .order_by(event_participants.c.event_id, event_participants.c.number)
    )
    for row in found.mappings():
        seats[row["event_id"]].append(
            Seat(
                number=row["number"],
                participant=participant_of(row),
                role=row["role"],
                withdrawn_at=row["withdrawn_at"],
            )
        )
    return [_event(row, seats[row["id"]]) for row in rows]


def _event(row: Mapping[Any, Any], seats: Sequence[Seat]) -> Event:
    return Event(
        tenant_id=row["tenant_id"],
        id=row["id"],
        sport_tenant_id=row["sport_tenant_id"],
        sport_id=row["sport_id"],
        sport_slug=row["sport_slug"],
        scheme=Scheme(row["scheme"]),
        schedule=_schedule(row, seats),
        first_starts_at=row["first_starts_at"],
        status=EventStatus(row["status"]),
        score=msgspec.convert(row["score"], LiveScore | None, strict=False),
        version=row["version"],
        hidden=row["hidden"],
        odds_multiplier=row["odds_multiplier"],
        config_version=row["config_version"],
    )


def _schedule(row: Mapping[Any, Any], seats: Sequence[Seat]) -> Schedule:
    league = None
    if row["league_id"]:
        league = LeagueName(
            tenant_id=row["league_tenant_id"], id=row["league_id"], slug=row["league_slug"]
        )
    return Schedule(
        slug=row["slug"],
        name=row["name"],
        starts_at=row["starts_at"],
        locks_at=row["locks_at"],
        league=league,
        round=row["round"],
        venue=row["venue"],
        true_start_at=row["true_start_at"],
        seats=tuple(seats),
    )
