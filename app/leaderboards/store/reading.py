"""Reading leaderboards: the order that is kept by its places, any other one ranked when asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.settings import Standing
from app.leaderboards.rules.boards import Around, Outside, Row, Scope
from app.leaderboards.store.boards import Board, board_of
from app.leaderboards.store.ranking import COLUMNS, VALUES, ranked
from app.plumbing.pipelines import Pipeline, Statement, array, begin, roll_back

KEPT = "select * from standing where board_id = :board_id"

# The order that is kept, with what the board says of it: in one statement, so of one moment.
OF_ITS_BOARD = """
    select b.id, b.competition_id, b.version, b.ranked_by, b.bets_min, b.changed_at, b.frozen_at,
           s.*, p.display_name as player
    from board b
    join standing s on s.board_id = b.id
    join player p on p.id = s.player_id
"""
KEPT_ROWS = f"""
    {OF_ITS_BOARD}
    where b.id = :board_id and s.place > :after
    order by s.place
    limit :limit
"""
# Of all who ask at the same time.
AROUND = {
    "number": "asked.number",
    **{name: f"b.{name}" for name in Board.__slots__},
    **{name: f"s.{name}" for name in Row.__slots__},
    "player": "p.display_name",
}
FIND_AROUND = Statement(f"""
    select {", ".join(AROUND.values())}
    from unnest(%(board_ids)s::uuid[], %(player_ids)s::uuid[], %(neighbours)s::int[])
        with ordinality as asked (board_id, player_id, neighbours, number)
    join board b on b.id = asked.board_id
    join standing own on (own.board_id, own.player_id) = (asked.board_id, asked.player_id)
    cross join lateral (
        select * from standing
        where board_id = asked.board_id
        and place between own.place - asked.neighbours and own.place + asked.neighbours
        order by place
        -- There are no more; but so each looks by the index, and not all through the board.
        limit 2 * asked.neighbours + 1
    ) as s
    join player p on p.id = s.player_id
    order by asked.number, s.place
""")  # noqa: S608 - our own words

OF_A_LEAGUE = f"""
    select {", ".join(f"s.{name}" for name in COLUMNS)}
    from standing s
    join private_league_entry m on m.entry_id = s.entry_id
    where s.board_id = :board_id and m.league_id = :league_id
"""  # noqa: S608 - our own words

WHOLE = f"select {', '.join(COLUMNS)} from standing where board_id = :board_id"  # noqa: S608

# What bets and predictions of one round or sport made, of whoever had any.
OF_A_PART = f"""
    select {VALUES}
    from (
        select s.player_id, s.entry_id, s.outside, s.joined_at, 0::bigint as given,
               sum(t.bets)::bigint as bets, sum(t.staked)::bigint as staked,
               sum(t.paid)::bigint as paid, sum(t.won)::bigint as won, sum(t.lost)::bigint as lost,
               sum(t.prediction_points + t.bonus_points)::bigint as prediction_points,
               sum(t.exact_predictions)::bigint as exact_predictions,
               0::bigint as streak, 0::bigint as best_streak
        from tally t
        join standing s on s.entry_id = t.entry_id and s.board_id = t.competition_id
        where t.competition_id = :board_id
        and (cast(:round as text) is null or t.round = :round)
        and (cast(:sport_id as uuid) is null or t.sport_id = :sport_id)
        and (cast(:league_id as uuid) is null
             or exists (select from private_league_entry m
                        where m.entry_id = t.entry_id and m.league_id = :league_id))
        group by s.player_id, s.entry_id, s.outside, s.joined_at
    ) as counted
"""  # noqa: S608 - our own words

ROUNDS = """
    select distinct round from tally
    where competition_id = :competition_id and round is not null order by round
"""

NAMED = "join player p on p.id = r.player_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    scope: Scope
    order: Sequence[Standing]
    bets_min: int

    @property
    def values(self) -> dict[str, object]:
        return {
            "board_id": self.scope.board_id,
            "league_id": self.scope.league_id,
            "round": self.scope.round,
            "sport_id": self.scope.sport_id,
            "bets_min": self.bets_min,
        }

    def rows(self) -> str:
        return ranked(self._source(), self.order)

    def _source(self) -> str:
        if self.scope.is_part:
            return OF_A_PART
        return OF_A_LEAGUE if self.scope.league_id else WHOLE


async def list_kept(
    tx: AsyncConnection, board_id: UUID, *, after: int, limit: int
) -> tuple[Board, list[Row]] | None:
    """Those after a place in the board's own order; None where there are none."""
    values = {"board_id": board_id, "after": after, "limit": limit}
    rows = (await tx.execute(text(KEPT_ROWS), values)).mappings().all()
    return _of_board(rows) if rows else None


async def find_around(
    pipeline: Pipeline, tenant_id: UUID, asked: Sequence[Around]
) -> dict[Around, tuple[Board, list[Row]]]:
    """Players with their neighbours, in the boards' own order, in one way there and back."""
    look = FIND_AROUND.with_values(
        board_ids=array(each.board_id for each in asked),
        player_ids=array(each.player_id for each in asked),
        neighbours=array(each.neighbours for each in asked),
    )
    *_, rows, _ = await pipeline.send([*begin(tenant_id), look, *roll_back()])
    named = [dict(zip(AROUND, row, strict=True)) for row in rows]
    return {
        asked[number - 1]: _of_board(list(group))
        for number, group in groupby(named, key=itemgetter("number"))
    }


async def list_rows(tx: AsyncConnection, query: Query, *, after: int, limit: int) -> list[Row]:
    """Those after a place, in their order."""
    statement = f"""
        select r.*, p.display_name as player
        from (select * from ({query.rows()}) as r where r.place > :after order by r.place
              limit :limit) as r
        {NAMED}
        order by r.place
    """  # noqa: S608 - our own words
    found = await tx.execute(text(statement), query.values | {"after": after, "limit": limit})
    return [_row(row) for row in found.mappings()]


async def list_around(
    tx: AsyncConnection, query: Query, player_id: UUID, *, neighbours: int
) -> list[Row]:
    """A player with so many neighbours above and below; nobody where the player is not in it."""
    statement = f"""
        with r as materialized ({query.rows()}),
        own as materialized (select place from r where player_id = :player_id)
        select r.*, p.display_name as player
        from own
        join r on r.place between own.place - :neighbours and own.place + :neighbours
        {NAMED}
        order by r.place
    """  # noqa: S608 - our own words
    values = query.values | {"player_id": player_id, "neighbours": neighbours}
    found = await tx.execute(text(statement), values)
    return [_row(row) for row in found.mappings()]


async def find_row(tx: AsyncConnection, board_id: UUID, entry_id: UUID) -> Row | None:
    statement = f"select r.*, p.display_name as player from ({KEPT}) as r {NAMED}"  # noqa: S608
    found = await tx.execute(
        text(f"{statement} where r.entry_id = :entry_id"),
        {"board_id": board_id, "entry_id": entry_id},
    )
    row = found.mappings().one_or_none()
    return _row(row) if row else None


async def list_best(tx: AsyncConnection, board_id: UUID, *, ranks: int) -> list[Row]:
    """Whoever has one of the first ranks, however many share the last of them."""
    statement = f"select r.*, p.display_name as player from ({KEPT}) as r {NAMED}"  # noqa: S608
    found = await tx.execute(
        text(f"{statement} where r.rank <= :ranks order by r.place"),
        {"board_id": board_id, "ranks": ranks},
    )
    return [_row(row) for row in found.mappings()]


async def list_rounds(tx: AsyncConnection, competition_id: UUID) -> list[str]:
    """Those in which something was counted."""
    return list((await tx.execute(text(ROUNDS), {"competition_id": competition_id})).scalars())


def _of_board(rows: Sequence[Mapping[Any, Any]]) -> tuple[Board, list[Row]]:
    return board_of(rows[0]), [_row(row) for row in rows]


def _row(row: Mapping[Any, Any]) -> Row:
    named = {name: row[name] for name in Row.__slots__}
    return Row(**named | {"outside": Outside(row["outside"]) if row["outside"] else None})
