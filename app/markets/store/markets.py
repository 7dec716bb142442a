"""Markets with their selections."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Text,
    bindparam,
    false,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from app.markets.rules.markets import Market, MarketState, Selection, Terms
from app.markets.rules.questions import MarketKind, TieRule
from app.markets.rules.selections import NewSelection
from app.markets.rules.templates import NewMarket
from app.markets.store.events import Event
from app.markets.tables import market_configs, markets, prices, selections

OWN: ColumnElement[bool] = markets.c.tenant_id == literal_column(
    "nullif(current_setting('app.tenant_id'), '')::uuid"
)
HERE = (market_configs.c.market_tenant_id == markets.c.tenant_id) & (
    market_configs.c.market_id == markets.c.id
)
STATE_HERE = func.state_here(markets.c.state, market_configs.c.suspended, type_=Text)


async def find_markets(tx: AsyncConnection, market_ids: Collection[UUID]) -> list[Market]:
    return await _find(tx, markets.c.id.in_(market_ids))


async def list_markets(
    tx: AsyncConnection, event_id: UUID, *, after: UUID | None, limit: int, drafts: bool
) -> list[Market]:
    """An event's markets in the order in which they were made."""
    wanted = [markets.c.event_id == event_id]
    if not drafts:
        wanted.append(markets.c.state != MarketState.DRAFT)
    if after:
        wanted.append(markets.c.id > after)
    page = select(markets.c.id).where(*wanted).order_by(markets.c.id).limit(limit)
    return await _find(tx, markets.c.id.in_(page))


async def list_begun(
    tx: AsyncConnection, event_id: UUID, market_id: UUID | None = None
) -> list[Market]:
    """An event's markets, or one of them, but for drafts."""
    wanted = (markets.c.event_id == event_id) & (markets.c.state != MarketState.DRAFT)
    if market_id:
        wanted &= markets.c.id == market_id
    return await _find(tx, wanted)


async def list_open(tx: AsyncConnection, event_ids: Collection[UUID] | None) -> Sequence[UUID]:
    """The markets that are open here; `None` asks for those of all events."""
    query = select(markets.c.id).outerjoin(market_configs, HERE)
    query = query.where(STATE_HERE == MarketState.OPEN)
    if event_ids is not None:
        query = query.where(markets.c.event_id.in_(event_ids))
    return (await tx.execute(query)).scalars().all()


async def list_markets_of(tx: AsyncConnection, selection_ids: Collection[UUID]) -> Sequence[UUID]:
    query = select(selections.c.market_id).where(selections.c.id.in_(selection_ids)).distinct()
    return (await tx.execute(query)).scalars().all()


async def insert_market(
    tx: AsyncConnection, event: Event, new: NewMarket, *, state: MarketState, author: str
) -> UUID | None:
    """The market's id, or None if the event has such a market already."""
    terms = new.terms
    inserted = await tx.execute(
        postgresql.insert(markets)
        .values(
            event_tenant_id=event.tenant_id,
            event_id=event.id,
            kind=terms.kind,
            period=terms.period,
            line=terms.line,
            name=terms.name,
            places=terms.places,
            place_divisor=terms.place_divisor,
            tie_rule=terms.tie_rule,
            rule_4=terms.rule_4,
            state=state,
        )
        .on_conflict_do_nothing(constraint="market_is_asked_once")
        .returning(markets.c.id)
    )
    market_id: UUID | None = inserted.scalar_one_or_none()
    if market_id is not None:
        await _insert_selections(tx, market_id, new.selections, first=1, author=author)
    return market_id


async def add_selection(
    tx: AsyncConnection, market: Market, new: NewSelection, *, author: str
) -> None:
    number = 1 + max(selection.number for selection in market.selections)
    await _insert_selections(tx, market.id, [new], first=number, author=author)
    await _update(tx, markets.c.id == market.id)


async def _insert_selections(
    tx: AsyncConnection, market_id: UUID, new: Sequence[NewSelection], *, first: int, author: str
) -> None:
    rows = [
        {
            "market_id": market_id,
            "number": number,
            "key": selection.key,
            "name": selection.name,
            "participant_number": selection.participant_number,
        }
        for number, selection in enumerate(new, start=first)
    ]
    inserted = await tx.execute(insert(selections).returning(selections.c.id), rows)
    unpriced = {"version": 0, "odds": None, "source": "none", "author": author}
    await tx.execute(insert(prices), [{"selection_id": row.id} | unpriced for row in inserted])


async def set_state(tx: AsyncConnection, market_ids: Collection[UUID], state: MarketState) -> None:
    await _update(tx, markets.c.id.in_(market_ids), state=state)


async def set_gradings(tx: AsyncConnection, graded: Mapping[UUID, tuple[int, MarketState]]) -> None:
    if not graded:
        return
    await tx.execute(
        update(markets)
        .where(OWN, markets.c.id == bindparam("market_id"))
        .values(
            grading=bindparam("new_grading"),
            state=bindparam("new_state"),
            version=markets.c.version + 1,
        ),
        [
            {"market_id": market_id, "new_grading": grading, "new_state": state}
            for market_id, (grading, state) in graded.items()
        ],
    )


async def suspend_open(tx: AsyncConnection, market_ids: Collection[UUID]) -> None:
    """Suspend those that are open; the others stay what they became meanwhile."""
    still_open = markets.c.id.in_(market_ids) & (markets.c.state == MarketState.OPEN)
    await _update(tx, still_open, state=MarketState.SUSPENDED)
    await suspend_here(tx, market_ids)


async def suspend_here(tx: AsyncConnection, market_ids: Collection[UUID]) -> None:
    """Suspend, for this community alone, those that are shared and open."""
    shared = select(markets.c.tenant_id, markets.c.id, true()).where(
        ~OWN, markets.c.id.in_(market_ids), markets.c.state == MarketState.OPEN
    )
    columns = ["market_tenant_id", "market_id", "suspended"]
    await tx.execute(
        postgresql.insert(market_configs)
        .from_select(columns, shared)
        .on_conflict_do_update(constraint="market_config_pk", set_={"suspended": True})
    )


async def open_here(tx: AsyncConnection, market_id: UUID) -> None:
    """Take back what the community has suspended for itself."""
    await tx.execute(
        update(market_configs)
        .where(market_configs.c.market_id == market_id)
        .values(suspended=False)
    )


async def set_lock_time(tx: AsyncConnection, market_id: UUID, locks_at: object) -> None:
    await _update(tx, markets.c.id == market_id, locks_at=locks_at)


async def withdraw_selection(
    tx: AsyncConnection, market_id: UUID, selection_id: UUID, *, deduction: int
) -> None:
    await tx.execute(
        update(selections)
        .where(selections.c.id == selection_id)
        .values(withdrawn_at=func.clock_timestamp(), deduction=deduction)
    )
    await _update(tx, markets.c.id == market_id)


async def _update(tx: AsyncConnection, which: ColumnElement[bool], **values: object) -> None:
    await tx.execute(
        update(markets).where(OWN, which).values(version=markets.c.version + 1, **values)
    )


async def _find(tx: AsyncConnection, which: ColumnElement[bool]) -> list[Market]:
    found = await tx.execute(
        select(
            markets,
            OWN.label("own"),
            STATE_HERE.label("state_here"),
            func.coalesce(market_configs.c.suspended, false()).label("suspended_here"),
        )
        .outerjoin(market_configs, HERE)
        .where(which)
        .order_by(markets.c.id)
    )
    rows = found.mappings().all()
    answers: dict[UUID, list[Selection]] = defaultdict(list)
    listed = await tx.execute(
        select(selections)
        .where(selections.c.market_id.in_([row["id"] for row in rows]))
        .order_by(selections.c.market_id, selections.c.number)
    )
    for row in listed.mappings():
        answers[row["market_id"]].append(_selection(row))
    return [_market(row, answers[row["id"]]) for row in rows]


def _market(row: Mapping[Any, Any], answers: list[Selection]) -> Market:
    return Market(
        id=row["id"],
        own=row["own"],
        event_id=row["event_id"],
        terms=Terms(
            kind=MarketKind(row["kind"]),
            period=row["period"],
            line=row["line"],
            name=row["name"],
            places=row["places"],
            place_divisor=row["place_divisor"],
            tie_rule=TieRule(row["tie_rule"]),
            rule_4=row["rule_4"],
        ),
        state=MarketState(row["state_here"]),
        locks_at=row["locks_at"],
        version=row["version"],
        selections=tuple(answers),
        suspended_here=row["suspended_here"],
        grading=row["grading"],
    )


def _selection(row: Mapping[Any, Any]) -> Selection:
    return Selection(
        id=row["id"],
        market_id=row["market_id"],
        number=row["number"],
        key=row["key"],
        name=row["name"],
        participant_number=row["participant_number"],
        odds=row["odds"],
        odds_version=row["odds_version"],
        withdrawn_at=row["withdrawn_at"],
    )
