"""Sign-in and sessions."""

from alembic import op

from app.migrations.tools import tenant_table, touched

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        """
        create table sign_in_attempt (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            state_hash bytea not null,
            nonce text not null,
            verifier_sealed bytea not null,
            binding_hash bytea not null,
            host text not null,
            return_path text not null,
            expires_at timestamptz not null,
            created_at timestamptz not null default clock_timestamp(),
            constraint sign_in_attempt_pk primary key (tenant_id, id),
            constraint sign_in_attempt_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint sign_in_attempt_state_hash_key unique (tenant_id, state_hash),
            constraint sign_in_attempt_hashes_are_sha256
                check (octet_length(state_hash) = 32 and octet_length(binding_hash) = 32),
            constraint sign_in_attempt_return_path_is_local
                check (return_path ~ '^/([^/\\\\]|$)' and length(return_path) <= 2000)
        )
        """
    )
    op.execute("create index sign_in_attempt_expires_at_idx on sign_in_attempt (expires_at)")
    tenant_table("sign_in_attempt", app="select, insert, delete")
    # What has expired is forgotten in all communities at once.
    op.execute("grant delete on sign_in_attempt to pointsbook_platform")
    op.execute(
        """
        create table hand_over (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            code_hash bytea not null,
            binding_hash bytea not null,
            subject text not null,
            provider_session text,
            proof_sealed bytea not null,
            return_path text not null,
            expires_at timestamptz not null,
            created_at timestamptz not null default clock_timestamp(),
            constraint hand_over_pk primary key (tenant_id, id),
            constraint hand_over_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint hand_over_code_hash_key unique (tenant_id, code_hash),
            constraint hand_over_hashes_are_sha256
                check (octet_length(code_hash) = 32 and octet_length(binding_hash) = 32),
            constraint hand_over_return_path_is_local
                check (return_path ~ '^/([^/\\\\]|$)' and length(return_path) <= 2000)
        )
        """
    )
    op.execute("create index hand_over_expires_at_idx on hand_over (expires_at)")
    op.execute("create index hand_over_subject_idx on hand_over (subject)")
    op.execute("create index hand_over_provider_session_idx on hand_over (provider_session)")
    tenant_table("hand_over", app="select, insert, delete")
    op.execute(
        """
        create table session (
            tenant_id uuid not null,
            id uuid not null default uuidv7(),
            token_hash bytea not null,
            subject text not null,
            provider_session text,
            name text not null,
            roles text[] not null,
            refresh_token_sealed bytea not null,
            renew_at timestamptz not null,
            csrf_secret bytea not null,
            user_agent text not null,
            address text not null,
            last_seen_at timestamptz not null,
            expires_at timestamptz not null,
            created_at timestamptz not null,
            updated_at timestamptz not null default clock_timestamp(),
            constraint session_pk primary key (tenant_id, id),
            constraint session_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint session_token_hash_key unique (tenant_id, token_hash),
            constraint session_secrets_are_256_bits
                check (octet_length(token_hash) = 32 and octet_length(csrf_secret) = 32),
            constraint session_roles_are_known
                check (roles <@ array['player', 'results', 'admin', 'superadmin']),
            constraint session_lasts_twelve_hours_at_most
                check (expires_at <= created_at + interval '12 hours'),
            constraint session_texts_are_short
                check (length(name) <= 200 and length(user_agent) <= 300)
        )
        """
    )
    op.execute("create index session_expires_at_idx on session (expires_at)")
    # Not led by the tenant: a sign-out at the provider ends a person's sessions everywhere.
    op.execute("create index session_subject_idx on session (subject)")
    op.execute("create index session_provider_session_idx on session (provider_session)")
    touched("session")
    tenant_table("session", app="select, insert, update, delete")
    # One person has sessions in several communities and signs out of all at once or of none, so it
    # is one statement of the platform's role and not a loop over communities.
    # A sign-in under way ends with them.
    op.execute("grant delete on session, hand_over to pointsbook_platform")
    op.execute(
        """
        create table spent_logout_token (
            jti_hash bytea not null,
            expires_at timestamptz not null,
            created_at timestamptz not null default clock_timestamp(),
            constraint spent_logout_token_pk primary key (jti_hash),
            constraint spent_logout_token_jti_hash_is_sha256 check (octet_length(jti_hash) = 32)
        )
        """
    )
    op.execute("create index spent_logout_token_expires_at_idx on spent_logout_token (expires_at)")
    op.execute("grant select, insert, delete on spent_logout_token to pointsbook_platform")
