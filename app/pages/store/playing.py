"""What an event's page and lists of bets show beside what the features tell."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.markets.rules.outcomes import Outcome

FIND_SETTING = text("""
    select s.name as sport, l.name as league,
           coalesce(sc.hidden, false) or s.archived_at is not null as sport_hidden
    from competition_event ce
    join event e on (e.tenant_id, e.id) = (ce.event_tenant_id, ce.event_id)
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join sport_config sc on (sc.sport_tenant_id, sc.sport_id) = (s.tenant_id, s.id)
    left join league l on (l.tenant_id, l.id) = (e.league_tenant_id, e.league_id)
    where ce.competition_id = :competition_id and ce.event_id = :event_id
""")

# By the newest ruling on the event that was confirmed.
FIND_RESULT_VERSION = text("""
    select result_version from ruling
    where event_id = :event_id and kind = 'result' and state = 'confirmed'
    order by decided_at desc limit 1
""")

LIST_OUTCOMES = text("""
    select o.selection_id, o.win, o.push, o.divisor
    from market m
    join outcome o on (o.tenant_id, o.market_id, o.grading) = (m.tenant_id, m.id, m.grading)
    where m.event_id = :event_id
""")

LIST_LEGS = text("""
    select n.bet_id, n.number, l.odds, s.name as selection, m.id as market_id, m.name as market,
           m.period, e.id as event_id, e.name as event, e.status, l.locks_at,
           n.decided, n.win, n.push, n.divisor
    from leg_now n
    join leg l on (l.tenant_id, l.bet_id, l.number) = (n.tenant_id, n.bet_id, n.number)
    join selection s on (s.tenant_id, s.id) = (n.selection_tenant_id, n.selection_id)
    join market m on (m.tenant_id, m.id) = (n.selection_tenant_id, n.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    where n.bet_id = any(:bet_ids)
    order by n.bet_id, n.number
""")

LIST_PLAYED = text("""
    select c.id, c.name from entry e
    join competition c on (c.tenant_id, c.id) = (e.tenant_id, e.competition_id)
    where e.player_id = :player_id and e.joined_at is not null
    order by c.starts_at desc, c.id limit 200
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an event belongs to; `sport_hidden` where the community plays without that sport."""

    sport: str
    league: str | None
    sport_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLeg:
    """A leg of a bet in words; `outcome` is there once it is decided."""

    number: int
    odds: int | None
    selection: str
    market_id: UUID
    market: str
    period: str
    event_id: UUID
    event: str
    status: str
    locks_at: datetime
    outcome: Outcome | None


async def find_setting(tx: AsyncConnection, competition_id: UUID, event_id: UUID) -> Setting | None:
    """None where the competition is not played on the event."""
    values = {"competition_id": competition_id, "event_id": event_id}
    row = (await tx.execute(FIND_SETTING, values)).mappings().one_or_none()
    return Setting(**row) if row else None


async def find_result_version(tx: AsyncConnection, event_id: UUID) -> int | None:
    found = await tx.execute(FIND_RESULT_VERSION, {"event_id": event_id})
    version: int | None = found.scalar_one_or_none()
    return version


async def list_outcomes(tx: AsyncConnection, event_id: UUID) -> dict[UUID, Outcome]:
    """What became of the selections of an event, by the gradings in force."""
    rows = await tx.execute(LIST_OUTCOMES, {"event_id": event_id})
    return {row["selection_id"]: _outcome(row) for row in rows.mappings()}


async def list_legs(
    tx: AsyncConnection, bet_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[NamedLeg]]:
    legs: defaultdict[UUID, list[NamedLeg]] = defaultdict(list)
    rows = await tx.execute(LIST_LEGS, {"bet_ids": list(bet_ids)})
    for row in rows.mappings():
        told = {name: row[name] for name in NamedLeg.__slots__ if name != "outcome"}
        outcome = _outcome(row) if row["decided"] else None
        legs[row["bet_id"]].append(NamedLeg(**told, outcome=outcome))
    return legs


async def list_played(tx: AsyncConnection, player_id: UUID) -> dict[UUID, str]:
    """The competitions that a player has joined, by name, the newest first."""
    rows = await tx.execute(LIST_PLAYED, {"player_id": player_id})
    return {row.id: row.name for row in rows}


def _outcome(row: RowMapping) -> Outcome:
    return Outcome(Fraction(row["win"], row["divisor"]), Fraction(row["push"], row["divisor"]))
