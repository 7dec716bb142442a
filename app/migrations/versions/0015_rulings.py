"""What officials say became of events and markets, and of each leg thereby."""

from alembic import op

from app.migrations.tools import (
    CURRENT_TENANT,
    PLATFORM,
    never_changes,
    shared_table,
    tenant_table,
    touched,
)

revision = "0015"
down_revision = "0014"

# What somebody says became of an event or a market: in force once confirmed.  `document` holds
# what has no table of its own: the marks of a custom market, the prices that should have been.
RULING = f"""
    create table ruling (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        kind text not null,
        event_tenant_id uuid not null,
        event_id uuid not null,
        market_id uuid,
        result_version bigint,
        document jsonb not null,
        reason text,
        state text not null default 'pending',
        second_person boolean not null,
        entered_by text not null,
        decided_by text,
        decided_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint ruling_pk primary key (tenant_id, id),
        constraint ruling_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint ruling_event_fk
            foreign key (event_tenant_id, event_id) references event (tenant_id, id),
        constraint ruling_event_is_theirs check (event_tenant_id in (tenant_id, {PLATFORM})),
        constraint ruling_market_fk
            foreign key (tenant_id, market_id) references market (tenant_id, id),
        constraint ruling_result_fk
            foreign key (event_tenant_id, event_id, result_version)
            references result (tenant_id, event_id, version),
        constraint ruling_kind_is_known check (kind in ('result', 'marks', 'void', 'prices')),
        constraint ruling_is_about_an_event_or_a_market check (case kind
            when 'result' then market_id is null and result_version is not null
                and event_tenant_id = tenant_id
            else market_id is not null and result_version is null end),
        constraint ruling_result_once unique (tenant_id, event_id, result_version),
        constraint ruling_has_a_reason check
            (kind in ('result', 'marks') or length(trim(coalesce(reason, ''))) between 1 and 500),
        constraint ruling_state_is_known
            check (state in ('pending', 'confirmed', 'refused', 'overtaken')),
        constraint ruling_is_decided_once check
            ((state in ('confirmed', 'refused')) = (decided_by is not null)
             and (decided_by is null) = (decided_at is null)),
        constraint ruling_has_two_people check
            (state <> 'confirmed' or not second_person or decided_by <> entered_by)
    )
"""

# How a market was graded, by number; the newest is in force (`market.grading`).  A bet that was
# accepted at or after `true_start_at` came too late.
GRADING = f"""
    create table grading (
        tenant_id uuid not null default {CURRENT_TENANT},
        market_id uuid not null,
        number bigint not null,
        ruling_tenant_id uuid not null,
        ruling_id uuid not null,
        result_version bigint,
        true_start_at timestamptz,
        at timestamptz not null default clock_timestamp(),
        constraint grading_pk primary key (tenant_id, market_id, number),
        constraint grading_market_fk
            foreign key (tenant_id, market_id) references market (tenant_id, id),
        constraint grading_ruling_fk
            foreign key (ruling_tenant_id, ruling_id) references ruling (tenant_id, id),
        constraint grading_ruling_is_theirs check (ruling_tenant_id in (tenant_id, {PLATFORM})),
        constraint grading_number_is_a_count check (number >= 1)
    )
"""

# Parts of the stake: `win` and `push` of `divisor`.  Those for a place are of each-way bets.
# A selection without a row is still open, whatever the others became.
OUTCOME = f"""
    create table outcome (
        tenant_id uuid not null default {CURRENT_TENANT},
        selection_id uuid not null,
        grading bigint not null,
        market_id uuid not null,
        win bigint not null,
        push bigint not null,
        divisor bigint not null,
        place_win bigint,
        place_push bigint,
        place_divisor bigint,
        constraint outcome_pk primary key (tenant_id, selection_id, grading),
        constraint outcome_selection_fk
            foreign key (tenant_id, selection_id) references selection (tenant_id, id),
        constraint outcome_grading_fk
            foreign key (tenant_id, market_id, grading)
            references grading (tenant_id, market_id, number),
        constraint outcome_is_parts_of_a_stake check
            (divisor between 1 and 1000000 and win >= 0 and push >= 0 and win + push <= divisor),
        constraint outcome_place_is_parts_of_a_stake check
            ((place_win is null) = (place_divisor is null)
             and (place_push is null) = (place_divisor is null)
             and place_divisor between 1 and 1000000 and place_win >= 0 and place_push >= 0
             and place_win + place_push <= place_divisor)
    )
"""

# The odds that should have been on offer, where a price was a palpable error.
PRICE_CORRECTION = f"""
    create table price_correction (
        tenant_id uuid not null default {CURRENT_TENANT},
        selection_id uuid not null,
        odds_version bigint not null,
        odds bigint not null,
        ruling_id uuid not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint price_correction_pk primary key (tenant_id, selection_id, odds_version),
        constraint price_correction_price_fk
            foreign key (tenant_id, selection_id, odds_version)
            references price (tenant_id, selection_id, version),
        constraint price_correction_ruling_fk
            foreign key (tenant_id, ruling_id) references ruling (tenant_id, id),
        constraint price_correction_odds_are_sane check (odds between 1001 and 1000000)
    )
"""

# An event that a competition does not count: played too long after it was meant to be, or never.
EVENT_VOID = f"""
    create table event_void (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        event_tenant_id uuid not null,
        event_id uuid not null,
        void boolean not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint event_void_pk
            primary key (tenant_id, competition_id, event_tenant_id, event_id),
        constraint event_void_event_fk
            foreign key (tenant_id, competition_id, event_tenant_id, event_id)
            references competition_event (tenant_id, competition_id, event_tenant_id, event_id)
    )
"""

PRODUCT = """
    create aggregate product (numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1',
                                        parallel = safe)
"""

# Every leg as the rulings in force have it.  A leg that is not decided is still open.  Odds are
# what the stake is paid at: those that were taken, unless they were corrected since, less what
# Rule 4 takes of the winnings, in hundred-thousandths.  A leg that came late or of an event that
# its competition does not count is void: all of it is pushed.
LEG_NOW = """
    create view leg_now with (security_invoker = true) as
    select l.tenant_id, l.bet_id, l.number, l.selection_tenant_id, l.selection_id, l.market_id,
           l.event_id, nullif(m.grading, 0) as grading, g.result_version,
           void.why as void_because,
           void.why is not null or o.selection_id is not null as decided,
           case when void.why is null then o.win else 0 end as win,
           case when void.why is null then o.push else 1 end as push,
           case when void.why is null then o.divisor else 1 end as divisor,
           case when void.why is null then o.place_win else 0 end as place_win,
           case when void.why is null then o.place_push else 1 end as place_push,
           case when void.why is null then o.place_divisor else 1 end as place_divisor,
           coalesce(c.odds, l.odds) as odds, rule_4.deduction,
           100000 + (coalesce(c.odds, l.odds) - 1000) * (100 - rule_4.deduction) as paid_odds,
           m.place_divisor as place_terms
    from leg l
    join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
    join market m on (m.tenant_id, m.id) = (l.selection_tenant_id, l.market_id)
    left join grading g
        on (g.tenant_id, g.market_id, g.number) = (m.tenant_id, m.id, m.grading)
    left join outcome o
        on (o.tenant_id, o.selection_id, o.grading)
         = (l.selection_tenant_id, l.selection_id, m.grading)
    left join event_void v
        on (v.tenant_id, v.competition_id, v.event_tenant_id, v.event_id)
         = (b.tenant_id, b.competition_id, m.event_tenant_id, m.event_id) and v.void
    cross join lateral (
        select case when v.event_id is not null then 'postponed'
                    when b.accepted_at >= g.true_start_at then 'late' end as why
    ) as void
    left join lateral (
        select greatest(1001, 1000 + (p.odds - 1000) * coalesce(x.odds_multiplier, 1000) / 1000)
               as odds
        from price_correction p
        left join event_config_change x
            on (x.tenant_id, x.event_tenant_id, x.event_id, x.version)
             = (l.tenant_id, m.event_tenant_id, m.event_id, l.multiplier_version)
        where (p.tenant_id, p.selection_id, p.odds_version)
            = (l.selection_tenant_id, l.selection_id, l.odds_version)
    ) as c on true
    cross join lateral (
        select case when m.rule_4 then (
            select least(90, coalesce(sum(w.deduction), 0))::bigint
            from selection w
            where (w.tenant_id, w.market_id) = (m.tenant_id, m.id)
            and w.withdrawn_at > b.accepted_at
        ) else 0 end as deduction
    ) as rule_4
"""

# Whoever rules on an event of the platform has to know whether any community asks for a second
# person, and whether these people bet on it; each community sees its own bets only.
INTERESTS_IN_EVENT = """
    create function interests_in_event(event uuid, market uuid, subjects text[])
    returns table (four_eyes boolean, market_has_bets boolean, with_bets text[])
    language plpgsql as $$
    declare
        asking text := current_setting('app.tenant_id');
        platform constant uuid := '00000000-0000-7000-8000-000000000000';
        community record;
    begin
        for community in
            select id from tenant where asking::uuid in (id, platform)
        loop
            perform set_config('app.tenant_id', community.id::text, true);
            return query select
                exists (
                    select from competition_event ce
                    join competition c on (c.tenant_id, c.id) = (ce.tenant_id, ce.competition_id)
                    where (ce.tenant_id, ce.event_id) = (community.id, event)
                    and c.state in ('running', 'finished') and (c.settings ->> 'four_eyes')::boolean
                ),
                exists (
                    select from leg l join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
                    where (l.tenant_id, l.market_id) = (community.id, market)
                    and b.state <> 'cancelled'
                ),
                array (
                    select p.subject from player p
                    where p.tenant_id = community.id and p.subject = any (subjects)
                    and exists (
                        select from entry n
                        join bet b on (b.tenant_id, b.entry_id) = (n.tenant_id, n.id)
                        join leg l on (l.tenant_id, l.bet_id) = (b.tenant_id, b.id)
                        where (n.tenant_id, n.player_id) = (community.id, p.id)
                        and b.state <> 'cancelled' and l.event_id = event
                    )
                );
        end loop;
        perform set_config('app.tenant_id', asking, true);
    end
    $$
"""


def upgrade() -> None:
    for statement in (RULING, GRADING, OUTCOME, PRICE_CORRECTION, EVENT_VOID):
        op.execute(statement)
    op.execute("create index ruling_event_idx on ruling (event_id, tenant_id)")
    op.execute(
        "create index ruling_pending_idx on ruling (tenant_id, created_at) where state = 'pending'"
    )
    for name in ("ruling", "price_correction"):
        touched(name)
        shared_table(name)
    for name in ("grading", "outcome"):
        shared_table(name, app="select, insert")
        never_changes(name)
    touched("event_void")
    tenant_table("event_void")
    for statement in (INTERESTS_IN_EVENT, PRODUCT, LEG_NOW):
        op.execute(statement)
    op.execute("grant select on leg_now to pointsbook_app, pointsbook_platform")
