"""Who stands where: what counts so far, the standings made of it, their history, and prizes."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, never_changes, tenant_table, touched

revision = "0018"
down_revision = "0017"

# The runs that a competition's tallies hold.  Runs count whole, and once.
COUNTED_RUN = f"""
    create table counted_run (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        run_id uuid not null,
        at timestamptz not null default clock_timestamp(),
        constraint counted_run_pk primary key (tenant_id, competition_id, run_id),
        constraint counted_run_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint counted_run_run_fk
            foreign key (tenant_id, run_id) references settlement_run (tenant_id, id)
    )
"""

# Bets that players ended themselves, which no run tells of.
COUNTED_CASH_OUT = f"""
    create table counted_cash_out (
        tenant_id uuid not null default {CURRENT_TENANT},
        bet_id uuid not null,
        competition_id uuid not null,
        at timestamptz not null default clock_timestamp(),
        constraint counted_cash_out_pk primary key (tenant_id, bet_id),
        constraint counted_cash_out_cash_out_fk
            foreign key (tenant_id, bet_id) references cash_out (tenant_id, bet_id),
        constraint counted_cash_out_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id)
    )
"""

# In which sport and round an event counts.  Where the event's round changes, all is counted anew.
COUNTED_EVENT = f"""
    create table counted_event (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        event_id uuid not null,
        sport_id uuid not null,
        round text,
        constraint counted_event_pk primary key (tenant_id, competition_id, event_id),
        constraint counted_event_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id)
    )
"""

# Tallies, streaks and standings have no foreign keys: a hundred thousand rows are made at once of
# tables that have them, and asking again for each would take as long as the rest.

# What an entry's counted bets and predictions add up to, by sport and round: null where a combo's
# legs do not share one, and for bonus questions.  Void bets count as if they had not been.
TALLY = f"""
    create table tally (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        entry_id uuid not null,
        sport_id uuid,
        round text,
        bets bigint not null,
        staked bigint not null,
        paid bigint not null,
        won bigint not null,
        lost bigint not null,
        prediction_points bigint not null,
        bonus_points bigint not null,
        exact_predictions bigint not null,
        constraint tally_is_one_a_sport_and_round
            unique nulls not distinct (tenant_id, entry_id, sport_id, round)
    ) with (fillfactor = 80)
"""

# Bets won in a row: at the end, and at most.  `last_run_id` is the newest run that is in it.
STREAK = f"""
    create table streak (
        tenant_id uuid not null default {CURRENT_TENANT},
        entry_id uuid not null,
        competition_id uuid not null,
        current bigint not null,
        best bigint not null,
        last_run_id uuid not null,
        constraint streak_pk primary key (tenant_id, entry_id),
        constraint streak_best_is_the_longest check (current between 0 and best)
    ) with (fillfactor = 80)
"""

# A leaderboard has the id of its competition, or of the community.  `ranked_by` is what its places
# follow, `bets_min` how many bets a return on investment needs.  `day` is that of its newest
# standings; `digest` is what they were when they were frozen.
BOARD = f"""
    create table board (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null,
        competition_id uuid,
        version bigint not null default 0,
        ranked_by text[] not null,
        bets_min bigint not null,
        day date,
        looked_at timestamptz,
        changed_at timestamptz,
        frozen_at timestamptz,
        digest text,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint board_pk primary key (tenant_id, id),
        constraint board_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint board_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint board_is_of_a_competition_or_the_community
            check (id = coalesce(competition_id, tenant_id)),
        constraint board_version_is_a_count check (version >= 0),
        constraint board_is_frozen_as_it_was check ((frozen_at is null) = (digest is null))
    )
"""

# Standings as they were when the board got its version.  `place` is where a row is shown, `rank`
# is shared by equals; whoever is `outside` has none.  Rates are in ten-thousandths.
STANDING = f"""
    create table standing (
        tenant_id uuid not null default {CURRENT_TENANT},
        board_id uuid not null,
        player_id uuid not null,
        entry_id uuid,
        outside text,
        joined_at timestamptz not null,
        place bigint not null,
        rank bigint,
        given bigint not null,
        net_worth bigint not null,
        net_points bigint not null,
        bets bigint not null,
        staked bigint not null,
        paid bigint not null,
        won bigint not null,
        lost bigint not null,
        roi bigint,
        win_rate bigint,
        prediction_points bigint not null,
        exact_predictions bigint not null,
        streak bigint not null,
        best_streak bigint not null,
        constraint standing_pk primary key (tenant_id, board_id, player_id),
        constraint standing_outside_is_known
            check (outside in ('bot', 'excluded', 'withdrawn')),
        constraint standing_outside_has_no_rank check (outside is null or rank is null),
        constraint standing_place_is_a_count check (place >= 1 and rank between 1 and place),
        constraint standing_adds_up check (net_points = paid - staked
                                           and net_worth = given + net_points)
    ) with (fillfactor = 50)
"""

# Where everybody stood at the end of a day on which something changed, or before.
STANDING_DAY = f"""
    create table standing_day (
        tenant_id uuid not null default {CURRENT_TENANT},
        board_id uuid not null,
        player_id uuid not null,
        day date not null,
        rank bigint,
        net_worth bigint not null,
        net_points bigint not null,
        prediction_points bigint not null,
        constraint standing_day_pk primary key (tenant_id, board_id, player_id, day),
        constraint standing_day_standing_fk
            foreign key (tenant_id, board_id, player_id)
            references standing (tenant_id, board_id, player_id)
    )
"""

# Paid once, when standings were frozen.  Its transfer has the key `prize:<entry>`.
PRIZE = f"""
    create table prize (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        entry_id uuid not null,
        rank bigint not null,
        points bigint not null,
        at timestamptz not null default clock_timestamp(),
        constraint prize_pk primary key (tenant_id, competition_id, entry_id),
        constraint prize_entry_fk
            foreign key (tenant_id, entry_id, competition_id)
            references entry (tenant_id, id, competition_id),
        constraint prize_points_are_positive check (points >= 1),
        constraint prize_rank_is_a_count check (rank >= 1)
    )
"""

# Points that came and went without a bet.  Queries that say the same words may use it.
GIVEN_IDX = """
    create index transfer_given_idx on transfer (tenant_id, at)
    include (kept_account, credit_account, points)
    where kind in ('grant', 'adjustment', 'take_back', 'withdrawal')
"""

TABLES = (
    COUNTED_RUN,
    COUNTED_CASH_OUT,
    COUNTED_EVENT,
    TALLY,
    STREAK,
    BOARD,
    STANDING,
    STANDING_DAY,
    PRIZE,
)
INDEXES = (
    "create index tally_competition_idx on tally (tenant_id, competition_id, round)",
    "create index streak_competition_idx on streak (tenant_id, competition_id)",
    "create index standing_place_idx on standing (tenant_id, board_id, place)",
    GIVEN_IDX,
    "create index entry_updated_at_idx on entry (tenant_id, updated_at)",
)


def upgrade() -> None:
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
    op.execute("alter table competition add column frozen_at timestamptz")
    touched("board")
    for name in ("counted_run", "counted_cash_out", "counted_event", "tally", "streak"):
        tenant_table(name, app="select, insert, update, delete")
    for name in ("board", "standing"):
        tenant_table(name)
    for name in ("standing_day", "prize"):
        tenant_table(name, app="select, insert")
        never_changes(name)
