"""Competitions with their versioned settings, entries, and private leagues inside them."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, PLATFORM, never_changes, tenant_table, touched

revision = "0009"
down_revision = "0008"

# A competition's id is the bank of its ledger accounts; an entry's id is their owner.
COMPETITION = f"""
    create table competition (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        slug text not null,
        name text not null,
        description text not null default '',
        state text not null default 'draft',
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        join_code text not null default translate(gen_random_uuid()::text, '-', ''),
        settings jsonb not null,
        settings_version bigint not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint competition_pk primary key (tenant_id, id),
        constraint competition_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint competition_slug_key unique (tenant_id, slug),
        constraint competition_slug_is_plain
            check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
        constraint competition_join_code_key unique (tenant_id, join_code),
        constraint competition_join_code_is_long check (length(join_code) between 8 and 40),
        constraint competition_name_is_short check (length(trim(name)) between 1 and 80),
        constraint competition_description_is_short check (length(description) <= 2000),
        constraint competition_state_is_known
            check (state in ('template', 'draft', 'running', 'finished', 'archived')),
        constraint competition_ends_after_it_starts check (ends_at > starts_at),
        constraint competition_settings_version_is_a_count check (settings_version >= 1)
    )
"""

COMPETITION_SETTINGS = f"""
    create table competition_settings (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        version bigint not null,
        document jsonb not null,
        author text not null,
        at timestamptz not null default clock_timestamp(),
        constraint competition_settings_pk primary key (tenant_id, competition_id, version),
        constraint competition_settings_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id)
    )
"""

# What a competition is played on.  Bets are taken on the markets of these events only.
COMPETITION_EVENT = f"""
    create table competition_event (
        tenant_id uuid not null default {CURRENT_TENANT},
        competition_id uuid not null,
        event_tenant_id uuid not null,
        event_id uuid not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint competition_event_pk
            primary key (tenant_id, competition_id, event_tenant_id, event_id),
        constraint competition_event_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint competition_event_event_fk
            foreign key (event_tenant_id, event_id) references event (tenant_id, id),
        constraint competition_event_is_theirs check (event_tenant_id in (tenant_id, {PLATFORM}))
    )
"""

# `settings_version` is the one that said with how many points the entry began.
ENTRY = f"""
    create table entry (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        competition_id uuid not null,
        player_id uuid not null,
        state text not null,
        bot boolean not null default false,
        reason text,
        joined_at timestamptz,
        settings_version bigint not null default 1,
        topped_up_on date,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint entry_pk primary key (tenant_id, id),
        constraint entry_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint entry_settings_fk
            foreign key (tenant_id, competition_id, settings_version)
            references competition_settings (tenant_id, competition_id, version),
        constraint entry_player_fk foreign key (tenant_id, player_id)
            references player (tenant_id, id),
        constraint entry_is_one_a_player unique (tenant_id, competition_id, player_id),
        constraint entry_competition_key unique (tenant_id, id, competition_id, player_id),
        constraint entry_of_its_competition unique (tenant_id, id, competition_id),
        constraint entry_state_is_known
            check (state in
            ('invited', 'requested', 'refused', 'active', 'withdrawn', 'excluded')),
        constraint entry_that_plays_has_joined check (state <> 'active' or joined_at is not null),
        constraint entry_exclusion_has_a_reason
            check (state <> 'excluded' or length(trim(coalesce(reason, ''))) between 1 and 500)
    )
"""

PRIVATE_LEAGUE = f"""
    create table private_league (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        competition_id uuid not null,
        founder_id uuid not null,
        name text not null,
        code text not null,
        archived_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint private_league_pk primary key (tenant_id, id),
        constraint private_league_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id),
        constraint private_league_founder_fk
            foreign key (tenant_id, founder_id, competition_id)
            references entry (tenant_id, id, competition_id),
        constraint private_league_of_its_competition unique (tenant_id, id, competition_id),
        constraint private_league_name_key unique (tenant_id, competition_id, name),
        constraint private_league_code_key unique (tenant_id, code),
        constraint private_league_name_is_short check (length(trim(name)) between 1 and 60),
        constraint private_league_code_is_long check (length(code) between 8 and 40)
    )
"""

PRIVATE_LEAGUE_ENTRY = f"""
    create table private_league_entry (
        tenant_id uuid not null default {CURRENT_TENANT},
        league_id uuid not null,
        entry_id uuid not null,
        competition_id uuid not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint private_league_entry_pk primary key (tenant_id, league_id, entry_id),
        constraint private_league_entry_league_fk
            foreign key (tenant_id, league_id, competition_id)
            references private_league (tenant_id, id, competition_id),
        constraint private_league_entry_entry_fk
            foreign key (tenant_id, entry_id, competition_id)
            references entry (tenant_id, id, competition_id)
    )
"""

ANNOUNCEMENT = f"""
    create table announcement (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        competition_id uuid not null,
        kind text not null,
        facts jsonb not null,
        at timestamptz not null default clock_timestamp(),
        constraint announcement_pk primary key (tenant_id, id),
        constraint announcement_competition_fk
            foreign key (tenant_id, competition_id) references competition (tenant_id, id)
    )
"""


def upgrade() -> None:
    op.execute(COMPETITION)
    op.execute(COMPETITION_SETTINGS)
    op.execute(COMPETITION_EVENT)
    op.execute(ENTRY)
    op.execute(PRIVATE_LEAGUE)
    op.execute(PRIVATE_LEAGUE_ENTRY)
    op.execute(ANNOUNCEMENT)
    op.execute("create index entry_player_idx on entry (tenant_id, player_id)")
    op.execute(
        "create index competition_event_event_idx on competition_event (event_id, tenant_id)"
    )
    op.execute(
        "create index private_league_entry_idx on private_league_entry (tenant_id, entry_id)"
    )
    op.execute("create index announcement_idx on announcement (tenant_id, competition_id, at)")
    for name in ("competition", "entry", "private_league"):
        touched(name)
        tenant_table(name)
    tenant_table("competition_settings", app="select, insert")
    tenant_table("competition_event", app="select, insert, delete")
    tenant_table("private_league_entry", app="select, insert, delete")
    tenant_table("announcement", app="select, insert")
    never_changes("competition_settings")
    never_changes("announcement")
