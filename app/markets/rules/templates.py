"""The usual markets of each kind of sport, for whoever wants them all at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.markets.rules.markets import Terms, named
from app.markets.rules.questions import WITH_LINE, MarketKind, TieRule
from app.markets.rules.selections import (
    NewSelection,
    Participant,
    check_selections,
    usual_selections,
)
from app.plumbing.refusals import Invalid

# Of a race with so many runners at least: places paid, and the share of the odds they pay.
PLACE_TERMS = ((16, 4, 4), (8, 3, 5), (5, 2, 4))


class NoUsualMarkets(Invalid):
    """There are no usual markets for an event like this: please add them one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A market of a template.  Where it lacks a line that it needs, one has to be given."""

    kind: MarketKind
    period: str = "full_time"
    line: int | None = None
    draw: bool = False
    scores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMarket:
    terms: Terms
    selections: tuple[NewSelection, ...]


GOALS = (
    Usual(kind=MarketKind.WINNER, draw=True),
    Usual(kind=MarketKind.DOUBLE_CHANCE),
    Usual(kind=MarketKind.DRAW_NO_BET),
    Usual(kind=MarketKind.TOTAL, line=10),
    Usual(kind=MarketKind.HANDICAP, line=-4),
    Usual(kind=MarketKind.BOTH_SCORE),
    Usual(kind=MarketKind.ODD_EVEN),
    Usual(kind=MarketKind.CORRECT_SCORE),
    Usual(kind=MarketKind.HALF_FULL),
    Usual(kind=MarketKind.RESULT_AND_TOTAL, line=10),
    Usual(kind=MarketKind.WINNER, period="first_half", draw=True),
)
SETS = (
    Usual(kind=MarketKind.WINNER),
    Usual(kind=MarketKind.HANDICAP, line=-6),
    Usual(kind=MarketKind.TOTAL, line=10),
    Usual(kind=MarketKind.CORRECT_SCORE, scores=("2-0", "2-1", "1-2", "0-2")),
    Usual(kind=MarketKind.WINNER, period="set_1"),
)
POINTS = (
    Usual(kind=MarketKind.WINNER, period="extra_time"),
    Usual(kind=MarketKind.HANDICAP, period="extra_time"),
    Usual(kind=MarketKind.TOTAL, period="extra_time"),
    Usual(kind=MarketKind.WINNER, period="first_half", draw=True),
    Usual(kind=MarketKind.ODD_EVEN, period="extra_time"),
)
ROUNDS = (
    Usual(kind=MarketKind.WINNER, draw=True),
    Usual(kind=MarketKind.DRAW_NO_BET),
)
OF_A_PAIR: Mapping[str, tuple[Usual, ...]] = {
    "goals": GOALS,
    "sets": SETS,
    "points": POINTS,
    "rounds": ROUNDS,
}


def usual_markets(
    scheme: str,
    participants: Sequence[Participant],
    *,
    lines: Mapping[MarketKind, int] | None = None,
) -> list[NewMarket]:
    """All usual markets of an event; `lines`, in quarters, take the place of the usual lines."""
    running = [each for each in participants if not each.withdrawn]
    if len(running) < 2:  # noqa: PLR2004 - nobody plays alone
        raise NoUsualMarkets(scheme=scheme, participants=len(running))
    if scheme == "positions":
        return list(_race(running))
    if scheme in OF_A_PAIR and {each.number for each in participants} == {1, 2}:
        return list(_pair(OF_A_PAIR[scheme], participants, lines or {}))
    if scheme in OF_A_PAIR:
        outright = Terms(kind=MarketKind.OUTRIGHT, name="", tie_rule=TieRule.DEAD_HEAT)
        return [_market(outright, usual_selections(outright, running), running)]
    raise NoUsualMarkets(scheme=scheme, participants=len(running))


def _pair(
    template: Sequence[Usual],
    participants: Sequence[Participant],
    lines: Mapping[MarketKind, int],
) -> Iterator[NewMarket]:
    for usual in template:
        line = lines.get(usual.kind, usual.line)
        if line is None and usual.kind in WITH_LINE:
            continue
        terms = Terms(kind=usual.kind, period=usual.period, line=line, name="")
        selections = [NewSelection(key=score, name=score) for score in usual.scores]
        selections = selections or usual_selections(terms, participants, draw=usual.draw)
        yield _market(terms, selections, participants)


def _race(running: Sequence[Participant]) -> Iterator[NewMarket]:
    """Each-way bets need the place terms on the market of the winner."""
    places, divisor = next(
        ((places, divisor) for least, places, divisor in PLACE_TERMS if len(running) >= least),
        (None, None),
    )
    winner = Terms(
        kind=MarketKind.WINNER,
        name="",
        places=places,
        place_divisor=divisor,
        tie_rule=TieRule.DEAD_HEAT,
        rule_4=True,
    )
    yield _market(winner, usual_selections(winner, running), running)
    if places:
        place = replace(winner, kind=MarketKind.PLACE)
        yield _market(place, usual_selections(place, running), running)


def _market(
    terms: Terms, selections: Sequence[NewSelection], participants: Sequence[Participant]
) -> NewMarket:
    check_selections(terms.kind, selections, participants)
    return NewMarket(terms=named(terms), selections=tuple(selections))
