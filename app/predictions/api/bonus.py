"""Bonus questions for programs: JSON in, JSON out.  Nothing is decided here."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.plumbing import etags
from app.plumbing.access import Role, admins, players
from app.plumbing.pages import (
    ITEMS_USUAL,
    After,
    Limit,
    Number,
    Page,
    cursor_of,
    key_of,
    page_of,
)
from app.plumbing.web import CurrentActor, Reading, Tx
from app.predictions import service
from app.predictions.rules.bonus import BonusAnswer, BonusQuestion, NamedAnswer

Text = Annotated[str, Meta(max_length=1_000)]
Reason = Annotated[str, Meta(max_length=500)]
Moment = Annotated[datetime, Meta(tz=True)]


class BonusQuestionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The sender chooses `id`: sent twice, it is asked once."""

    id: UUID
    question: Annotated[Text, Meta(examples=["Who wins the World Cup?"])]
    choices: Annotated[list[Text], Meta(max_length=1_000, examples=[["Ghana", "Mali"]])]
    points: Annotated[Number, Meta(examples=[10])]
    locks_at: Moment

    def question_of(self, competition_id: UUID) -> BonusQuestion:
        return BonusQuestion(
            id=self.id,
            competition_id=competition_id,
            question=self.question.strip(),
            choices=tuple(choice.strip() for choice in self.choices),
            points=self.points,
            locks_at=self.locks_at,
        )


class RightAnswersIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Which of the choices were right: one or more.  Give a reason when you correct them."""

    answers: Annotated[list[Text], Meta(max_length=1_000, examples=[["Mali"]])]
    reason: Reason | None = None


class AnswerIn(Struct, frozen=True, forbid_unknown_fields=True):
    answer: Annotated[Text, Meta(examples=["Mali"])]


class BonusQuestionOut(Struct, frozen=True):
    """`answers` are the right ones, null until they are known; `answered` is how many players."""

    id: UUID
    competition_id: UUID
    question: str
    choices: list[str]
    points: int
    locks_at: datetime
    locked: bool
    answered: int
    answers: list[str] | None

    @classmethod
    def of(cls, question: BonusQuestion, *, answered: int, locked: bool) -> "BonusQuestionOut":
        return cls(
            id=question.id,
            competition_id=question.competition_id,
            question=question.question,
            choices=list(question.choices),
            points=question.points,
            locks_at=question.locks_at,
            locked=locked,
            answered=answered,
            answers=None if question.answers is None else list(question.answers),
        )


class AnswerOut(Struct, frozen=True):
    question_id: UUID
    answer: str
    answered_at: datetime

    @classmethod
    def of(cls, answer: BonusAnswer) -> "AnswerOut":
        return cls(
            question_id=answer.question_id,
            answer=answer.answer,
            answered_at=answer.answered_at,
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


class CompetitionQuestionApi(Controller):
    """The bonus questions of a competition."""

    path = "/api/competitions/{competition_id:uuid}/bonus-questions"

    @get(guards=[players])
    async def index(
        self,
        request: Request[Any, Any, Any],
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[BonusQuestionOut]]:
        """List a competition's bonus questions."""
        questions, counts, now = await service.list_questions(
            reading,
            competition_id,
            drafts=actor.may(Role.ADMIN, Role.SUPERADMIN),
            after=key_of(after, UUID),
            limit=limit + 1,
        )
        page = page_of(
            questions,
            limit,
            key=lambda question: question.id,
            show=lambda question: BonusQuestionOut.of(
                question, answered=counts.get(question.id, 0), locked=not question.is_open(now)
            ),
        )
        return etags.answer(request, page)

    @post(guards=[admins])
    async def ask(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[BonusQuestionIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> BonusQuestionOut:
        """Ask all players of the competition.  A question never changes once it is asked."""
        question = data.question_of(competition_id)
        await service.ask_question(tx, question, by=actor)
        return BonusQuestionOut.of(question, answered=0, locked=False)


class BonusQuestionApi(Controller):
    """What was answered, and what was right."""

    path = "/api/bonus-questions/{bonus_question_id:uuid}/answers"

    @get(guards=[players])
    async def answers(
        self,
        request: Request[Any, Any, Any],
        bonus_question_id: FromPath[UUID],
        reading: Reading,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[AnswersOut]:
        """Everybody's answers, once the question has locked."""
        question, count, answers = await service.list_answers(
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

    @put(guards=[admins])
    async def decide(
        self,
        bonus_question_id: FromPath[UUID],
        data: JSONBody[RightAnswersIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> BonusQuestionOut:
        """Say which answers were right, or correct what was said before."""
        decided = await service.say_what_was_right(
            tx, bonus_question_id, data.answers, by=actor, reason=data.reason
        )
        _, count, _ = await service.list_answers(tx, bonus_question_id, limit=1, drafts=True)
        return BonusQuestionOut.of(decided, answered=count, locked=True)


class EntryAnswerApi(Controller):
    """A player's own answers."""

    path = "/api/entries/{entry_id:uuid}/bonus-answers"
    guards = (players,)

    @get()
    async def mine(
        self,
        entry_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[AnswerOut]:
        """List what you answered."""
        answers = await service.list_own_answers(
            reading,
            entry_id,
            player_id=actor.player_id,
            after=key_of(after, UUID),
            limit=limit + 1,
        )
        return page_of(
            answers,
            limit,
            key=lambda named: named.answer.question_id,
            show=lambda named: AnswerOut.of(named.answer),
        )

    @put("/{bonus_question_id:uuid}")
    async def answer(
        self,
        entry_id: FromPath[UUID],
        bonus_question_id: FromPath[UUID],
        data: JSONBody[AnswerIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> AnswerOut:
        """Answer, or answer otherwise, until the question locks."""
        given = await service.answer_question(
            tx, entry_id, bonus_question_id, data.answer, player_id=actor.player_id
        )
        return AnswerOut.of(given)
