"""What the demo's players bet on, drawn by a seed: every kind of bet, on every kind of market."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random
from uuid import UUID

from app.betting.rules.slips import OddsPolicy, Slip, WantedLeg
from app.betting.rules.tickets import NAMED, BetKind, count_lines
from app.markets.rules.markets import Market, Selection
from app.plumbing.ids import new_id
from app.plumbing.points import Points

Entry = tuple[UUID, UUID]
SINGLES_AN_EVENT = 9
STAKES = (5, 10, 10, 20, 30)
KINDS = (BetKind.COMBO, BetKind.SYSTEM, *NAMED)
LEGS = {BetKind.COMBO: (3, None), BetKind.SYSTEM: (4, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Entries take turns, so that each of them bets, and kinds do, so that each is played."""

    random: Random
    turns: Iterator[Entry]
    kinds: Iterator[BetKind]


def begin(entries: Sequence[Entry], random: Random) -> Draw:
    kinds = random.sample(KINDS, len(KINDS))
    turns = random.sample(entries, len(entries))
    return Draw(random=random, turns=cycle(turns), kinds=cycle(kinds))


def slips(draw: Draw, on_offer: Mapping[UUID, Sequence[Market]]) -> Iterator[Slip]:
    """Slips on these events: singles on each market, and a bet of several legs for each event."""
    for own in on_offer.values():
        for market in _cycled(draw, own):
            yield _single(draw, market)
        kind = next(draw.kinds)
        legs, fold = LEGS.get(kind) or (NAMED[kind][0], None)
        if legs <= len(on_offer):
            events = draw.random.sample(sorted(on_offer), legs)
            yield _fold(draw, kind, fold, [on_offer[each] for each in events])


def pool_slip(draw: Draw, pool_id: UUID, market: Market) -> Slip:
    selection = draw.random.choice(market.selections)
    return _slip(
        draw,
        None,
        [WantedLeg(selection.id, None)],
        stake=draw.random.choice(STAKES),
        pool_id=pool_id,
    )


def _cycled(draw: Draw, markets: Sequence[Market]) -> Iterator[Market]:
    """Each market once, and some of them again, as many as are to be bet on."""
    shuffled = cycle(draw.random.sample(markets, len(markets)))
    return (next(shuffled) for _ in range(max(SINGLES_AN_EVENT, len(markets))))


def _single(draw: Draw, market: Market) -> Slip:
    selection = draw.random.choice([each for each in market.selections if each.odds])
    each_way = bool(market.terms.place_divisor) and draw.random.random() < 0.5  # noqa: PLR2004
    stake = draw.random.choice(STAKES) * (2 if each_way else 1)
    return _slip(draw, BetKind.SINGLE, [_leg(selection)], stake=stake, each_way=each_way)


def _fold(draw: Draw, kind: BetKind, fold: int | None, events: Sequence[Sequence[Market]]) -> Slip:
    legs = [_leg(draw.random.choice(_likely(markets))) for markets in events]
    lines = count_lines(kind, len(legs), fold=fold)
    unit = 5 if lines == 1 else 1
    return _slip(draw, kind, legs, stake=unit * lines, fold=fold)


def _likely(markets: Sequence[Market]) -> Sequence[Selection]:
    """What people take together is likelier than what they take alone: the shorter half."""
    priced = [(s.odds, s) for market in markets for s in market.selections if s.odds]
    shorter = sorted(priced, key=lambda pair: pair[0])[: max(1, len(priced) // 2)]
    return [selection for _, selection in shorter]


def _leg(selection: Selection) -> WantedLeg:
    return WantedLeg(selection.id, selection.odds)


def _slip(
    draw: Draw,
    kind: BetKind | None,
    legs: Sequence[WantedLeg],
    *,
    stake: int,
    fold: int | None = None,
    each_way: bool = False,
    pool_id: UUID | None = None,
) -> Slip:
    entry_id, player_id = next(draw.turns)
    return Slip(
        id=new_id(),
        player_id=player_id,
        entry_id=entry_id,
        kind=kind,
        stake=Points(stake),
        legs=tuple(legs),
        fold=fold,
        each_way=each_way,
        # Prices may move while we draw.
        odds_policy=OddsPolicy.ANY,
        pool_id=pool_id,
    )
