"""What a ruling would do, before anybody confirms it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.settlement.rules.grading import Grading
from app.settlement.rules.rulings import Ruling

WINNERS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """On one competition.  Of all `bets` that the ruling is about, some end, and some that had
    ended are corrected; `not_worked_out` are counted only.  `liability` is what was expected to be
    lost at most on the selections that would win, `beyond_stakes` what is.
    """

    competition_id: UUID
    name: str
    bets: int
    ended: int
    corrected: int
    not_worked_out: int
    to_pay: int
    to_take_back: int
    beyond_stakes: int
    liability: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    competition_id: UUID
    entry_id: UUID
    player: str
    bet_id: UUID
    stake: int
    payout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """The open bets on a selection, over all competitions of the community."""

    bets: int = 0
    staked: int = 0
    liability: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A market as it is graded, if it is, and as it would be."""

    before: Grading | None
    after: Grading


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    ruling: Ruling
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    winners: tuple[Winner, ...]
    exposed: Mapping[UUID, Exposed] = field(default_factory=dict)
