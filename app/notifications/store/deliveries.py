"""Mails on their way: claimed by whoever sends them, then sent, put off or given up."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.notifications.rules.kinds import Channel, Kind, usual
from app.notifications.rules.letters import Letter

IS_DUE = """
    (state = 'waiting' and due_at <= clock_timestamp()
     or state = 'sending' and claimed_until < clock_timestamp())
"""

CLAIM = f"""
    with claimed as (
        update delivery
        set state = 'sending', tries = tries + 1, claimed_until = clock_timestamp() + %(life)s
        where notification_id = any(array(
            select notification_id from delivery
            where {IS_DUE}
            order by due_at limit %(limit)s
            for update skip locked
        ))
        returning notification_id, tries
    )
    select n.id, n.player_id, n.topic, n.kind, n.body, n.created_at as at, c.tries,
           chosen.wanted, p.email_sealed, p.display_name as name, p.locale, p.time_zone
    from claimed c
    join notification n on n.id = c.notification_id
    join player p on p.id = n.player_id
    left join preference chosen
        on (chosen.player_id, chosen.kind, chosen.channel) = (n.player_id, n.kind, 'mail')
    order by n.id
"""  # noqa: S608 - our own words

END = """
    update delivery
    set state = %(state)s, claimed_until = null,
        sent_at = case when %(state)s = 'sent' then clock_timestamp() end,
        due_at = clock_timestamp() + %(wait)s
    where notification_id = %(id)s and state = 'sending'
"""

LIST_DUE = f"select distinct tenant_id from delivery where {IS_DUE} order by tenant_id"  # noqa: S608 - our own words


async def claim(tx: AsyncConnection, *, limit: int, life: timedelta) -> Sequence[Letter]:
    """Those that nobody else sends meanwhile."""
    rows = await tx.exec_driver_sql(CLAIM, {"limit": limit, "life": life})
    return [_letter(dict(row)) for row in rows.mappings()]


async def end(tx: AsyncConnection, letter_id: UUID, state: str, wait: timedelta) -> None:
    await tx.exec_driver_sql(END, {"id": letter_id, "state": state, "wait": wait})


async def list_due(platform_tx: AsyncConnection) -> Sequence[UUID]:
    """The communities that have mails to send."""
    return (await platform_tx.exec_driver_sql(LIST_DUE)).scalars().all()


def _letter(row: dict[str, object]) -> Letter:
    kind = Kind(str(row["kind"]))
    wanted = usual(kind, Channel.MAIL) if row["wanted"] is None else row["wanted"]
    return Letter(**(row | {"kind": kind, "wanted": wanted}))  # type: ignore[arg-type]
