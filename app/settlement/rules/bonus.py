"""What was right of a bonus question: said by an admin, and by two where it corrects."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.plumbing.refusals import Forbidden, Invalid

REASON_LENGTH_MAX = 500


class BonusCorrectionNeedsReason(Invalid):
    """Say why what was right is corrected, in at most 500 signs."""


class BothHaveAnswered(Forbidden):
    """Both of you have answered this question.  Somebody who has not has to confirm it."""


class DecisionState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """`corrects` says that something else was in force before."""

    question_id: UUID
    answers: tuple[str, ...]
    reason: str | None
    corrects: bool
    second_person: bool
    entered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(NewDecision):
    id: UUID
    state: DecisionState
    entered_at: datetime
    decided_by: str | None
    decided_at: datetime | None


def decision_of(
    question_id: UUID,
    answers: tuple[str, ...],
    *,
    corrects: bool,
    reason: str | None,
    four_eyes: bool,
    has_answered: bool,
    by: str,
) -> NewDecision:
    """A correction needs a reason and two people; so does what one has an interest in."""
    told = (reason or "").strip() or None
    if corrects and not 1 <= len(told or "") <= REASON_LENGTH_MAX:
        raise BonusCorrectionNeedsReason(longest=REASON_LENGTH_MAX)
    return NewDecision(
        question_id=question_id,
        answers=answers,
        reason=told,
        corrects=corrects,
        second_person=corrects or four_eyes or has_answered,
        entered_by=by,
    )


def check_may_confirm(decision: Decision, *, have_answered: frozenset[str], by: str) -> None:
    if {decision.entered_by, by} <= have_answered:
        raise BothHaveAnswered(question_id=decision.question_id)
