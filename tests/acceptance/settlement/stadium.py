"""A ground where results have scores: for predictions, bonus questions and events put off."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.competitions.rules.settings import CompetitionSettings
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.settlement.service import running
from tests.acceptance.settlement.ground import Ground
from tests.conftest import TestDatabase


class Stadium(Ground):
    def __init__(self, database: TestDatabase, settings: CompetitionSettings | None = None) -> None:
        super().__init__(database)
        if settings:
            self.competition_id = self.game.competition([], settings)

    # Predictions

    def predict(
        self,
        entry_id: UUID,
        event_id: UUID,
        score: tuple[int, int],
        *,
        joker: bool = False,
        ago: timedelta = timedelta(0),
    ) -> UUID:
        ((prediction_id,),) = self.rows(
            "insert into prediction (entry_id, competition_id, event_tenant_id, event_id,"
            " first_score, second_score, joker, predicted_at, locks_at)"
            " select %s, %s, e.tenant_id, e.id, %s, %s, %s, %s, now() + interval '2 hours'"
            " from event e where e.id = %s returning id",
            entry_id,
            self.competition_id,
            *score,
            joker,
            datetime.now(UTC) - ago,
            event_id,
        )
        return UUID(str(prediction_id))

    def question(self, *answers: tuple[UUID, str], points: int = 10) -> UUID:
        """A question between Ghana and Mali that has locked, and who answered what."""
        question_id = new_id()
        self.change(
            "insert into bonus_question (id, competition_id, question, choices, points, locks_at)"
            " values (%s, %s, 'Who wins the cup?', '{Ghana,Mali}', %s, now())",
            question_id,
            self.competition_id,
            points,
        )
        for entry_id, answer in answers:
            self.change(
                "insert into bonus_answer (question_id, entry_id, competition_id, answer,"
                " answered_at, locks_at) select id, %s, competition_id, %s,"
                " locks_at - interval '1 hour', locks_at from bonus_question where id = %s",
                entry_id,
                answer,
                question_id,
            )
        return question_id

    # Results

    def end(self, event_id: UUID, *score: int, settle: bool = True, **document: object) -> UUID:
        """A confirmed result: the score after full time, or whatever else the document says."""
        scores = {"full_time": {"1": score[0], "2": score[1]}} if score else {}
        ruling_id = new_id()
        values = {
            "event": event_id,
            "ruling": ruling_id,
            "document": json.dumps({"scores": scores} | document),
        }
        with self.game.transaction() as tx:
            tx.execute(RESULT, values)
        self.enqueue("settlement.begin", ruling_tenant_id=self.tenant_id, ruling_id=ruling_id)
        if settle:
            self.settle()
        return ruling_id

    def decide(self, question_id: UUID, *right: str) -> None:
        """What was right, and the answers brought into line with it."""

        async def begin(database: Database) -> None:
            async with database.tenant(self.tenant_id) as tx:
                await running.begin_bonus_run(tx, question_id)

        self.change(
            "update bonus_question set answers = %s where id = %s", list(right), question_id
        )
        self.run(begin)
        self.settle()

    # Looking

    def answer_points(self, question_id: UUID) -> dict[UUID, list[tuple[int | None, int | None]]]:
        """The same for the answers to a question, by entry."""
        found: dict[UUID, list[tuple[int | None, int | None]]] = {}
        for entry_id, *points in self.rows(
            "select entry_id, points_before, points from score where subject_id = %s"
            " order by number",
            question_id,
        ):
            found.setdefault(entry_id, []).append((points[0], points[1]))
        return found

    def points(self, subject_id: UUID) -> list[tuple[int | None, int | None]]:
        """Each time that the points changed: from what to what."""
        return [
            (before, after)
            for before, after in self.rows(
                "select points_before, points from score where subject_id = %s order by number",
                subject_id,
            )
        ]

    def facts(self, subject_id: UUID) -> Mapping[str, Any]:
        """Why the points are what they are."""
        rows = self.rows(
            "select facts from score where subject_id = %s order by number desc limit 1", subject_id
        )
        facts: Mapping[str, Any] = rows[0][0]
        return facts


RESULT = """
    with r as (
        insert into result (event_id, version, document, source, entered_by, reason)
        select %(event)s, coalesce(max(version), 0) + 1, %(document)s, 'hand', 'efua', 'it was so'
        from result where event_id = %(event)s
        returning *
    )
    insert into ruling (id, kind, event_tenant_id, event_id, result_version, document, reason,
                        state, second_person, entered_by, decided_by, decided_at)
    select %(ruling)s, 'result', tenant_id, event_id, version, '{}', 'it was so', 'confirmed', true,
           'efua', 'yaw', clock_timestamp()
    from r
"""
