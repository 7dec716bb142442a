"""What a standing adds up from."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.rules.explaining import Explanation, Given, Part
from app.ledger.rules.transfers import TransferKind

# A prize comes after the standings that it is for.
GIVEN = """
    select t.kind, count(*) as count,
           sum(case when t.credit_account = t.kept_account
                    then t.points else -t.points end)::bigint as points
    from account a
    join transfer t on t.kept_account = a.id
    where a.owner = :entry_id and a.kind = 'balance'
    and t.kind in ('grant', 'adjustment', 'take_back', 'withdrawal')
    and t.key is distinct from 'prize:' || cast(:entry_id as uuid)
    group by t.kind
    order by min(t.at)
"""

PARTS = """
    select t.sport_id, s.name as sport, t.round, t.bets, t.staked, t.paid, t.prediction_points,
           t.bonus_points, t.exact_predictions
    from tally t
    left join sport s on s.id = t.sport_id
    where t.entry_id = :entry_id
    order by s.name nulls last, t.round nulls last
"""


async def explain(tx: AsyncConnection, entry_id: UUID) -> Explanation:
    given = await tx.execute(text(GIVEN), {"entry_id": entry_id})
    parts = await tx.execute(text(PARTS), {"entry_id": entry_id})
    return Explanation(
        given=[Given(**{**row, "kind": TransferKind(row["kind"])}) for row in given.mappings()],
        parts=[Part(**row) for row in parts.mappings()],
    )
