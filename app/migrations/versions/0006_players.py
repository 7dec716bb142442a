"""Players, their consent, their keys."""

from alembic import op

from app.migrations.tools import tenant_table, touched

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        """
        create table player (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            subject text not null,
            display_name text not null,
            name_key text not null,
            born_on_sealed bytea not null,
            email_sealed bytea,
            email_index bytea,
            time_zone text not null,
            locale text not null,
            odds_format text not null default 'decimal',
            roles text[] not null,
            suspended_at timestamptz,
            suspension_reason text,
            locked_out_at timestamptz,
            -- Tokens from before this moment may tell of roles that were taken since.
            roles_since timestamptz,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint player_pk primary key (tenant_id, id),
            constraint player_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint player_subject_key unique (tenant_id, subject),
            constraint player_name_key_key unique (tenant_id, name_key),
            constraint player_display_name_is_fit
                check (length(display_name) between 2 and 30
                       and display_name is nfc normalized
                       and display_name = trim(display_name)
                       and display_name !~ '[[:cntrl:]]'),
            constraint player_email_has_its_index
                check ((email_sealed is null) = (email_index is null)),
            constraint player_email_index_is_256_bits check (octet_length(email_index) = 32),
            constraint player_odds_format_is_known
                check (odds_format in ('decimal', 'fractional', 'american')),
            constraint player_roles_are_known check (roles <@ array['player', 'results', 'admin']),
            constraint player_suspended_has_no_role check (suspended_at is null or roles = '{}'),
            constraint player_suspension_has_a_reason
                check ((suspended_at is null) = (suspension_reason is null)),
            constraint player_suspension_reason_is_short
                check (length(suspension_reason) between 1 and 500)
        )
        """
    )
    op.execute("create index player_email_index_idx on player (tenant_id, email_index)")
    touched("player")
    tenant_table("player", app="select, insert")
    op.execute(
        "grant update (display_name, name_key, born_on_sealed, email_sealed, email_index,"
        " time_zone, locale, odds_format, roles, suspended_at, suspension_reason, roles_since)"
        " on player to pointsbook_app"
    )
    # A person who is locked out is so everywhere at once, and so are the tokens they hold.
    op.execute("grant update (roles_since, locked_out_at) on player to pointsbook_platform")
    op.execute(
        """
        create table consent (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            player_id uuid not null,
            document text not null,
            version text not null,
            at timestamptz not null,
            created_at timestamptz not null default clock_timestamp(),
            constraint consent_pk primary key (tenant_id, id),
            constraint consent_player_fk
                foreign key (tenant_id, player_id) references player (tenant_id, id),
            constraint consent_is_given_once unique (tenant_id, player_id, document, version)
        )
        """
    )
    tenant_table("consent", app="select, insert")
    # Whoever was too young stands in no column in clear, nor does the day, which would tell the
    # birthday.  They are found by a keyed hash; the seal holds both, so that keys can change.
    op.execute(
        """
        create table too_young (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            subject_index bytea not null,
            answer_sealed bytea not null,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint too_young_pk primary key (tenant_id, id),
            constraint too_young_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint too_young_subject_index_key unique (tenant_id, subject_index),
            constraint too_young_subject_index_is_256_bits check (octet_length(subject_index) = 32)
        )
        """
    )
    op.execute("create index too_young_created_at_idx on too_young (created_at)")
    touched("too_young")
    tenant_table("too_young", app="select, insert, delete")
    op.execute("grant update (subject_index, answer_sealed) on too_young to pointsbook_app")
    op.execute("grant delete on too_young to pointsbook_platform")
    op.execute(
        """
        create table invitation (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            subject text not null,
            email_sealed bytea not null,
            roles text[] not null,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint invitation_pk primary key (tenant_id, id),
            constraint invitation_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint invitation_subject_key unique (tenant_id, subject),
            constraint invitation_roles_are_known
                check (roles <@ array['player', 'results', 'admin'] and roles <> '{}')
        )
        """
    )
    touched("invitation")
    tenant_table("invitation", app="select, insert, delete")
    op.execute("grant update (email_sealed, roles) on invitation to pointsbook_app")
    # Written with the decision, done when the provider has made it and the audit tells of it.
    op.execute(
        """
        create table role_change (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            action text not null,
            subject text not null,
            before text[] not null,
            gained text[] not null,
            lost text[] not null,
            reason text,
            by_subject text not null,
            by_player_id uuid,
            by_address text not null,
            claimed_until timestamptz not null,
            done_at timestamptz,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint role_change_pk primary key (tenant_id, id),
            constraint role_change_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint role_change_action_is_known
                check (action in ('invited', 'uninvited', 'promoted', 'demoted', 'suspended',
                                  'resumed')),
            constraint role_change_roles_are_known
                check (before || gained || lost <@ array['player', 'results', 'admin'])
        )
        """
    )
    # Of one person's changes, one is under way at most: two could reach the provider in any order.
    op.execute(
        "create unique index role_change_is_alone on role_change (tenant_id, subject)"
        " where done_at is null"
    )
    op.execute("create index role_change_done_at_idx on role_change (done_at)")
    touched("role_change")
    tenant_table("role_change", app="select, insert")
    op.execute("grant update (claimed_until, done_at) on role_change to pointsbook_app")
    op.execute("grant delete on role_change to pointsbook_platform")
    op.execute(
        """
        create table api_key (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            player_id uuid not null,
            name text not null,
            secret_hash bytea not null,
            scopes text[] not null,
            expires_at timestamptz,
            revoked_at timestamptz,
            last_used_at timestamptz,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint api_key_pk primary key (tenant_id, id),
            constraint api_key_player_fk
                foreign key (tenant_id, player_id) references player (tenant_id, id),
            constraint api_key_name_is_short check (length(name) between 1 and 60),
            constraint api_key_secret_hash_is_sha256 check (octet_length(secret_hash) = 32),
            constraint api_key_scopes_are_known
                check (scopes <@ array['read', 'bet', 'results', 'admin'] and scopes <> '{}')
        )
        """
    )
    op.execute("create index api_key_player_id_idx on api_key (tenant_id, player_id)")
    touched("api_key")
    tenant_table("api_key", app="select, insert")
    op.execute("grant update (revoked_at, last_used_at) on api_key to pointsbook_app")
    # As with sessions: a person who is locked out loses the keys of all communities at once.
    op.execute("grant update (revoked_at) on api_key to pointsbook_platform")
