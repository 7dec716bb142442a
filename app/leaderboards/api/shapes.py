"""What programs get of leaderboards."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.competitions.rules.settings import Standing
from app.leaderboards.rules.boards import DayRank, Outside, Row
from app.leaderboards.service.reading import Excerpt
from app.plumbing.pages import cursor_of

Rate = Annotated[int, Meta(description="In ten-thousandths: 1250 is 12.5 %.", examples=[1250])]


class PlaceOut(Struct, frozen=True):
    """`rank` is shared by equals: 1, 1, 3.  `outside` says why somebody is shown without one."""

    rank: int | None
    player_id: UUID
    player: str
    entry_id: UUID | None
    outside: Outside | None
    net_worth: Annotated[int, Meta(description="Points given, and net points.")]
    net_points: Annotated[int, Meta(description="Settled payouts less their stakes.")]
    prediction_points: int
    exact_predictions: int
    bets: Annotated[int, Meta(description="Settled or cashed out; void ones are left out.")]
    roi: Rate | None
    win_rate: Rate | None
    streak: Annotated[int, Meta(description="Bets won in a row, at the end.")]
    best_streak: int

    @classmethod
    def of(cls, row: Row) -> "PlaceOut":
        return cls(**{name: getattr(row, name) for name in cls.__struct_fields__})


class LeaderboardOut(Struct, frozen=True):
    """A page of a leaderboard.  `version` goes up whenever anything in it changes."""

    version: int
    by: Annotated[
        list[Standing], Meta(description="What it is ranked by, and then what tells equals apart.")
    ]
    changed_at: datetime | None
    frozen_at: datetime | None
    items: list[PlaceOut]
    next: Annotated[
        str | None,
        Meta(description="Send it as `after` to get the next page.  Null: there is none."),
    ]

    @classmethod
    def of(cls, excerpt: Excerpt, limit: int) -> "LeaderboardOut":
        shown: Sequence[Row] = excerpt.rows[:limit]
        more = len(excerpt.rows) > limit
        return cls(
            version=excerpt.board.version,
            by=list(excerpt.order),
            changed_at=excerpt.board.changed_at,
            frozen_at=excerpt.board.frozen_at,
            items=[PlaceOut.of(row) for row in shown],
            next=cursor_of(shown[-1].place) if more else None,
        )


class DayOut(Struct, frozen=True):
    """Where somebody stood at the end of a day.  Days on which nothing changed are left out."""

    day: date
    rank: int | None
    net_worth: int
    net_points: int
    prediction_points: int

    @classmethod
    def of(cls, day: DayRank) -> "DayOut":
        return cls(**{name: getattr(day, name) for name in cls.__struct_fields__})
