"""What can be bet on, as the API shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from msgspec import Struct

from app.development.replay.matches import Match
from app.markets.rules.markets import quarters
from app.markets.rules.questions import MarketKind, Question, TieRule

FULL_TIME = "full_time"


class Choice(Struct, frozen=True):
    """A selection and its price."""

    id: UUID
    key: str
    odds: int | None
    odds_version: int


class Offer(Struct, frozen=True, dict=True):
    """A market.  Whatever else the API tells of it is of no use here."""

    id: UUID
    kind: MarketKind
    period: str
    line: str | None
    places: int | None
    tie_rule: TieRule
    state: str
    selections: tuple[Choice, ...]

    @cached_property
    def question(self) -> Question:
        return Question(
            kind=self.kind,
            period=self.period,
            line=None if self.line is None else quarters(self.line),
            places=self.places,
            tie_rule=self.tie_rule,
            keys=frozenset(each.key for each in self.selections),
        )

    @property
    def asks_who_wins(self) -> bool:
        return self.kind is MarketKind.WINNER and self.period == FULL_TIME

    @property
    def priced(self) -> list[Choice]:
        return [each for each in self.selections if each.odds and self.state == "open"]


class Offers(Struct, frozen=True):
    """A page of them."""

    items: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """A match that can be bet on here and now."""

    match: Match
    event_id: UUID
    slug: str
    kick_off: datetime
    offers: tuple[Offer, ...]
    pool_id: UUID | None = None

    @property
    def winner(self) -> Offer:
        return who_wins(self.offers)

    def offer(self, kind: str) -> Offer:
        return next(offer for offer in self.offers if offer.kind == kind)


def who_wins(offers: Iterable[Offer]) -> Offer:
    return next(offer for offer in offers if offer.asks_who_wins)
