"""What a player has, over all their entries."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.payments.rules.balances import EntryBalance

LIST = """
    select e.id as entry_id, e.competition_id, c.name as competition, e.state,
           balance.balance, debt.balance as debt,
           coalesce((select sum(b.stake) from bet b
                     where (b.player_id, b.entry_id) = (e.player_id, e.id)
                     and b.state = 'accepted'), 0)::bigint as open_stakes
    from entry e
    join competition c on (c.tenant_id, c.id) = (e.tenant_id, e.competition_id)
    join account balance on balance.owner = e.id and balance.kind = 'balance'
    join account debt on debt.owner = e.id and debt.kind = 'debt'
    where e.player_id = %(player)s
    order by c.starts_at desc, e.id
"""


async def list_balances(tx: AsyncConnection, player_id: UUID) -> list[EntryBalance]:
    rows = await tx.exec_driver_sql(LIST, {"player": player_id})
    return [EntryBalance(**row) for row in rows.mappings()]
