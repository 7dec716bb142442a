"""Asking for points and giving them back, and vouchers that grant them."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, tenant_table, touched

revision = "0014"
down_revision = "0013"

PAYMENT = f"""
    create table payment (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null,
        entry_id uuid not null,
        direction text not null,
        points bigint not null,
        provider text not null,
        note text,
        state text not null,
        -- What one admin may decide alone, as it was when the points were asked for.
        threshold bigint not null,
        agreed_by text,
        decided_by text,
        decided_at timestamptz,
        reason text,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint payment_pk primary key (tenant_id, id),
        constraint payment_entry_fk
            foreign key (tenant_id, entry_id) references entry (tenant_id, id),
        constraint payment_direction_is_known check (direction in ('deposit', 'withdrawal')),
        constraint payment_points_are_positive check (points between 1 and 1000000000000),
        constraint payment_state_is_known check (state in ('asked', 'done', 'refused')),
        constraint payment_provider_is_known check (provider in ('admin', 'voucher', 'ledger')),
        constraint payment_of_many_points_has_two_admins
            check (provider <> 'admin' or state <> 'done' or points <= threshold
                   or (agreed_by is not null and agreed_by <> decided_by)),
        constraint payment_note_is_short check (length(note) <= 200),
        constraint payment_is_decided_once
            check ((state = 'asked') = (decided_by is null)
                   and (decided_by is null) = (decided_at is null)),
        constraint payment_refusal_has_a_reason
            check (state <> 'refused' or length(trim(coalesce(reason, ''))) between 1 and 500)
    )
"""

# The code itself is signed and never kept: a row says what it is worth and who has used it.
VOUCHER = f"""
    create table voucher (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null,
        competition_id uuid not null,
        batch_id uuid not null,
        number bigint not null,
        points bigint not null,
        expires_at timestamptz not null,
        issued_by text not null,
        used_by_payment_id uuid,
        withdrawn_at timestamptz,
        withdrawn_by text,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint voucher_pk primary key (tenant_id, id),
        constraint voucher_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint voucher_payment_fk
            foreign key (tenant_id, used_by_payment_id) references payment (tenant_id, id),
        constraint voucher_batch_is_made_once unique (tenant_id, batch_id, number),
        constraint voucher_is_used_once unique (tenant_id, used_by_payment_id),
        constraint voucher_is_used_or_withdrawn
            check (used_by_payment_id is null or withdrawn_at is null),
        constraint voucher_points_are_positive check (points between 1 and 1000000000000)
    )
"""


def upgrade() -> None:
    op.execute(PAYMENT)
    op.execute(VOUCHER)
    op.execute("create index payment_entry_idx on payment (tenant_id, entry_id, created_at)")
    op.execute(
        "create index payment_asked_idx on payment (tenant_id, created_at) where state = 'asked'"
    )
    for name in ("payment", "voucher"):
        touched(name)
    tenant_table(
        "payment", app="select, insert, update (state, agreed_by, decided_by, decided_at, reason)"
    )
    tenant_table(
        "voucher", app="select, insert, update (used_by_payment_id, withdrawn_at, withdrawn_by)"
    )
