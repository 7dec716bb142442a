"""What a market asks of an event, and which of the event's participants it asks about.

A selection is named by its key.  Participants go by their number in the event:

| kind                                       | keys                                  |
|--------------------------------------------|---------------------------------------|
| winner                                     | `1`, `2`, ..., and `draw` if offered  |
| handicap, draw_no_bet, place, outright     | `1`, `2`, ...                         |
| total, both_score, odd_even                | `over` `under`, `yes` `no`, `odd` `even` |
| double_chance                              | `1_or_draw`, `1_or_2`, `draw_or_2`    |
| correct_score                              | `2-1`, ..., and `any_other`           |
| half_full                                  | `1/1`, `1/draw`, ...                  |
| result_and_total                           | `1/over`, `draw/under`, ...           |
| custom                                     | whatever the admin named              |
"""

from dataclasses import dataclass
from enum import StrEnum

from app.plumbing.refusals import Invalid

DRAW = "draw"
ANY_OTHER = "any_other"
# A line counts quarters: 10 is 2.5.
WHOLE = 4
LINE_MAX = 40_000


class MarketKind(StrEnum):
    WINNER = "winner"
    HANDICAP = "handicap"
    TOTAL = "total"
    BOTH_SCORE = "both_score"
    CORRECT_SCORE = "correct_score"
    PLACE = "place"
    OUTRIGHT = "outright"
    DOUBLE_CHANCE = "double_chance"
    DRAW_NO_BET = "draw_no_bet"
    ODD_EVEN = "odd_even"
    RESULT_AND_TOTAL = "result_and_total"
    HALF_FULL = "half_full"
    CUSTOM = "custom"


class TieRule(StrEnum):
    """What a tie means where a draw is no selection."""

    PUSH = "push"
    DEAD_HEAT = "dead_heat"


WITH_LINE = frozenset({MarketKind.HANDICAP, MarketKind.TOTAL, MarketKind.RESULT_AND_TOTAL})


class LineMissing(Invalid):
    """This kind of market needs a line, and only such a market has one."""


class LineTooFar(Invalid):
    """No line is that far away."""


class PlacesMissing(Invalid):
    """This market needs the number of places that it pays."""


class NoSuchSelection(Invalid):
    """This market has no such selection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`line` counts quarters and is given to participant 1; the others get its opposite.

    `keys` are those of all selections: whether a draw is one of them decides what a tie means, and
    which scores are listed decides what any other score is.
    """

    kind: MarketKind
    period: str = "full_time"
    line: int | None = None
    places: int | None = None
    tie_rule: TieRule = TieRule.PUSH
    keys: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if (self.line is not None) != (self.kind in WITH_LINE):
            raise LineMissing(kind=self.kind)
        if self.line is not None and abs(self.line) > LINE_MAX:
            raise LineTooFar(line=self.line, farthest=LINE_MAX)
        if self.kind is MarketKind.PLACE and not self.places:
            raise PlacesMissing(kind=self.kind)

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods whose scores it needs."""
        if self.kind is MarketKind.HALF_FULL:
            return ("first_half", "full_time")
        return (self.period,)


def participant_of(key: str) -> int:
    if not (key.isascii() and key.isdigit()):
        raise NoSuchSelection(selection=key)
    return int(key)


def parts_of(key: str, separator: str) -> tuple[str, str]:
    """The two parts of a key that names two answers at once."""
    first, found, second = key.partition(separator)
    if not found:
        raise NoSuchSelection(selection=key)
    return first, second
