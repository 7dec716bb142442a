"""Making standings of what counts so far; whoever reads sees the old ones or the new, whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.settings import Standing
from app.leaderboards.store.ranking import COLUMNS, VALUES, ranked

OPEN = """
    insert into board (id, competition_id, ranked_by, bets_min, looked_at)
    select coalesce(cast(:competition_id as uuid), current_setting('app.tenant_id')::uuid),
           :competition_id, :ranked_by, :bets_min, clock_timestamp()
    on conflict (tenant_id, id) do update
    set ranked_by = excluded.ranked_by, bets_min = excluded.bets_min,
        looked_at = excluded.looked_at
"""

FIND = """
    select id, competition_id, version, ranked_by, bets_min, changed_at, frozen_at
    from board
    where id = :board_id
"""

# Points that were given or taken without a bet; whatever the house lent or was repaid in the
# course of it leaves net worth as it is.
OF_ENTRIES = f"""
    select {VALUES}
    from (
        select e.player_id, e.id as entry_id, e.joined_at,
               case when e.state = 'excluded' then 'excluded'
                    when e.state = 'withdrawn' then 'withdrawn'
                    when e.bot then 'bot' end as outside,
               coalesce(g.given, 0) as given, coalesce(t.bets, 0) as bets,
               coalesce(t.staked, 0) as staked, coalesce(t.paid, 0) as paid,
               coalesce(t.won, 0) as won, coalesce(t.lost, 0) as lost,
               coalesce(t.prediction_points, 0) as prediction_points,
               coalesce(t.exact_predictions, 0) as exact_predictions,
               coalesce(s.current, 0) as streak, coalesce(s.best, 0) as best_streak
        from entry e
        left join (
            select a.owner as entry_id,
                   sum(case when t.credit_account = t.kept_account
                            then t.points else -t.points end)::bigint as given
            from transfer t
            join account a on a.id = t.kept_account and a.kind = 'balance'
            where t.kind in ('grant', 'adjustment', 'take_back', 'withdrawal')
            and a.bank = :competition_id
            group by a.owner
        ) as g on g.entry_id = e.id
        left join (
            select entry_id, sum(bets)::bigint as bets, sum(staked)::bigint as staked,
                   sum(paid)::bigint as paid, sum(won)::bigint as won, sum(lost)::bigint as lost,
                   sum(prediction_points + bonus_points)::bigint as prediction_points,
                   sum(exact_predictions)::bigint as exact_predictions
            from tally
            where competition_id = :competition_id
            group by entry_id
        ) as t on t.entry_id = e.id
        left join streak s on s.entry_id = e.id
        where e.competition_id = :competition_id and e.joined_at is not null
    ) as counted
"""  # noqa: S608 - our own words

# A player's ranked entries, in all competitions together.
OF_PLAYERS = f"""
    select {VALUES}
    from (
        select s.player_id, cast(null as uuid) as entry_id, min(s.joined_at) as joined_at,
               case when bool_and(s.outside is not null) then min(s.outside) end as outside,
               coalesce(sum(s.given) filter (where s.outside is null), 0)::bigint as given,
               coalesce(sum(s.bets) filter (where s.outside is null), 0)::bigint as bets,
               coalesce(sum(s.staked) filter (where s.outside is null), 0)::bigint as staked,
               coalesce(sum(s.paid) filter (where s.outside is null), 0)::bigint as paid,
               coalesce(sum(s.won) filter (where s.outside is null), 0)::bigint as won,
               coalesce(sum(s.lost) filter (where s.outside is null), 0)::bigint as lost,
               coalesce(sum(s.prediction_points) filter (where s.outside is null), 0)::bigint
                   as prediction_points,
               coalesce(sum(s.exact_predictions) filter (where s.outside is null), 0)::bigint
                   as exact_predictions,
               coalesce(max(s.streak) filter (where s.outside is null), 0) as streak,
               coalesce(max(s.best_streak) filter (where s.outside is null), 0) as best_streak
        from standing s
        where s.entry_id is not null
        group by s.player_id
    ) as counted
"""  # noqa: S608 - our own words

KEEP_DAY = """
    insert into standing_day (board_id, player_id, day, rank, net_worth, net_points,
                              prediction_points)
    select s.board_id, s.player_id, b.day, s.rank, s.net_worth, s.net_points, s.prediction_points
    from standing s
    join board b on b.id = s.board_id
    where b.id = :board_id and b.day < :today
    on conflict do nothing
"""

DIGEST = """
    select md5(coalesce(string_agg(to_jsonb(s)::text, '|' order by s.player_id), ''))
    from standing s
    where s.board_id = :board_id
"""

NESTED_LOOPS = "select set_config('enable_nestloop', :allowed, true)"

STEP = """
    update board set version = version + 1, day = :today, changed_at = clock_timestamp()
    where id = :board_id
"""
FREEZE = f"update board set frozen_at = :now, digest = ({DIGEST}) where id = :board_id"  # noqa: S608 - our own words

# Entries and points that came since the last look, or a little before: some commit late.
FIND_STALE = """
    select c.id
    from competition c
    left join board b on b.id = c.id
    where c.state in ('running', 'finished') and c.frozen_at is null
    and (b.looked_at is null
         or exists (select from entry e
                    where e.competition_id = c.id and e.updated_at > b.looked_at - :overlap)
         or exists (select from transfer t
                    join account a on a.id = t.kept_account
                    where t.kind in ('grant', 'adjustment', 'take_back', 'withdrawal')
                    and t.at > b.looked_at - :overlap and a.bank = c.id))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    id: UUID
    competition_id: UUID | None
    version: int
    ranked_by: tuple[Standing, ...]
    bets_min: int
    changed_at: datetime | None
    frozen_at: datetime | None


async def open_board(
    tx: AsyncConnection, competition_id: UUID | None, order: Sequence[Standing], *, bets_min: int
) -> None:
    """Say by what the board is ranked, and that somebody looks at it now."""
    values = {"competition_id": competition_id, "ranked_by": list(order), "bets_min": bets_min}
    await tx.execute(text(OPEN), values)


async def find_board(tx: AsyncConnection, board_id: UUID) -> Board | None:
    row = (await tx.execute(text(FIND), {"board_id": board_id})).mappings().one_or_none()
    return board_of(row) if row else None


async def rank_entries(
    tx: AsyncConnection, competition_id: UUID, order: Sequence[Standing], *, bets_min: int
) -> bool:
    """True where anything changed."""
    values = {
        "board_id": competition_id,
        "competition_id": competition_id,
        "bets_min": bets_min,
    }
    return await _bring_into_line(tx, _statement(OF_ENTRIES, order), values)


async def rank_players(
    tx: AsyncConnection, board_id: UUID, order: Sequence[Standing], *, bets_min: int
) -> bool:
    """True where anything changed."""
    values = {"board_id": board_id, "bets_min": bets_min}
    return await _bring_into_line(tx, _statement(OF_PLAYERS, order), values)


async def keep_day(tx: AsyncConnection, board_id: UUID, *, today: date) -> None:
    """Write down where everybody stood on the day of the standings, if that has passed."""
    await tx.execute(text(KEEP_DAY), {"board_id": board_id, "today": today})


async def step(tx: AsyncConnection, board_id: UUID, *, today: date) -> None:
    await tx.execute(text(STEP), {"board_id": board_id, "today": today})


async def freeze(tx: AsyncConnection, board_id: UUID, *, now: datetime) -> None:
    await tx.execute(text(FREEZE), {"board_id": board_id, "now": now})


async def find_stale(tx: AsyncConnection, *, overlap: object) -> list[UUID]:
    """Competitions that may have entries or points that their leaderboards do not show."""
    return list((await tx.execute(text(FIND_STALE), {"overlap": overlap})).scalars())


async def _bring_into_line(
    tx: AsyncConnection, statement: str, values: Mapping[str, object]
) -> bool:
    # Of a table that is empty so far, PostgreSQL would scan for each new row all that came before.
    await tx.execute(text(NESTED_LOOPS), {"allowed": "off"})
    written: int = (await tx.execute(text(statement), values)).scalar_one()
    await tx.execute(text(NESTED_LOOPS), {"allowed": "on"})
    return written > 0


def _statement(source: str, order: Sequence[Standing]) -> str:
    """Write the rows that are not what they should be; say how many."""
    columns = ", ".join((*COLUMNS, "place", "rank"))
    new = ", ".join(f"{name} = d.{name}" for name in (*COLUMNS[1:], "place", "rank"))
    return f"""
        with wanted as materialized ({ranked(source, order)}),
        different as (
            select {columns} from wanted
            except
            select {columns} from standing where board_id = :board_id
        ), changed as (
            update standing s set {new}
            from different d
            where s.board_id = :board_id and s.player_id = d.player_id
            returning 1
        ), added as (
            insert into standing (board_id, {columns})
            select :board_id, {columns} from different d
            where not exists (select from standing s
                              where s.board_id = :board_id and s.player_id = d.player_id)
            returning 1
        )
        select (select count(*) from changed) + (select count(*) from added)
    """  # noqa: S608 - our own words


def board_of(row: Mapping[Any, Any]) -> Board:
    named = {name: row[name] for name in Board.__slots__}
    return Board(**named | {"ranked_by": tuple(map(Standing, row["ranked_by"]))})
