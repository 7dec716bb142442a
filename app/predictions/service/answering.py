"""Bonus questions as players answer them."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.plumbing.db import read_clock
from app.predictions.rules.bonus import BonusAnswer, NamedAnswer, NoSuchBonusQuestion, answer_of
from app.predictions.rules.predicting import check_may_predict
from app.predictions.service import measuring
from app.predictions.service.asking import get_question
from app.predictions.service.entering import check_switched_on, get_own_entry, hold_own_entry
from app.predictions.store import bonus as store

log = structlog.get_logger()


async def answer_question(
    tx: AsyncConnection, entry_id: UUID, question_id: UUID, answer: str, *, player_id: UUID | None
) -> BonusAnswer:
    """Save an answer in the place of an earlier one."""
    await check_switched_on(tx)
    entry = await hold_own_entry(tx, entry_id, player_id=player_id)
    competition = await competitions.get_competition(tx, entry.competition_id)
    await store.hold_question(tx, question_id)
    question = await get_question(tx, question_id)
    if question.competition_id != competition.id:
        raise NoSuchBonusQuestion(id=question_id)
    now = await read_clock(tx)

    check_may_predict(entry, competition, now=now)
    given = answer_of(question, entry_id=entry_id, answer=answer, now=now)
    await store.save_answer(tx, given, competition_id=competition.id)
    measuring.count_answer()
    log.info("bonus answer accepted", entry_id=entry_id, question_id=question_id)
    return given


async def list_own_answers(
    tx: AsyncConnection,
    entry_id: UUID,
    *,
    player_id: UUID | None,
    after: UUID | None = None,
    limit: int,
) -> list[NamedAnswer]:
    await get_own_entry(tx, entry_id, player_id=player_id)
    return await store.list_of_entry(tx, entry_id, after=after, limit=limit)
