"""Prices of the demo's markets: its events are played a few hundred times, and graded.  Pure."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from app.catalogue.rules.sports import Scheme
from app.markets.rules.grading import grade
from app.markets.rules.markets import Market
from app.markets.rules.prices import PriceChange
from app.markets.rules.questions import Question
from app.markets.rules.results import Result

PLAYED = 300
GOALS_A_TEAM = 1.35
SETS_TO_WIN = 2
PAID_OUT = 0.95
ODDS_LEAST, ODDS_MOST = 1_020, 150_000


def prices(
    markets: Iterable[Market], scheme: Scheme, strengths: Sequence[float], draw: Random
) -> list[PriceChange]:
    """Prices for all selections of an event whose participants are as strong as this, by seat."""
    results = [play(scheme, strengths, draw) for _ in range(PLAYED)]
    return [
        PriceChange(selection_id=selection.id, odds=_odds(question, selection.key, results))
        for market, question in ((market, market.question) for market in markets)
        for selection in market.selections
    ]


def play(scheme: Scheme, strengths: Sequence[float], draw: Random) -> Result:
    """How it ends once; `strengths` by seat."""
    way = PLAY[scheme] if len(strengths) == 2 else _race  # noqa: PLR2004 - they meet, or race
    return way(strengths, draw)


def odds_of(chance: float) -> int:
    """The price of what comes true with this chance, less what the house keeps."""
    return min(ODDS_MOST, max(ODDS_LEAST, round(1_000 * PAID_OUT / chance)))


def _odds(question: Question, key: str, results: Sequence[Result]) -> int:
    outcomes = Counter(grade(question, key, result) for result in results)
    won = sum(float(outcome.win) * count for outcome, count in outcomes.items())
    returned = sum(float(outcome.push) * count for outcome, count in outcomes.items())
    # What never happened may happen still.
    return odds_of((won + 0.5) / (len(results) - returned + 1))


def _match(strengths: Sequence[float], draw: Random) -> Result:
    half_time, full_time = {}, {}
    for seat, (own, other) in enumerate([strengths, strengths[::-1]], start=1):
        goals = _poisson(GOALS_A_TEAM * own / other, draw)
        full_time[seat] = goals
        half_time[seat] = sum(draw.random() < 0.45 for _ in range(goals))  # noqa: PLR2004 - the second half has more
    return Result(scores={"half_time": half_time, "full_time": full_time})


def _sets(strengths: Sequence[float], draw: Random) -> Result:
    won = {1: 0, 2: 0}
    scores: dict[str, Mapping[int, int]] = {"full_time": won}
    while max(won.values()) < SETS_TO_WIN:
        (winner,) = draw.choices([1, 2], strengths)
        won[winner] += 1
        scores[f"set_{sum(won.values())}"] = {seat: 6 if seat == winner else 3 for seat in won}
    return Result(scores=scores)


def _race(strengths: Sequence[float], draw: Random) -> Result:
    times = {seat: draw.expovariate(each) for seat, each in enumerate(strengths, start=1)}
    order = sorted(times, key=lambda seat: times[seat])
    return Result(positions={seat: position for position, seat in enumerate(order, start=1)})


def _poisson(mean: float, draw: Random) -> int:
    goals, product, least = 0, draw.random(), math.exp(-mean)
    while product > least:
        goals += 1
        product *= draw.random()
    return goals


PLAY: Mapping[Scheme, Callable[[Sequence[float], Random], Result]] = {
    Scheme.GOALS: _match,
    Scheme.SETS: _sets,
}
