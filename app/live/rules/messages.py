"""What is said of each change: to browsers as server-sent events, to programs by WebSocket.

All of it is the state of something with its version, never a difference.  So what comes twice does
no harm, what was skipped in a burst is not missed, and a version that is known can be passed over.
"""

from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

Thousandths = Annotated[int, Meta(description="Odds in thousandths.", examples=[2500])]
Moment = Annotated[datetime, Meta(tz=True, examples=["2026-06-11T15:00:00Z"])]
Count = Annotated[int, Meta(ge=0, examples=[12])]


class Message(Struct, frozen=True, kw_only=True):
    """`event` is the name by which browsers get it."""

    event: ClassVar[str]


class SelectionOdds(Struct, frozen=True, kw_only=True):
    """One answer to a market's question, at the odds on offer here; none if nobody may take it."""

    selection_id: UUID
    odds: Thousandths | None
    odds_version: Count


class OddsUpdate(Message, frozen=True, tag="odds_update"):
    """All odds of a market.  A bet names `odds_version`; both versions only ever go up."""

    event: ClassVar[str] = "odds"
    event_id: UUID
    market_id: UUID
    multiplier_version: Count
    selections: list[SelectionOdds]


class MarketUpdate(Message, frozen=True, tag="market_update"):
    """The state of a market here."""

    event: ClassVar[str] = "market"
    event_id: UUID
    market_id: UUID
    state: Annotated[str, Meta(examples=["suspended"])]
    locks_at: Moment
    version: Count


class EventUpdate(Message, frozen=True, tag="event_update"):
    """When an event is played, how far it is, and its score while it is."""

    event: ClassVar[str] = "event"
    event_id: UUID
    status: Annotated[str, Meta(examples=["live"])]
    score: Annotated[
        dict[str, Any] | None, Meta(examples=[{"scores": {"full_time": {"1": 2, "2": 1}}}])
    ]
    starts_at: Moment
    locks_at: Moment
    version: Count


class BalanceUpdate(Message, frozen=True, tag="balance_update"):
    """Your points in a competition.  `version` counts what has moved them."""

    event: ClassVar[str] = "balance"
    competition_id: UUID
    entry_id: UUID
    balance: Count
    version: Count


class BetsUpdate(Message, frozen=True, tag="bets_update"):
    """Some of your bets or predictions in a competition have changed: look again."""

    event: ClassVar[str] = "bets"
    competition_id: UUID
    entry_id: UUID


class LeaderboardUpdate(Message, frozen=True, tag="leaderboard_update"):
    """A competition is ranked anew: look again."""

    event: ClassVar[str] = "leaderboard"
    competition_id: UUID
    version: Count


class AnnouncementUpdate(Message, frozen=True, tag="announcement_update"):
    """Something was announced in a competition: look again."""

    event: ClassVar[str] = "announcement"
    competition_id: UUID
    announcement_id: UUID
    kind: Annotated[str, Meta(examples=["changed"])]


class NotificationUpdate(Message, frozen=True, tag="notification_update"):
    """There is a new message to you: look again."""

    event: ClassVar[str] = "notification"


class PresenceUpdate(Message, frozen=True, tag="presence_update"):
    """How many follow a topic at this moment."""

    event: ClassVar[str] = "presence"
    topic: Annotated[str, Meta(examples=["event:019a9c5e-0000-7000-8000-000000000001"])]
    watching: Count


class StartAgain(Message, frozen=True, tag="start_again"):
    """You were away for longer than we remember: look at everything again."""

    event: ClassVar[str] = "again"


Update = (
    OddsUpdate
    | MarketUpdate
    | EventUpdate
    | BalanceUpdate
    | BetsUpdate
    | LeaderboardUpdate
    | AnnouncementUpdate
    | NotificationUpdate
    | PresenceUpdate
    | StartAgain
)

encode = msgspec.json.Encoder().encode


class Said:
    """A message as it is sent, put into text once for all who get it."""

    def __init__(self, message: Message) -> None:
        self.message = message

    @cached_property
    def text(self) -> str:
        return encode(self.message).decode()

    def chunk(self, position: int) -> str:
        """For browsers, which say `position` when they come back after a lost connection."""
        return f"event: {self.message.event}\nid: {position}\ndata: {self.text}\n\n"


def mark(position: int) -> str:
    """Moves a browser's position on, and keeps its connection alive."""
    return f"id: {position}\n\n"


def begin(retry_ms: int) -> str:
    """When a browser that loses the connection comes back."""
    return f"retry: {retry_ms}\n\n"
