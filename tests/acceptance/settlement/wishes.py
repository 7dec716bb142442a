"""What may happen on a walk: events, bets, endings, drawn at random."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from tests.acceptance.settlement.model import Bet, Event, Leg, Market, Selection
from tests.acceptance.settlement.reckoning import LOST, VOID, WON, Ending

HALF = Fraction(1, 2)
OFFERED = {
    "winner": {"1": 2_500, "draw": 3_300, "2": 2_900},
    "total": {"over": 1_950, "under": 1_850},
    "handicap": {"1": 2_050, "2": 1_750},
    "custom": {"a": 3_000, "b": 2_000, "c": 6_000},
    "race": {"1": 2_200, "2": 3_750, "3": 5_500, "4": 9_000},
}
LINES = {"total": 9, "handicap": -3}
MATCH, RACE = ("winner", "total", "handicap", "custom"), ("race",)


@dataclass(frozen=True)
class Shape:
    kind: str
    legs: int = 1
    fold: int | None = None
    each_way: bool = False


SHAPES = (
    Shape("single"),
    Shape("combo", 2),
    Shape("combo", 3),
    Shape("system", 3, fold=2),
    Shape("trixie", 3),
    Shape("patent", 3),
    Shape("single", each_way=True),
    Shape("combo", 2, each_way=True),
)

odds = st.sampled_from([1_001, 1_100, 1_333, 1_800, 2_000, 2_750, 4_125, 9_000, 16_000])
decisions = st.sampled_from(["settle", "settle", "settle", "settle", "confirm", "wait", "refuse"])
marks = st.sampled_from(
    [WON, LOST, LOST, VOID, (HALF, HALF), (Fraction(0), HALF), (Fraction(1, 3), Fraction(0))]
)
goals = st.tuples(st.integers(0, 3), st.integers(0, 3))


def new_event(name: str, *, race: bool) -> Event:
    event = Event(name=name, race=race)
    for kind in RACE if race else MATCH:
        market = Market(event=event, kind=kind, line=LINES.get(kind))
        for key, price in OFFERED[kind].items():
            market.selections[key] = Selection(market=market, key=key, prices=[price])
        event.markets.append(market)
    return event


@st.composite
def bets(
    draw: st.DrawFn,
    name: str,
    entry: str,
    selections: Sequence[Selection],
) -> Bet:
    """A bet of any shape that these selections allow, no two of one event."""
    events = {each.market.event for each in selections}
    races = sum(event.race for event in events)
    possible = [
        shape for shape in SHAPES if shape.legs <= (races if shape.each_way else len(events))
    ]
    shape = draw(st.sampled_from(possible))
    chosen = draw(
        st.lists(
            st.sampled_from(
                [each for each in selections if each.market.event.race or not shape.each_way]
            ),
            min_size=shape.legs,
            max_size=shape.legs,
            unique_by=lambda each: each.market.event,
        )
    )
    bet = Bet(
        name=name,
        entry=entry,
        kind=shape.kind,
        stake=0,
        fold=shape.fold,
        each_way=shape.each_way,
        legs=tuple(map(Leg.on, chosen)),
    )
    bet.stake = bet.lines * draw(st.integers(1, max(1, 50 // bet.lines)))
    return bet


@st.composite
def endings(draw: st.DrawFn, event: Event) -> Ending:
    how = draw(st.integers(0, 9))
    if how == 0:
        return Ending()
    if not event.race:
        return Ending(goals=draw(goals), abandoned=how == 1)
    absent = frozenset({draw(st.sampled_from("1234"))} if how == 1 else ())
    runners = [each for each in "1234" if each not in absent]
    # Whoever came in with equal times ties; who has none did not finish.
    times = {each: draw(st.integers(1, 5)) for each in runners}
    came_in = {each: time for each, time in times.items() if time < 5} or {runners[0]: 1}
    places = {
        each: 1 + sum(other < time for other in came_in.values()) for each, time in came_in.items()
    }
    return Ending(places=places, absent=absent)
