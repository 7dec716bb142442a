"""Predictions, and the events they are about: read here, written by the catalogue."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Uuid, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules import sports
from app.catalogue.rules.events import EventStatus
from app.competitions.tables import entries
from app.identity.tables import players
from app.predictions.rules.predicting import WITH_SCORES, Event, Prediction
from app.predictions.rules.scoring import Score
from app.predictions.rules.showing import NamedPrediction, SheetLine
from app.predictions.tables import predictions
from app.tenants.rules import PLATFORM_ID

UTC = ZoneInfo("UTC")

# Whoever changes a time, a status or participants holds the catalogue of the event's owner
# exclusively; there is always one, even where an event has no market.
HOLD_EVENTS = text("""
    select pg_advisory_xact_lock_shared(hashtextextended('catalogue ' || owner, 0))
    from (
        select distinct owner from unnest(array[current_setting('app.tenant_id'), :platform])
            as owner
        order by owner
    ) as owners
""")

PLAYED_EVENTS = """
    select e.tenant_id, e.id, e.name, e.round, e.starts_at, e.locks_at, e.status, s.scheme, (
        select coalesce(array_agg(p.name order by ep.number), '{}')
        from event_participant ep
        join participant p on (p.tenant_id, p.id) = (ep.participant_tenant_id, ep.participant_id)
        where (ep.tenant_id, ep.event_id) = (e.tenant_id, e.id)
    ) as participants
    from competition_event played
    join event e on (e.tenant_id, e.id) = (played.event_tenant_id, played.event_id)
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join event_config ec on (ec.event_tenant_id, ec.event_id) = (e.tenant_id, e.id)
    left join sport_config sc on (sc.sport_tenant_id, sc.sport_id) = (s.tenant_id, s.id)
    where played.competition_id = :competition_id and s.archived_at is null
    and not coalesce(ec.hidden, false) and not coalesce(sc.hidden, false)
"""

FIND_EVENTS = text(f"select * from ({PLAYED_EVENTS}) as shown where id = any(:ids)").bindparams(  # noqa: S608
    bindparam("ids", type_=ARRAY(Uuid))
)

LIST_SHEET = text(f"""
    select shown.*, p.first_score, p.second_score, p.joker, p.predicted_at,
           p.round as predicted_round, p.locks_at as predicted_locks_at
    from ({PLAYED_EVENTS}) as shown
    left join prediction p on (p.entry_id, p.event_id) = (:entry_id, shown.id)
    where cardinality(participants) = 2 and scheme = any(:schemes)
    and (cast(:round as text) is null or shown.round = :round)
    and (cast(:day as date) is null
         or shown.round is null and (starts_at at time zone :zone)::date = :day)
    and (cast(:after_id as uuid) is null
         or (starts_at, shown.id) > (cast(:after_at as timestamptz), :after_id))
    order by starts_at, shown.id
    limit :limit
""")  # noqa: S608 - our own words


async def hold_events(tx: AsyncConnection) -> None:
    """Keep all events as they are until we commit.  What they are is for later statements."""
    await tx.execute(HOLD_EVENTS, {"platform": str(PLATFORM_ID)})


async def find_events(
    tx: AsyncConnection, competition_id: UUID, ids: Collection[UUID]
) -> dict[UUID, Event]:
    """Those of these events that the competition is played on, unless they are hidden."""
    rows = await tx.execute(FIND_EVENTS, {"competition_id": competition_id, "ids": list(ids)})
    return {row["id"]: _event(row) for row in rows.mappings()}


async def find_jokers(tx: AsyncConnection, entry_id: UUID) -> dict[UUID, str | None]:
    """The rounds of an entry's jokers, by their events."""
    query = select(predictions.c.event_id, predictions.c.round).where(
        predictions.c.entry_id == entry_id, predictions.c.joker
    )
    return {row.event_id: row.round for row in await tx.execute(query)}


async def save_predictions(
    tx: AsyncConnection, entry_id: UUID, competition_id: UUID, saved: Sequence[Prediction]
) -> None:
    """Write them, each in the place of an earlier one of the same event."""
    statement = insert(predictions).values(
        [
            {
                "entry_id": entry_id,
                "competition_id": competition_id,
                "event_tenant_id": each.event_tenant_id,
                "event_id": each.event_id,
                "round": each.round,
                "first_score": each.score.first,
                "second_score": each.score.second,
                "joker": each.joker,
                "predicted_at": each.predicted_at,
                "locks_at": each.locks_at,
            }
            for each in saved
        ]
    )
    new = statement.excluded
    await tx.execute(
        statement.on_conflict_do_update(
            constraint="prediction_is_one_an_event",
            set_={
                "round": new.round,
                "first_score": new.first_score,
                "second_score": new.second_score,
                "joker": new.joker,
                "predicted_at": new.predicted_at,
                "locks_at": new.locks_at,
            },
        )
    )


async def list_sheet(
    tx: AsyncConnection,
    competition_id: UUID,
    entry_id: UUID,
    *,
    round_name: str | None,
    day: tuple[date, ZoneInfo] | None = None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[SheetLine]:
    """The events whose score can be predicted, by their beginning, with what was predicted.

    Of a `day` somewhere there are those that belong to no round.
    """
    after_at, after_id = after or (None, None)
    on_day, zone = day or (None, UTC)
    rows = await tx.execute(
        LIST_SHEET,
        {
            "competition_id": competition_id,
            "entry_id": entry_id,
            "schemes": sorted(WITH_SCORES),
            "round": round_name,
            "day": on_day,
            "zone": zone.key,
            "after_at": after_at,
            "after_id": after_id,
            "limit": limit,
        },
    )
    return [_line(row) for row in rows.mappings()]


async def count_by_sign(
    tx: AsyncConnection, competition_id: UUID, event_id: UUID
) -> dict[int, int]:
    """How many predicted the event, by the sign of the score's difference."""
    sign = func.sign(predictions.c.first_score - predictions.c.second_score)
    query = (
        select(sign, func.count())
        .where(predictions.c.competition_id == competition_id, predictions.c.event_id == event_id)
        .group_by(sign)
    )
    return {int(of): count for of, count in await tx.execute(query)}


async def list_of_event(
    tx: AsyncConnection, competition_id: UUID, event_id: UUID, *, after: UUID | None, limit: int
) -> list[NamedPrediction]:
    """In the order in which the entries came about."""
    query = (
        select(*predictions.c, players.c.display_name)
        .join(entries, entries.c.id == predictions.c.entry_id)
        .join(players, players.c.id == entries.c.player_id)
        .where(
            predictions.c.competition_id == competition_id,
            predictions.c.event_id == event_id,
        )
        .order_by(predictions.c.entry_id)
        .limit(limit)
    )
    if after:
        query = query.where(predictions.c.entry_id > after)
    return [
        NamedPrediction(
            entry_id=row["entry_id"], player=row["display_name"], prediction=_prediction(row)
        )
        for row in (await tx.execute(query)).mappings()
    ]


def _event(row: Mapping[Any, Any]) -> Event:
    return Event(
        tenant_id=row["tenant_id"],
        id=row["id"],
        name=row["name"],
        round=row["round"],
        starts_at=row["starts_at"],
        locks_at=row["locks_at"],
        status=EventStatus(row["status"]),
        scheme=sports.Scheme(row["scheme"]),
        participants=tuple(row["participants"]),
    )


def _line(row: Mapping[Any, Any]) -> SheetLine:
    event = _event(row)
    if row["predicted_at"] is None:
        return SheetLine(event=event, prediction=None)
    predicted = dict(row) | {
        "event_tenant_id": event.tenant_id,
        "event_id": event.id,
        "round": row["predicted_round"],
        "locks_at": row["predicted_locks_at"],
    }
    return SheetLine(event=event, prediction=_prediction(predicted))


def _prediction(row: Mapping[Any, Any]) -> Prediction:
    return Prediction(
        event_tenant_id=row["event_tenant_id"],
        event_id=row["event_id"],
        round=row["round"],
        score=Score(first=row["first_score"], second=row["second_score"]),
        joker=row["joker"],
        predicted_at=row["predicted_at"],
        locks_at=row["locks_at"],
    )
