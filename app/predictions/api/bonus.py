"""Bonus questions for programs: JSON in, JSON out.  Nothing is decided here."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody

from app.plumbing import etags
from app.plumbing.access import Role, admins, players
from app.plumbing.pages import (
    ITEMS_USUAL,
    After,
    Limit,
    Page,
    key_of,
    page_of,
)
from app.plumbing.web import CurrentActor, Reading, Tx
from app.predictions import service
from app.predictions.api.bonus_shapes import (
    AnswerIn,
    AnswerOut,
    BonusQuestionChange,
    BonusQuestionIn,
    BonusQuestionOut,
    WithdrawalIn,
)


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
        """Ask all players of the competition.  Once somebody has answered, it stays as it is."""
        question = data.question_of(competition_id, data.id)
        await service.ask_question(tx, question, by=actor)
        return BonusQuestionOut.of(question, answered=0, locked=False)


class BonusQuestionApi(Controller):
    """A question put right or withdrawn."""

    path = "/api/bonus-questions/{bonus_question_id:uuid}"

    @put(guards=[admins])
    async def change(
        self,
        bonus_question_id: FromPath[UUID],
        data: JSONBody[BonusQuestionChange],
        tx: Tx,
        actor: CurrentActor,
    ) -> BonusQuestionOut:
        """Change a question that nobody has answered yet.  Players are told."""
        changed = await service.change_question(
            tx,
            bonus_question_id,
            lambda before: data.question_of(before.competition_id, before.id),
            by=actor,
        )
        return BonusQuestionOut.of(changed, answered=0, locked=False)

    @post("/withdraw", guards=[admins], status_code=200)
    async def withdraw(
        self,
        bonus_question_id: FromPath[UUID],
        data: JSONBody[WithdrawalIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> BonusQuestionOut:
        """Withdraw a question before it locks, whoever has answered.  Players read why."""
        withdrawn = await service.withdraw_question(
            tx, bonus_question_id, reason=data.reason, by=actor
        )
        _, count, _ = await service.list_answers(tx, bonus_question_id, limit=1, drafts=True)
        return BonusQuestionOut.of(withdrawn, answered=count, locked=True)


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
