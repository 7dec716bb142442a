"""The rules of acceptance, both sides of each boundary."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.betting.rules import entering, picking, placing, staking
from app.betting.rules.offers import PoolSeen, Seen
from app.betting.rules.placing import Bet, Judge, Quote, Retry
from app.betting.rules.slips import OddsPolicy, Slip, WantedLeg
from app.betting.rules.tickets import BetKind
from app.competitions.rules.entries import NoSuchEntry
from app.competitions.rules.settings import CompetitionSettings, Mode, StakeLimits
from app.exposure.rules.judging import ExposureLimit, ExposureReached
from app.ledger.rules.books import NotEnoughPoints
from app.ledger.rules.positions import DebtFirst
from app.limits.rules.checking import (
    Limit,
    LimitKind,
    Play,
    StakeLimitReached,
    TakingABreak,
)
from app.limits.rules.periods import Period
from app.markets.rules.odds import Odds
from app.markets.rules.questions import MarketKind
from app.plumbing.points import Points
from app.pools.rules.pools import NoSuchPool
from app.tenants.rules import Feature
from tests.unit.betting.slips import (
    COMPETITION,
    ENTRY,
    ENTRY_SEEN,
    LOCK,
    NOW,
    OFFER,
    PLAYER,
    SLIP,
    accepted,
    books,
    judged,
    offer,
    on,
    refused,
    seen,
)

OTHER = offer(2)
SAME_EVENT = offer(3, event_id=OFFER.event_id, market_kind=MarketKind.BOTH_SCORE, key="yes")


def ruled(**settings: Any) -> dict[UUID, Any]:  # noqa: ANN401 - settings of a competition
    return {ENTRY: replace(ENTRY_SEEN, settings=CompetitionSettings(**settings))}


def with_limits(**limits: Any) -> dict[UUID, Any]:  # noqa: ANN401 - limits of stakes
    return ruled(stakes=StakeLimits(**limits))


def test_a_legal_slip_is_accepted_as_it_was_seen() -> None:
    bet = accepted(SLIP, seen())

    assert (bet.potential_payout, bet.liability, bet.lines) == (100, 60, 1)
    assert bet.accepted_at == NOW
    assert bet.offers == (OFFER,)


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        ({"player_id": UUID(int=99)}, NoSuchEntry),
        ({"state": "withdrawn"}, entering.EntryNotActive),
        ({"state": "requested"}, entering.EntryNotActive),
        ({"competition_state": "draft"}, entering.CompetitionNotRunning),
        ({"starts_at": NOW + timedelta(microseconds=1)}, entering.CompetitionNotRunning),
        ({"ends_at": NOW}, entering.CompetitionNotRunning),
    ],
)
def test_who_may_not_bet(entry: dict[str, Any], refusal: type) -> None:
    assert refused(SLIP, seen(entries={ENTRY: replace(ENTRY_SEEN, **entry)})) is refusal


@pytest.mark.parametrize(
    "entry", [{"starts_at": NOW}, {"ends_at": NOW + timedelta(microseconds=1)}]
)
def test_a_competition_takes_bets_from_its_first_moment_to_its_last(entry: dict[str, Any]) -> None:
    accepted(SLIP, seen(entries={ENTRY: replace(ENTRY_SEEN, **entry)}))


def test_an_unknown_entry_is_none() -> None:
    assert refused(SLIP, seen(entries={})) is NoSuchEntry


def test_a_mode_that_is_off_takes_no_bets() -> None:
    assert refused(SLIP, seen(entries=ruled(modes=frozenset({Mode.POOL})))) is (
        entering.ModeSwitchedOff
    )


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"market_state": "suspended"}, picking.MarketNotOpen),
        ({"market_state": "closed"}, picking.MarketNotOpen),
        ({"event_status": "postponed"}, picking.EventNotScheduled),
        ({"event_status": "live"}, picking.EventNotScheduled),
        ({"locks_at": NOW}, picking.MarketLocked),
        ({"withdrawn": True}, picking.SelectionWithdrawn),
        ({"odds": None}, picking.NotPriced),
        ({"hidden": True}, picking.NotOffered),
    ],
)
def test_what_is_not_on_offer(facts: dict[str, Any], refusal: type) -> None:
    assert refused(SLIP, seen(offer(1, **facts))) is refusal


def test_the_last_moment_before_the_lock_counts() -> None:
    accepted(SLIP, seen(offer(1, locks_at=NOW + timedelta(microseconds=1))))


def test_a_selection_nobody_knows_is_refused() -> None:
    assert refused(on(OTHER), seen()) is picking.SelectionUnknown


def test_an_event_of_another_competition_is_not_offered() -> None:
    elsewhere = frozenset({(UUID(int=99), OFFER.event_id)})

    assert refused(SLIP, seen(offered=elsewhere)) is picking.NotOffered


@pytest.mark.parametrize(
    ("policy", "stands_at"),
    [
        (OddsPolicy.EXACT, [False, True, False]),
        (OddsPolicy.BETTER, [False, True, True]),
        (OddsPolicy.ANY, [True, True, True]),
    ],
)
def test_odds_may_move_as_the_player_says(policy: OddsPolicy, stands_at: list[bool]) -> None:
    slip = replace(SLIP, odds_policy=policy)

    found = [
        isinstance(judged(slip, seen(offer(1, odds=Odds(odds)))), Bet)
        for odds in (2499, 2500, 2501)
    ]

    assert found == stands_at


def test_moved_odds_are_named() -> None:
    verdict = judged(SLIP, seen(offer(1, odds=Odds(2600), odds_version=7)))

    assert isinstance(verdict, picking.OddsMoved)
    assert verdict.facts == {
        "selection_id": OFFER.selection_id,
        "seen": 2500,
        "current": 2600,
        "version": 7,
    }


def test_better_odds_are_what_the_bet_is_paid_by() -> None:
    slip = replace(SLIP, odds_policy=OddsPolicy.BETTER)

    assert accepted(slip, seen(offer(1, odds=Odds(2600)))).potential_payout == 104


def test_a_combo_multiplies() -> None:
    assert accepted(on(OFFER, OTHER), seen(OFFER, OTHER)).potential_payout == 250


def test_two_of_one_event_are_refused_by_name() -> None:
    verdict = judged(on(OFFER, SAME_EVENT), seen(OFFER, SAME_EVENT))

    assert isinstance(verdict, picking.SameEvent)
    assert verdict.facts["selection_ids"] == [OFFER.selection_id, SAME_EVENT.selection_id]


def test_two_of_one_event_may_stand_where_the_competition_lets_them() -> None:
    accepted(
        on(OFFER, SAME_EVENT),
        seen(OFFER, SAME_EVENT, entries=ruled(same_event_combos=True)),
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"market_id": OFFER.market_id, "market_kind": MarketKind.WINNER, "key": "2"},
        {"market_kind": MarketKind.DOUBLE_CHANCE, "key": "1_or_draw"},
        {"market_kind": MarketKind.CORRECT_SCORE, "key": "2-1", "keys": frozenset({"2-1"})},
    ],
)
def test_what_tells_of_the_other_is_never_combined(facts: dict[str, Any]) -> None:
    telling = replace(SAME_EVENT, **facts)
    around = seen(OFFER, telling, entries=ruled(same_event_combos=True))

    assert refused(on(OFFER, telling), around) is picking.SelectionsRelated


@pytest.mark.parametrize(
    ("stake", "limits", "refusal"),
    [
        (9, {"minimum": 10}, staking.StakeBelowMinimum),
        (10, {"minimum": 10}, None),
        (50, {"maximum": 50}, None),
        (51, {"maximum": 50}, staking.StakeAboveMaximum),
        (40, {"maximum_payout": 100}, None),
        (40, {"maximum_payout": 99}, staking.PayoutAboveLimit),
        (20, {"share_of_bankroll": 200}, None),
        (21, {"share_of_bankroll": 200}, staking.ShareOfBankrollPassed),
        (20, {"day_share_of_bankroll": 200}, None),
        (21, {"day_share_of_bankroll": 200}, staking.DayShareOfBankrollPassed),
        (100, {}, None),
        (101, {}, NotEnoughPoints),
    ],
)
def test_what_may_be_staked_of_100_points(
    stake: int, limits: dict[str, int], refusal: type | None
) -> None:
    verdict = judged(replace(SLIP, stake=Points(stake)), seen(entries=with_limits(**limits)))

    assert type(verdict) is (refusal or Bet)


@pytest.mark.parametrize(("stake", "refusal"), [(10, None), (11, True)])
def test_a_share_of_the_day_counts_what_was_staked_today(stake: int, refusal: bool | None) -> None:  # noqa: FBT001
    around = seen(
        entries=with_limits(day_share_of_bankroll=500), books=books(60), staked={ENTRY: 40}
    )

    verdict = judged(replace(SLIP, stake=Points(stake)), around)

    assert type(verdict) is (staking.DayShareOfBankrollPassed if refusal else Bet)


def test_whoever_owes_points_stakes_none() -> None:
    assert refused(SLIP, seen(books=books(100, debt=-1))) is DebtFirst


def test_each_bet_of_a_batch_has_what_the_one_before_has_left() -> None:
    judge = Judge(seen(), frozenset(Feature))

    verdicts = [judge.judge(replace(SLIP, id=UUID(int=n))) for n in (11, 12, 13)]

    assert [type(verdict) for verdict in verdicts] == [Bet, Bet, NotEnoughPoints]


def test_a_slip_that_comes_twice_in_a_batch_is_one_bet() -> None:
    judge = Judge(seen(), frozenset(Feature))

    first, second = judge.judge(SLIP), judge.judge(SLIP)

    assert isinstance(first, Bet)
    assert second == Retry(SLIP.id)


def test_an_id_names_one_bet() -> None:
    judge = Judge(seen(), frozenset(Feature))
    judge.judge(SLIP)

    assert isinstance(judge.judge(replace(SLIP, stake=Points(41))), placing.BetIdReused)


def test_a_key_names_one_bet_of_an_entry() -> None:
    judge = Judge(seen(), frozenset(Feature))
    judge.judge(replace(SLIP, request_key="mine"))
    again = replace(SLIP, id=UUID(int=11), request_key="mine")

    assert judge.judge(again) == Retry(SLIP.id)
    assert isinstance(judge.judge(replace(again, stake=Points(41))), placing.RequestKeyReused)


def test_nobody_learns_of_the_keys_of_another_player_s_entry() -> None:
    judge = Judge(seen(), frozenset(Feature))
    mine = replace(SLIP, request_key="mine")

    verdicts = [
        judge.judge(mine),
        judge.judge(replace(mine, id=UUID(int=11), player_id=UUID(int=9))),
    ]

    assert [type(verdict) for verdict in verdicts] == [Bet, NoSuchEntry]


def test_a_refused_slip_may_come_again() -> None:
    judge = Judge(seen(), frozenset(Feature))
    judge.judge(replace(SLIP, stake=Points(101)))

    assert isinstance(judge.judge(SLIP), Bet)


POOL_SLIP = replace(
    SLIP, kind=None, pool_id=UUID(int=600), legs=(WantedLeg(OFFER.selection_id, None),)
)
POOL = PoolSeen(
    pool_id=UUID(int=600), competition_id=COMPETITION, market_id=OFFER.market_id, state="open"
)


def test_a_stake_in_a_pool_promises_nothing() -> None:
    bet = accepted(POOL_SLIP, seen(offer(1, odds=None), pools={POOL.pool_id: POOL}))

    assert (bet.potential_payout, bet.liability) == (None, 0)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"competition_id": UUID(int=99)}, NoSuchPool),
        ({"state": "settled"}, picking.PoolClosed),
        ({"market_id": UUID(int=99)}, picking.OtherPool),
    ],
)
def test_which_pools_take_no_stake(facts: dict[str, Any], refusal: type) -> None:
    assert refused(POOL_SLIP, seen(pools={POOL.pool_id: replace(POOL, **facts)})) is refusal


def test_an_unknown_pool_is_none() -> None:
    assert refused(POOL_SLIP, seen()) is NoSuchPool


TRIXIE = on(OFFER, OTHER, offer(4), kind=BetKind.TRIXIE)


@pytest.mark.parametrize(
    ("slip", "feature"), [(TRIXIE, Feature.SYSTEMS), (POOL_SLIP, Feature.POOLS)]
)
def test_a_feature_that_is_off_takes_no_bets(slip: Slip, feature: Feature) -> None:
    around = seen(OFFER, OTHER, offer(4), pools={POOL.pool_id: POOL})

    accepted(slip, around)
    assert refused(slip, around, frozenset(Feature) - {feature}) is entering.FeatureSwitchedOff


def test_an_each_way_bet_needs_places_that_are_paid() -> None:
    placed = offer(1, places=3, place_divisor=4)

    assert refused(replace(SLIP, each_way=True), seen()) is picking.NoPlaceTerms
    assert accepted(replace(SLIP, each_way=True), seen(placed)).potential_payout == 77


@pytest.mark.parametrize(
    ("used", "hard", "refusal"), [(40, 100, None), (41, 100, ExposureReached), (1_000, None, None)]
)
@pytest.mark.parametrize(
    "subject",
    [OFFER.selection_id, OFFER.market_id, OFFER.event_id, OFFER.sport_id, COMPETITION],
)
def test_a_hard_limit_is_reached_and_never_passed(
    subject: UUID, used: int, hard: int | None, refusal: type | None
) -> None:
    limit = ExposureLimit(
        id=UUID(int=700), level="any", subject_id=subject, hard=hard, liability=used
    )

    assert type(judged(SLIP, seen(exposure_limits=(limit,)))) is (refusal or Bet)


def test_the_bets_before_count_against_a_hard_limit() -> None:
    limit = ExposureLimit(
        id=UUID(int=700), level="market", subject_id=OFFER.market_id, hard=119, liability=0
    )
    judge = Judge(seen(exposure_limits=(limit,)), frozenset(Feature))

    verdicts = [judge.judge(replace(SLIP, id=UUID(int=n))) for n in (11, 12)]

    assert [type(verdict) for verdict in verdicts] == [Bet, ExposureReached]


def test_nobody_stakes_during_a_break() -> None:
    assert refused(SLIP, seen(plays={PLAYER: Play(break_until=LOCK)})) is TakingABreak


def test_the_bets_before_count_against_one_s_own_limit() -> None:
    own = Play(limits=[Limit(kind=LimitKind.STAKE, period=Period.DAY, amount=79)])
    judge = Judge(seen(plays={PLAYER: own}), frozenset(Feature))

    verdicts = [judge.judge(replace(SLIP, id=UUID(int=n))) for n in (11, 12)]

    assert [type(verdict) for verdict in verdicts] == [Bet, StakeLimitReached]


def test_a_quote_names_all_that_speaks_against_a_slip() -> None:
    moved, locked = offer(1, odds=Odds(2600)), offer(2, locks_at=NOW)
    around = seen(moved, locked, entries={ENTRY: replace(ENTRY_SEEN, state="withdrawn")})

    quote = Judge(around, frozenset(Feature)).quote(on(OFFER, OTHER))

    assert told(quote) == [entering.EntryNotActive, picking.OddsMoved, picking.MarketLocked]
    assert quote.potential_payout == 260


def test_a_quote_names_all_that_speaks_against_a_selection() -> None:
    gone = offer(1, odds=Odds(2600), market_state="suspended")

    quote = Judge(seen(gone, offered=frozenset()), frozenset(Feature)).quote(SLIP)

    assert told(quote) == [picking.NotOffered, picking.MarketNotOpen, picking.OddsMoved]


def test_a_quote_names_all_that_speaks_against_a_stake_whatever_it_is_on() -> None:
    limits = [
        Limit(kind=LimitKind.STAKE, period=period, amount=100)
        for period in (Period.DAY, Period.WEEK)
    ]
    hard = ExposureLimit(
        id=UUID(int=700), level="market", subject_id=OFFER.market_id, hard=9, liability=0
    )
    around = seen(
        offer(1, locks_at=NOW),
        entries=with_limits(
            maximum=50, maximum_payout=100, share_of_bankroll=20, day_share_of_bankroll=100
        ),
        plays={PLAYER: Play(limits=limits, break_until=LOCK)},
        exposure_limits=(hard, replace(hard, subject_id=COMPETITION)),
    )

    quote = Judge(around, frozenset(Feature)).quote(replace(SLIP, stake=Points(101)))

    assert told(quote) == [
        picking.MarketLocked,
        staking.StakeAboveMaximum,
        NotEnoughPoints,
        staking.ShareOfBankrollPassed,
        staking.DayShareOfBankrollPassed,
        TakingABreak,
        StakeLimitReached,
        StakeLimitReached,
        staking.PayoutAboveLimit,
        ExposureReached,
        ExposureReached,
    ]


def test_a_quote_names_each_pair_that_cannot_be_combined() -> None:
    third = replace(SAME_EVENT, selection_id=UUID(int=104), market_id=UUID(int=204))

    quote = Judge(seen(OFFER, SAME_EVENT, third), frozenset(Feature)).quote(
        on(OFFER, SAME_EVENT, third)
    )

    assert told(quote) == [picking.SameEvent] * 3
    assert len({str(refusal.facts["selection_ids"]) for refusal in quote.refusals}) == 3


@pytest.mark.parametrize(
    "unpayable",
    [
        (on(OFFER), seen(offer(1, odds=None)), picking.NotPriced),
        (on(OFFER), seen(OTHER), picking.SelectionUnknown),
        (replace(SLIP, each_way=True), seen(), picking.NoPlaceTerms),
    ],
)
def test_a_quote_promises_nothing_where_nothing_can_be_reckoned(
    unpayable: tuple[Slip, Seen, type],
) -> None:
    slip, around, refusal = unpayable

    quote = Judge(around, frozenset(Feature)).quote(slip)

    assert (told(quote), quote.potential_payout) == ([refusal], None)


def told(quote: Quote) -> list[type]:
    return [type(refusal) for refusal in quote.refusals]


def test_a_quote_of_a_good_slip_is_what_the_bet_would_be() -> None:
    quote = Judge(seen(), frozenset(Feature)).quote(SLIP)

    assert (quote.refusals, quote.potential_payout, quote.offers) == ((), 100, (OFFER,))
