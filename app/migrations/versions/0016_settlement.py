"""What was paid by rulings, run by run, and what predictions earned."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, never_changes, tenant_table, touched

revision = "0016"
down_revision = "0015"

# One community's way of bringing its bets into line with a ruling, in parts that workers take up
# wherever they were left.  A run that a later one on the same event overtakes ends with that one:
# what it moved counts in standings when `counts_with` (itself, mostly) is finished.
SETTLEMENT_RUN = f"""
    create table settlement_run (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        kind text not null,
        event_tenant_id uuid,
        event_id uuid,
        question_id uuid,
        ruling_tenant_id uuid,
        ruling_id uuid,
        reason text,
        state text not null default 'running',
        counts_with uuid not null,
        finished_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint settlement_run_pk primary key (tenant_id, id),
        constraint settlement_run_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint settlement_run_event_fk
            foreign key (event_tenant_id, event_id) references event (tenant_id, id),
        constraint settlement_run_question_fk
            foreign key (tenant_id, question_id) references bonus_question (tenant_id, id),
        constraint settlement_run_ruling_fk
            foreign key (ruling_tenant_id, ruling_id) references ruling (tenant_id, id),
        constraint settlement_run_counts_with_fk
            foreign key (tenant_id, counts_with) references settlement_run (tenant_id, id),
        constraint settlement_run_kind_is_known check (kind in ('event', 'bonus')),
        constraint settlement_run_has_its_subject check (case kind
            when 'event' then event_id is not null and question_id is null
            else question_id is not null and event_id is null end),
        constraint settlement_run_state_is_known
            check (state in ('running', 'finished', 'overtaken')),
        constraint settlement_run_is_finished_at_some_time
            check ((state = 'running') = (finished_at is null))
    )
"""

# The bets on a market (by fixed odds), the bets of a pool, or the predictions of a competition.
# `after` is the last bet that was brought into line, in the order of their ids.
SETTLEMENT_PART = f"""
    create table settlement_part (
        tenant_id uuid not null default {CURRENT_TENANT},
        run_id uuid not null,
        kind text not null,
        subject_id uuid not null,
        total bigint not null,
        done bigint not null default 0,
        changed bigint not null default 0,
        moved bigint not null default 0,
        after uuid,
        finished_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint settlement_part_pk primary key (tenant_id, run_id, kind, subject_id),
        constraint settlement_part_run_fk
            foreign key (tenant_id, run_id) references settlement_run (tenant_id, id),
        constraint settlement_part_kind_is_known
            check (kind in ('market', 'pool', 'predictions', 'bonus')),
        constraint settlement_part_counts_up
            check (total >= 0 and done >= 0 and changed >= 0 and moved >= 0)
    )
"""

# Each time that a bet was brought into line: from what it was to what it became.  Nothing is paid
# without such a row.  `gradings` are those of its legs' markets, in the order of the legs; null
# where the market had none.  `state` accepted says that a bet is open again.
SETTLEMENT = f"""
    create table settlement (
        tenant_id uuid not null default {CURRENT_TENANT},
        bet_id uuid not null,
        number bigint not null,
        run_id uuid not null,
        competition_id uuid not null,
        entry_id uuid not null,
        stake bigint not null,
        state_before text not null,
        result_before text,
        payout_before bigint,
        state text not null,
        result text,
        payout bigint,
        gradings bigint[] not null,
        at timestamptz not null default clock_timestamp(),
        constraint settlement_pk primary key (tenant_id, bet_id, number),
        constraint settlement_bet_fk foreign key (tenant_id, bet_id) references bet (tenant_id, id),
        constraint settlement_run_fk
            foreign key (tenant_id, run_id) references settlement_run (tenant_id, id),
        constraint settlement_is_once_a_run unique (tenant_id, run_id, bet_id),
        constraint settlement_number_is_a_count check (number >= 1),
        constraint settlement_state_is_known check
            (state in ('accepted', 'cashed_out', 'settled')
             and state_before in ('accepted', 'cashed_out', 'settled')),
        constraint settlement_result_when_settled check
            ((result is not null) = (state = 'settled')
             and (result_before is not null) = (state_before = 'settled')),
        constraint settlement_payout_unless_open check
            ((payout is null) = (state = 'accepted')
             and (payout_before is null) = (state_before = 'accepted')),
        constraint settlement_changes_something check
            ((state, result, payout) is distinct from (state_before, result_before, payout_before))
    )
"""

# How a pool was shared out, by number; the newest is in force.  Dividends stand by selection.
POOL_SETTLEMENT = f"""
    create table pool_settlement (
        tenant_id uuid not null default {CURRENT_TENANT},
        pool_id uuid not null,
        number bigint not null,
        run_id uuid not null,
        grading bigint not null,
        refunded boolean not null,
        stakes bigint not null,
        carried_in bigint not null,
        paid bigint not null,
        takeout bigint not null,
        breakage bigint not null,
        top_up bigint not null,
        carried_out bigint not null,
        dividends jsonb not null,
        at timestamptz not null default clock_timestamp(),
        constraint pool_settlement_pk primary key (tenant_id, pool_id, number),
        constraint pool_settlement_pool_fk
            foreign key (tenant_id, pool_id) references pool (tenant_id, id),
        constraint pool_settlement_run_fk
            foreign key (tenant_id, run_id) references settlement_run (tenant_id, id),
        constraint pool_settlement_is_never_negative check
            (stakes >= 0 and carried_in >= 0 and paid >= 0 and takeout >= 0 and breakage >= 0
             and top_up >= 0 and carried_out >= 0),
        constraint pool_settlement_adds_up check
            (paid + takeout + breakage + carried_out = stakes + carried_in + top_up)
    )
"""

# Each time that the points of a prediction or of a bonus answer changed.  `subject_id` is the
# prediction or the question; `facts` say why it is these points.
SCORE = f"""
    create table score (
        tenant_id uuid not null default {CURRENT_TENANT},
        subject_id uuid not null,
        entry_id uuid not null,
        number bigint not null,
        run_id uuid not null,
        competition_id uuid not null,
        points_before bigint,
        points bigint,
        facts jsonb not null,
        at timestamptz not null default clock_timestamp(),
        constraint score_pk primary key (tenant_id, subject_id, entry_id, number),
        constraint score_entry_fk
            foreign key (tenant_id, entry_id, competition_id)
            references entry (tenant_id, id, competition_id),
        constraint score_run_fk
            foreign key (tenant_id, run_id) references settlement_run (tenant_id, id),
        constraint score_is_once_a_run unique (tenant_id, run_id, subject_id, entry_id),
        constraint score_number_is_a_count check (number >= 1)
    )
"""

# What admins say was right of a bonus question, in force once confirmed: like a ruling.
BONUS_DECISION = f"""
    create table bonus_decision (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        question_id uuid not null,
        answers text[] not null,
        reason text,
        corrects boolean not null,
        state text not null default 'pending',
        second_person boolean not null,
        entered_by text not null,
        decided_by text,
        decided_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint bonus_decision_pk primary key (tenant_id, id),
        constraint bonus_decision_question_fk
            foreign key (tenant_id, question_id) references bonus_question (tenant_id, id),
        constraint bonus_decision_names_answers check (cardinality(answers) >= 1),
        constraint bonus_decision_has_a_reason check
            (not corrects or length(trim(coalesce(reason, ''))) between 1 and 500),
        constraint bonus_decision_state_is_known
            check (state in ('pending', 'confirmed', 'overtaken')),
        constraint bonus_decision_is_decided_once check
            ((state = 'confirmed') = (decided_by is not null)
             and (decided_by is null) = (decided_at is null)),
        constraint bonus_decision_has_two_people check
            (state <> 'confirmed' or not second_person or decided_by <> entered_by),
        constraint bonus_decision_correction_asks_for_two check (not corrects or second_person)
    )
"""

TABLES = (
    SETTLEMENT_RUN,
    SETTLEMENT_PART,
    SETTLEMENT,
    POOL_SETTLEMENT,
    SCORE,
    BONUS_DECISION,
)
INDEXES = (
    "create index settlement_run_event_idx on settlement_run (tenant_id, event_id)",
    "create index settlement_run_running_idx on settlement_run (tenant_id) where state = 'running'",
    "create index score_entry_idx on score (tenant_id, entry_id, subject_id)",
    """create unique index bonus_decision_waiting_key on bonus_decision (tenant_id, question_id)
       where state = 'pending'""",
    "create index bonus_decision_question_idx on bonus_decision (tenant_id, question_id, id)",
)


def upgrade() -> None:
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
    for name in ("settlement_run", "settlement_part", "bonus_decision"):
        touched(name)
        tenant_table(name)
    for name in ("settlement", "pool_settlement", "score"):
        tenant_table(name, app="select, insert")
        never_changes(name)
