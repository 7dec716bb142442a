"""Bets with their legs, and what a community may lose on each selection."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, PLATFORM, tenant_table, touched

revision = "0011"
down_revision = "0010"

# `liability` is what the bets on a selection would win beyond their stakes; a combo counts in
# full at each of its legs.  Every batch of bets touches each row once.
EXPOSURE = f"""
    create table exposure (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        selection_tenant_id uuid not null,
        selection_id uuid not null,
        bets bigint not null,
        staked bigint not null,
        liability bigint not null,
        constraint exposure_pk
            primary key (tenant_id, competition_id, selection_tenant_id, selection_id),
        constraint exposure_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint exposure_selection_fk
            foreign key (selection_tenant_id, selection_id) references selection (tenant_id, id),
        constraint exposure_is_never_negative check (bets >= 0 and staked >= 0 and liability >= 0)
    ) with (fillfactor = 50)
"""

# `liability` runs along for what a limit is set on, and only there: the row is its lock, too.
# Prices are shortened by thousandths of what they pay above the stake.
EXPOSURE_LIMIT = f"""
    create table exposure_limit (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        level text not null,
        subject_id uuid not null,
        soft bigint,
        hard bigint,
        response text not null default 'alert',
        shorten_by bigint,
        liability bigint not null,
        alerted_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint exposure_limit_pk primary key (tenant_id, id),
        constraint exposure_limit_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint exposure_limit_is_one_a_subject unique (tenant_id, subject_id),
        constraint exposure_limit_level_is_known
            check (level in ('selection', 'market', 'event', 'sport', 'competition')),
        constraint exposure_limit_response_is_known
            check (response in ('alert', 'suspend', 'shorten')),
        constraint exposure_limit_shortens_by_a_share
            check ((shorten_by is not null) = (response = 'shorten')
                   and shorten_by between 1 and 900),
        constraint exposure_limit_limits_something
            check (coalesce(soft, hard) is not null and soft >= 0 and hard >= 0 and soft <= hard),
        constraint exposure_limit_liability_is_never_negative check (liability >= 0),
        constraint exposure_limit_holds check (liability <= hard)
    ) with (fillfactor = 50)
"""

# `request_digest` tells a retry from another bet under the same id.
BET = f"""
    create table bet (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null,
        entry_id uuid not null,
        competition_id uuid not null,
        player_id uuid not null,
        kind text not null,
        fold bigint,
        each_way boolean not null default false,
        lines bigint not null,
        stake bigint not null,
        potential_payout bigint,
        odds_policy text not null,
        settings_version bigint not null,
        request_digest bytea not null,
        request_key text,
        pool_id uuid,
        state text not null default 'accepted',
        result text,
        payout bigint,
        note text,
        own_probability bigint,
        accepted_at timestamptz not null,
        settled_at timestamptz,
        constraint bet_pk primary key (tenant_id, id),
        constraint bet_entry_fk
            foreign key (tenant_id, entry_id, competition_id, player_id)
            references entry (tenant_id, id, competition_id, player_id),
        constraint bet_settings_fk
            foreign key (tenant_id, competition_id, settings_version)
            references competition_settings (tenant_id, competition_id, version),
        constraint bet_kind_is_known check (kind in
            ('single', 'combo', 'system', 'trixie', 'patent', 'yankee', 'lucky_15', 'canadian',
             'lucky_31', 'heinz', 'lucky_63', 'super_heinz', 'goliath', 'pool')),
        constraint bet_fold_where_it_counts check ((fold is not null) = (kind = 'system')),
        constraint bet_pool_where_it_counts check ((pool_id is not null) = (kind = 'pool')),
        constraint bet_potential_payout_unless_pool
            check ((potential_payout is null) = (kind = 'pool')),
        constraint bet_lines_are_few check (lines between 1 and 32000),
        constraint bet_stake_is_positive check (stake between 1 and 1000000000000),
        constraint bet_stake_is_equal_on_all_lines check (stake % lines = 0),
        constraint bet_payout_is_bounded
            check (potential_payout between 0 and 1000000000000
                   and payout between 0 and 1000000000000),
        constraint bet_odds_policy_is_known check (odds_policy in ('exact', 'better', 'any')),
        constraint bet_request_digest_is_128_bits check (octet_length(request_digest) = 16),
        constraint bet_request_key_is_short check (length(request_key) between 1 and 200),
        constraint bet_state_is_known
            check (state in ('accepted', 'cancelled', 'cashed_out', 'settled')),
        constraint bet_result_is_known
            check (result in ('won', 'part_lost', 'returned', 'lost', 'void')),
        constraint bet_result_when_settled check ((result is not null) = (state = 'settled')),
        constraint bet_payout_at_its_end
            check ((state = 'accepted') = (payout is null)
                   and (state = 'accepted') = (settled_at is null)),
        constraint bet_note_is_short check (length(note) <= 200),
        constraint bet_own_probability_is_one check (own_probability between 0 and 1000)
    ) with (fillfactor = 90)
"""

# The price that a leg names was on offer: the foreign key says so.  Odds are those of the price
# after the community's multiplier.
LEG = f"""
    create table leg (
        tenant_id uuid not null default {CURRENT_TENANT},
        bet_id uuid not null,
        number bigint not null,
        selection_tenant_id uuid not null,
        selection_id uuid not null,
        market_id uuid not null,
        event_id uuid not null,
        odds bigint,
        odds_version bigint not null,
        multiplier_version bigint not null default 0,
        locks_at timestamptz not null,
        constraint leg_pk primary key (tenant_id, bet_id, number),
        constraint leg_bet_fk foreign key (tenant_id, bet_id) references bet (tenant_id, id),
        constraint leg_price_fk
            foreign key (selection_tenant_id, selection_id, odds_version)
            references price (tenant_id, selection_id, version),
        constraint leg_selection_is_theirs check (selection_tenant_id in (tenant_id, {PLATFORM})),
        constraint leg_odds_are_sane check (odds between 1001 and 1000000),
        constraint leg_number_is_small check (number between 1 and 20)
    )
"""

# What an offer rested on, in the order of the legs: `odds` are the prices of those that were open,
# null where one was decided, by its market's grading in `gradings` (null: void without one).
# `multipliers` are what the legs counted, open ones as won: exact, as `5/2`.
CASH_OUT = f"""
    create table cash_out (
        tenant_id uuid not null default {CURRENT_TENANT},
        bet_id uuid not null,
        points bigint not null,
        versions jsonb not null,
        odds bigint[] not null,
        gradings bigint[] not null,
        multipliers text[] not null,
        at timestamptz not null default clock_timestamp(),
        constraint cash_out_pk primary key (tenant_id, bet_id),
        constraint cash_out_bet_fk foreign key (tenant_id, bet_id) references bet (tenant_id, id),
        constraint cash_out_points_are_bounded check (points between 0 and 1000000000000),
        constraint cash_out_rests_on_its_legs check
            (cardinality(odds) = cardinality(gradings)
             and cardinality(odds) = cardinality(multipliers))
    )
"""


def upgrade() -> None:
    for statement in (EXPOSURE, EXPOSURE_LIMIT, BET, LEG, CASH_OUT):
        op.execute(statement)
    op.execute("create index bet_player_idx on bet (tenant_id, player_id, accepted_at, id)")
    op.execute(
        "create unique index bet_request_key_key on bet (tenant_id, entry_id, request_key)"
        " where request_key is not null"
    )
    op.execute("create index leg_market_idx on leg (tenant_id, market_id, bet_id)")
    touched("exposure_limit")
    tenant_table("exposure")
    tenant_table("exposure_limit", app="select, insert, update, delete")
    tenant_table("bet", app="select, insert, update (state, result, payout, settled_at, note)")
    tenant_table("leg", app="select, insert")
    tenant_table("cash_out", app="select, insert")
