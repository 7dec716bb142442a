"""Grading by finishing positions: races, and standings at the end of a league."""

from collections.abc import Mapping

from app.markets.rules.outcomes import LOST, VOID, WON, Outcome, dead_heat
from app.markets.rules.questions import MarketKind, Question, TieRule, participant_of


def grade(question: Question, key: str, positions: Mapping[int, int]) -> Outcome:
    """`positions` are equal where participants tie; the positions that they fill are skipped."""
    places = (question.places or 1) if question.kind is MarketKind.PLACE else 1
    position = positions.get(participant_of(key))
    if position is None or position > places:
        return LOST
    tied = sum(other == position for other in positions.values())
    left = places - position + 1
    if tied <= left:
        return WON
    if question.kind is MarketKind.WINNER and question.tie_rule is TieRule.PUSH:
        return VOID
    return dead_heat(places=left, tied=tied)
