"""Grading by scores: the best of a period wins, margins and totals are held against a line."""

from collections.abc import Callable, Mapping

from app.markets.rules.outcomes import LOST, VOID, WON, Outcome, dead_heat, halves
from app.markets.rules.questions import (
    ANY_OTHER,
    DRAW,
    WHOLE,
    MarketKind,
    NoSuchSelection,
    Question,
    TieRule,
    participant_of,
    parts_of,
)
from app.markets.rules.results import Result, Scores

FIRST = 1


def grade(question: Question, key: str, result: Result) -> Outcome:
    if question.kind not in GRADERS:
        raise NoSuchSelection(selection=key, kind=question.kind)
    return GRADERS[question.kind](question, key, result)


def in_order(scores: Scores) -> tuple[int, ...]:
    return tuple(scores[number] for number in sorted(scores))


def score_of(key: str) -> tuple[int, ...]:
    """The score that a selection of correct score stands for: `2-1`."""
    return tuple(map(participant_of, key.split("-")))


def listed_scores(question: Question) -> list[tuple[int, ...]]:
    return [score_of(key) for key in question.keys if key != ANY_OTHER]


def _won_if(right: bool) -> Outcome:  # noqa: FBT001 - reads as a sentence: won if it was so
    return WON if right else LOST


def _leaders(scores: Scores) -> list[int]:
    best = max(scores.values())
    return [number for number, score in scores.items() if score == best]


def _is_result(key: str, scores: Scores) -> bool:
    """Whether `1`, `2` or `draw` is how it ended."""
    leaders = _leaders(scores)
    if key == DRAW:
        return len(leaders) > 1
    return leaders == [_taking_part(participant_of(key), scores)]


def _taking_part(number: int, scores: Scores) -> int:
    if number not in scores:
        raise NoSuchSelection(selection=str(number), participants=sorted(scores))
    return number


def _winner(question: Question, key: str, result: Result) -> Outcome:
    scores = result.score(question.period)
    leaders = _leaders(scores)
    tied = len(leaders) > 1
    if key == DRAW:
        return _won_if(tied)
    if _taking_part(participant_of(key), scores) not in leaders:
        return LOST
    if not tied:
        return WON
    if DRAW in question.keys:
        return LOST
    if question.tie_rule is TieRule.DEAD_HEAT:
        return dead_heat(places=1, tied=len(leaders))
    return VOID


def _draw_no_bet(question: Question, key: str, result: Result) -> Outcome:
    scores = result.score(question.period)
    number = _taking_part(participant_of(key), scores)
    leaders = _leaders(scores)
    return VOID if len(leaders) > 1 else _won_if(leaders == [number])


def _double_chance(question: Question, key: str, result: Result) -> Outcome:
    scores = result.score(question.period)
    either = [_is_result(part, scores) for part in parts_of(key, "_or_")]
    return _won_if(any(either))


def _handicap(question: Question, key: str, result: Result) -> Outcome:
    scores = result.score(question.period)
    number = _taking_part(participant_of(key), scores)
    quarters = {each: WHOLE * score for each, score in scores.items()}
    quarters[FIRST] = quarters.get(FIRST, 0) + (question.line or 0)
    others = [score for each, score in quarters.items() if each != number]
    return _against_the_line(quarters[number] - max(others, default=0))


def _total(question: Question, key: str, result: Result) -> Outcome:
    over = WHOLE * sum(result.score(question.period).values()) - (question.line or 0)
    match key:
        case "over":
            return _against_the_line(over)
        case "under":
            return _against_the_line(-over)
        case _:
            raise NoSuchSelection(selection=key)


def _against_the_line(margin: int) -> Outcome:
    """`margin` in quarters.  On a quarter line the stake is split over the two lines beside it."""
    if margin % 2:
        return halves(_against_the_line(margin - 1), _against_the_line(margin + 1))
    if margin == 0:
        return VOID
    return _won_if(margin > 0)


def _both_score(question: Question, key: str, result: Result) -> Outcome:
    everybody = min(result.score(question.period).values()) >= 1
    return _either(key, "yes", "no", first=everybody)


def _odd_even(question: Question, key: str, result: Result) -> Outcome:
    odd = sum(result.score(question.period).values()) % 2 == 1
    return _either(key, "odd", "even", first=odd)


def _either(key: str, one: str, other: str, *, first: bool) -> Outcome:
    if key not in {one, other}:
        raise NoSuchSelection(selection=key)
    return _won_if((key == one) is first)


def _correct_score(question: Question, key: str, result: Result) -> Outcome:
    score = in_order(result.score(question.period))
    if key == ANY_OTHER:
        return _won_if(score not in listed_scores(question))
    return _won_if(score_of(key) == score)


def _half_full(_question: Question, key: str, result: Result) -> Outcome:
    half, full = parts_of(key, "/")
    led = _is_result(half, result.score("first_half"))
    ended = _is_result(full, result.score("full_time"))
    return _won_if(led and ended)


def _result_and_total(question: Question, key: str, result: Result) -> Outcome:
    side, over_or_under = parts_of(key, "/")
    total = _total(question, over_or_under, result)
    return total if _is_result(side, result.score(question.period)) else LOST


GRADERS: Mapping[MarketKind, Callable[[Question, str, Result], Outcome]] = {
    MarketKind.WINNER: _winner,
    MarketKind.HANDICAP: _handicap,
    MarketKind.TOTAL: _total,
    MarketKind.BOTH_SCORE: _both_score,
    MarketKind.CORRECT_SCORE: _correct_score,
    MarketKind.DOUBLE_CHANCE: _double_chance,
    MarketKind.DRAW_NO_BET: _draw_no_bet,
    MarketKind.ODD_EVEN: _odd_even,
    MarketKind.RESULT_AND_TOTAL: _result_and_total,
    MarketKind.HALF_FULL: _half_full,
}
