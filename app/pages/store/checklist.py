"""How far a community is from its first open competition."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

DONE = """
    select
        exists (select from audit where action in
            ('community.settings_changed', 'community.logo_changed')) as looks,
        exists (select from event) as events,
        exists (select from competition_event) as competition,
        exists (
            select from selection s
            join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
            join competition_event p
                on (p.event_tenant_id, p.event_id) = (m.event_tenant_id, m.event_id)
            where s.odds is not null and m.state <> 'draft') as odds,
        exists (select from competition where state not in ('template', 'draft')) as opened,
        (select count(*) from player) > 1 or exists (select from invitation) as invited
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    looks: bool
    events: bool
    competition: bool
    odds: bool
    opened: bool
    invited: bool


async def find_done(tx: AsyncConnection) -> Done:
    row = (await tx.exec_driver_sql(DONE)).mappings().one()
    return Done(**row)
