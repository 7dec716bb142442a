"""What a batch writes: the accepted bets, and whatever their stakes move along, each row once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from app.betting.rules.offers import Offer, Seen
from app.betting.rules.placing import Bet
from app.betting.rules.slips import POOL
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.ledger.service import batches as ledger
from app.plumbing.pipelines import Statement, Step, array, texts

INSERT_BETS = Statement("""
    insert into bet (
        id, entry_id, competition_id, player_id, kind, fold, each_way, lines, stake,
        potential_payout, odds_policy, settings_version, request_digest, request_key, pool_id,
        note, own_probability, accepted_at
    )
    select * from unnest(
        %(id)s::uuid[], %(entry_id)s::uuid[], %(competition_id)s::uuid[], %(player_id)s::uuid[],
        %(kind)s::text[], %(fold)s::bigint[], %(each_way)s::boolean[], %(lines)s::bigint[],
        %(stake)s::bigint[], %(potential_payout)s::bigint[], %(odds_policy)s::text[],
        %(settings_version)s::bigint[], %(digest)s::bytea[], %(request_key)s::text[],
        %(pool_id)s::uuid[], %(note)s::text[], %(own_probability)s::bigint[],
        %(accepted_at)s::timestamptz[]
    )
""")

INSERT_LEGS = Statement("""
    insert into leg (
        bet_id, number, selection_tenant_id, selection_id, market_id, event_id, odds,
        odds_version, multiplier_version, locks_at
    )
    select * from unnest(
        %(bet_id)s::uuid[], %(number)s::bigint[], %(selection_tenant_id)s::uuid[],
        %(selection_id)s::uuid[], %(market_id)s::uuid[], %(event_id)s::uuid[], %(odds)s::bigint[],
        %(odds_version)s::bigint[], %(multiplier_version)s::bigint[], %(locks_at)s::timestamptz[]
    )
""")

# The rows of the next three are what batches meet at, so each batch goes through them in one order.
ADD_EXPOSURE = Statement("""
    insert into exposure (
        competition_id, selection_tenant_id, selection_id, bets, staked, liability
    )
    select * from unnest(
        %(competition_id)s::uuid[], %(selection_tenant_id)s::uuid[], %(selection_id)s::uuid[],
        %(bets)s::bigint[], %(staked)s::bigint[], %(liability)s::bigint[]
    )
    on conflict on constraint exposure_pk do update
    set bets = exposure.bets + excluded.bets,
        staked = exposure.staked + excluded.staked,
        liability = exposure.liability + excluded.liability
""")

ADD_POOL_TOTALS = Statement("""
    insert into pool_total (pool_id, selection_tenant_id, selection_id, bets, staked)
    select * from unnest(
        %(pool_id)s::uuid[], %(selection_tenant_id)s::uuid[], %(selection_id)s::uuid[],
        %(bets)s::bigint[], %(staked)s::bigint[]
    )
    on conflict on constraint pool_total_pk do update
    set bets = pool_total.bets + excluded.bets, staked = pool_total.staked + excluded.staked
""")

ADD_PLAY_DAYS = Statement("""
    insert into play_day (entry_id, player_id, day, staked)
    select * from unnest(
        %(entry_id)s::uuid[], %(player_id)s::uuid[], %(day)s::date[], %(staked)s::bigint[]
    )
    on conflict on constraint play_day_pk do update
    set staked = play_day.staked + excluded.staked
""")

# Held by the batch since it began.
ADD_TO_EXPOSURE_LIMITS = Statement("""
    update exposure_limit l
    set liability = l.liability + added.liability
    from unnest(%(subjects)s::uuid[], %(liability)s::bigint[]) as added (subject_id, liability)
    where l.subject_id = added.subject_id
""")


def write(bets: Sequence[Bet], seen: Seen, taken: Mapping[UUID, int]) -> list[Step]:
    """The steps that make the bets true; `taken` is what they add to each limit's subject."""
    fixed = [bet for bet in bets if bet.slip.kind is not None]
    pooled = [bet for bet in bets if bet.slip.kind is None]
    return [
        _bets(bets),
        _legs(bets),
        ledger.enter(map(_stake, bets), seen.books),
        _exposure(fixed),
        ADD_TO_EXPOSURE_LIMITS.with_values(
            subjects=array(taken.keys()), liability=array(taken.values())
        ),
        _pool_totals(pooled),
        _play_days(bets, seen.today),
    ]


def _stake(bet: Bet) -> Transfer:
    return Transfer(
        kind=TransferKind.STAKE,
        debit=Account(owner=bet.slip.entry_id, kind=AccountKind.BALANCE),
        credit=Account(owner=bet.competition_id, kind=AccountKind.ESCROW),
        points=bet.slip.stake,
        reference=bet.slip.id,
    )


def _bets(bets: Sequence[Bet]) -> Step:
    slips = [bet.slip for bet in bets]
    return INSERT_BETS.with_values(
        id=array(slip.id for slip in slips),
        entry_id=array(slip.entry_id for slip in slips),
        competition_id=array(bet.competition_id for bet in bets),
        player_id=array(slip.player_id for slip in slips),
        kind=array(slip.kind or POOL for slip in slips),
        fold=array(slip.fold for slip in slips),
        each_way=array(slip.each_way for slip in slips),
        lines=array(bet.lines for bet in bets),
        stake=array(slip.stake for slip in slips),
        potential_payout=array(bet.potential_payout for bet in bets),
        odds_policy=array(slip.odds_policy for slip in slips),
        settings_version=array(bet.settings_version for bet in bets),
        digest=array(rf"\x{bet.digest.hex()}" for bet in bets),
        request_key=texts(slip.request_key for slip in slips),
        pool_id=array(slip.pool_id for slip in slips),
        note=texts(slip.note for slip in slips),
        own_probability=array(slip.own_probability for slip in slips),
        accepted_at=array(bet.accepted_at for bet in bets),
    )


def _legs(bets: Sequence[Bet]) -> Step:
    legs = [
        (bet, number, offer) for bet in bets for number, offer in enumerate(bet.offers, start=1)
    ]
    offers = [offer for *_, offer in legs]
    return INSERT_LEGS.with_values(
        bet_id=array(bet.slip.id for bet, *_ in legs),
        number=array(number for _, number, _ in legs),
        selection_tenant_id=array(offer.tenant_id for offer in offers),
        selection_id=array(offer.selection_id for offer in offers),
        market_id=array(offer.market_id for offer in offers),
        event_id=array(offer.event_id for offer in offers),
        odds=array(None if bet.slip.kind is None else offer.odds for bet, _, offer in legs),
        odds_version=array(offer.odds_version for offer in offers),
        multiplier_version=array(offer.multiplier_version for offer in offers),
        locks_at=array(offer.locks_at for offer in offers),
    )


def _exposure(bets: Sequence[Bet]) -> Step:
    count, staked, liability = Counter[_Place](), Counter[_Place](), Counter[_Place]()
    for bet in bets:
        for offer in bet.offers:
            place = _place(bet.competition_id, offer)
            count[place] += 1
            staked[place] += bet.slip.stake
            liability[place] += bet.liability
    places = sorted(count)
    return ADD_EXPOSURE.with_values(
        competition_id=array(competition for competition, *_ in places),
        selection_tenant_id=array(tenant for _, tenant, _ in places),
        selection_id=array(selection for *_, selection in places),
        bets=array(count[place] for place in places),
        staked=array(staked[place] for place in places),
        liability=array(liability[place] for place in places),
    )


def _pool_totals(bets: Sequence[Bet]) -> Step:
    count, staked = Counter[_Place](), Counter[_Place]()
    for bet in bets:
        assert bet.slip.pool_id is not None  # noqa: S101 - a bet in a pool names it
        place = _place(bet.slip.pool_id, bet.offers[0])
        count[place] += 1
        staked[place] += bet.slip.stake
    places = sorted(count)
    return ADD_POOL_TOTALS.with_values(
        pool_id=array(pool for pool, *_ in places),
        selection_tenant_id=array(tenant for _, tenant, _ in places),
        selection_id=array(selection for *_, selection in places),
        bets=array(count[place] for place in places),
        staked=array(staked[place] for place in places),
    )


def _play_days(bets: Sequence[Bet], today: date) -> Step:
    staked = Counter[tuple[UUID, UUID]]()
    for bet in bets:
        staked[bet.slip.entry_id, bet.slip.player_id] += bet.slip.stake
    entries = sorted(staked)
    return ADD_PLAY_DAYS.with_values(
        entry_id=array(entry for entry, _ in entries),
        player_id=array(player for _, player in entries),
        day=array(today for _ in entries),
        staked=array(staked[entry] for entry in entries),
    )


_Place = tuple[UUID, UUID, UUID]


def _place(where: UUID, offer: Offer) -> _Place:
    return where, offer.tenant_id, offer.selection_id
