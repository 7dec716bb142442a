"""Why a bet, a prediction or an answer got its points: for its player, and for admins."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import NoSuchBet
from app.plumbing.access import Actor, Role
from app.plumbing.refusals import Missing
from app.settlement.rules.explaining import BetExplanation, explain
from app.settlement.rules.foretold import (
    AnswerExplanation,
    PredictionExplanation,
    explain_answer,
    explain_prediction,
)
from app.settlement.store import explaining as store
from app.settlement.store import foretold


class NothingForetold(Missing):
    """This entry has no such prediction or answer."""


async def explain_bet(tx: AsyncConnection, bet_id: UUID, *, by: Actor) -> BetExplanation:
    bet = await store.find_bet(tx, bet_id)
    if bet is None or not _may_see(by, bet.player_id):
        raise NoSuchBet(bet_id=bet_id)
    return explain(bet)


async def explain_prediction_of(
    tx: AsyncConnection, entry_id: UUID, event_id: UUID, *, by: Actor
) -> PredictionExplanation:
    prediction = await foretold.find_prediction(tx, entry_id, event_id)
    if prediction is None or not _may_see(by, prediction.player_id):
        raise NothingForetold(entry_id=entry_id, event_id=event_id)
    return explain_prediction(prediction)


async def explain_answer_of(
    tx: AsyncConnection, entry_id: UUID, question_id: UUID, *, by: Actor
) -> AnswerExplanation:
    answer = await foretold.find_answer(tx, entry_id, question_id)
    if answer is None or not _may_see(by, answer.player_id):
        raise NothingForetold(entry_id=entry_id, bonus_question_id=question_id)
    return explain_answer(answer)


def _may_see(actor: Actor, player_id: UUID) -> bool:
    return actor.player_id == player_id or actor.may(Role.ADMIN, Role.SUPERADMIN)
