"""What explanations of predictions and bonus answers are made from."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.predictions.rules.scoring import Score
from app.settlement.rules.foretold import AnswerFacts, PastScore, PredictionFacts
from app.settlement.store import scoring

FIND_PREDICTION = text("""
    select p.id, p.competition_id, p.event_tenant_id, p.event_id, e.name as event, n.player_id,
           p.first_score, p.second_score, p.joker, p.predicted_at
    from prediction p
    join entry n on (n.tenant_id, n.id) = (p.tenant_id, p.entry_id)
    join event e on (e.tenant_id, e.id) = (p.event_tenant_id, p.event_id)
    where (p.entry_id, p.event_id) = (:entry_id, :event_id)
""")

FIND_ANSWER = text("""
    select q.id as question_id, q.question, n.player_id, a.answer, q.answers as right,
           q.points as worth
    from bonus_answer a
    join bonus_question q on (q.tenant_id, q.id) = (a.tenant_id, a.question_id)
    join entry n on (n.tenant_id, n.id) = (a.tenant_id, a.entry_id)
    where (a.entry_id, a.question_id) = (:entry_id, :question_id)
""")

LIST_SCORES = text("""
    select s.number, s.at, s.points_before, s.points,
           coalesce(run.reason, u.reason, r.reason) as reason
    from score s
    join settlement_run run on (run.tenant_id, run.id) = (s.tenant_id, s.run_id)
    left join ruling u on (u.tenant_id, u.id) = (run.ruling_tenant_id, run.ruling_id)
    left join result r on (r.tenant_id, r.event_id, r.version)
                        = (u.event_tenant_id, u.event_id, u.result_version)
    where (s.subject_id, s.entry_id) = (:subject_id, :entry_id)
    order by s.number
""")


async def find_prediction(
    tx: AsyncConnection, entry_id: UUID, event_id: UUID
) -> PredictionFacts | None:
    values = {"entry_id": entry_id, "event_id": event_id}
    row = (await tx.execute(FIND_PREDICTION, values)).one_or_none()
    if row is None:
        return None
    measure = await scoring.get_measure(tx, row.competition_id, row.event_tenant_id, event_id)
    return PredictionFacts(
        event_id=event_id,
        event=row.event,
        player_id=row.player_id,
        score=Score(first=row.first_score, second=row.second_score),
        joker=row.joker,
        predicted_at=row.predicted_at,
        measure=measure,
        counts=await scoring.count_tendencies(tx, row.competition_id, measure),
        history=await _list_scores(tx, row.id, entry_id),
    )


async def find_answer(tx: AsyncConnection, entry_id: UUID, question_id: UUID) -> AnswerFacts | None:
    values = {"entry_id": entry_id, "question_id": question_id}
    row = (await tx.execute(FIND_ANSWER, values)).mappings().one_or_none()
    if row is None:
        return None
    return AnswerFacts(**row, history=await _list_scores(tx, question_id, entry_id))


async def _list_scores(tx: AsyncConnection, subject_id: UUID, entry_id: UUID) -> list[PastScore]:
    values = {"subject_id": subject_id, "entry_id": entry_id}
    return [PastScore(**row) for row in (await tx.execute(LIST_SCORES, values)).mappings()]
