"""Violations of what holds for notifications, run with triggers and foreign keys asleep."""

PLANTED = {
    "taken_messages_are_notifications": """
        insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,
                            time_zone, locale, roles)
        values (uuidv7(), uuidv7(), 'ama', 'Ama', 'ama', '', 'UTC', 'en', '{player}');
        insert into outbox_message (tenant_id, topic, recipient, key, body, relayed_at)
        select tenant_id, 'bets.settled', id, 'settlement', '{}', now() from player
    """,
}
