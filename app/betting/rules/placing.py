"""Judging slips one after the other, each with what the one before has left."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.betting.rules.entering import (
    check_competition,
    check_entry,
    check_features,
    check_mode,
    check_owner,
)
from app.betting.rules.offers import EarlierBet, EntrySeen, Offer, Seen
from app.betting.rules.picking import (
    check_known,
    check_odds,
    check_offered,
    check_open,
    check_place_terms,
    check_pool,
    check_together,
)
from app.betting.rules.slips import Slip, WantedLeg
from app.betting.rules.staking import (
    check_bankroll,
    check_payout_limit,
    check_stake,
    potential_payout,
)
from app.betting.rules.tickets import PayoutTooLarge
from app.exposure.rules.judging import added_liability
from app.exposure.rules.judging import judge as judge_exposure
from app.ledger.rules.positions import Position, check_may_stake
from app.ledger.rules.transfers import Account, AccountKind
from app.limits.rules.checking import Play, PlayDay, check_limits
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict, Refusal
from app.tenants.rules import Feature

Check = Callable[[], None]
NO_PLAY = Play()


class BetIdReused(Conflict):
    """This id already names another bet."""


class RequestKeyReused(Conflict):
    """This Idempotency-Key was already used for another bet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bet:
    """A slip that was accepted, with the offers that it took."""

    slip: Slip
    digest: bytes
    competition_id: UUID
    settings_version: int
    lines: int
    potential_payout: Points | None
    accepted_at: datetime
    offers: tuple[Offer, ...]

    @property
    def liability(self) -> int:
        """What it would win beyond its stake.  A pool pays from the stakes alone."""
        return 0 if self.potential_payout is None else self.potential_payout - self.slip.stake


@dataclass(frozen=True, slots=True)
class Retry:
    """The slip came before, and was accepted then."""

    bet_id: UUID


Verdict = Bet | Retry | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a slip would become at this moment; the refusals say why not."""

    slip: Slip
    offers: tuple[Offer, ...]
    potential_payout: Points | None
    refusals: tuple[Refusal, ...]
    now: datetime


class Judge:
    def __init__(self, seen: Seen, features: AbstractSet[Feature]) -> None:
        self._seen = seen
        self._features = features
        self._by_id = {earlier.bet_id: earlier for earlier in seen.earlier}
        self._by_key = {(e.entry_id, e.request_key): e for e in seen.earlier if e.request_key}
        self._spent: Counter[UUID] = Counter()
        # What the accepted bets add to the liability of each limit's subject.
        self.taken: Counter[UUID] = Counter()
        self._plays = dict(seen.plays)

    def judge(self, slip: Slip) -> Verdict:
        try:
            return self._find_earlier(slip) or self._accept(slip)
        except Refusal as refusal:
            return refusal

    def quote(self, slip: Slip) -> Quote:
        """All that speaks against the slip, as far as it can be told; nothing without an entry."""
        entry = check_owner(slip, self._seen.entries.get(slip.entry_id))
        offers, payout = self._known(slip), None
        refusals = _refusals(self._checks_of_selections(slip, entry))
        if not refusals:
            try:
                payout = potential_payout(slip, offers)
                refusals += _refusals(self._checks_of_stake(slip, entry, offers, payout))
            except PayoutTooLarge as refusal:
                refusals.append(refusal)
        return Quote(
            slip=slip,
            offers=offers,
            potential_payout=payout,
            refusals=tuple(refusals),
            now=self._seen.now,
        )

    def _find_earlier(self, slip: Slip) -> Retry | None:
        if earlier := self._by_id.get(slip.id):
            if earlier.player_id != slip.player_id or earlier.digest != slip.digest:
                raise BetIdReused(bet_id=slip.id)
            return Retry(earlier.bet_id)
        if slip.request_key and (earlier := self._by_key.get((slip.entry_id, slip.request_key))):
            if earlier.player_id != slip.player_id or earlier.digest != slip.digest:
                raise RequestKeyReused
            return Retry(earlier.bet_id)
        return None

    def _accept(self, slip: Slip) -> Bet:
        entry = check_owner(slip, self._seen.entries.get(slip.entry_id))
        for check in self._checks_of_selections(slip, entry):
            check()
        offers = self._known(slip)
        payout = potential_payout(slip, offers)
        for check in self._checks_of_stake(slip, entry, offers, payout):
            check()
        bet = Bet(
            slip=slip,
            digest=slip.digest,
            competition_id=entry.competition_id,
            settings_version=entry.settings_version,
            lines=slip.lines,
            potential_payout=payout,
            accepted_at=self._seen.now,
            offers=offers,
        )
        self._count(bet)
        return bet

    def _known(self, slip: Slip) -> tuple[Offer, ...]:
        found = self._seen.offers
        return tuple(found[leg.selection_id] for leg in slip.legs if leg.selection_id in found)

    def _checks_of_selections(self, slip: Slip, entry: EntrySeen) -> Iterator[Check]:
        seen = self._seen
        yield lambda: check_entry(entry)
        yield lambda: check_competition(entry, seen.now)
        yield lambda: check_mode(slip, entry)
        yield lambda: check_features(slip, self._features)
        for leg in slip.legs:
            yield lambda leg=leg: self._check_leg(slip, entry, leg)  # type: ignore[misc]
        yield lambda: check_together(self._known(slip), entry)

    def _checks_of_stake(
        self, slip: Slip, entry: EntrySeen, offers: Sequence[Offer], payout: Points | None
    ) -> Iterator[Check]:
        position = self._position(entry)
        stake, limits = slip.stake, entry.settings.stakes
        staked = self._seen.staked.get(entry.entry_id, 0) + self._spent[entry.entry_id]
        yield lambda: check_stake(stake, limits)
        yield lambda: check_payout_limit(payout, limits)
        yield lambda: check_may_stake(position, stake)
        yield lambda: check_bankroll(stake, balance=position.balance, staked=staked, limits=limits)
        play = self._plays.get(entry.player_id, NO_PLAY)
        yield lambda: check_limits(play, stake=stake, today=self._seen.today)
        if payout is not None and self._seen.exposure_limits:
            added = _added(entry.competition_id, offers, payout - stake)
            yield lambda: judge_exposure(self._seen.exposure_limits, self.taken, added)

    def _check_leg(self, slip: Slip, entry: EntrySeen, leg: WantedLeg) -> None:
        offer = check_known(leg, self._seen.offers.get(leg.selection_id))
        check_offered(offer, entry, self._seen.offered)
        check_open(offer, self._seen.now)
        if slip.pool_id is not None:
            check_pool(slip.pool_id, offer, entry, self._seen.pools.get(slip.pool_id))
            return
        check_odds(leg, offer, slip.odds_policy)
        check_place_terms(slip, offer)

    def _position(self, entry: EntrySeen) -> Position:
        """What the bets before have left."""
        owner, books = entry.entry_id, self._seen.books
        balance = books[Account(owner=owner, kind=AccountKind.BALANCE)]
        debt = books[Account(owner=owner, kind=AccountKind.DEBT)]
        return Position(
            owner=owner,
            bank=balance.bank,
            balance=Points(balance.balance - self._spent[owner]),
            debt=debt.balance,
        )

    def _count(self, bet: Bet) -> None:
        slip, today = bet.slip, self._seen.today
        self._spent[slip.entry_id] += slip.stake
        earlier = EarlierBet(
            bet_id=slip.id,
            player_id=slip.player_id,
            entry_id=slip.entry_id,
            request_key=slip.request_key,
            digest=bet.digest,
        )
        self._by_id[slip.id] = earlier
        if slip.request_key:
            self._by_key[slip.entry_id, slip.request_key] = earlier
        if play := self._plays.get(slip.player_id):
            day = PlayDay(day=today, staked=slip.stake, returned=0)
            self._plays[slip.player_id] = replace(play, days=[*play.days, day])
        if self._seen.exposure_limits and slip.kind is not None:
            self.taken.update(_added(bet.competition_id, bet.offers, bet.liability))


def _refusals(checks: Iterable[Check]) -> list[Refusal]:
    refusals = []
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            refusals.append(refusal)
    return refusals


def _added(competition_id: UUID, offers: Sequence[Offer], liability: int) -> Counter[UUID]:
    return added_liability(
        (
            subject
            for offer in offers
            for subject in (
                offer.selection_id,
                offer.market_id,
                offer.event_id,
                offer.sport_id,
                competition_id,
            )
        ),
        liability,
    )
