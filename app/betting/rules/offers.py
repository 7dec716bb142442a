"""What is seen while the locks are held: selections on offer, entries, pools, earlier bets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.competitions.rules.settings import CompetitionSettings
from app.exposure.rules.judging import ExposureLimit
from app.ledger.rules.books import Books
from app.limits.rules.checking import Play
from app.markets.rules.odds import Odds
from app.markets.rules.questions import MarketKind, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One selection; `odds` are those of this community, by its multiplier.  None: no price yet."""

    tenant_id: UUID
    selection_id: UUID
    key: str
    market_id: UUID
    event_id: UUID
    sport_id: UUID
    market_kind: MarketKind
    period: str
    line: int | None
    places: int | None
    place_divisor: int | None
    market_state: str
    event_status: str
    hidden: bool
    withdrawn: bool
    odds: Odds | None
    odds_version: int
    multiplier_version: int
    locks_at: datetime
    # Those of all selections of the market, where the bet has several legs.
    keys: frozenset[str] = frozenset()

    @property
    def question(self) -> Question:
        return Question(
            kind=self.market_kind,
            period=self.period,
            line=self.line,
            places=self.places,
            keys=self.keys,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySeen:
    """An entry and its competition."""

    entry_id: UUID
    player_id: UUID
    state: str
    competition_id: UUID
    competition_state: str
    starts_at: datetime
    ends_at: datetime
    settings_version: int
    settings: CompetitionSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSeen:
    pool_id: UUID
    competition_id: UUID
    market_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierBet:
    """An accepted bet under an id or a request key that comes again."""

    bet_id: UUID
    player_id: UUID
    entry_id: UUID
    request_key: str | None
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything that a batch of slips is judged by."""

    now: datetime
    today: date
    offers: Mapping[UUID, Offer]
    entries: Mapping[UUID, EntrySeen]
    # Which events each competition is played on.
    offered: frozenset[tuple[UUID, UUID]]
    pools: Mapping[UUID, PoolSeen]
    earlier: tuple[EarlierBet, ...]
    books: Books
    # What each entry has staked today.
    staked: Mapping[UUID, int]
    plays: Mapping[UUID, Play]
    exposure_limits: tuple[ExposureLimit, ...] = field(default=())
