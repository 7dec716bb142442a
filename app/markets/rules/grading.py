"""Grading: what became of a selection, given the market's question and the event's result."""

from app.markets.rules import by_position, by_score
from app.markets.rules.outcomes import VOID, Outcome
from app.markets.rules.questions import WHOLE, MarketKind, NoSuchSelection, Question
from app.markets.rules.results import PositionsMissing, Result, Scores
from app.plumbing.refusals import Conflict

BY_PARTICIPANT = frozenset(
    {
        MarketKind.WINNER,
        MarketKind.HANDICAP,
        MarketKind.PLACE,
        MarketKind.OUTRIGHT,
        MarketKind.DRAW_NO_BET,
    }
)
BY_POSITION = frozenset({MarketKind.PLACE, MarketKind.OUTRIGHT})


class NotMarked(Conflict):
    """Nobody has said yet what became of this selection."""


def grade(question: Question, key: str, result: Result) -> Outcome:
    """What became of the selection.  Refuses while the result does not say."""
    if question.keys and key not in question.keys:
        raise NoSuchSelection(selection=key)
    if question.kind in BY_PARTICIPANT and key in map(str, result.withdrawn):
        return VOID
    if question.kind is MarketKind.CUSTOM:
        return _marked(key, result)
    if question.kind in BY_POSITION or (question.kind is MarketKind.WINNER and result.positions):
        return _by_position(question, key, result)
    if not result.abandoned:
        return by_score.grade(question, key, result)
    return _abandoned(question, key, result)


def _marked(key: str, result: Result) -> Outcome:
    if key in result.marks:
        return result.marks[key]
    if result.abandoned:
        return VOID
    raise NotMarked(selection=key)


def _by_position(question: Question, key: str, result: Result) -> Outcome:
    if result.abandoned:
        return VOID
    if not result.positions:
        raise PositionsMissing(kind=question.kind)
    return by_position.grade(question, key, result.positions)


def _abandoned(question: Question, key: str, result: Result) -> Outcome:
    if all(map(result.finished, question.periods)):
        return by_score.grade(question, key, result)
    so_far = result.as_it_stood()
    known = all(map(so_far.finished, question.periods))
    if known and _decided(question, so_far.score(question.period)):
        return by_score.grade(question, key, so_far)
    return VOID


def _decided(question: Question, scores: Scores) -> bool:
    """Whether every selection would have ended the same, however the event had gone on."""
    match question.kind:
        case MarketKind.TOTAL:
            # Half a point above, so that no part of the stake is still open.
            return WHOLE * sum(scores.values()) - (question.line or 0) >= WHOLE // 2
        case MarketKind.BOTH_SCORE:
            return min(scores.values(), default=0) >= 1
        case MarketKind.CORRECT_SCORE:
            return _all_passed(by_score.listed_scores(question), by_score.in_order(scores))
        case _:
            return False


def _all_passed(listed: list[tuple[int, ...]], reached: tuple[int, ...]) -> bool:
    """Somebody has already scored more than each of the listed scores allows."""
    return bool(listed) and all(
        any(have > said for have, said in zip(reached, score, strict=False)) for score in listed
    )
