"""What was answered to bonus questions by all, and what was right, as admins say it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.plumbing import etags
from app.plumbing.access import admins, players
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, cursor_of, key_of, page_of
from app.plumbing.web import CurrentActor, Reading, Tx
from app.predictions import service as predictions
from app.predictions.rules.bonus import NamedAnswer
from app.settlement.rules.bonus import Decision, DecisionState
from app.settlement.service import deciding

Choice = Annotated[str, Meta(max_length=1_000)]
Reason = Annotated[
    str,
    Meta(
        max_length=500,
        description="Why.  Needed where it corrects; players read it.",
        examples=["Mali were disqualified."],
    ),
]


class RightAnswersIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Which of the choices were right: one or more."""

    answers: Annotated[list[Choice], Meta(max_length=1_000, examples=[["Mali"]])]
    reason: Reason | None = None


class DecisionOut(Struct, frozen=True, kw_only=True):
    """What an admin said was right.  It counts once it is confirmed."""

    id: UUID
    bonus_question_id: UUID
    answers: Annotated[list[str], Meta(examples=[["Mali"]])]
    reason: str | None
    corrects: Annotated[bool, Meta(description="Something else was in force before.")]
    state: DecisionState
    second_person: Annotated[
        bool, Meta(description="Another admin has to say the same before it counts.")
    ]
    entered_by: Annotated[str, Meta(description="A person's subject.")]
    entered_at: datetime
    decided_by: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, decision: Decision) -> "DecisionOut":
        return cls(
            id=decision.id,
            bonus_question_id=decision.question_id,
            answers=list(decision.answers),
            reason=decision.reason,
            corrects=decision.corrects,
            state=decision.state,
            second_person=decision.second_person,
            entered_by=decision.entered_by,
            entered_at=decision.entered_at,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
        )


class NamedAnswerOut(Struct, frozen=True):
    entry_id: UUID
    player: str
    answer: str

    @classmethod
    def of(cls, named: NamedAnswer) -> "NamedAnswerOut":
        given = named.answer
        return cls(entry_id=given.entry_id, player=named.player, answer=given.answer)


class AnswersOut(Struct, frozen=True):
    """Until the question locks, `answered` alone: how many have."""

    question_id: UUID
    locked: bool
    answered: int
    items: list[NamedAnswerOut]
    next: str | None


class BonusAnswerApi(Controller):
    """What was answered to a bonus question, and what was right."""

    path = "/api/bonus-questions/{bonus_question_id:uuid}"

    @get("/answers", guards=[players])
    async def answers(
        self,
        request: Request[Any, Any, Any],
        bonus_question_id: FromPath[UUID],
        reading: Reading,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[AnswersOut]:
        """Everybody's answers, once the question has locked."""
        question, count, answers = await predictions.list_answers(
            reading, bonus_question_id, after=key_of(after, UUID), limit=limit + 1
        )
        shown = [NamedAnswerOut.of(named) for named in (answers or [])[:limit]]
        more = len(answers or []) > limit
        told = AnswersOut(
            question_id=question.id,
            locked=answers is not None,
            answered=count,
            items=shown,
            next=cursor_of(shown[-1].entry_id) if more else None,
        )
        return etags.answer(request, told)

    @put("/answers", guards=[admins])
    async def decide(
        self,
        bonus_question_id: FromPath[UUID],
        data: JSONBody[RightAnswersIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> DecisionOut:
        """Say which answers were right once the question has locked, or correct what was said.

        A correction waits until another admin sends the same answers; so does what an admin says
        who has answered the question, and everything where the competition asks for four eyes.
        Sending what is in force takes back what waits.
        """
        decision = await deciding.say_what_was_right(
            tx, bonus_question_id, data.answers, reason=data.reason, by=actor
        )
        return DecisionOut.of(decision)

    @get("/decisions", guards=[admins])
    async def decisions(
        self,
        bonus_question_id: FromPath[UUID],
        reading: Reading,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[DecisionOut]:
        """What was said to be right, the newest first: what waits, what counts, what did."""
        found = await deciding.list_decisions(
            reading, bonus_question_id, after=key_of(after, UUID), limit=limit + 1
        )
        return page_of(found, limit, key=lambda decision: decision.id, show=DecisionOut.of)
