"""Slips: what a player asks for before it is a bet, and what makes no sense at any moment."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

import msgspec

from app.betting.rules.tickets import (
    BetKind,
    check_shape,
    count_lines,
)
from app.plumbing.points import Points
from app.plumbing.refusals import Invalid

DIGEST_BYTES = 16
POOL = "pool"


class SelectionRepeated(Invalid):
    """A slip names each selection once."""


class OddsMissing(Invalid):
    """Please say at which odds you saw each selection."""


class PoolNotNamed(Invalid):
    """Please say which pool this stake goes to."""


class PoolStakeTooRich(Invalid):
    """A stake in a pool is on one selection of that pool, without odds, fold or each-way."""


class NoPoolHere(Invalid):
    """Only a bet of the kind pool names a pool."""


class StakeUneven(Invalid):
    """The stake must be equal on all lines of this bet, in whole points."""


class OddsPolicy(StrEnum):
    """What to do when the odds have moved: only these odds, these or better, or any."""

    EXACT = "exact"
    BETTER = "better"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class WantedLeg:
    """A selection, and the odds at which the player saw it; none in a pool."""

    selection_id: UUID
    odds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """`kind` is None for a stake in a pool.  `stake` is what leaves the balance, on all lines."""

    id: UUID
    player_id: UUID
    entry_id: UUID
    kind: BetKind | None
    stake: Points
    legs: tuple[WantedLeg, ...]
    fold: int | None = None
    each_way: bool = False
    odds_policy: OddsPolicy = OddsPolicy.EXACT
    pool_id: UUID | None = None
    note: str | None = None
    own_probability: int | None = None
    request_key: str | None = None

    @property
    def lines(self) -> int:
        if self.kind is None:
            return 1
        return count_lines(self.kind, len(self.legs), fold=self.fold, each_way=self.each_way)

    @property
    def digest(self) -> bytes:
        """Equal for equal wishes, in whatever order their legs were named."""
        legs = sorted(self.legs, key=lambda leg: leg.selection_id.int)
        wish = (
            self.entry_id,
            self.kind,
            self.stake,
            [(leg.selection_id, leg.odds) for leg in legs],
            self.fold,
            self.each_way,
            self.odds_policy,
            self.pool_id,
            self.note,
            self.own_probability,
        )
        return blake2b(msgspec.json.encode(wish), digest_size=DIGEST_BYTES).digest()


def check_slip(slip: Slip) -> None:
    """Refuse what could be accepted at no moment, before anybody is asked."""
    if slip.kind is None:
        _check_pool_stake(slip)
    else:
        check_shape(slip.kind, len(slip.legs), fold=slip.fold)
        if slip.pool_id is not None:
            raise NoPoolHere(bet=slip.kind, pool_id=slip.pool_id)
        if unseen := [leg.selection_id for leg in slip.legs if leg.odds is None]:
            raise OddsMissing(selection_ids=unseen)
    named = Counter(leg.selection_id for leg in slip.legs)
    if repeated := [selection for selection, times in named.items() if times > 1]:
        raise SelectionRepeated(selection_ids=repeated)
    if slip.stake % slip.lines:
        raise StakeUneven(stake=slip.stake, lines=slip.lines)


def _check_pool_stake(slip: Slip) -> None:
    if slip.pool_id is None:
        raise PoolNotNamed(bet=POOL)
    too_rich = slip.fold is not None or slip.each_way
    if too_rich or len(slip.legs) != 1 or slip.legs[0].odds is not None:
        raise PoolStakeTooRich(
            pool_id=slip.pool_id, legs=len(slip.legs), fold=slip.fold, each_way=slip.each_way
        )
