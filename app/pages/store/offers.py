"""Selections with the names of their market and event, as slips show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.markets.rules.odds import THOUSANDTHS, Odds, multiplied

FIND_OFFERS = text("""
    select s.id as selection_id, s.name as selection, s.odds as base,
           coalesce(c.odds_multiplier, 1000) as multiplier,
           m.id as market_id, m.name as market, m.period, m.places, m.place_divisor,
           e.id as event_id, e.name as event, least(m.locks_at, e.locks_at) as locks_at
    from selection s
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    left join event_config c on (c.event_tenant_id, c.event_id) = (e.tenant_id, e.id)
    where s.id = any(:selection_ids) and m.state <> 'draft'
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOffer:
    """`odds` are those of this community at this moment."""

    selection_id: UUID
    selection: str
    odds: Odds | None
    market_id: UUID
    market: str
    period: str
    places: int | None
    place_divisor: int | None
    event_id: UUID
    event: str
    locks_at: datetime


async def find_offers(
    tx: AsyncConnection, selection_ids: Collection[UUID]
) -> dict[UUID, NamedOffer]:
    rows = await tx.execute(FIND_OFFERS, {"selection_ids": list(selection_ids)})
    offers = {}
    for row in rows.mappings():
        facts = dict(row)
        base, multiplier = facts.pop("base"), facts.pop("multiplier")
        odds = None if base is None else multiplied(base, Fraction(multiplier, THOUSANDTHS))
        offers[row["selection_id"]] = NamedOffer(**facts, odds=odds)
    return offers
