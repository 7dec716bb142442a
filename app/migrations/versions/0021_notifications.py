"""What people are told: on the page, and by mail to those who want it."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, tenant_table, touched

revision = "0021"
down_revision = "0020"

# Has the id of its message, so that no message becomes two.  Not `listed` is what its player wants
# to have by mail only, or not at all.
NOTIFICATION = f"""
    create table notification (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null,
        player_id uuid not null,
        topic text not null,
        kind text not null,
        body jsonb not null,
        listed boolean not null,
        read_at timestamptz,
        created_at timestamptz not null,
        constraint notification_pk primary key (tenant_id, id),
        constraint notification_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id)
    )
"""

# What a player chose; where they chose nothing, app/notifications/rules/kinds.py says what is
# usual.  Whoever takes over an account must not be able to do it unseen.
PREFERENCE = f"""
    create table preference (
        tenant_id uuid not null default {CURRENT_TENANT},
        player_id uuid not null,
        kind text not null,
        channel text not null,
        wanted boolean not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint preference_pk primary key (tenant_id, player_id, kind, channel),
        constraint preference_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint preference_channel_is_known check (channel in ('page', 'mail')),
        constraint preference_security_is_always_wanted check (kind <> 'security' or wanted)
    )
"""

# The mail of a notification.  Whoever sends it claims it first; a claim that runs out is one whose
# holder died, and nobody knows whether the mail went out: see decision 20.
DELIVERY = f"""
    create table delivery (
        tenant_id uuid not null default {CURRENT_TENANT},
        notification_id uuid not null,
        state text not null default 'waiting',
        tries bigint not null default 0,
        due_at timestamptz not null default clock_timestamp(),
        claimed_until timestamptz,
        sent_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint delivery_pk primary key (tenant_id, notification_id),
        constraint delivery_notification_fk
            foreign key (tenant_id, notification_id) references notification (tenant_id, id)
            on delete cascade,
        constraint delivery_state_is_known
            check (state in ('waiting', 'sending', 'sent', 'failed', 'dropped')),
        constraint delivery_is_claimed_while_sending
            check ((state = 'sending') = (claimed_until is not null)),
        constraint delivery_sent_has_its_moment check ((state = 'sent') = (sent_at is not null))
    )
"""

# Which browsers a player signed in with, so that another is told of.  Only a hash is kept.
KNOWN_BROWSER = f"""
    create table known_browser (
        tenant_id uuid not null default {CURRENT_TENANT},
        player_id uuid not null,
        browser_hash bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint known_browser_pk primary key (tenant_id, player_id, browser_hash),
        constraint known_browser_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint known_browser_hash_is_sha256 check (octet_length(browser_hash) = 32)
    )
"""


def upgrade() -> None:
    op.execute("alter table outbox_message add column relayed_at timestamptz")
    op.execute("grant update (relayed_at) on outbox_message to pointsbook_app")
    op.execute("grant delete on outbox_message to pointsbook_platform")
    op.execute(
        "create index outbox_message_pending_idx on outbox_message (tenant_id, id)"
        " where relayed_at is null"
    )
    for statement in (NOTIFICATION, PREFERENCE, DELIVERY, KNOWN_BROWSER):
        op.execute(statement)
    op.execute(
        "create index notification_listed_idx on notification (tenant_id, player_id, id)"
        " where listed"
    )
    op.execute(
        "create index notification_unread_idx on notification (tenant_id, player_id)"
        " where listed and read_at is null"
    )
    op.execute(
        "create index delivery_due_idx on delivery (due_at) where state in ('waiting', 'sending')"
    )
    for name in ("preference", "delivery"):
        touched(name)
        tenant_table(name)
    tenant_table("notification", app="select, insert")
    op.execute("grant update (read_at) on notification to pointsbook_app")
    op.execute("grant delete on notification, delivery to pointsbook_platform")
    tenant_table("known_browser", app="select, insert")
