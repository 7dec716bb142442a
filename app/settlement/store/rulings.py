"""Rulings: entered, listed, decided; and who has an interest in what they are about."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    Uuid,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.rulings import (
    Interests,
    NewRuling,
    Ruling,
    RulingDocument,
    RulingKind,
    RulingState,
)
from app.settlement.tables import gradings, rulings

OWN: ColumnElement[bool] = rulings.c.tenant_id == literal_column(
    "nullif(current_setting('app.tenant_id'), '')::uuid"
)
FIND_INTERESTS = text("select * from interests_in_event(:event_id, :market_id, :subjects)")
FIND_INTERESTS = FIND_INTERESTS.bindparams(
    bindparam("event_id", type_=Uuid),
    bindparam("market_id", type_=Uuid),
    bindparam("subjects", type_=ARRAY(Text)),
)


async def find_rulings(tx: AsyncConnection, ids: Collection[UUID]) -> list[Ruling]:
    """Ours and the platform's."""
    found = await tx.execute(_rulings().where(rulings.c.id.in_(ids)).order_by(rulings.c.id))
    return [_ruling(row) for row in found.mappings()]


async def list_rulings(
    tx: AsyncConnection, state: RulingState | None, *, after: UUID | None, limit: int
) -> list[Ruling]:
    """Our own, the oldest first."""
    query = _rulings().where(OWN)
    if state:
        query = query.where(rulings.c.state == state)
    if after:
        query = query.where(rulings.c.id > after)
    found = await tx.execute(query.order_by(rulings.c.id).limit(limit))
    return [_ruling(row) for row in found.mappings()]


async def find_of_result(tx: AsyncConnection, event_id: UUID, version: int) -> Ruling | None:
    wanted = (rulings.c.event_id == event_id) & (rulings.c.result_version == version)
    found = await tx.execute(_rulings().where(wanted))
    row = found.mappings().one_or_none()
    return _ruling(row) if row else None


async def list_of_event(tx: AsyncConnection, event_id: UUID) -> list[Ruling]:
    """Those on its results."""
    wanted = (rulings.c.event_id == event_id) & (rulings.c.kind == RulingKind.RESULT)
    found = await tx.execute(_rulings().where(wanted))
    return [_ruling(row) for row in found.mappings()]


async def find_confirmed_result(tx: AsyncConnection, event_id: UUID) -> Ruling | None:
    """The newest one of the event's owner."""
    wanted = (rulings.c.kind == RulingKind.RESULT) & (rulings.c.state == RulingState.CONFIRMED)
    found = await tx.execute(
        _rulings()
        .where(wanted, rulings.c.event_id == event_id)
        .order_by(rulings.c.result_version.desc())
        .limit(1)
    )
    row = found.mappings().one_or_none()
    return _ruling(row) if row else None


async def find_confirmed(
    tx: AsyncConnection, kind: RulingKind, market_ids: Collection[UUID]
) -> dict[UUID, Ruling]:
    """The newest of this kind on each market."""
    wanted = (rulings.c.kind == kind) & (rulings.c.state == RulingState.CONFIRMED)
    found = await tx.execute(
        _rulings()
        .where(wanted, rulings.c.market_id.in_(market_ids))
        .order_by(rulings.c.decided_at, rulings.c.id)
    )
    return {row["market_id"]: _ruling(row) for row in found.mappings()}


async def insert_ruling(tx: AsyncConnection, new: NewRuling, *, entered_by: str) -> UUID:
    inserted = await tx.execute(
        insert(rulings)
        .values(
            kind=new.kind,
            event_tenant_id=new.event_tenant_id,
            event_id=new.event_id,
            market_id=new.market_id,
            result_version=new.result_version,
            document=msgspec.to_builtins(new.document),
            reason=new.reason,
            second_person=False,
            entered_by=entered_by,
        )
        .returning(rulings.c.id)
    )
    ruling_id: UUID = inserted.scalar_one()
    return ruling_id


async def ask_for_second_person(tx: AsyncConnection, ruling_id: UUID) -> None:
    await tx.execute(
        update(rulings).where(OWN, rulings.c.id == ruling_id).values(second_person=True)
    )


async def overtake(tx: AsyncConnection, new: NewRuling) -> None:
    """What still waits on the same matter does not count any more."""
    same = (rulings.c.kind == new.kind) & (rulings.c.event_id == new.event_id)
    if new.market_id:
        same &= rulings.c.market_id == new.market_id
    waiting = OWN & (rulings.c.state == RulingState.PENDING)
    await tx.execute(update(rulings).where(waiting, same).values(state=RulingState.OVERTAKEN))


async def decide(
    tx: AsyncConnection, ruling: Ruling, state: RulingState, *, by: str, second_person: bool
) -> None:
    await tx.execute(
        update(rulings)
        .where(OWN, rulings.c.id == ruling.id)
        .values(
            state=state,
            decided_by=by,
            decided_at=func.clock_timestamp(),
            second_person=second_person,
        )
    )


async def find_interests(
    tx: AsyncConnection, *, event_id: UUID, market_id: UUID | None, subjects: Collection[str]
) -> Interests:
    """Of all communities where the platform asks, of its own where a community does."""
    asked = {"event_id": event_id, "market_id": market_id, "subjects": sorted(subjects)}
    found = (await tx.execute(FIND_INTERESTS, asked)).all()
    return Interests(
        four_eyes=any(row.four_eyes for row in found),
        market_has_bets=any(row.market_has_bets for row in found),
        with_bets=frozenset(subject for row in found for subject in row.with_bets),
    )


def _rulings() -> Select[Any]:
    earlier, graded = rulings.alias(), gradings.alias()
    until = func.coalesce(rulings.c.decided_at, func.clock_timestamp())
    same = tuple_(earlier.c.tenant_id, earlier.c.event_id) == tuple_(
        rulings.c.tenant_id, rulings.c.event_id
    )
    corrects = or_(
        exists().where(
            same,
            earlier.c.id != rulings.c.id,
            earlier.c.market_id.is_not_distinct_from(rulings.c.market_id),
            earlier.c.state == RulingState.CONFIRMED,
            earlier.c.decided_at < until,
        ),
        exists().where(
            graded.c.tenant_id == rulings.c.tenant_id,
            graded.c.market_id == rulings.c.market_id,
            graded.c.at < until,
        ),
    )
    return select(rulings, corrects.label("corrects"))


def _ruling(row: Mapping[Any, Any]) -> Ruling:
    return Ruling(
        id=row["id"],
        tenant_id=row["tenant_id"],
        kind=RulingKind(row["kind"]),
        event_tenant_id=row["event_tenant_id"],
        event_id=row["event_id"],
        market_id=row["market_id"],
        result_version=row["result_version"],
        document=msgspec.convert(row["document"], RulingDocument),
        reason=row["reason"],
        corrects=row["corrects"],
        state=RulingState(row["state"]),
        second_person=row["second_person"],
        entered_by=row["entered_by"],
        entered_at=row["created_at"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )
