"""What others foretold, and how it ended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.leaderboards.rules.boards import Row
from app.predictions.rules.scoring import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The score after full time, or of now where it is not final."""

    score: Score
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    entry_id: UUID
    player_id: UUID
    player: str
    event_id: UUID
    score: Score
    joker: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TipsOf:
    """One line of everybody's tips: by event, each with its points; `points` are the round's."""

    rank: int | None
    player_id: UUID
    player: str
    is_own: bool
    tips: Mapping[UUID, Tip]
    earned: Mapping[UUID, int | None]

    @property
    def points(self) -> int:
        return sum(points or 0 for points in self.earned.values())


def lines_of(
    rows: Sequence[Row],
    tips: Iterable[Tip],
    points: Mapping[tuple[UUID, UUID], int | None],
    *,
    own: UUID | None,
) -> list[TipsOf]:
    """In the order of the leaderboard, those without a tip as well."""
    by_entry: defaultdict[UUID, dict[UUID, Tip]] = defaultdict(dict)
    for tip in tips:
        by_entry[tip.entry_id][tip.event_id] = tip
    return [
        TipsOf(
            rank=row.rank,
            player_id=row.player_id,
            player=row.player,
            is_own=row.player_id == own,
            tips=by_entry[row.entry_id],
            earned={event: points.get((event, row.entry_id)) for event in by_entry[row.entry_id]},
        )
        for row in rows
        if row.entry_id
    ]
