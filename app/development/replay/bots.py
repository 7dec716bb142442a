"""Players that are programs, of different skill: what each makes of a match.  Pure.

| style      | plays                                                                             |
|------------|-----------------------------------------------------------------------------------|
| follower   | the favourite, with a small stake                                                 |
| gambler    | anything, and takes some of it back                                               |
| sharp      | what it holds for underpriced, by chances of its own; cashes out when it is nervous |
| folder     | combos and systems over all that is on offer                                      |
| foreteller | scores, with a joker a round, and hardly a bet                                    |

Anybody may put a little into a pool.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from uuid import UUID

from msgspec import Struct

from app.betting.rules.tickets import BetKind, count_lines
from app.development.replay.offers import Choice, Fixture

STAKES = (5, 10, 10, 20, 30)
FOLDED_MAX = 4
# A sharp stakes a quarter of what Kelly's formula says, of the points that all begin with.
BANKROLL, KELLY, STAKE_MAX = 1_000, 0.25, 100
EDGE, DOUBT = 1.05, 0.05
TAKES_BACK, GETS_NERVOUS, JOINS_POOL, FORETELLS = 0.15, 0.25, 0.5, 0.3
JOKER = 0.3
FOLDS: Mapping[int, tuple[BetKind, ...]] = {
    2: (BetKind.COMBO,),
    3: (BetKind.COMBO, BetKind.SYSTEM, BetKind.TRIXIE, BetKind.PATENT),
    4: (BetKind.COMBO, BetKind.SYSTEM, BetKind.YANKEE, BetKind.LUCKY_15),
}


class Style(StrEnum):
    FOLLOWER = "follower"
    GAMBLER = "gambler"
    SHARP = "sharp"
    FOLDER = "folder"
    FORETELLER = "foreteller"


class Then(StrEnum):
    """What a player does with a bet once it stands."""

    KEEPS = "keeps"
    CANCELS = "cancels"
    CASHES_OUT = "cashes_out"


class Leg(Struct, frozen=True, omit_defaults=True):
    selection_id: UUID
    odds: int | None = None


class Slip(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """As the API takes it, but for the entry."""

    kind: str
    stake: int
    legs: tuple[Leg, ...]
    fold: int | None = None
    pool_id: UUID | None = None
    own_probability: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    slip: Slip
    then: Then = Then.KEEPS


class Tip(Struct, frozen=True):
    first: int
    second: int
    joker: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a player looks at: this match, what else is on offer, and what it thinks of it."""

    fixture: Fixture
    others: Sequence[Fixture]
    chances: Mapping[UUID, float]
    joker_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    wishes: tuple[Wish, ...]
    tip: Tip | None


def style_of(number: int) -> Style:
    """Styles take turns, so that each of them plays in the smallest crowd."""
    return list(Style)[number % len(Style)]


def choose(style: Style, view: View, random: Random) -> Play:
    wishes = [*STYLES[style](view, random), *_join_pool(view, random)]
    foretells = style is Style.FORETELLER or random.random() < FORETELLS
    return Play(wishes=tuple(wishes), tip=_foretell(view, random) if foretells else None)


def _follow(view: View, random: Random) -> Iterator[Wish]:
    if favourite := _favourite(view.fixture):
        yield Wish(slip=_single(favourite, random.choice(STAKES)))


def _gamble(view: View, random: Random) -> Iterator[Wish]:
    priced = [choice for offer in view.fixture.offers for choice in offer.priced]
    for choice in random.sample(priced, min(2, len(priced))):
        then = Then.CANCELS if random.random() < TAKES_BACK else Then.KEEPS
        yield Wish(slip=_single(choice, random.choice(STAKES)), then=then)


def _calculate(view: View, random: Random) -> Iterator[Wish]:
    best: tuple[float, float, Choice] | None = None
    for choice in (each for offer in view.fixture.offers for each in offer.priced):
        chance = view.chances.get(choice.id, 0) * random.uniform(1 - DOUBT, 1 + DOUBT)
        worth = chance * (choice.odds or 0) / 1_000
        if chance < 1 and worth > EDGE and (best is None or worth > best[0]):
            best = worth, chance, choice
    if best:
        worth, chance, choice = best
        share = KELLY * (worth - 1) / ((choice.odds or 0) / 1_000 - 1)
        stake = min(STAKE_MAX, max(1, round(BANKROLL * share)))
        then = Then.CASHES_OUT if random.random() < GETS_NERVOUS else Then.KEEPS
        yield Wish(slip=_single(choice, stake, chance=chance), then=then)


def _fold(view: View, random: Random) -> Iterator[Wish]:
    within_reach = random.sample(view.others, min(len(view.others), FOLDED_MAX - 1))
    favourites = [_favourite(fixture) for fixture in (view.fixture, *within_reach)]
    legs = tuple(Leg(each.id, each.odds) for each in favourites if each)
    if len(legs) not in FOLDS:
        yield from _follow(view, random)
        return
    kind = random.choice(FOLDS[len(legs)])
    fold = len(legs) - 1 if kind is BetKind.SYSTEM else None
    lines = count_lines(kind, len(legs), fold=fold)
    unit = random.choice(STAKES) if kind is BetKind.COMBO else random.choice((1, 2))
    yield Wish(slip=Slip(kind=kind.value, stake=unit * lines, legs=legs, fold=fold))


def _hold_back(view: View, random: Random) -> Iterator[Wish]:
    if random.random() < TAKES_BACK:
        yield from _follow(view, random)


def _join_pool(view: View, random: Random) -> Iterator[Wish]:
    pool_id = view.fixture.pool_id
    if pool_id and random.random() < JOINS_POOL:
        choice = random.choice(view.fixture.winner.selections)
        stake = random.choice(STAKES)
        yield Wish(slip=Slip(kind="pool", stake=stake, legs=(Leg(choice.id),), pool_id=pool_id))


def _foretell(view: View, random: Random) -> Tip:
    """Scores are rare in football; who is likelier to win is given a goal more now and then."""
    first, second = random.choices((0, 1, 2, 3), (3, 4, 2, 1), k=2)
    favourite = _favourite(view.fixture)
    if favourite and favourite.key == "1" and first <= second:
        first = second + 1
    return Tip(first=first, second=second, joker=view.joker_left and random.random() < JOKER)


def _favourite(fixture: Fixture) -> Choice | None:
    return min(fixture.winner.priced, key=lambda each: each.odds or 0, default=None)


def _single(choice: Choice, stake: int, *, chance: float | None = None) -> Slip:
    return Slip(
        kind=BetKind.SINGLE.value,
        stake=stake,
        legs=(Leg(choice.id, choice.odds),),
        own_probability=None if chance is None else round(1_000 * chance),
    )


STYLES: Mapping[Style, Callable[[View, Random], Iterator[Wish]]] = {
    Style.FOLLOWER: _follow,
    Style.GAMBLER: _gamble,
    Style.SHARP: _calculate,
    Style.FOLDER: _fold,
    Style.FORETELLER: _hold_back,
}
