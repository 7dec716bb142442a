"""Markets, their selections, and every price that was ever on offer."""

from alembic import op

from app.migrations.tools import (
    CURRENT_TENANT,
    PLATFORM,
    never_changes,
    shared_table,
    tenant_table,
    touched,
)

revision = "0008"
down_revision = "0007"

# `line` counts quarters: 10 is 2.5.  `place_divisor` 4 pays a quarter of the odds for a place.
# `grading` is the number of the newest one, 0 before the first.
MARKET = f"""
    create table market (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        event_tenant_id uuid not null,
        event_id uuid not null,
        kind text not null,
        period text not null,
        line bigint,
        name text not null,
        places bigint,
        place_divisor bigint,
        tie_rule text not null default 'push',
        rule_4 boolean not null default false,
        state text not null default 'draft',
        locks_at timestamptz,
        grading bigint not null default 0,
        version bigint not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint market_pk primary key (tenant_id, id),
        constraint market_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint market_event_fk
            foreign key (event_tenant_id, event_id) references event (tenant_id, id),
        constraint market_event_is_theirs check (event_tenant_id in (tenant_id, {PLATFORM})),
        constraint market_is_asked_once unique nulls not distinct
            (tenant_id, event_tenant_id, event_id, kind, period, line, name),
        constraint market_kind_is_known check (kind in
            ('winner', 'handicap', 'total', 'both_score', 'correct_score', 'place', 'outright',
             'double_chance', 'draw_no_bet', 'odd_even', 'result_and_total', 'half_full',
             'custom')),
        constraint market_period_is_plain check (period ~ '^[a-z]+(_[a-z0-9]+)*$'),
        constraint market_line_where_it_counts check
            ((line is not null) = (kind in ('handicap', 'total', 'result_and_total'))),
        constraint market_line_is_sane check (line between -40000 and 40000),
        constraint market_name_is_short check (length(trim(name)) between 1 and 120),
        constraint market_place_terms_are_whole check
            ((places is null) = (place_divisor is null)
             and places between 1 and 20 and place_divisor between 1 and 10),
        constraint market_tie_rule_is_known check (tie_rule in ('push', 'dead_heat')),
        constraint market_state_is_known check (state in
            ('draft', 'open', 'suspended', 'closed', 'settled', 'void')),
        constraint market_grading_is_a_count check (grading >= 0),
        constraint market_version_is_a_count check (version >= 1)
    )
"""

# `odds` is the price now on offer, version `odds_version` of the selection's prices.  `deduction`
# is what Rule 4 takes of the others' winnings, in percent, on bets from before it was withdrawn.
SELECTION = f"""
    create table selection (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        market_id uuid not null,
        number bigint not null,
        key text not null,
        name text not null,
        participant_number bigint,
        odds bigint,
        odds_version bigint not null default 0,
        withdrawn_at timestamptz,
        deduction bigint not null default 0,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint selection_pk primary key (tenant_id, id),
        constraint selection_market_fk
            foreign key (tenant_id, market_id) references market (tenant_id, id),
        constraint selection_number_key unique (tenant_id, market_id, number),
        constraint selection_key_key unique (tenant_id, market_id, key),
        constraint selection_key_is_short check (length(key) between 1 and 60),
        constraint selection_name_is_short check (length(trim(name)) between 1 and 120),
        constraint selection_odds_are_sane check (odds between 1001 and 1000000),
        constraint selection_deduction_is_percent check (deduction between 0 and 90),
        constraint selection_odds_version_is_a_count check (odds_version >= 0)
    ) with (fillfactor = 80)
"""

# Version 0 is "no price yet", so that a stake in a pool has a price to name, too.
PRICE = f"""
    create table price (
        tenant_id uuid not null default {CURRENT_TENANT},
        selection_id uuid not null,
        version bigint not null,
        odds bigint,
        source text not null,
        author text not null,
        at timestamptz not null default clock_timestamp(),
        constraint price_pk primary key (tenant_id, selection_id, version),
        constraint price_selection_fk
            foreign key (tenant_id, selection_id) references selection (tenant_id, id),
        constraint price_odds_are_sane check (odds between 1001 and 1000000),
        constraint price_version_zero_is_none check (version > 0 or odds is null),
        constraint price_source_is_known check
            (source in ('none', 'hand', 'margin', 'feed', 'limit', 'rule_4'))
    )
"""

# The newest message that was taken of each feed, which is named by its service account.
ODDS_FEED = f"""
    create table odds_feed (
        tenant_id uuid not null default {CURRENT_TENANT},
        name text not null,
        sequence bigint not null,
        digest bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint odds_feed_pk primary key (tenant_id, name),
        constraint odds_feed_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint odds_feed_sequence_is_a_count check (sequence >= 0)
    )
"""

# What a community makes of a market that all share; its own it changes itself.
MARKET_CONFIG = f"""
    create table market_config (
        tenant_id uuid not null default {CURRENT_TENANT},
        market_tenant_id uuid not null,
        market_id uuid not null,
        suspended boolean not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint market_config_pk primary key (tenant_id, market_tenant_id, market_id),
        constraint market_config_market_fk
            foreign key (market_tenant_id, market_id) references market (tenant_id, id),
        constraint market_config_is_of_what_is_shared
            check (market_tenant_id = {PLATFORM} and tenant_id <> {PLATFORM})
    )
"""

# The state of a market in a community that has suspended it for itself, or has not.
STATE_HERE = """
    create function state_here(state text, suspended boolean) returns text
    language sql immutable as $$
        select case when suspended and state = 'open' then 'suspended' else state end
    $$
"""


def upgrade() -> None:
    op.execute(MARKET)
    op.execute(SELECTION)
    op.execute(PRICE)
    op.execute(ODDS_FEED)
    op.execute(MARKET_CONFIG)
    op.execute(STATE_HERE)
    op.execute("create index market_event_id_idx on market (event_id, tenant_id)")
    for name in ("market", "selection"):
        touched(name)
        shared_table(name)
    shared_table("price", app="select, insert")
    for name in ("odds_feed", "market_config"):
        touched(name)
        tenant_table(name)
    never_changes("price")
