"""Who would stand where?"""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from app.leaderboards.rules.ranking import Row, rank

ROWS_MAX = 10_000
TIE_BREAKERS_MAX = 20
WHOLE_MAX = 2**63 - 1
Value = Annotated[int, Meta(ge=-WHOLE_MAX, le=WHOLE_MAX)] | float


class Who(Struct, frozen=True):
    player: str | Annotated[int, Meta(ge=-WHOLE_MAX, le=WHOLE_MAX)]
    excluded: bool = False
    bot: bool = False


class RankingQuestion(Struct, frozen=True):
    """More is better; the first tie-breaker that differs decides."""

    rows: Annotated[
        tuple[dict[str, Any], ...],
        Meta(max_length=ROWS_MAX, examples=[[{"player": "Ama", "points": 7}]]),
    ]
    tie_breakers: Annotated[tuple[str, ...], Meta(min_length=1, max_length=TIE_BREAKERS_MAX)] = (
        "points",
    )

    def answer(self) -> dict[str, Any]:
        places = rank([_row(row, self.tie_breakers) for row in self.rows], self.tie_breakers)
        return {"ranks": [{"player": place.player, "rank": place.rank} for place in places]}


def _row(row: dict[str, Any], tie_breakers: Sequence[str]) -> Row[str | int]:
    who = msgspec.convert(row, Who)
    named = {name: row[name] for name in tie_breakers if name in row}
    values = msgspec.convert(named, dict[str, Value])
    return Row(player=who.player, values=values, unranked=who.excluded or who.bot)
