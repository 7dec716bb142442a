"""What became of predictions: the scores of events, and the points of those who foretold them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.pages.rules.tips import Ending, Tip
from app.predictions.rules.scoring import Score
from app.settlement.rules.scoring import FIRST, PERIOD, SECOND

# A result counts once somebody confirmed it, the newest of those; until then, the score of now.
ENDED = """
    select e.id as event_id, ruled.document is not null as final,
           coalesce(ruled.document, e.score) -> 'scores' -> :period as score
    from event e
    left join lateral (
        select t.document
        from ruling u
        join result t on (t.tenant_id, t.event_id, t.version)
                       = (u.event_tenant_id, u.event_id, u.result_version)
        where (u.event_id, u.event_tenant_id) = (e.id, e.tenant_id)
        and u.kind = 'result' and u.state = 'confirmed'
        order by u.result_version desc
        limit 1
    ) as ruled on true
    where e.id = any(:events)
"""

# The newest points of each prediction; none before its event was scored.
POINTS = """
    select p.event_id, p.entry_id, s.points
    from prediction p
    cross join lateral (
        select points from score
        where (subject_id, entry_id) = (p.id, p.entry_id)
        order by number desc
        limit 1
    ) as s
    where p.competition_id = :competition_id and p.event_id = any(:events)
    and (cast(:entries as uuid[]) is null or p.entry_id = any(:entries))
"""

ANSWERS = """
    select a.question_id, s.points
    from bonus_answer a
    cross join lateral (
        select points from score
        where (subject_id, entry_id) = (a.question_id, a.entry_id)
        order by number desc
        limit 1
    ) as s
    where a.entry_id = :entry_id
"""

COUNTS = """
    select event_id, sign(first_score - second_score)::int as sign, count(*) as predictions
    from prediction
    where competition_id = :competition_id and event_id = any(:events)
    group by 1, 2
"""

TIPS = """
    select p.entry_id, n.player_id, w.display_name as player, p.event_id, p.first_score,
           p.second_score, p.joker
    from prediction p
    join entry n on n.id = p.entry_id
    join player w on w.id = n.player_id
    where p.competition_id = :competition_id and p.event_id = any(:events)
    and p.entry_id = any(:entries)
"""


async def find_endings(tx: AsyncConnection, events: Collection[UUID]) -> dict[UUID, Ending]:
    rows = await tx.execute(text(ENDED), {"events": list(events), "period": PERIOD})
    return {row["event_id"]: _ending(row) for row in rows.mappings() if row["score"]}


async def find_points(
    tx: AsyncConnection,
    competition_id: UUID,
    events: Collection[UUID],
    *,
    entries: Collection[UUID] | None = None,
) -> dict[tuple[UUID, UUID], int | None]:
    """By event and entry: of these entries, or of all."""
    values = {
        "competition_id": competition_id,
        "events": list(events),
        "entries": None if entries is None else list(entries),
    }
    rows = await tx.execute(text(POINTS), values)
    return {(row.event_id, row.entry_id): row.points for row in rows}


async def find_answer_points(tx: AsyncConnection, entry_id: UUID) -> dict[UUID, int | None]:
    rows = await tx.execute(text(ANSWERS), {"entry_id": entry_id})
    return {row.question_id: row.points for row in rows}


async def count_by_sign(
    tx: AsyncConnection, competition_id: UUID, events: Collection[UUID]
) -> dict[UUID, dict[int, int]]:
    """How many predicted each event, by the sign of the score's difference."""
    values = {"competition_id": competition_id, "events": list(events)}
    counts: dict[UUID, dict[int, int]] = {}
    for row in await tx.execute(text(COUNTS), values):
        counts.setdefault(row.event_id, {})[row.sign] = row.predictions
    return counts


async def list_tips(
    tx: AsyncConnection,
    competition_id: UUID,
    events: Collection[UUID],
    entries: Collection[UUID],
) -> list[Tip]:
    """Whoever asks sees to it that these events may be shown."""
    values = {"competition_id": competition_id, "events": list(events), "entries": list(entries)}
    rows = await tx.execute(text(TIPS), values)
    return [_tip(row) for row in rows.mappings()]


def _ending(row: Mapping[Any, Any]) -> Ending:
    told = row["score"]
    score = Score(first=told[str(FIRST)], second=told[str(SECOND)])
    return Ending(score=score, final=row["final"])


def _tip(row: Mapping[Any, Any]) -> Tip:
    named = {name: row[name] for name in ("entry_id", "player_id", "player", "event_id", "joker")}
    return Tip(**named, score=Score(first=row["first_score"], second=row["second_score"]))
