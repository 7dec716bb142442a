"""What admins say was right of bonus questions, and who of them has an interest in it."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.tables import entries
from app.identity.tables import players
from app.predictions.tables import bonus_answers
from app.settlement.rules.bonus import Decision, DecisionState, NewDecision
from app.settlement.tables import bonus_decisions


async def insert_decision(tx: AsyncConnection, new: NewDecision) -> UUID:
    row = asdict(new) | {"answers": list(new.answers)}
    inserted = await tx.execute(insert(bonus_decisions).values(row).returning(bonus_decisions.c.id))
    decision_id: UUID = inserted.scalar_one()
    return decision_id


async def confirm(tx: AsyncConnection, decision_id: UUID, *, by: str) -> None:
    await tx.execute(
        update(bonus_decisions)
        .where(bonus_decisions.c.id == decision_id)
        .values(state=DecisionState.CONFIRMED, decided_by=by, decided_at=func.clock_timestamp())
    )


async def overtake(tx: AsyncConnection, question_id: UUID) -> None:
    """What still waits does not count any more."""
    waiting = bonus_decisions.c.state == DecisionState.PENDING
    await tx.execute(
        update(bonus_decisions)
        .where(bonus_decisions.c.question_id == question_id, waiting)
        .values(state=DecisionState.OVERTAKEN)
    )


async def get_decision(tx: AsyncConnection, decision_id: UUID) -> Decision:
    found = await tx.execute(select(bonus_decisions).where(bonus_decisions.c.id == decision_id))
    return _decision(found.mappings().one())


async def find_newest(
    tx: AsyncConnection, question_id: UUID, state: DecisionState
) -> Decision | None:
    found = await tx.execute(
        select(bonus_decisions)
        .where(bonus_decisions.c.question_id == question_id, bonus_decisions.c.state == state)
        .order_by(bonus_decisions.c.id.desc())
        .limit(1)
    )
    row = found.mappings().one_or_none()
    return _decision(row) if row else None


async def list_decisions(
    tx: AsyncConnection, question_id: UUID, *, after: UUID | None, limit: int
) -> list[Decision]:
    """The newest first."""
    query = select(bonus_decisions).where(bonus_decisions.c.question_id == question_id)
    if after:
        query = query.where(bonus_decisions.c.id < after)
    found = await tx.execute(query.order_by(bonus_decisions.c.id.desc()).limit(limit))
    return [_decision(row) for row in found.mappings()]


async def who_has_answered(
    tx: AsyncConnection, question_id: UUID, subjects: Collection[str]
) -> frozenset[str]:
    """Those of these people who answered the question themselves."""
    found = await tx.scalars(
        select(players.c.subject)
        .join(entries, entries.c.player_id == players.c.id)
        .join(bonus_answers, bonus_answers.c.entry_id == entries.c.id)
        .where(bonus_answers.c.question_id == question_id, players.c.subject.in_(sorted(subjects)))
    )
    return frozenset(found)


def _decision(row: Mapping[Any, Any]) -> Decision:
    return Decision(
        id=row["id"],
        question_id=row["question_id"],
        answers=tuple(row["answers"]),
        reason=row["reason"],
        corrects=row["corrects"],
        state=DecisionState(row["state"]),
        second_person=row["second_person"],
        entered_by=row["entered_by"],
        entered_at=row["created_at"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
    )
