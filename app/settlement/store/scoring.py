"""The points of predictions and bonus answers: a journal of what changed, written as a set."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.results import ResultDocument
from app.competitions.rules.settings import read_document
from app.predictions.rules.scoring import JOKER, Hit
from app.settlement.rules.scoring import Measure, Scored, Uncounted, Verdict

# A hundred thousand predictions take seconds, and more on a machine that has much else to do.
TUNE = text("""
    select set_config('statement_timeout', '60s', true), set_config('lock_timeout', '60s', true),
           set_config('jit', 'off', true)
""")

# Two runs that meet at one subject take turns, so that the journal goes on without a gap.
LOCK = text("""
    select pg_advisory_xact_lock(hashtextextended('scores ' || r.tenant_id || ' '
        || coalesce(r.question_id, r.event_id) || ' ' || cast(:competition_id as text), 0))
    from settlement_run r where r.id = :run_id
""")

FIND_EVENT = text("""
    select event_tenant_id as tenant_id, event_id as id from settlement_run where id = :run_id
""")

# A result counts once somebody confirmed it, the newest of those.
FIND_MEASURE = text("""
    select e.id as event_id, c.settings, coalesce(v.void, false) as void,
           ruled.result_version, ruled.document,
           coalesce((ruled.document ->> 'true_start_at')::timestamptz, e.true_start_at)
               as true_start_at
    from competition c
    join event e on (e.tenant_id, e.id) = (:event_tenant_id, :event_id)
    left join event_void v
        on (v.competition_id, v.event_tenant_id, v.event_id) = (c.id, e.tenant_id, e.id)
    left join lateral (
        select u.result_version, t.document
        from ruling u
        join result t on (t.tenant_id, t.event_id, t.version)
                       = (u.event_tenant_id, u.event_id, u.result_version)
        where (u.event_id, u.event_tenant_id) = (e.id, e.tenant_id)
        and u.kind = 'result' and u.state = 'confirmed'
        order by u.result_version desc
        limit 1
    ) as ruled on true
    where c.id = :competition_id
""")

# By the sign of the difference, as `Score.tendency` has it.
COUNT_TENDENCIES = text("""
    select sign(first_score - second_score)::int as tendency, count(*) as predictions
    from prediction
    where (competition_id, event_id) = (:competition_id, :event_id)
    and (cast(:true_start_at as timestamptz) is null or predicted_at < :true_start_at)
    group by 1
""")

# How near each prediction came, as `hit_of` says; what that is worth was worked out by the rules.
BY_RESULT = """
    select p.id as subject_id, p.entry_id, near.kind, p.joker,
           case near.kind when 'exact' then cast(:exact as bigint)
                          when 'difference' then cast(:difference as bigint)
                          when 'tendency' then cast(:tendency as bigint)
                          when 'none' then 0 end
           * case when p.joker then cast(:joker as bigint) else 1 end as points
    from prediction p
    cross join lateral (
        select case
            when p.predicted_at >= cast(:true_start_at as timestamptz) then 'late'
            when cast(:uncounted as text) is not null then :uncounted
            when sign(p.first_score - p.second_score) <> sign(cast(:first as bigint) - :second)
                then 'none'
            when (p.first_score, p.second_score) = (:first, :second) then 'exact'
            when p.first_score - p.second_score = cast(:first as bigint) - :second
                 and cast(:first as bigint) <> :second then 'difference'
            else 'tendency' end as kind
    ) as near
    where (p.competition_id, p.event_id) = (:competition_id, :event_id)
"""

BY_ANSWERS = """
    select a.question_id as subject_id, a.entry_id, verdict.kind, false as joker,
           case verdict.kind when 'right' then q.points when 'wrong' then 0 end as points
    from bonus_answer a
    join bonus_question q on (q.tenant_id, q.id) = (a.tenant_id, a.question_id)
    cross join lateral (
        select case when q.answers is null then 'open'
                    when a.answer = any (q.answers) then 'right'
                    else 'wrong' end as kind
    ) as verdict
    where a.question_id = :question_id
"""

# A row where the points changed, or what they are for.
SCORE = """
    with told as ({told}), added as (
        insert into score (subject_id, entry_id, number, run_id, competition_id, points_before,
                           points, facts)
        select t.subject_id, t.entry_id, coalesce(l.number, 0) + 1, :run_id, :competition_id,
               l.points, t.points,
               cast(:facts as jsonb) || jsonb_build_object('kind', t.kind, 'joker', t.joker)
        from told t
        left join lateral (
            select s.number, s.points, s.facts ->> 'kind' as kind
            from score s
            where (s.subject_id, s.entry_id) = (t.subject_id, t.entry_id)
            order by s.number desc
            limit 1
        ) as l on true
        where t.points is distinct from l.points
           or t.points is not null and t.kind is distinct from l.kind
        returning abs(coalesce(points, 0) - coalesce(points_before, 0)) as moved
    )
    select (select count(*) from told) as done, count(*) as changed,
           coalesce(sum(moved), 0)::bigint as moved
    from added
"""
SCORE_EVENT = text(SCORE.format(told=BY_RESULT))
SCORE_BONUS = text(SCORE.format(told=BY_ANSWERS))

FIND_QUESTION = text("select competition_id, answers from bonus_question where id = :question_id")


async def lock_scores(tx: AsyncConnection, run_id: UUID, competition_id: UUID) -> None:
    await tx.execute(TUNE)
    await tx.execute(LOCK, {"run_id": run_id, "competition_id": competition_id})


async def get_measure_of_run(tx: AsyncConnection, run_id: UUID, competition_id: UUID) -> Measure:
    event = (await tx.execute(FIND_EVENT, {"run_id": run_id})).one()
    return await get_measure(tx, competition_id, event.tenant_id, event.id)


async def get_measure(
    tx: AsyncConnection, competition_id: UUID, event_tenant_id: UUID, event_id: UUID
) -> Measure:
    values = {
        "competition_id": competition_id,
        "event_tenant_id": event_tenant_id,
        "event_id": event_id,
    }
    row = (await tx.execute(FIND_MEASURE, values)).mappings().one()
    return Measure(
        event_id=row["event_id"],
        settings=read_document(row["settings"]).predictions,
        void=row["void"],
        verdict=verdict_of(row),
        true_start_at=row["true_start_at"],
    )


def verdict_of(row: Mapping[Any, Any]) -> Verdict | None:
    if row["result_version"] is None:
        return None
    document = msgspec.convert(row["document"], ResultDocument, strict=False)
    return Verdict(version=row["result_version"], document=document)


async def count_tendencies(
    tx: AsyncConnection, competition_id: UUID, measure: Measure
) -> dict[int, int]:
    """How many predicted the event in time, by the tendency of the score."""
    found = await tx.execute(
        COUNT_TENDENCIES,
        {
            "competition_id": competition_id,
            "event_id": measure.event_id,
            "true_start_at": measure.true_start_at,
        },
    )
    return {row.tendency: row.predictions for row in found}


async def score_predictions(
    tx: AsyncConnection,
    run_id: UUID,
    competition_id: UUID,
    measure: Measure,
    *,
    worth: Mapping[Hit, int],
    uncounted: Uncounted | None,
    facts: Mapping[str, object],
) -> Scored:
    score = measure.verdict.score if measure.verdict else None
    values = {
        "run_id": run_id,
        "competition_id": competition_id,
        "event_id": measure.event_id,
        "true_start_at": measure.true_start_at,
        "uncounted": uncounted,
        "first": score and score.first,
        "second": score and score.second,
        "exact": worth[Hit.EXACT],
        "difference": worth[Hit.DIFFERENCE],
        "tendency": worth[Hit.TENDENCY],
        "joker": JOKER,
        "facts": _json(facts),
    }
    return Scored(**(await tx.execute(SCORE_EVENT, values)).mappings().one())


async def score_answers(tx: AsyncConnection, run_id: UUID, question_id: UUID) -> Scored:
    question = (await tx.execute(FIND_QUESTION, {"question_id": question_id})).one()
    values = {
        "run_id": run_id,
        "question_id": question_id,
        "competition_id": question.competition_id,
        "facts": _json({"answers": question.answers}),
    }
    return Scored(**(await tx.execute(SCORE_BONUS, values)).mappings().one())


def _json(facts: Mapping[str, object]) -> str:
    return msgspec.json.encode(facts).decode()
