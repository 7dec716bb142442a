"""Judging slips one after the other, each with what the one before has left."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
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
    check_odds,
    check_offered,
    check_open,
    check_place_terms,
    check_pool,
    check_together,
    pairs_of_an_event,
    refuse_unknown,
)
from app.betting.rules.slips import Slip, WantedLeg
from app.betting.rules.staking import (
    can_be_reckoned,
    check_day_share,
    check_payout_limit,
    check_share,
    check_stake,
    potential_payout,
)
from app.betting.rules.tickets import PayoutTooLarge
from app.exposure.rules.judging import added_liability
from app.exposure.rules.judging import judge as judge_exposure
from app.ledger.rules.positions import Position, check_may_stake
from app.ledger.rules.transfers import Account, AccountKind
from app.limits.rules.checking import PlayDay, check_break, check_limit
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict, Refusal
from app.tenants.rules import Feature

Check = Callable[[], None]


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
        """All that speaks against the slip; nothing without an entry."""
        entry = check_owner(slip, self._seen.entries.get(slip.entry_id))
        offers, payout = self._known(slip), None
        refusals = _refusals(self._checks_of_selections(slip, entry))
        refusals += _refusals(self._checks_of_points(slip, entry))
        if can_be_reckoned(slip, offers):
            try:
                payout = potential_payout(slip, offers)
                refusals += _refusals(self._checks_of_payout(slip, entry, offers, payout))
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
            if earlier.player_id != slip.player_id:
                # Somebody else's entry, and so as good as none, whatever keys it has seen.
                return None
            if earlier.digest != slip.digest:
                raise RequestKeyReused(key=slip.request_key, bet_id=earlier.bet_id)
            return Retry(earlier.bet_id)
        return None

    def _accept(self, slip: Slip) -> Bet:
        entry = check_owner(slip, self._seen.entries.get(slip.entry_id))
        for check in self._checks_of_selections(slip, entry):
            check()
        for check in self._checks_of_points(slip, entry):
            check()
        offers = self._known(slip)
        payout = potential_payout(slip, offers)
        for check in self._checks_of_payout(slip, entry, offers, payout):
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
        yield partial(check_entry, entry)
        yield partial(check_competition, entry, self._seen.now)
        yield partial(check_mode, slip, entry)
        yield partial(check_features, slip, self._features)
        for leg in slip.legs:
            yield from self._checks_of_leg(slip, entry, leg)
        if len(slip.legs) > 1:
            for pair in pairs_of_an_event(self._known(slip)):
                yield partial(check_together, pair, entry)

    def _checks_of_leg(self, slip: Slip, entry: EntrySeen, leg: WantedLeg) -> Iterator[Check]:
        seen = self._seen
        offer = seen.offers.get(leg.selection_id)
        if offer is None:
            yield partial(refuse_unknown, leg)
            return
        yield partial(check_offered, offer, entry, seen.offered)
        yield partial(check_open, offer, seen.now)
        if slip.pool_id is not None:
            yield partial(check_pool, slip.pool_id, offer, entry, seen.pools.get(slip.pool_id))
            return
        yield partial(check_odds, leg, offer, slip.odds_policy)
        yield partial(check_place_terms, slip, offer)

    def _checks_of_points(self, slip: Slip, entry: EntrySeen) -> Iterator[Check]:
        stake, rules, position = slip.stake, entry.settings.stakes, self._position(entry)
        staked = self._seen.staked.get(entry.entry_id, 0) + self._spent[entry.entry_id]
        bankroll = position.balance + staked
        yield partial(check_stake, stake, rules)
        yield partial(check_may_stake, position, stake)
        yield partial(check_share, stake, bankroll=bankroll, limits=rules)
        yield partial(check_day_share, stake, bankroll=bankroll, staked=staked, limits=rules)
        if play := self._plays.get(entry.player_id):
            yield partial(check_break, play)
            for limit in play.limits:
                yield partial(check_limit, limit, play, stake=stake, today=self._seen.today)

    def _checks_of_payout(
        self, slip: Slip, entry: EntrySeen, offers: Sequence[Offer], payout: Points | None
    ) -> Iterator[Check]:
        yield partial(check_payout_limit, payout, entry.settings.stakes)
        if payout is not None and self._seen.exposure_limits:
            added = _added(entry.competition_id, offers, payout - slip.stake)
            for limit in self._seen.exposure_limits:
                yield partial(judge_exposure, [limit], self.taken, added)

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
