"""Ending open bets: the same locks as placing them, and the way back of all that they moved."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetState, PlacedBet
from app.betting.rules.ending import CashOutOffer, LegNow
from app.betting.tables import bets, cash_outs
from app.competitions.rules.settings import CompetitionSettings
from app.markets.rules.markets import MarketState
from app.markets.rules.odds import THOUSANDTHS, Odds, multiplied
from app.markets.rules.outcomes import Outcome

# After Rule 4, odds are exact in hundred-thousandths.
PAID_ODDS = 100_000

LOCK_MARKETS = text("""
    select pg_advisory_xact_lock_shared(key)
    from (
        select distinct hashtextextended('market ' || market_id::text, 0) as key
        from leg where bet_id = :bet_id
        order by key
    ) as wanted
""")

LOCK_EXPOSURE_LIMITS = text("""
    select id from exposure_limit
    where subject_id in (
        select subject_id
        from leg l
        join event e on e.id = l.event_id
        join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
        cross join lateral (
            values (l.selection_id), (l.market_id), (l.event_id), (e.sport_id), (b.competition_id)
        ) as subject (subject_id)
        where l.bet_id = :bet_id
    )
    order by id
    for no key update
""")

LOCK_BET = text("select id from bet where id = :bet_id for no key update")

# What becomes of legs is decided above; the view that says so is read here by its name.
FIND_LEGS_NOW = text("""
    select l.selection_id, n.decided, n.win, n.push, n.divisor, n.grading, n.paid_odds,
           case when state_here(m.state, mc.suspended) = 'open' and e.status = 'scheduled'
                and s.withdrawn_at is null then s.odds end as odds,
           s.odds_version, coalesce(c.odds_multiplier, 1000) as multiplier,
           coalesce(c.version, 0) as multiplier_version, m.state as market_state,
           least(l.locks_at, m.locks_at, e.locks_at) as locks_at
    from leg l
    join leg_now n on (n.bet_id, n.number) = (l.bet_id, l.number)
    join selection s on (s.tenant_id, s.id) = (l.selection_tenant_id, l.selection_id)
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    left join market_config mc on (mc.market_tenant_id, mc.market_id) = (m.tenant_id, m.id)
    left join event_config c on (c.event_tenant_id, c.event_id) = (e.tenant_id, e.id)
    where l.bet_id = :bet_id
    order by l.number
""")

FIND_SETTINGS = text("""
    select document from competition_settings
    where competition_id = :competition_id and version = :version
""")

TAKE_EXPOSURE = text("""
    update exposure x
    set bets = x.bets - 1, staked = x.staked - :stake, liability = x.liability - :liability
    from leg l
    where l.bet_id = :bet_id and x.competition_id = :competition_id
    and (x.selection_tenant_id, x.selection_id) = (l.selection_tenant_id, l.selection_id)
""")

TAKE_FROM_EXPOSURE_LIMITS = text("""
    update exposure_limit limited
    set liability = limited.liability - :liability * taken.legs
    from (
        select subject_id, count(*) as legs
        from leg l
        join event e on e.id = l.event_id
        cross join lateral (
            values (l.selection_id), (l.market_id), (l.event_id), (e.sport_id),
                   (cast(:competition_id as uuid))
        ) as subject (subject_id)
        where l.bet_id = :bet_id
        group by subject_id
    ) as taken
    where limited.subject_id = taken.subject_id
""")

TAKE_POOL_TOTAL = text("""
    update pool_total p
    set bets = p.bets - 1, staked = p.staked - :stake
    from leg l
    where l.bet_id = :bet_id and p.pool_id = :pool_id
    and (p.selection_tenant_id, p.selection_id) = (l.selection_tenant_id, l.selection_id)
""")

# The day that the stake counted for, or the nearest, should the community have moved to another
# time zone meanwhile.
TAKE_STAKE_OF_DAY = text("""
    update play_day set staked = staked - :stake
    where entry_id = :entry_id and day = (
        select d.day
        from play_day d
        cross join lateral (
            select abs(d.day - (cast(:at as timestamptz) at time zone :zone)::date) as days
        ) as off
        where d.entry_id = :entry_id and d.staked >= :stake and off.days <= 2
        order by off.days
        limit 1
    )
""")

ADD_RETURN_OF_DAY = text("""
    insert into play_day (entry_id, player_id, day, returned)
    values (:entry_id, :player_id, (cast(:at as timestamptz) at time zone :zone)::date, :points)
    on conflict on constraint play_day_pk do update
    set returned = play_day.returned + excluded.returned
""")


async def lock_markets_and_limits(tx: AsyncConnection, bet_id: UUID) -> None:
    await tx.execute(LOCK_MARKETS, {"bet_id": bet_id})
    await tx.execute(LOCK_EXPOSURE_LIMITS, {"bet_id": bet_id})


async def lock_bet(tx: AsyncConnection, bet_id: UUID) -> None:
    """After the accounts of its entry."""
    await tx.execute(LOCK_BET, {"bet_id": bet_id})


async def find_legs_now(tx: AsyncConnection, bet_id: UUID) -> list[LegNow]:
    rows = await tx.execute(FIND_LEGS_NOW, {"bet_id": bet_id})
    return [_leg_now(row) for row in rows.mappings()]


async def get_settings(tx: AsyncConnection, bet: PlacedBet) -> CompetitionSettings:
    """Those that the bet was accepted by."""
    values = {"competition_id": bet.competition_id, "version": bet.settings_version}
    document = (await tx.execute(FIND_SETTINGS, values)).scalar_one()
    return msgspec.convert(document, CompetitionSettings)


async def end_bet(
    tx: AsyncConnection, bet: PlacedBet, state: BetState, *, payout: int, at: datetime
) -> None:
    """The bet is over, and nobody can lose or win by it any more."""
    ended = {"state": state, "payout": payout, "settled_at": at}
    await tx.execute(update(bets).where(bets.c.id == bet.id).values(ended))
    values = {"bet_id": bet.id, "competition_id": bet.competition_id, "stake": bet.stake}
    if bet.pool_id is not None:
        await tx.execute(TAKE_POOL_TOTAL, values | {"pool_id": bet.pool_id})
        return
    liability = (bet.potential_payout or 0) - bet.stake
    await tx.execute(TAKE_EXPOSURE, values | {"liability": liability})
    await tx.execute(TAKE_FROM_EXPOSURE_LIMITS, values | {"liability": liability})


async def take_stake_of_day(tx: AsyncConnection, bet: PlacedBet, *, zone: str) -> None:
    values = {"entry_id": bet.entry_id, "at": bet.accepted_at, "zone": zone, "stake": bet.stake}
    await tx.execute(TAKE_STAKE_OF_DAY, values)


async def add_return_of_day(
    tx: AsyncConnection, bet: PlacedBet, points: int, *, at: datetime, zone: str
) -> None:
    values = {"entry_id": bet.entry_id, "player_id": bet.player_id, "at": at, "zone": zone}
    await tx.execute(ADD_RETURN_OF_DAY, values | {"points": points})


async def get_cash_out(tx: AsyncConnection, bet_id: UUID) -> int:
    """The points that were offered and taken, whatever was corrected since."""
    query = select(cash_outs.c.points).where(cash_outs.c.bet_id == bet_id)
    points: int = (await tx.execute(query)).scalar_one()
    return points


async def insert_cash_out(
    tx: AsyncConnection, bet_id: UUID, offer: CashOutOffer, *, at: datetime
) -> None:
    """With all that the offer rested on, should a leg have been graded wrongly."""
    row = {
        "bet_id": bet_id,
        "points": offer.points,
        "versions": {str(leg): list(version) for leg, version in offer.versions.items()},
        "odds": list(offer.odds),
        "gradings": list(offer.gradings),
        "multipliers": [str(each) for each in offer.multipliers],
        "at": at,
    }
    await tx.execute(insert(cash_outs).values(row))


async def save_note(tx: AsyncConnection, bet_id: UUID, note: str | None) -> None:
    await tx.execute(update(bets).where(bets.c.id == bet_id).values(note=note))


def _leg_now(row: Mapping[Any, Any]) -> LegNow:
    odds, paid = row["odds"], row["paid_odds"]
    return LegNow(
        selection_id=row["selection_id"],
        outcome=Outcome(Fraction(row["win"], row["divisor"]), Fraction(row["push"], row["divisor"]))
        if row["decided"]
        else None,
        grading=row["grading"],
        paid_odds=None if paid is None else Fraction(paid, PAID_ODDS),
        odds=None
        if odds is None
        else multiplied(Odds(odds), Fraction(row["multiplier"], THOUSANDTHS)),
        odds_version=row["odds_version"],
        multiplier_version=row["multiplier_version"],
        market_state=MarketState(row["market_state"]),
        locks_at=row["locks_at"],
    )
