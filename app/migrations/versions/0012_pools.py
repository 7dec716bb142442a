"""Pari-mutuel pools: what was staked on each selection, shared out among the right ones."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, PLATFORM, tenant_table, touched

revision = "0012"
down_revision = "0011"

# `takeout` is in thousandths of the stakes.
POOL = f"""
    create table pool (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        competition_id uuid not null,
        market_tenant_id uuid not null,
        market_id uuid not null,
        takeout bigint not null,
        minimum_dividend boolean not null,
        carried_in bigint not null default 0,
        next_pool_id uuid,
        state text not null default 'open',
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint pool_pk primary key (tenant_id, id),
        constraint pool_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint pool_market_fk
            foreign key (market_tenant_id, market_id) references market (tenant_id, id),
        constraint pool_market_is_theirs check (market_tenant_id in (tenant_id, {PLATFORM})),
        constraint pool_is_one_a_market unique (tenant_id, competition_id, market_id),
        constraint pool_of_its_competition unique (tenant_id, id, competition_id),
        constraint pool_next_fk
            foreign key (tenant_id, next_pool_id, competition_id)
            references pool (tenant_id, id, competition_id),
        constraint pool_does_not_follow_itself check (next_pool_id <> id),
        constraint pool_takeout_is_a_share check (takeout between 0 and 500),
        constraint pool_carried_in_is_never_negative check (carried_in >= 0),
        constraint pool_state_is_known check (state in ('open', 'settled', 'refunded'))
    )
"""

POOL_TOTAL = f"""
    create table pool_total (
        tenant_id uuid not null default {CURRENT_TENANT},
        pool_id uuid not null,
        selection_tenant_id uuid not null,
        selection_id uuid not null,
        bets bigint not null,
        staked bigint not null,
        constraint pool_total_pk primary key (tenant_id, pool_id, selection_id),
        constraint pool_total_pool_fk
            foreign key (tenant_id, pool_id) references pool (tenant_id, id),
        constraint pool_total_selection_fk
            foreign key (selection_tenant_id, selection_id) references selection (tenant_id, id),
        constraint pool_total_is_never_negative check (bets >= 0 and staked >= 0)
    ) with (fillfactor = 50)
"""


def upgrade() -> None:
    op.execute(POOL)
    op.execute(POOL_TOTAL)
    op.execute(
        "alter table bet add constraint bet_pool_fk"
        " foreign key (tenant_id, pool_id) references pool (tenant_id, id)"
    )
    touched("pool")
    tenant_table("pool")
    tenant_table("pool_total")
