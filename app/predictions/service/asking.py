"""Bonus questions as admins ask them and everybody reads them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.competitions import service as competitions
from app.competitions.rules.announcements import AnnouncementKind
from app.competitions.rules.competitions import check_not_over
from app.competitions.rules.settings import Mode
from app.ledger.rules.adjustments import check_reason
from app.plumbing.access import Actor
from app.plumbing.db import read_clock
from app.predictions.rules.bonus import (
    BonusQuestion,
    BonusQuestionIdReused,
    NamedAnswer,
    NoSuchBonusQuestion,
    check_may_change,
    check_open,
    check_question,
)
from app.predictions.rules.predicting import PredictionsNotPlayed
from app.predictions.service.entering import check_switched_on
from app.predictions.store import bonus as store

log = structlog.get_logger()


async def ask_question(tx: AsyncConnection, question: BonusQuestion, *, by: Actor) -> None:
    """Whoever asks chose the id, so that asking again changes nothing."""
    await check_switched_on(tx)
    competition = await competitions.hold_competition(tx, question.competition_id)
    if earlier := await store.find_question(tx, question.id):
        if replace(earlier, answers=None, withdrawn_at=None) != question:
            raise BonusQuestionIdReused(id=question.id)
        return
    check_not_over(competition)
    if Mode.PREDICTION not in competition.settings.modes:
        raise PredictionsNotPlayed(modes=sorted(competition.settings.modes))
    check_question(question, now=await read_clock(tx))
    if not await store.insert_question(tx, question):
        raise BonusQuestionIdReused(id=question.id)
    await audit.record(
        tx,
        actor=by,
        action="bonus_question.asked",
        subject=str(question.id),
        after=asdict(question),
    )
    log.info("bonus question asked", question_id=question.id, competition_id=competition.id)


async def change_question(
    tx: AsyncConnection,
    question_id: UUID,
    change: Callable[[BonusQuestion], BonusQuestion],
    *,
    by: Actor,
) -> BonusQuestion:
    """Put right what nobody has answered yet."""
    await store.lock_question(tx, question_id)
    before = await get_question(tx, question_id)
    answered = (await store.count_answers(tx, [question_id])).get(question_id, 0)
    now = await read_clock(tx)

    check_may_change(before, answered=answered, now=now)
    after = change(before)
    check_question(after, now=now)
    if after == before:
        return before
    await store.update_question(tx, after)
    facts: dict[str, object] = {"before": before.question, "after": after.question}
    await _tell(tx, before, AnnouncementKind.BONUS_QUESTION_CHANGED, facts)
    await audit.record(
        tx,
        actor=by,
        action="bonus_question.changed",
        subject=str(question_id),
        before=asdict(before),
        after=asdict(after),
    )
    log.info("bonus question changed", question_id=question_id)
    return after


async def withdraw_question(
    tx: AsyncConnection, question_id: UUID, *, reason: str, by: Actor
) -> BonusQuestion:
    """Before it locks; answers to it count for nothing.  Doing it again changes nothing."""
    check_reason(reason)
    await store.lock_question(tx, question_id)
    before = await get_question(tx, question_id)
    if before.withdrawn_at is not None:
        return before
    now = await read_clock(tx)
    check_open(before, now=now)
    after = replace(before, withdrawn_at=now)
    await store.update_question(tx, after)
    facts: dict[str, object] = {"question": before.question, "reason": reason}
    await _tell(tx, before, AnnouncementKind.BONUS_QUESTION_WITHDRAWN, facts)
    await audit.record(
        tx,
        actor=by,
        action="bonus_question.withdrawn",
        subject=str(question_id),
        before=asdict(before),
        reason=reason,
    )
    log.info("bonus question withdrawn", question_id=question_id)
    return after


async def _tell(
    tx: AsyncConnection, question: BonusQuestion, kind: AnnouncementKind, facts: dict[str, object]
) -> None:
    competition = await competitions.get_competition(tx, question.competition_id)
    facts = {"question_id": str(question.id)} | facts
    await competitions.announce(tx, competition, kind, facts)


async def hold_question(tx: AsyncConnection, question_id: UUID) -> BonusQuestion:
    """Make those who say what was right wait for each other."""
    await store.lock_question(tx, question_id)
    return await get_question(tx, question_id)


async def save_right_answers(
    tx: AsyncConnection, question: BonusQuestion, answers: Sequence[str]
) -> None:
    """What was right, in the place of anything said before.  What is earned by it lies above."""
    await store.save_right_answers(tx, question.id, answers)


async def get_question(tx: AsyncConnection, question_id: UUID) -> BonusQuestion:
    found = await store.find_question(tx, question_id)
    if found is None:
        raise NoSuchBonusQuestion(id=question_id)
    return found


async def list_questions(
    tx: AsyncConnection,
    competition_id: UUID,
    *,
    drafts: bool = False,
    after: UUID | None = None,
    limit: int,
) -> tuple[list[BonusQuestion], dict[UUID, int], datetime]:
    """The questions, how many have answered each, and the moment they were read."""
    await competitions.get_shown(tx, competition_id, in_the_making=drafts)
    questions = await store.list_questions(tx, competition_id, after=after, limit=limit)
    counts = await store.count_answers(tx, [question.id for question in questions])
    return questions, counts, await read_clock(tx)


async def list_answers(
    tx: AsyncConnection,
    question_id: UUID,
    *,
    after: UUID | None = None,
    limit: int,
    drafts: bool = False,
) -> tuple[BonusQuestion, int, list[NamedAnswer] | None]:
    """How many have answered, and what; that only once nobody can answer any more."""
    question = await get_question(tx, question_id)
    await competitions.get_shown(tx, question.competition_id, in_the_making=drafts)
    count = (await store.count_answers(tx, [question_id])).get(question_id, 0)
    if question.is_open(await read_clock(tx)):
        return question, count, None
    answers = await store.list_of_question(tx, question_id, after=after, limit=limit)
    return question, count, answers
