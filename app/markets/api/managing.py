"""Adding markets and changing their state: a community's own, or by platform staff the shared."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.markets import service
from app.markets.api.platform import ON_THE_PLATFORM
from app.markets.api.shapes import LineText, ManagedMarketOut, ReasonIn
from app.markets.rules.markets import MarketState, Terms, quarters
from app.markets.rules.questions import MarketKind, TieRule
from app.markets.rules.selections import SELECTIONS_MAX, NewSelection
from app.plumbing.access import admins, superadmins
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Reading, Tx

Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S", examples=["Ghana"])]


class SelectionIn(Struct, frozen=True, forbid_unknown_fields=True):
    key: Annotated[str, Meta(min_length=1, max_length=60, examples=["1", "draw", "2-1", "no-goal"])]
    name: Name


class MarketIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Without `selections` the kind's usual ones are taken; `draw` adds one to a winner's."""

    kind: Annotated[MarketKind, Meta(examples=["total"])]
    period: Annotated[
        str, Meta(pattern=r"^[a-z]+(_[a-z0-9]+)*$", max_length=40, examples=["first_half"])
    ] = "full_time"
    line: LineText | None = None
    name: Annotated[str, Meta(max_length=120)] = ""
    places: Annotated[int, Meta(ge=1, le=20)] | None = None
    place_divisor: Annotated[int, Meta(ge=1, le=10)] | None = None
    tie_rule: TieRule = TieRule.PUSH
    rule_4: bool = False
    draw: bool = False
    selections: Annotated[list[SelectionIn], Meta(max_length=SELECTIONS_MAX)] = []

    @property
    def terms(self) -> Terms:
        return Terms(
            kind=self.kind,
            period=self.period,
            line=None if self.line is None else quarters(self.line),
            name=self.name.strip(),
            places=self.places,
            place_divisor=self.place_divisor,
            tie_rule=self.tie_rule,
            rule_4=self.rule_4,
        )


class TemplateIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`lines` replace the usual ones, and are needed where a sport has none that is usual."""

    open: Annotated[bool, Meta(description="Open them at once, rather than as drafts.")] = True
    lines: Annotated[
        dict[MarketKind, LineText], Meta(examples=[{"total": "164.5", "handicap": "-5.5"}])
    ] = {}


class LockTimeIn(Struct, frozen=True, forbid_unknown_fields=True):
    version: Annotated[int, Meta(description="The market's version that you saw.", examples=[1])]
    locks_at: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="Null: with its event, as it does at the latest."),
    ]


class SuspendedOut(Struct, frozen=True):
    """The markets that were open and are suspended now."""

    suspended_market_ids: list[UUID]


class MarketsApi(Controller):
    path = "/api"
    guards = (admins,)

    @get("/events/{event_id:uuid}/markets")
    async def markets(
        self,
        reading: Reading,
        event_id: FromPath[UUID],
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[ManagedMarketOut]:
        """List an event's markets, drafts included."""
        event = await service.get_event(reading, event_id)
        rows = await service.list_markets(
            reading, event.id, after=key_of(after, UUID), limit=limit + 1, drafts=True
        )
        return page_of(rows, limit, key=lambda market: market.id, show=ManagedMarketOut.of)

    @post("/events/{event_id:uuid}/markets")
    async def add(
        self,
        tx: Tx,
        event_id: FromPath[UUID],
        data: JSONBody[MarketIn],
        actor: CurrentActor,
    ) -> ManagedMarketOut:
        """Add a market, as a draft."""
        answers = [NewSelection(key=s.key, name=s.name.strip()) for s in data.selections]
        market = await service.add_market(
            tx, event_id, data.terms, answers, draw=data.draw, by=actor
        )
        return ManagedMarketOut.of(market)

    @post("/events/{event_id:uuid}/markets/template")
    async def add_usual(
        self,
        tx: Tx,
        event_id: FromPath[UUID],
        data: JSONBody[TemplateIn],
        actor: CurrentActor,
    ) -> list[ManagedMarketOut]:
        """Add the usual markets of the event's sport.  Those it has already stay as they are."""
        added = await service.add_usual_markets(
            tx,
            event_id,
            lines={kind: quarters(line) for kind, line in data.lines.items()},
            state=MarketState.OPEN if data.open else MarketState.DRAFT,
            by=actor,
        )
        return [ManagedMarketOut.of(market) for market in added]

    @post("/markets/{market_id:uuid}/open", status_code=200)
    async def open(
        self, tx: Tx, market_id: FromPath[UUID], actor: CurrentActor
    ) -> ManagedMarketOut:
        """Open a market, or open it again: bets are taken until it locks."""
        market = await service.change_state(tx, market_id, MarketState.OPEN, by=actor)
        return ManagedMarketOut.of(market)

    @post("/markets/{market_id:uuid}/suspend", status_code=200)
    async def suspend(
        self, tx: Tx, market_id: FromPath[UUID], data: JSONBody[ReasonIn], actor: CurrentActor
    ) -> ManagedMarketOut:
        """Suspend a market.  Once this is answered, no bet is accepted until it is opened again.

        A market that all communities share is suspended for this one alone.
        """
        market = await service.change_state(
            tx, market_id, MarketState.SUSPENDED, by=actor, reason=data.reason
        )
        return ManagedMarketOut.of(market)

    @post("/markets/{market_id:uuid}/close", status_code=200)
    async def close(
        self, tx: Tx, market_id: FromPath[UUID], data: JSONBody[ReasonIn], actor: CurrentActor
    ) -> ManagedMarketOut:
        """Close a market for good: no more bets."""
        market = await service.change_state(
            tx, market_id, MarketState.CLOSED, by=actor, reason=data.reason
        )
        return ManagedMarketOut.of(market)

    @put("/markets/{market_id:uuid}/lock-time")
    async def change_lock_time(
        self, tx: Tx, market_id: FromPath[UUID], data: JSONBody[LockTimeIn], actor: CurrentActor
    ) -> ManagedMarketOut:
        """Change when a market locks."""
        market = await service.change_lock_time(
            tx, market_id, data.locks_at, seen_version=data.version, by=actor
        )
        return ManagedMarketOut.of(market)

    @post("/markets/{market_id:uuid}/selections")
    async def add_selection(
        self, tx: Tx, market_id: FromPath[UUID], data: JSONBody[SelectionIn], actor: CurrentActor
    ) -> ManagedMarketOut:
        """Add a selection, such as a late runner.  It can be bet on once it has a price."""
        new = NewSelection(key=data.key, name=data.name.strip())
        return ManagedMarketOut.of(await service.add_selection(tx, market_id, new, by=actor))

    @post("/markets/{market_id:uuid}/selections/{selection_id:uuid}/withdraw", status_code=200)
    async def withdraw(
        self,
        tx: Tx,
        market_id: FromPath[UUID],
        selection_id: FromPath[UUID],
        data: JSONBody[ReasonIn],
        actor: CurrentActor,
    ) -> ManagedMarketOut:
        """Withdraw a selection whose participant does not take part.

        The market is suspended until it is opened again.
        """
        market = await service.withdraw_selection(
            tx, market_id, selection_id, by=actor, reason=data.reason
        )
        return ManagedMarketOut.of(market)

    @post("/events/{event_id:uuid}/markets/suspend", status_code=200)
    async def suspend_event(
        self, tx: Tx, event_id: FromPath[UUID], data: JSONBody[ReasonIn], actor: CurrentActor
    ) -> SuspendedOut:
        """Suspend all markets of an event at once."""
        event = await service.get_event(tx, event_id)
        suspended = await service.suspend_markets(
            tx, [event.id], subject=f"event {event.id}", by=actor, reason=data.reason
        )
        return SuspendedOut(suspended_market_ids=suspended)

    @post("/markets/suspend", status_code=200)
    async def suspend_all(
        self, tx: Tx, data: JSONBody[ReasonIn], actor: CurrentActor
    ) -> SuspendedOut:
        """Suspend all markets that are open here.  Shared ones are suspended for us alone."""
        suspended = await service.suspend_markets(
            tx, None, subject="all markets", by=actor, reason=data.reason
        )
        return SuspendedOut(suspended_market_ids=suspended)


class PlatformMarketsApi(MarketsApi):
    """The shared markets."""

    path = "/api/platform"
    guards = (superadmins,)
    dependencies = ON_THE_PLATFORM
