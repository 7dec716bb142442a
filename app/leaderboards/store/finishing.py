"""What keeps a season from ending, and what was paid when it did."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.rules.finishing import Remaining
from app.leaderboards.rules.prizes import Prize

REMAINING = """
    select (select count(*) from bet
            where competition_id = :competition_id and state = 'accepted') as bets,
           (select count(*) from settlement_run r
            join settlement_run whole on whole.id = r.counts_with
            where 'running' in (r.state, whole.state)
            and (r.event_id in (select event_id from competition_event
                                where competition_id = :competition_id)
                 or r.question_id in (select id from bonus_question
                                      where competition_id = :competition_id))) as runs
"""

INSERT = """
    insert into prize (competition_id, entry_id, rank, points)
    select :competition_id, *
    from unnest(cast(:entries as uuid[]), cast(:ranks as bigint[]), cast(:points as bigint[]))
"""

LIST = """
    select entry_id, rank, points from prize
    where competition_id = :competition_id
    order by rank, points desc, entry_id
"""


TELL = """
    insert into outbox_message (topic, recipient, key, body)
    select 'season.ended', e.player_id, 'season ' || c.id || ' ' || e.player_id,
           jsonb_build_object('competition_id', c.id, 'competition', c.name, 'rank', s.rank,
                              'prize', p.points)
    from competition c
    join entry e on (e.tenant_id, e.competition_id) = (c.tenant_id, c.id)
    left join standing s on s.board_id = c.id and s.player_id = e.player_id
    left join prize p on p.competition_id = c.id and p.entry_id = e.id
    where c.id = :competition_id and e.state = 'active' and not e.bot
    on conflict on constraint outbox_message_is_written_once do nothing
"""


async def find_remaining(tx: AsyncConnection, competition_id: UUID) -> Remaining:
    found = await tx.execute(text(REMAINING), {"competition_id": competition_id})
    return Remaining(**found.mappings().one())


async def insert_prizes(
    tx: AsyncConnection, competition_id: UUID, prizes: Sequence[Prize[UUID]]
) -> None:
    await tx.execute(
        text(INSERT),
        {
            "competition_id": competition_id,
            "entries": [prize.who for prize in prizes],
            "ranks": [prize.rank for prize in prizes],
            "points": [prize.points for prize in prizes],
        },
    )


async def list_prizes(tx: AsyncConnection, competition_id: UUID) -> list[Prize[UUID]]:
    found = await tx.execute(text(LIST), {"competition_id": competition_id})
    return [Prize(row.entry_id, row.rank, row.points) for row in found]


async def tell_players(tx: AsyncConnection, competition_id: UUID) -> None:
    """A message to everybody who played to the end."""
    await tx.execute(text(TELL), {"competition_id": competition_id})
