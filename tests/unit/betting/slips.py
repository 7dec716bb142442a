"""A legal slip and what is seen around it, for tests that vary one thing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.betting.rules.offers import EntrySeen, Offer, Seen
from app.betting.rules.placing import Bet, Judge, Verdict
from app.betting.rules.slips import Slip, WantedLeg
from app.betting.rules.tickets import BetKind
from app.competitions.rules.settings import CompetitionSettings
from app.ledger.rules.books import AccountState, Books
from app.ledger.rules.transfers import Account, AccountKind
from app.markets.rules.odds import Odds
from app.markets.rules.questions import MarketKind
from app.plumbing.points import Points
from app.plumbing.refusals import Refusal
from app.tenants.rules import Feature

NOW = datetime(2026, 6, 11, 14, 59, 59, tzinfo=UTC)
LOCK = NOW + timedelta(seconds=1)
TENANT, PLAYER, ENTRY, COMPETITION = (UUID(int=n) for n in range(1, 5))
SETTINGS = CompetitionSettings()


def offer(number: int = 1, **facts: Any) -> Offer:  # noqa: ANN401 - whatever an offer has
    """Each number is a selection at 2.500 of a market and event of its own."""
    usual: dict[str, Any] = {
        "tenant_id": TENANT,
        "selection_id": UUID(int=100 + number),
        "key": "1",
        "market_id": UUID(int=200 + number),
        "event_id": UUID(int=300 + number),
        "sport_id": UUID(int=400),
        "market_kind": MarketKind.WINNER,
        "period": "full_time",
        "line": None,
        "places": None,
        "place_divisor": None,
        "market_state": "open",
        "event_status": "scheduled",
        "hidden": False,
        "withdrawn": False,
        "odds": Odds(2500),
        "odds_version": 1,
        "multiplier_version": 0,
        "locks_at": LOCK,
        "keys": frozenset({"1", "draw", "2"}),
    }
    return Offer(**usual | facts)


OFFER = offer()
ENTRY_SEEN = EntrySeen(
    entry_id=ENTRY,
    player_id=PLAYER,
    state="active",
    competition_id=COMPETITION,
    competition_state="running",
    starts_at=NOW - timedelta(days=1),
    ends_at=NOW + timedelta(days=1),
    settings_version=1,
    settings=SETTINGS,
)
SLIP = Slip(
    id=UUID(int=10),
    player_id=PLAYER,
    entry_id=ENTRY,
    kind=BetKind.SINGLE,
    stake=Points(40),
    legs=(WantedLeg(OFFER.selection_id, 2500),),
)


def books(balance: int = 100, debt: int = 0) -> Books:
    return {
        Account(owner=ENTRY, kind=kind): AccountState(
            id=UUID(int=500), bank=COMPETITION, balance=Points(points), sequence=1
        )
        for kind, points in ((AccountKind.BALANCE, balance), (AccountKind.DEBT, debt))
    }


def seen(*offers: Offer, **facts: Any) -> Seen:  # noqa: ANN401 - whatever is seen
    """What a batch sees that may bet on the offers, all of them played on in the competition."""
    shown = offers or (OFFER,)
    usual: dict[str, Any] = {
        "now": NOW,
        "today": date(2026, 6, 11),
        "offers": {one.selection_id: one for one in shown},
        "entries": {ENTRY: ENTRY_SEEN},
        "offered": frozenset((COMPETITION, one.event_id) for one in shown),
        "pools": {},
        "earlier": (),
        "books": books(),
        "staked": {},
        "plays": {},
    }
    return Seen(**usual | facts)


def on(*offers: Offer, **facts: Any) -> Slip:  # noqa: ANN401 - whatever a slip has
    """A slip on these, at the odds that they have: a combo where there are several."""
    legs = tuple(WantedLeg(one.selection_id, one.odds) for one in offers)
    kind = BetKind.COMBO if len(offers) > 1 else BetKind.SINGLE
    return replace(SLIP, **{"legs": legs, "kind": kind} | facts)


def judged(slip: Slip, around: Seen, features: frozenset[Feature] = frozenset(Feature)) -> Verdict:
    return Judge(around, features).judge(slip)


def refused(slip: Slip, around: Seen, features: frozenset[Feature] = frozenset(Feature)) -> type:
    verdict = judged(slip, around, features)
    assert isinstance(verdict, Refusal), "the slip was accepted"
    return type(verdict)


def accepted(slip: Slip, around: Seen) -> Bet:
    verdict = judged(slip, around)
    assert isinstance(verdict, Bet), repr(verdict)
    return verdict
