"""What changed a moment ago, told by the tables themselves to whoever follows it live."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, tenant_table

revision = "0020"
down_revision = "0019"

# Notes that are read within a moment and forgotten within minutes: what changed, never how.  They
# have no foreign keys, since each would be one more lock in the rush of bets.  `topic_id` is the
# event or competition that it is about; `subjects` are markets, accounts, entries or people.
CHANGE = f"""
    create table change (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        kind text not null,
        topic_id uuid,
        subjects uuid[] not null default '{{}}',
        facts jsonb not null default '{{}}',
        xid xid8 not null default pg_current_xact_id(),
        at timestamptz not null default clock_timestamp(),
        constraint change_pk primary key (tenant_id, id),
        constraint change_kind_is_known check (kind in
            ('odds', 'market', 'event', 'balance', 'bets', 'leaderboard', 'announcement',
             'notification', 'ended')),
        constraint change_has_its_topic check ((topic_id is not null)
            = (kind in ('odds', 'market', 'event', 'leaderboard', 'announcement')))
    ) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000)
"""

# How many follow what, as each process of the servers has it; lost with a crash, and soon said
# again.
PRESENCE = """
    create unlogged table presence (
        tenant_id uuid not null,
        topic text not null,
        process uuid not null,
        watchers bigint not null,
        at timestamptz not null default clock_timestamp(),
        constraint presence_pk primary key (tenant_id, topic, process),
        constraint presence_watchers_is_a_count check (watchers >= 1)
    )
"""

# Each of these writes one row for a statement, or one an event, however many rows that changed.
FUNCTION = """
    create function {name}() returns trigger language plpgsql as $$
    begin
        insert into change (tenant_id, kind, topic_id, subjects, facts)
        {select};
        return null;
    end
    $$
"""

SELECTIONS = """
    select m.tenant_id, 'odds', m.event_id, array_agg(distinct m.id), '{}'
    from after
    join before on (before.tenant_id, before.id) = (after.tenant_id, after.id)
    join market m on (m.tenant_id, m.id) = (after.tenant_id, after.market_id)
    where (after.odds, after.odds_version, after.withdrawn_at)
        is distinct from (before.odds, before.odds_version, before.withdrawn_at)
    group by m.tenant_id, m.event_id
"""

MARKETS = """
    select after.tenant_id, 'market', after.event_id, array_agg(after.id), '{}'
    from after
    join before on (before.tenant_id, before.id) = (after.tenant_id, after.id)
    where after.version <> before.version
    group by after.tenant_id, after.event_id
"""

MARKET_CONFIGS = """
    select after.tenant_id, 'market', m.event_id, array_agg(m.id), '{}'
    from after
    join market m on (m.tenant_id, m.id) = (after.market_tenant_id, after.market_id)
    group by after.tenant_id, m.event_id
"""

EVENTS = """
    select after.tenant_id, 'event', after.id, '{}', '{}'
    from after
    join before on (before.tenant_id, before.id) = (after.tenant_id, after.id)
    where after.version <> before.version
"""

# Another multiplier makes other prices of all that an event has.
EVENT_CONFIGS = """
    select after.tenant_id, 'odds', after.event_id, array_agg(m.id), '{}'
    from after
    join market m on (m.event_tenant_id, m.event_id) = (after.event_tenant_id, after.event_id)
    group by after.tenant_id, after.event_id
"""

# Of a batch of bets it is one row.
TRANSFERS = """
    select tenant_id, 'balance', null, array_agg(distinct kept_account),
           jsonb_build_object('of_bets', bool_or(kind in ('stake', 'refund', 'cash_out')))
    from after
    where kept_account is not null
    group by tenant_id
"""

# Of a chunk of bets or predictions that are settled it is one row.
SETTLED = """
    select tenant_id, 'bets', null, array_agg(distinct entry_id), '{}'
    from after
    group by tenant_id
"""

BOARDS = """
    select after.tenant_id, 'leaderboard', after.id, '{}',
           jsonb_build_object('version', after.version)
    from after
    join before on (before.tenant_id, before.id) = (after.tenant_id, after.id)
    where after.version <> before.version
"""

ANNOUNCEMENTS = """
    select tenant_id, 'announcement', competition_id, '{}',
           jsonb_build_object('id', id, 'kind', kind)
    from after
"""

# Streams of sessions and keys that ended, and of people whose rights changed, end at once.
SESSIONS = """
    select tenant_id, 'ended', null, array_agg(id), '{}' from before group by tenant_id
"""

PLAYERS = """
    select after.tenant_id, 'ended', null, array_agg(after.id), '{}'
    from after
    join before on (before.tenant_id, before.id) = (after.tenant_id, after.id)
    where (after.suspended_at, after.locked_out_at, after.roles_since, after.roles) is distinct
        from (before.suspended_at, before.locked_out_at, before.roles_since, before.roles)
    group by after.tenant_id
"""

KEYS = """
    select after.tenant_id, 'ended', null, array_agg(after.player_id), '{}'
    from after
    join before on (before.tenant_id, before.id) = (after.tenant_id, after.id)
    where after.revoked_at is distinct from before.revoked_at
    group by after.tenant_id
"""

# Which table tells of what, and when.
TOLD = (
    ("selection", SELECTIONS, ("update",)),
    ("market", MARKETS, ("update",)),
    ("market_config", MARKET_CONFIGS, ("insert", "update")),
    ("event", EVENTS, ("update",)),
    ("event_config", EVENT_CONFIGS, ("insert", "update")),
    ("transfer", TRANSFERS, ("insert",)),
    ("settlement", SETTLED, ("insert",)),
    ("score", SETTLED, ("insert",)),
    ("board", BOARDS, ("update",)),
    ("announcement", ANNOUNCEMENTS, ("insert",)),
    ("session", SESSIONS, ("delete",)),
    ("player", PLAYERS, ("update",)),
    ("api_key", KEYS, ("update",)),
)
SEEN = {
    "insert": "new table as after",
    "update": "old table as before new table as after",
    "delete": "old table as before",
}


def upgrade() -> None:
    op.execute(CHANGE)
    op.execute("create index change_xid_idx on change (xid)")
    tenant_table("change", app="select, insert")
    # People are locked out, and signed out, of all communities in one statement.
    op.execute("grant insert, delete on change to pointsbook_platform")
    op.execute(PRESENCE)
    tenant_table("presence", app="select")
    op.execute("grant insert, update, delete on presence to pointsbook_platform")
    for table, select, when in TOLD:
        op.execute(FUNCTION.format(name=f"tell_of_{table}", select=select))
        for what in when:
            op.execute(
                f"create trigger tell_of_{what} after {what} on {table}"
                f" referencing {SEEN[what]} for each statement execute function tell_of_{table}()"
            )
    # One price changes for all communities: what each makes of it is looked up by event.
    op.execute("create index event_config_event_idx on event_config (event_id)")
    op.execute("create index market_config_market_idx on market_config (market_id)")
