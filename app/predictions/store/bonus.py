"""Bonus questions and their answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.tables import entries
from app.identity.tables import players
from app.predictions.rules.bonus import BonusAnswer, BonusQuestion, NamedAnswer
from app.predictions.tables import bonus_answers, bonus_questions


async def insert_question(tx: AsyncConnection, question: BonusQuestion) -> bool:
    """False where the id is taken."""
    inserted = await tx.execute(
        insert(bonus_questions)
        .values(
            id=question.id,
            competition_id=question.competition_id,
            question=question.question,
            choices=list(question.choices),
            points=question.points,
            locks_at=question.locks_at,
        )
        .on_conflict_do_nothing()
        .returning(bonus_questions.c.id)
    )
    return inserted.one_or_none() is not None


async def lock_question(tx: AsyncConnection, question_id: UUID) -> None:
    """Wait for answers in flight, and let nobody answer or change it until we commit."""
    await tx.execute(
        select(bonus_questions.c.id)
        .where(bonus_questions.c.id == question_id)
        .with_for_update(key_share=True)
    )


async def hold_question(tx: AsyncConnection, question_id: UUID) -> None:
    """Keep the question as it is until we commit.  What it says is for a later statement."""
    await tx.execute(
        select(bonus_questions.c.id)
        .where(bonus_questions.c.id == question_id)
        .with_for_update(read=True)
    )


async def update_question(tx: AsyncConnection, question: BonusQuestion) -> None:
    """Write all of it but the right answers."""
    await tx.execute(
        update(bonus_questions)
        .where(bonus_questions.c.id == question.id)
        .values(
            question=question.question,
            choices=list(question.choices),
            points=question.points,
            locks_at=question.locks_at,
            withdrawn_at=question.withdrawn_at,
        )
    )


async def find_question(tx: AsyncConnection, question_id: UUID) -> BonusQuestion | None:
    found = await tx.execute(select(bonus_questions).where(bonus_questions.c.id == question_id))
    row = found.mappings().one_or_none()
    return _question(row) if row else None


async def list_questions(
    tx: AsyncConnection, competition_id: UUID, *, after: UUID | None, limit: int
) -> list[BonusQuestion]:
    """In the order of their ids, which is that in which they were asked."""
    query = select(bonus_questions).where(bonus_questions.c.competition_id == competition_id)
    if after:
        query = query.where(bonus_questions.c.id > after)
    found = await tx.execute(query.order_by(bonus_questions.c.id).limit(limit))
    return [_question(row) for row in found.mappings()]


async def count_answers(tx: AsyncConnection, question_ids: Collection[UUID]) -> dict[UUID, int]:
    query = (
        select(bonus_answers.c.question_id, func.count().label("answered"))
        .where(bonus_answers.c.question_id.in_(list(question_ids)))
        .group_by(bonus_answers.c.question_id)
    )
    return {row.question_id: row.answered for row in await tx.execute(query)}


async def save_right_answers(
    tx: AsyncConnection, question_id: UUID, answers: Sequence[str]
) -> None:
    await tx.execute(
        update(bonus_questions)
        .where(bonus_questions.c.id == question_id)
        .values(answers=list(answers))
    )


async def save_answer(tx: AsyncConnection, answer: BonusAnswer, *, competition_id: UUID) -> None:
    """Write it in the place of an earlier one."""
    statement = insert(bonus_answers).values(asdict(answer) | {"competition_id": competition_id})
    new = statement.excluded
    await tx.execute(
        statement.on_conflict_do_update(
            constraint="bonus_answer_pk",
            set_={
                "answer": new.answer,
                "answered_at": new.answered_at,
                "locks_at": new.locks_at,
            },
        )
    )


async def list_of_question(
    tx: AsyncConnection, question_id: UUID, *, after: UUID | None, limit: int
) -> list[NamedAnswer]:
    """In the order in which the entries came about."""
    query = _named().where(bonus_answers.c.question_id == question_id)
    if after:
        query = query.where(bonus_answers.c.entry_id > after)
    found = await tx.execute(query.order_by(bonus_answers.c.entry_id).limit(limit))
    return [_named_answer(row) for row in found.mappings()]


async def list_of_entry(
    tx: AsyncConnection, entry_id: UUID, *, after: UUID | None, limit: int
) -> list[NamedAnswer]:
    """In the order of the questions."""
    query = _named().where(bonus_answers.c.entry_id == entry_id)
    if after:
        query = query.where(bonus_answers.c.question_id > after)
    found = await tx.execute(query.order_by(bonus_answers.c.question_id).limit(limit))
    return [_named_answer(row) for row in found.mappings()]


def _named() -> Select[Any]:
    return (
        select(*bonus_answers.c, players.c.display_name)
        .join(entries, entries.c.id == bonus_answers.c.entry_id)
        .join(players, players.c.id == entries.c.player_id)
    )


def _question(row: Mapping[Any, Any]) -> BonusQuestion:
    return BonusQuestion(
        id=row["id"],
        competition_id=row["competition_id"],
        question=row["question"],
        choices=tuple(row["choices"]),
        points=row["points"],
        locks_at=row["locks_at"],
        answers=None if row["answers"] is None else tuple(row["answers"]),
        withdrawn_at=row["withdrawn_at"],
    )


def _named_answer(row: Mapping[Any, Any]) -> NamedAnswer:
    return NamedAnswer(
        player=row["display_name"],
        answer=BonusAnswer(
            question_id=row["question_id"],
            entry_id=row["entry_id"],
            answer=row["answer"],
            answered_at=row["answered_at"],
            locks_at=row["locks_at"],
        ),
    )
