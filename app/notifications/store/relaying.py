"""Messages of the outbox, and what is made of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.notifications.rules.kinds import TOPICS, Channel, usual

# By what can be seen and was not taken, not by what comes after the last id: a transaction that
# began first may commit last.
TAKE = """
    with taken as (
        update outbox_message set relayed_at = clock_timestamp()
        where id = any(array(
            select id from outbox_message
            where relayed_at is null and topic = any(%(topics)s)
            order by id limit %(limit)s
            for update skip locked
        ))
        returning id, topic, recipient, body, created_at
    ), told as (
        select t.*, u.kind, coalesce(page.wanted, u.page) as listed,
               coalesce(mail.wanted, u.mail) and p.email_sealed is not null as mailed
        from taken t
        join player p on p.id = t.recipient
        join unnest(%(topics)s::text[], %(kinds)s::text[], %(page)s::boolean[], %(mail)s::boolean[])
            as u (topic, kind, page, mail) on u.topic = t.topic
        left join preference page
            on (page.player_id, page.kind, page.channel) = (p.id, u.kind, 'page')
        left join preference mail
            on (mail.player_id, mail.kind, mail.channel) = (p.id, u.kind, 'mail')
    ), noted as (
        insert into notification (id, player_id, topic, kind, body, listed, created_at)
        select id, recipient, topic, kind, body, listed, created_at from told
    ), posted as (
        insert into delivery (notification_id)
        select id from told where mailed and %(mailing)s
        returning notification_id
    )
    select (select count(*) from taken) as taken, (select count(*) from posted) as posted,
           array(select distinct recipient from told where listed) as readers
"""

MEASURE = """
    select tenant_id, count(*) as pending,
           extract(epoch from clock_timestamp() - min(created_at))::float as oldest_s
    from outbox_message
    where relayed_at is null
    group by tenant_id
"""

FORGET = (
    "delete from outbox_message where relayed_at < %(messages)s",
    "delete from delivery where state in ('sent', 'failed', 'dropped') and updated_at < %(mails)s",
    "delete from notification where created_at < %(notifications)s",
)


async def take_messages(
    tx: AsyncConnection, *, limit: int, mailing: bool
) -> tuple[int, int, list[UUID]]:
    """How many were taken, how many mails there are to send, and who has something to read."""
    topics = list(TOPICS)
    kinds = [TOPICS[topic].kind for topic in topics]
    found = await tx.exec_driver_sql(
        TAKE,
        {
            "topics": topics,
            "kinds": [str(kind) for kind in kinds],
            "page": [usual(kind, Channel.PAGE) for kind in kinds],
            "mail": [usual(kind, Channel.MAIL) for kind in kinds],
            "limit": limit,
            "mailing": mailing,
        },
    )
    row = found.one()
    return row.taken, row.posted, row.readers


async def measure(platform_tx: AsyncConnection) -> dict[UUID, tuple[int, float]]:
    """How many messages wait in each community that has any, and for how long the oldest does."""
    rows = await platform_tx.exec_driver_sql(MEASURE)
    return {row.tenant_id: (row.pending, row.oldest_s) for row in rows}


async def forget(
    platform_tx: AsyncConnection, *, messages: datetime, mails: datetime, notifications: datetime
) -> None:
    """Delete what was over before these moments."""
    before = {"messages": messages, "mails": mails, "notifications": notifications}
    for statement in FORGET:
        await platform_tx.exec_driver_sql(statement, before)
