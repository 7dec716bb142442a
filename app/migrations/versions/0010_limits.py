"""Responsible play: what players may not pass, their breaks, and what they staked each day."""

from alembic import op

from app.migrations.tools import (
    CURRENT_TENANT,
    PLATFORM,
    never_changes,
    shared_table,
    tenant_table,
    touched,
)

revision = "0010"
down_revision = "0009"

# In force is what was made last among all whose `in_force_at` has come; no amount, no limit.
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
        constraint exclusion_kind_is_known check (kind in ('time_out', 'self')),
        constraint exclusion_has_its_length check (case kind
            when 'time_out' then ends_at - starts_at between '24 hours' and '42 days'
            else ends_at >= starts_at + interval '180 days' end)
    )
"""

# Of a person, whatever communities they play in or join later.
PLATFORM_EXCLUSION = f"""
    create table platform_exclusion (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        subject text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        reason text not null,
        decided_by text not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint platform_exclusion_pk primary key (tenant_id, id),
        constraint platform_exclusion_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint platform_exclusion_is_the_platforms check (tenant_id = {PLATFORM}),
        constraint platform_exclusion_lasts check (ends_at > starts_at),
        constraint platform_exclusion_has_a_reason
            check (length(trim(reason)) between 1 and 500)
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
        sitting_began_at timestamptz not null,
        constraint play_time_pk primary key (tenant_id, player_id, day),
        constraint play_time_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint play_time_fits_its_day check (minutes between 0 and 1500),
        constraint play_time_sitting_began_before check (sitting_began_at <= last_minute_at)
    ) with (fillfactor = 70)
"""

REALITY_CHECK = f"""
    create table reality_check (
        tenant_id uuid not null default {CURRENT_TENANT},
        player_id uuid not null,
        every_minutes bigint,
        seen_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint reality_check_pk primary key (tenant_id, player_id),
        constraint reality_check_player_fk
            foreign key (tenant_id, player_id) references player (tenant_id, id),
        constraint reality_check_is_sane check (every_minutes between 5 and 1440)
    )
"""


def upgrade() -> None:
    op.execute(PLAYER_LIMIT)
    op.execute(EXCLUSION)
    op.execute(PLAY_DAY)
    op.execute(PLAY_TIME)
    op.execute(PLATFORM_EXCLUSION)
    op.execute(REALITY_CHECK)
    op.execute(
        "create index player_limit_player_idx"
        " on player_limit (tenant_id, player_id, kind, period, created_at)"
    )
    op.execute("create index exclusion_player_idx on exclusion (tenant_id, player_id, ends_at)")
    op.execute(
        "create index platform_exclusion_subject_idx"
        " on platform_exclusion (tenant_id, subject, ends_at)"
    )
    op.execute("create index play_day_player_idx on play_day (tenant_id, player_id, day)")
    tenant_table("player_limit", app="select, insert")
    tenant_table("exclusion", app="select, insert")
    tenant_table("play_day")
    tenant_table("play_time")
    touched("reality_check")
    tenant_table("reality_check")
    shared_table("platform_exclusion", app="select, insert")
    never_changes("player_limit")
    never_changes("exclusion")
    never_changes("platform_exclusion")
