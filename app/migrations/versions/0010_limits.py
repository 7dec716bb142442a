"""Responsible play: what players may not pass, their breaks, and what they staked each day."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, never_changes, tenant_table

revision = "0010"
down_revision = "0009"

# The limit in force is the one with the latest `in_force_at` that has come; no amount, no limit.
PLAYER_LIMIT = f"""
    create table player_limit (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        player_id uuid not null,
        kind text not null,
        period text not null,
        amount bigint,
        in_force_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint player_limit_pk primary key (tenant_id, id),
        constraint player_limit_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint player_limit_kind_is_known check (kind in ('stake', 'net_loss', 'minutes')),
        constraint player_limit_period_is_known check (period in ('day', 'week', 'month')),
        constraint player_limit_amount_is_sane check (amount between 0 and 1000000000000)
    )
"""

EXCLUSION = f"""
    create table exclusion (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        player_id uuid not null,
        kind text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint exclusion_pk primary key (tenant_id, id),
        constraint exclusion_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint exclusion_kind_is_known check (kind in ('time_out', 'self', 'platform')),
        constraint exclusion_has_its_length check (case kind
            when 'time_out' then ends_at - starts_at between '24 hours' and '42 days'
            when 'self' then ends_at >= starts_at + interval '180 days'
            else ends_at > starts_at end)
    )
"""

# A day is a calendar day in the community's time zone.
PLAY_DAY = f"""
    create table play_day (
        tenant_id uuid not null default {CURRENT_TENANT},
        entry_id uuid not null,
        player_id uuid not null,
        day date not null,
        staked bigint not null default 0,
        returned bigint not null default 0,
        constraint play_day_pk primary key (tenant_id, entry_id, day),
        constraint play_day_entry_fk
            foreign key (tenant_id, entry_id) references entry (tenant_id, id),
        constraint play_day_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint play_day_counts_up check (staked >= 0 and returned >= 0)
    ) with (fillfactor = 70)
"""

PLAY_TIME = f"""
    create table play_time (
        tenant_id uuid not null default {CURRENT_TENANT},
        player_id uuid not null,
        day date not null,
        minutes bigint not null default 0,
        last_minute_at timestamptz not null,
        constraint play_time_pk primary key (tenant_id, player_id, day),
        constraint play_time_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint play_time_fits_its_day check (minutes between 0 and 1500)
    ) with (fillfactor = 70)
"""


def upgrade() -> None:
    op.execute(PLAYER_LIMIT)
    op.execute(EXCLUSION)
    op.execute(PLAY_DAY)
    op.execute(PLAY_TIME)
    op.execute(
        "create index player_limit_player_idx"
        " on player_limit (tenant_id, player_id, kind, period, in_force_at)"
    )
    op.execute("create index exclusion_player_idx on exclusion (tenant_id, player_id, ends_at)")
    op.execute("create index play_day_player_idx on play_day (tenant_id, player_id, day)")
    tenant_table("player_limit", app="select, insert")
    tenant_table("exclusion", app="select, insert")
    tenant_table("play_day")
    tenant_table("play_time")
    never_changes("player_limit")
    never_changes("exclusion")
