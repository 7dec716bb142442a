"""Scores foretold without a stake, and bonus questions."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, PLATFORM, tenant_table, touched

revision = "0013"
down_revision = "0012"

# `round` is the event's at that moment: jokers are counted by it, whatever the event's becomes.
PREDICTION = f"""
    create table prediction (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        entry_id uuid not null,
        competition_id uuid not null,
        event_tenant_id uuid not null,
        event_id uuid not null,
        round text,
        first_score bigint not null,
        second_score bigint not null,
        joker boolean not null default false,
        predicted_at timestamptz not null,
        locks_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint prediction_pk primary key (tenant_id, id),
        constraint prediction_entry_fk
            foreign key (tenant_id, entry_id, competition_id)
            references entry (tenant_id, id, competition_id),
        constraint prediction_event_fk
            foreign key (tenant_id, competition_id, event_tenant_id, event_id)
            references competition_event (tenant_id, competition_id, event_tenant_id, event_id),
        constraint prediction_event_is_theirs check (event_tenant_id in (tenant_id, {PLATFORM})),
        constraint prediction_is_one_an_event unique (tenant_id, entry_id, event_id),
        constraint prediction_scores_are_sane
            check (first_score between 0 and 999 and second_score between 0 and 999),
        constraint prediction_is_before_the_lock check (predicted_at < locks_at)
    )
"""

# `answers` are the right ones, once somebody said which; several may be right.
BONUS_QUESTION = f"""
    create table bonus_question (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        competition_id uuid not null,
        question text not null,
        choices text[] not null,
        points bigint not null,
        locks_at timestamptz not null,
        answers text[],
        withdrawn_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint bonus_question_pk primary key (tenant_id, id),
        constraint bonus_question_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint bonus_question_of_its_competition unique (tenant_id, id, competition_id),
        constraint bonus_question_is_short check (length(trim(question)) between 1 and 200),
        constraint bonus_question_points_are_few check (points between 1 and 1000),
        constraint bonus_question_choices_are_few check (cardinality(choices) between 2 and 100),
        constraint bonus_question_answers_are_choices check (answers <@ choices),
        constraint bonus_question_withdrawn_before_its_lock check (withdrawn_at < locks_at),
        constraint bonus_question_withdrawn_has_no_answers
            check (withdrawn_at is null or answers is null)
    )
"""

BONUS_ANSWER = f"""
    create table bonus_answer (
        tenant_id uuid not null default {CURRENT_TENANT},
        question_id uuid not null,
        entry_id uuid not null,
        competition_id uuid not null,
        answer text not null,
        answered_at timestamptz not null,
        locks_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint bonus_answer_pk primary key (tenant_id, question_id, entry_id),
        constraint bonus_answer_question_fk
            foreign key (tenant_id, question_id, competition_id)
            references bonus_question (tenant_id, id, competition_id),
        constraint bonus_answer_entry_fk
            foreign key (tenant_id, entry_id, competition_id)
            references entry (tenant_id, id, competition_id),
        constraint bonus_answer_is_before_the_lock check (answered_at < locks_at)
    )
"""


def upgrade() -> None:
    for statement in (PREDICTION, BONUS_QUESTION, BONUS_ANSWER):
        op.execute(statement)
    op.execute(
        "create index prediction_event_idx on prediction"
        " (tenant_id, competition_id, event_id, entry_id)"
    )
    op.execute("create index bonus_question_idx on bonus_question (tenant_id, competition_id, id)")
    op.execute("create index bonus_answer_entry_idx on bonus_answer (tenant_id, entry_id)")
    for name in ("prediction", "bonus_question", "bonus_answer"):
        touched(name)
        tenant_table(name)
