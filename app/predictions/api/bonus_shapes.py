"""What bonus questions and their answers look like in JSON."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.plumbing.pages import Number
from app.predictions.rules.bonus import BonusAnswer, BonusQuestion

Text = Annotated[str, Meta(max_length=1_000)]
Reason = Annotated[str, Meta(max_length=500)]
Moment = Annotated[datetime, Meta(tz=True)]


class BonusQuestionChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What a question shall be."""

    question: Annotated[Text, Meta(examples=["Who wins the World Cup?"])]
    choices: Annotated[list[Text], Meta(max_length=1_000, examples=[["Ghana", "Mali"]])]
    points: Annotated[Number, Meta(examples=[10])]
    locks_at: Moment

    def question_of(self, competition_id: UUID, question_id: UUID) -> BonusQuestion:
        return BonusQuestion(
            id=question_id,
            competition_id=competition_id,
            question=self.question.strip(),
            choices=tuple(choice.strip() for choice in self.choices),
            points=self.points,
            locks_at=self.locks_at,
        )


class BonusQuestionIn(BonusQuestionChange, frozen=True, forbid_unknown_fields=True):
    """The sender chooses `id`: sent twice, it is asked once."""

    id: UUID


class WithdrawalIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Players read the reason."""

    reason: Annotated[Reason, Meta(examples=["Two of the choices mean the same."])]


class AnswerIn(Struct, frozen=True, forbid_unknown_fields=True):
    answer: Annotated[Text, Meta(examples=["Mali"])]


class BonusQuestionOut(Struct, frozen=True):
    """`answers` are the right ones, null until they are known; `answered` is how many players.

    One that was withdrawn takes no more answers, and counts for nothing.
    """

    id: UUID
    competition_id: UUID
    question: str
    choices: list[str]
    points: int
    locks_at: datetime
    locked: bool
    answered: int
    answers: list[str] | None
    withdrawn_at: datetime | None

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
            withdrawn_at=question.withdrawn_at,
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
