"""Giving predictions and bonus answers their points: all of an event or question as one set."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.runs import Part
from app.settlement.rules.scoring import Measure, Scored, worth_of
from app.settlement.service.lines import Step
from app.settlement.store import scoring as store
from app.settlement.store.writing import Change

log = structlog.get_logger()


async def bring_predictions_into_line(tx: AsyncConnection, part: Part, _after: UUID | None) -> Step:
    """All predictions of the run's event in a competition: one step, since nothing is moved."""
    return _step(await score_event(tx, part.run_id, part.subject_id))


async def bring_answers_into_line(tx: AsyncConnection, part: Part, _after: UUID | None) -> Step:
    return _step(await score_bonus(tx, part.run_id, part.subject_id))


async def score_event(tx: AsyncConnection, run_id: UUID, competition_id: UUID) -> Scored:
    """Bring the predictions of the run's event into line with the result in force.

    Done twice, the second finds nothing to change.
    """
    await store.lock_scores(tx, run_id, competition_id)
    measure = await store.get_measure_of_run(tx, run_id, competition_id)
    counts = await store.count_tendencies(tx, competition_id, measure)
    score = measure.verdict.score if measure.verdict else None
    predicted = sum(counts.values())
    right = counts.get(score.tendency, 0) if score else 0
    scored = await store.score_predictions(
        tx,
        run_id,
        competition_id,
        measure,
        worth=worth_of(measure.settings, predicted=predicted, right=right),
        uncounted=measure.uncounted,
        facts=facts_of(measure, predicted=predicted, right=right),
    )
    log.info(
        "predictions scored",
        run_id=run_id,
        competition_id=competition_id,
        event_id=measure.event_id,
        count=scored.done,
        changed_count=scored.changed,
    )
    return scored


async def score_bonus(tx: AsyncConnection, run_id: UUID, question_id: UUID) -> Scored:
    """Bring the answers to a bonus question into line with what was right."""
    await store.lock_scores(tx, run_id, question_id)
    scored = await store.score_answers(tx, run_id, question_id)
    log.info(
        "bonus answers scored",
        run_id=run_id,
        question_id=question_id,
        count=scored.done,
        changed_count=scored.changed,
    )
    return scored


def facts_of(measure: Measure, *, predicted: int, right: int) -> dict[str, object]:
    """Why the points are what they are, beside what each prediction says for itself."""
    facts: dict[str, object] = {}
    if measure.verdict:
        facts["result_version"] = measure.verdict.version
        if score := measure.verdict.score:
            facts["result"] = [score.first, score.second]
    if measure.settings.quota:
        facts |= {"predicted": predicted, "right": right}
    return facts


def _step(scored: Scored) -> Step:
    change = Change(results={}, paid=0, moved=scored.moved)
    return Step(done=scored.done, last=None, change=change, finished=True)
