"""Predicting, one event or a whole round at once: nothing is saved that came after the lock."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.plumbing.db import read_clock
from app.plumbing.refusals import Refusal
from app.predictions.rules.predicting import Prediction, Seen, Wish, check_may_predict, judge
from app.predictions.service import measuring
from app.predictions.service.entering import check_switched_on, hold_own_entry
from app.predictions.store import predictions as store

log = structlog.get_logger()


async def predict(
    tx: AsyncConnection, entry_id: UUID, wish: Wish, *, player_id: UUID | None
) -> Prediction:
    """Save a prediction in the place of an earlier one, or raise the refusal that says why not."""
    (verdict,) = await predict_sheet(tx, entry_id, [wish], player_id=player_id)
    if isinstance(verdict, Refusal):
        raise verdict
    return verdict


async def predict_sheet(
    tx: AsyncConnection, entry_id: UUID, wishes: Sequence[Wish], *, player_id: UUID | None
) -> list[Prediction | Refusal]:
    """Save what can be saved, and say for each of the others why not."""
    await check_switched_on(tx)
    # Lock order: the catalogue, as those who change an event hold it first; then the entry.
    await store.hold_events(tx)
    entry = await hold_own_entry(tx, entry_id, player_id=player_id)

    competition = await competitions.get_competition(tx, entry.competition_id)
    events = await store.find_events(tx, competition.id, {wish.event_id for wish in wishes})
    jokers = await store.find_jokers(tx, entry_id)
    now = await read_clock(tx)

    check_may_predict(entry, competition, now=now)
    jokers_a_round = competition.settings.predictions.jokers_a_round
    seen = Seen(now=now, events=events, jokers=jokers, jokers_a_round=jokers_a_round)
    verdicts = judge(wishes, seen)
    measuring.report(verdicts)

    if saved := [verdict for verdict in verdicts if isinstance(verdict, Prediction)]:
        await store.save_predictions(tx, entry_id, competition.id, saved)
        log.info("predictions accepted", entry_id=entry_id, count=len(saved))
    return verdicts
