"""What would become of this selection?  Here, and only here, participants are home and away."""

import re
from typing import Annotated, Any

from msgspec import Meta, Struct

from app.calculator.rules.numbers import Typed, quarters
from app.markets.rules.grading import grade
from app.markets.rules.questions import (
    ANY_OTHER,
    DRAW,
    MarketKind,
    NoSuchSelection,
    Question,
    TieRule,
)
from app.markets.rules.results import Result
from app.plumbing.refusals import Invalid

SCORE_MAX = 100_000
Goals = Annotated[int, Meta(ge=0, le=SCORE_MAX)]
KINDS = frozenset(MarketKind) - {MarketKind.PLACE, MarketKind.OUTRIGHT, MarketKind.CUSTOM}
NUMBERS = {"home": "1", "away": "2"}
# What joins two answers in one selection: `home_or_draw`, `home/draw`, `draw_and_over`.
JOINT = re.compile(r"_or_|_and_|[/_-]")
SHORTHAND = {"1X": "home_or_draw", "X2": "draw_or_away", "12": "home_or_away"}
SCORE = re.compile(r"([0-9]{1,6})[-:]([0-9]{1,6})")
JOINED_BY = {
    MarketKind.DOUBLE_CHANCE: "_or_",
    MarketKind.HALF_FULL: "/",
    MarketKind.RESULT_AND_TOTAL: "/",
}


class NotCalculated(Invalid):
    """This kind of market is not graded by the score of two sides."""


class ScoresNotListed(Invalid):
    """Which scores are "any other" depends on those that are listed: please list them."""


class MarketQuestion(Struct, frozen=True):
    """The line is the selection's own.  With a `tie_rule`, a draw is no selection of a winner."""

    market: Annotated[MarketKind, Meta(examples=["winner"])]
    selection: Annotated[str, Meta(examples=["home"])]
    result: Annotated[
        dict[str, tuple[Goals, Goals] | None],
        Meta(examples=[{"half_time": [1, 0], "full_time": [2, 1]}]),
    ]
    line: Typed | None = None
    period: str = "full_time"
    tie_rule: TieRule | None = None
    scores: Annotated[tuple[str, ...], Meta(max_length=100)] = ()

    def answer(self) -> dict[str, Any]:
        if self.market not in KINDS:
            raise NotCalculated(market=self.market)
        key = _key(self.market, self.selection)
        scores = {period: {1: s[0], 2: s[1]} for period, s in self.result.items() if s}
        try:
            outcome = grade(self._question(key), key, Result(scores=scores))
        except NoSuchSelection as refusal:
            raise NoSuchSelection(selection=self.selection) from refusal
        return {"outcome": outcome.name, "win": str(outcome.win), "push": str(outcome.push)}

    def _question(self, key: str) -> Question:
        line = None if self.line is None else quarters(self.line)
        if self.market is MarketKind.HANDICAP and line is not None and key == NUMBERS["away"]:
            line = -line
        return Question(
            kind=self.market,
            period=self.period,
            line=line,
            tie_rule=self.tie_rule or TieRule.PUSH,
            keys=self._keys(key),
        )

    def _keys(self, key: str) -> frozenset[str]:
        match self.market:
            case MarketKind.WINNER:
                sides = frozenset(NUMBERS.values())
                return sides if self.tie_rule else sides | {DRAW}
            case MarketKind.CORRECT_SCORE if key == ANY_OTHER:
                if not self.scores:
                    raise ScoresNotListed
                return frozenset({key, *(_score(each) for each in self.scores)})
            case _:
                return frozenset()


def _key(market: MarketKind, selection: str) -> str:
    """The key by which the rules know it."""
    if market is MarketKind.CORRECT_SCORE:
        return ANY_OTHER if selection == ANY_OTHER else _score(selection)
    if market not in JOINED_BY:
        return NUMBERS.get(selection, selection)
    parts = JOINT.split(SHORTHAND.get(selection, selection))
    return JOINED_BY[market].join(NUMBERS.get(part, part) for part in parts)


def _score(typed: str) -> str:
    if found := SCORE.fullmatch(typed):
        return f"{int(found[1])}-{int(found[2])}"
    raise NoSuchSelection(selection=typed)
