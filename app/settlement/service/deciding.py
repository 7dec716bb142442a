"""Saying what was right of a bonus question, by one admin or by two; what follows is settled."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.competitions import service as competitions
from app.plumbing.access import Actor
from app.plumbing.db import read_clock
from app.predictions import service as predictions
from app.predictions.rules.bonus import BonusQuestion, right_answers
from app.settlement.rules.bonus import (
    Decision,
    DecisionState,
    check_may_confirm,
    decision_of,
)
from app.settlement.service import running
from app.settlement.store import bonus as store

log = structlog.get_logger()


async def say_what_was_right(
    tx: AsyncConnection,
    question_id: UUID,
    answers: Sequence[str],
    *,
    reason: str | None,
    by: Actor,
) -> Decision:
    """What a second admin says in the same words confirms what the first one said.

    Whoever says what is in force already takes back what waits to take its place.
    """
    question = await predictions.hold_question(tx, question_id)
    right = right_answers(question, answers, now=await read_clock(tx))
    waiting = await store.find_newest(tx, question_id, DecisionState.PENDING)
    if waiting and waiting.answers == right:
        return await _confirm(tx, question, waiting, by=by)
    await store.overtake(tx, question_id)
    in_force = await store.find_newest(tx, question_id, DecisionState.CONFIRMED)
    if in_force and in_force.answers == right:
        return in_force
    return await _enter(tx, question, right, reason=reason, by=by)


async def list_decisions(
    tx: AsyncConnection, question_id: UUID, *, after: UUID | None, limit: int
) -> list[Decision]:
    await predictions.get_question(tx, question_id)
    return await store.list_decisions(tx, question_id, after=after, limit=limit)


async def _enter(
    tx: AsyncConnection,
    question: BonusQuestion,
    right: tuple[str, ...],
    *,
    reason: str | None,
    by: Actor,
) -> Decision:
    competition = await competitions.get_competition(tx, question.competition_id)
    new = decision_of(
        question.id,
        right,
        corrects=question.answers is not None,
        reason=reason,
        four_eyes=competition.settings.four_eyes,
        has_answered=bool(await store.who_has_answered(tx, question.id, {by.subject})),
        by=by.subject,
    )
    decision_id = await store.insert_decision(tx, new)
    await _record(tx, question, right, action="bonus_question.answers_entered", by=by, why=reason)
    if not new.second_person:
        await _put_in_force(tx, question, decision_id, right, reason=reason, by=by)
    return await store.get_decision(tx, decision_id)


async def _confirm(
    tx: AsyncConnection, question: BonusQuestion, waiting: Decision, *, by: Actor
) -> Decision:
    """Whoever entered it only hears again that it waits."""
    if waiting.entered_by == by.subject:
        return waiting
    people = {waiting.entered_by, by.subject}
    have_answered = await store.who_has_answered(tx, question.id, people)
    check_may_confirm(waiting, have_answered=have_answered, by=by.subject)
    await _put_in_force(tx, question, waiting.id, waiting.answers, reason=waiting.reason, by=by)
    return await store.get_decision(tx, waiting.id)


async def _put_in_force(
    tx: AsyncConnection,
    question: BonusQuestion,
    decision_id: UUID,
    right: tuple[str, ...],
    *,
    reason: str | None,
    by: Actor,
) -> None:
    await store.confirm(tx, decision_id, by=by.subject)
    await predictions.save_right_answers(tx, question, right)
    await running.begin_bonus_run(tx, question.id, reason=reason)
    await _record(tx, question, right, action="bonus_question.decided", by=by, why=reason)
    log.info("bonus question decided", question_id=question.id)


async def _record(
    tx: AsyncConnection,
    question: BonusQuestion,
    right: tuple[str, ...],
    *,
    action: str,
    by: Actor,
    why: str | None,
) -> None:
    await audit.record(
        tx,
        actor=by,
        action=action,
        subject=str(question.id),
        before={"answers": question.answers},
        after={"answers": right},
        reason=why,
    )
