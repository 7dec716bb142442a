"""Sports, leagues, participants, events and their results: the platform's or a community's own."""

from alembic import op

from app.migrations.tools import (
    CURRENT_TENANT,
    PLATFORM,
    never_changes,
    shared_table,
    tenant_table,
    touched,
)

revision = "0007"
down_revision = "0006"

SPORT = f"""
    create table sport (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        slug text not null,
        name text not null,
        scheme text not null,
        archived_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint sport_pk primary key (tenant_id, id),
        constraint sport_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint sport_slug_key unique (tenant_id, slug),
        constraint sport_slug_is_plain
            check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
        constraint sport_name_is_short check (length(trim(name)) between 1 and 80),
        constraint sport_scheme_is_known
            check (scheme in ('goals', 'sets', 'points', 'positions', 'rounds', 'custom'))
    )
"""

LEAGUE = f"""
    create table league (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        sport_tenant_id uuid not null,
        sport_id uuid not null,
        slug text not null,
        name text not null,
        archived_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint league_pk primary key (tenant_id, id),
        constraint league_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint league_sport_fk
            foreign key (sport_tenant_id, sport_id) references sport (tenant_id, id),
        constraint league_sport_is_theirs check (sport_tenant_id in (tenant_id, {PLATFORM})),
        constraint league_slug_key unique (tenant_id, sport_id, slug),
        constraint league_slug_is_plain
            check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
        constraint league_name_is_short check (length(trim(name)) between 1 and 120)
    )
"""

PARTICIPANT = f"""
    create table participant (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        sport_tenant_id uuid not null,
        sport_id uuid not null,
        kind text not null,
        slug text not null,
        name text not null,
        archived_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint participant_pk primary key (tenant_id, id),
        constraint participant_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint participant_sport_fk
            foreign key (sport_tenant_id, sport_id) references sport (tenant_id, id),
        constraint participant_sport_is_theirs check (sport_tenant_id in (tenant_id, {PLATFORM})),
        constraint participant_slug_key unique (tenant_id, sport_id, slug),
        constraint participant_kind_is_known check (kind in ('team', 'player', 'pair')),
        constraint participant_slug_is_plain
            check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
        constraint participant_name_is_short check (length(trim(name)) between 1 and 120)
    )
"""

# An outright is an event, too: the whole league as one, with everybody who may win it.
EVENT = f"""
    create table event (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        sport_tenant_id uuid not null,
        sport_id uuid not null,
        league_tenant_id uuid,
        league_id uuid,
        slug text not null,
        name text not null,
        round text,
        venue text,
        starts_at timestamptz not null,
        first_starts_at timestamptz not null,
        locks_at timestamptz not null,
        true_start_at timestamptz,
        status text not null default 'scheduled',
        score jsonb,
        version bigint not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint event_pk primary key (tenant_id, id),
        constraint event_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint event_sport_fk
            foreign key (sport_tenant_id, sport_id) references sport (tenant_id, id),
        constraint event_sport_is_theirs check (sport_tenant_id in (tenant_id, {PLATFORM})),
        constraint event_league_fk
            foreign key (league_tenant_id, league_id) references league (tenant_id, id),
        constraint event_league_is_theirs
            check ((league_tenant_id is null) = (league_id is null)
                   and league_tenant_id in (tenant_id, {PLATFORM})),
        constraint event_slug_key unique (tenant_id, sport_id, slug),
        constraint event_slug_is_plain
            check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 200),
        constraint event_name_is_short check (length(trim(name)) between 1 and 200),
        constraint event_locks_before_it_starts check (locks_at <= starts_at),
        constraint event_status_is_known check (status in
            ('scheduled', 'live', 'postponed', 'abandoned', 'finished', 'cancelled')),
        constraint event_score_is_small check (pg_column_size(score) <= 8192),
        constraint event_version_is_a_count check (version >= 1)
    )
"""

EVENT_PARTICIPANT = f"""
    create table event_participant (
        tenant_id uuid not null default {CURRENT_TENANT},
        event_id uuid not null,
        number bigint not null,
        participant_tenant_id uuid not null,
        participant_id uuid not null,
        role text,
        withdrawn_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint event_participant_pk primary key (tenant_id, event_id, number),
        constraint event_participant_event_fk
            foreign key (tenant_id, event_id) references event (tenant_id, id),
        constraint event_participant_participant_fk
            foreign key (participant_tenant_id, participant_id)
            references participant (tenant_id, id),
        constraint event_participant_is_theirs
            check (participant_tenant_id in (tenant_id, {PLATFORM})),
        constraint event_participant_takes_part_once unique (tenant_id, event_id, participant_id),
        constraint event_participant_number_is_small check (number between 1 and 500),
        constraint event_participant_role_is_short check (length(trim(role)) between 1 and 40)
    )
"""

RESULT = f"""
    create table result (
        tenant_id uuid not null default {CURRENT_TENANT},
        event_id uuid not null,
        version bigint not null,
        document jsonb not null,
        source text not null,
        entered_by text not null,
        reason text,
        created_at timestamptz not null default clock_timestamp(),
        constraint result_pk primary key (tenant_id, event_id, version),
        constraint result_event_fk
            foreign key (tenant_id, event_id) references event (tenant_id, id),
        constraint result_version_is_a_count check (version >= 1),
        constraint result_source_is_known check (source in ('hand', 'import', 'feed')),
        constraint result_correction_has_a_reason
            check (version = 1 or length(trim(coalesce(reason, ''))) between 1 and 500)
    )
"""

# What was answered to whoever applied a file, should they lose it and send the file again.
IMPORT = f"""
    create table import (
        tenant_id uuid not null default {CURRENT_TENANT} references tenant,
        digest text not null,
        file_digest bytea not null,
        changes jsonb not null,
        created_at timestamptz not null default clock_timestamp(),
        constraint import_pk primary key (tenant_id, digest, file_digest)
    )
"""

# What a community makes of what it shares with others.  No row: shown, at the odds as they are.
SPORT_CONFIG = f"""
    create table sport_config (
        tenant_id uuid not null default {CURRENT_TENANT},
        sport_tenant_id uuid not null,
        sport_id uuid not null,
        hidden boolean not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint sport_config_pk primary key (tenant_id, sport_tenant_id, sport_id),
        constraint sport_config_sport_fk
            foreign key (sport_tenant_id, sport_id) references sport (tenant_id, id)
    )
"""

EVENT_CONFIG = f"""
    create table event_config (
        tenant_id uuid not null default {CURRENT_TENANT},
        event_tenant_id uuid not null,
        event_id uuid not null,
        hidden boolean not null default false,
        odds_multiplier bigint not null default 1000,
        version bigint not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint event_config_pk primary key (tenant_id, event_tenant_id, event_id),
        constraint event_config_event_fk
            foreign key (event_tenant_id, event_id) references event (tenant_id, id),
        constraint event_config_multiplier_is_sane check (odds_multiplier between 1 and 10000),
        constraint event_config_version_is_a_count check (version >= 1)
    )
"""

EVENT_CONFIG_CHANGE = f"""
    create table event_config_change (
        tenant_id uuid not null default {CURRENT_TENANT},
        event_tenant_id uuid not null,
        event_id uuid not null,
        version bigint not null,
        odds_multiplier bigint not null,
        author text not null,
        at timestamptz not null default clock_timestamp(),
        constraint event_config_change_pk
            primary key (tenant_id, event_tenant_id, event_id, version),
        constraint event_config_change_config_fk
            foreign key (tenant_id, event_tenant_id, event_id)
            references event_config (tenant_id, event_tenant_id, event_id)
    )
"""

# Communities may have markets of their own on an event of the platform, and each sees only its
# own.  Whoever changes the event has to hold them all, so their ids alone are told, to its owner.
MARKETS_OF_EVENTS = """
    create function markets_of_events(events uuid[]) returns setof uuid
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
            return query
                select market.id from market
                where market.tenant_id = community.id and market.event_id = any (events)
                  and market.event_tenant_id = asking::uuid;
        end loop;
        perform set_config('app.tenant_id', asking, true);
    end
    $$
"""


def upgrade() -> None:
    for statement in (SPORT, LEAGUE, PARTICIPANT, EVENT, EVENT_PARTICIPANT, RESULT, IMPORT):
        op.execute(statement)
    for statement in (SPORT_CONFIG, EVENT_CONFIG, EVENT_CONFIG_CHANGE, MARKETS_OF_EVENTS):
        op.execute(statement)
    op.execute("create index event_starts_at_idx on event (tenant_id, sport_id, starts_at, id)")
    op.execute("create index event_league_idx on event (tenant_id, league_id, starts_at)")
    op.execute("create index participant_name_idx on participant (tenant_id, sport_id, name)")
    for name in ("sport", "league", "participant", "event", "event_participant"):
        touched(name)
        shared_table(name)
    for name in ("sport_config", "event_config"):
        touched(name)
        tenant_table(name)
    shared_table("result", app="select, insert")
    tenant_table("event_config_change", app="select, insert")
    tenant_table("import", app="select, insert")
    never_changes("result")
    never_changes("import")
    never_changes("event_config_change")
