"""The slip of a competition: what stands on it, and what it would become at this moment."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import prod
from uuid import UUID

import msgspec

from app.betting.rules.placing import Quote
from app.betting.rules.slips import Slip, StakeUneven, check_slip
from app.betting.rules.staking import (
    DayShareOfBankrollPassed,
    PayoutAboveLimit,
    ShareOfBankrollPassed,
    StakeAboveMaximum,
    StakeBelowMinimum,
)
from app.betting.rules.tickets import BetKind, PayoutTooLarge
from app.betting.service.batching import Batches
from app.competitions import service as competitions
from app.competitions.rules.competitions import Competition
from app.competitions.rules.entries import Entry, EntryState
from app.exposure.rules.judging import ExposureReached
from app.ledger import service as ledger
from app.ledger.rules.books import NotEnoughPoints
from app.ledger.rules.positions import DebtFirst, Position, check_may_stake
from app.limits.rules.checking import LossLimitReached, StakeLimitReached
from app.markets.rules.odds import THOUSANDTHS
from app.pages.rules.slips import PICKS_MAX, Choice, Draft, Pick, choices_of, kind_of, slips_of
from app.pages.store.offers import NamedOffer, find_offers
from app.plumbing.db import Begin
from app.plumbing.points import Points
from app.plumbing.refusals import Refusal
from app.tenants.rules import Community

# Another stake may help.
OF_THE_STAKE = (
    StakeUneven,
    StakeBelowMinimum,
    StakeAboveMaximum,
    PayoutAboveLimit,
    PayoutTooLarge,
    ShareOfBankrollPassed,
    DayShareOfBankrollPassed,
    NotEnoughPoints,
    DebtFirst,
    StakeLimitReached,
    LossLimitReached,
    ExposureReached,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where a player fills in slips."""

    batches: Batches
    community: Community
    player_id: UUID
    begin: Begin


@dataclass(frozen=True, slots=True, kw_only=True)
class PickShown:
    offer: NamedOffer
    seen: int
    refusals: Sequence[Refusal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A slip with all that is known of it; `lines`, `total` and `payout` are of all its bets.

    Without an entry nothing is judged; without a stake, nothing of the stake.
    """

    competition: Competition
    entry: Entry | None
    position: Position | None
    draft: Draft
    bet_id: UUID
    picks: Sequence[PickShown]
    choices: Sequence[Choice]
    choice: Choice | None
    odds: int | None
    lines: int
    total: int
    payout: int | None
    of_stake: Sequence[Refusal]
    of_slip: Sequence[Refusal]

    @property
    def may_play(self) -> bool:
        return self.entry is not None and self.entry.state is EntryState.ACTIVE

    @property
    def acceptable(self) -> bool:
        refused = [
            *self.of_stake,
            *self.of_slip,
            *(r for pick in self.picks for r in pick.refusals),
        ]
        return self.may_play and not refused

    @property
    def topics(self) -> list[str]:
        """What to follow for odds that move; beside these there is room for one."""
        events = dict.fromkeys(pick.offer.event_id for pick in self.picks)
        return [f"event:{event_id}" for event_id in events][: PICKS_MAX - 1]

    @property
    def moved(self) -> bool:
        return any(pick.offer.odds not in (None, pick.seen) for pick in self.picks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    competition: Competition
    entry: Entry | None
    position: Position | None
    offers: Mapping[UUID, NamedOffer]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    slips: Sequence[Slip]
    quotes: Sequence[Quote]
    refusals: Sequence[Refusal]


async def show(
    counter: Counter,
    competition_id: UUID,
    draft: Draft,
    *,
    bet_id: UUID,
    refusals: Sequence[Refusal] = (),
) -> Shown:
    """The slip at this moment; `refusals` are those that it met just now."""
    seen = await see(counter, competition_id, draft)
    draft = possible(draft, seen.offers)
    judged = await _judge(counter, seen, draft, bet_id)
    return _shown(seen, draft, bet_id, judged, _each_once([*refusals, *judged.refusals]))


async def see(counter: Counter, competition_id: UUID, draft: Draft) -> Seen:
    async with counter.begin() as tx:
        competition = await competitions.get_shown(tx, competition_id, in_the_making=False)
        entry = await competitions.find_entry_of(tx, competition_id, counter.player_id)
        joined = entry is not None and entry.joined_at is not None
        return Seen(
            competition=competition,
            entry=entry,
            position=await ledger.get_position(tx, entry.id) if entry and joined else None,
            offers=await find_offers(tx, draft.selection_ids),
        )


async def check_shown(counter: Counter, competition_id: UUID) -> None:
    """Refuse a slip of what is not there."""
    async with counter.begin() as tx:
        await competitions.get_shown(tx, competition_id, in_the_making=False)


def _shown(
    seen: Seen, draft: Draft, bet_id: UUID, judged: _Judged, refusals: Sequence[Refusal]
) -> Shown:
    return Shown(
        competition=seen.competition,
        entry=seen.entry,
        position=seen.position,
        draft=draft,
        bet_id=bet_id,
        picks=[_pick(pick, seen.offers, refusals) for pick in draft.picks],
        choices=choices_of(len(draft.picks)),
        choice=kind_of(draft),
        odds=_odds_of(draft, seen.offers),
        lines=sum(slip.lines for slip in judged.slips),
        total=sum(slip.stake for slip in judged.slips) if draft.stake else 0,
        payout=_payout(judged.quotes) if draft.stake else None,
        of_stake=list({type(no): no for no in refusals if isinstance(no, OF_THE_STAKE)}.values()),
        of_slip=[
            no for no in refusals if not isinstance(no, OF_THE_STAKE) and not _selections_of(no)
        ],
    )


def _pick(pick: Pick, offers: Mapping[UUID, NamedOffer], refusals: Sequence[Refusal]) -> PickShown:
    about = [no for no in refusals if pick.selection_id in _selections_of(no)]
    return PickShown(offer=offers[pick.selection_id], seen=pick.odds, refusals=about)


async def _judge(counter: Counter, seen: Seen, draft: Draft, bet_id: UUID) -> _Judged:
    """Each of the slip's bets alone, and whether the balance has enough for them all."""
    if seen.entry is None or seen.position is None:
        return _Judged(slips=(), quotes=(), refusals=())
    stake = Points(draft.stake or seen.competition.settings.stakes.minimum)
    slips = slips_of(
        draft, stake, bet_id=bet_id, player_id=counter.player_id, entry_id=seen.entry.id
    )
    refusals = [no for slip in slips if (no := _refusal(check_slip, slip))]
    sound = slips if not refusals else []
    quotes = await asyncio.gather(*(counter.batches.quote(s, counter.community) for s in sound))
    refusals += chain.from_iterable(quote.refusals for quote in quotes)
    total = Points(sum(slip.stake for slip in slips))
    if short := _refusal(check_may_stake, seen.position, total):
        refusals.append(short)
    if draft.stake is None:
        refusals = [each for each in refusals if not isinstance(each, OF_THE_STAKE)]
    return _Judged(slips=slips, quotes=quotes, refusals=refusals)


def _refusal(check: Callable[..., None], *args: object) -> Refusal | None:
    try:
        check(*args)
    except Refusal as refusal:
        return refusal
    return None


def possible(draft: Draft, offers: Mapping[UUID, NamedOffer]) -> Draft:
    """Without what is not there (any more), and each-way only where a place is paid."""
    picks = tuple(pick for pick in draft.picks if pick.selection_id in offers)
    placed = any(offer.place_divisor for offer in offers.values())
    return msgspec.structs.replace(draft, picks=picks, each_way=draft.each_way and placed)


def _payout(quotes: Sequence[Quote]) -> int | None:
    known = [quote.potential_payout for quote in quotes if quote.potential_payout is not None]
    return sum(known) if known and len(known) == len(quotes) else None


def _odds_of(draft: Draft, offers: Mapping[UUID, NamedOffer]) -> int | None:
    """What a combo multiplies to, for people to see; nothing is paid by it."""
    choice = kind_of(draft)
    odds = [offers[each].odds for each in draft.selection_ids]
    if choice is None or choice.kind is not BetKind.COMBO or None in odds:
        return None
    return int(prod(Fraction(each or 0, THOUSANDTHS) for each in odds) * THOUSANDTHS)


def _selections_of(refusal: Refusal) -> list[UUID]:
    named = refusal.facts.get("selection_ids", [refusal.facts.get("selection_id")])
    return [each for each in named if isinstance(each, UUID)] if isinstance(named, list) else []


def _each_once(refusals: Iterable[Refusal]) -> list[Refusal]:
    """Several bets may meet the same no."""
    return list({(type(each), repr(each.facts)): each for each in refusals}.values())
