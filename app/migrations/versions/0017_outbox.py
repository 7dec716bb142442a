"""Messages that wait to be sent."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, tenant_table

revision = "0017"
down_revision = "0016"

OUTBOX_MESSAGE = f"""
    create table outbox_message (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        topic text not null,
        recipient uuid not null,
        key text not null,
        body jsonb not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint outbox_message_pk primary key (tenant_id, id),
        constraint outbox_message_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint outbox_message_is_written_once unique (tenant_id, key),
        constraint outbox_message_key_is_short check (length(key) between 1 and 200),
        constraint outbox_message_topic_is_a_word check (topic ~ '^[a-z][a-z0-9_.-]{{0,79}}$')
    )
"""


def upgrade() -> None:
    op.execute(OUTBOX_MESSAGE)
    tenant_table("outbox_message", app="select, insert")
