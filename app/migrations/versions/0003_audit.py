"""The audit chain."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, tenant_table, touched

revision = "0003"
down_revision = "0002"

# The application says what was done, and may not say where in the chain or when: it could otherwise
# put a head in place of the real one and go on from there.  The record is written as the rules in
# Python read it, its time as they and the invariant do.
APPEND_AUDIT = """
    create function append_audit(act text) returns void language plpgsql
    security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
        last audit_head;
        next_seq bigint;
        moment timestamptz;
        told text;
        next_hash bytea;
    begin
        if act is not json object then
            raise exception 'an act is a document' using errcode = 'check_violation';
        end if;
        insert into audit_head (tenant_id, seq, hash)
        values (nullif(current_setting('app.tenant_id', true), '')::uuid, 0,
                decode(repeat('00', 32), 'hex'))
        -- An update that changes nothing locks the row and shows it as it is after the wait.
        on conflict (tenant_id) do update set seq = audit_head.seq
        returning * into last;
        moment := clock_timestamp();
        next_seq := last.seq + 1;
        told := format(
            '{"act":%s,"at":"%s","seq":%s,"tenant_id":"%s"}', act,
            replace(to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    '.000000Z', 'Z'),
            next_seq, last.tenant_id
        );
        next_hash := sha256(last.hash || convert_to(told, 'UTF8'));
        insert into audit (tenant_id, seq, at, action, record, previous_hash, hash)
        values (last.tenant_id, next_seq, moment, act::json ->> 'action', told, last.hash,
                next_hash);
        update audit_head set seq = next_seq, hash = next_hash where tenant_id = last.tenant_id;
    end
    $$
"""


def upgrade() -> None:
    op.execute(
        """
        create table audit (
            tenant_id uuid not null,
            seq bigint not null,
            at timestamptz not null,
            action text not null,
            record text not null,
            previous_hash bytea not null,
            hash bytea not null,
            constraint audit_pk primary key (tenant_id, seq, at),
            constraint audit_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint audit_seq_counts_from_one check (seq >= 1),
            constraint audit_action_is_a_word check (action ~ '^[a-z][a-z0-9_.-]{0,79}$'),
            constraint audit_record_is_a_document check (record is json object),
            constraint audit_hashes_are_sha256
                check (length(previous_hash) = 32 and length(hash) = 32)
        ) partition by range (at)
        """
    )
    op.execute("create index audit_action_idx on audit (tenant_id, action, seq desc)")
    op.execute("create index audit_at_idx on audit (tenant_id, at)")
    op.execute(
        """
        create table audit_head (
            tenant_id uuid not null,
            seq bigint not null,
            hash bytea not null,
            created_at timestamptz not null default clock_timestamp(),
            updated_at timestamptz not null default clock_timestamp(),
            constraint audit_head_pk primary key (tenant_id),
            constraint audit_head_tenant_id_fk foreign key (tenant_id) references tenant (id),
            constraint audit_head_is_a_sha256 check (length(hash) = 32)
        )
        """
    )
    touched("audit_head")
    op.execute(
        """
        create table audit_checkpoint (
            tenant_id uuid not null,
            seq bigint not null,
            hash bytea not null,
            created_at timestamptz not null default clock_timestamp(),
            constraint audit_checkpoint_pk primary key (tenant_id, seq),
            constraint audit_checkpoint_tenant_id_fk
                foreign key (tenant_id) references tenant (id)
        )
        """
    )
    tenant_table("audit", app="select")
    tenant_table("audit_head", app="select")
    tenant_table("audit_checkpoint", app="select")
    op.execute("grant insert on audit_checkpoint to pointsbook_platform")
    op.execute(APPEND_AUDIT)
    op.execute("revoke all on function append_audit(text) from public")
    op.execute("grant execute on function append_audit(text) to pointsbook_app")
    _make_partitions()


def _make_partitions() -> None:
    # The platform's jobs make partitions ahead, though only the owner may create tables.  Nobody is
    # granted a partition, and each has the policy: named directly, it would not obey its parent's.
    op.execute(
        f"""
        create function make_audit_partitions(months integer) returns void
        language plpgsql security definer
        set search_path = public, pg_temp set timezone = 'UTC' as $$
        declare
            first timestamptz;
            name text;
        begin
            for ahead in 0 .. months loop
                first := date_trunc('month', now()) + make_interval(months => ahead);
                name := 'audit_' || to_char(first, 'YYYY_MM');
                continue when to_regclass(name) is not null;
                execute format(
                    'create table %I partition of audit for values from (%L) to (%L)',
                    name, first, first + interval '1 month'
                );
                execute format('alter table %I enable row level security', name);
                execute format('alter table %I force row level security', name);
                execute format(
                    $p$create policy tenant on %I using (tenant_id = {CURRENT_TENANT})$p$, name
                );
            end loop;
        end
        $$
        """
    )
    op.execute("revoke all on function make_audit_partitions(integer) from public")
    op.execute("grant execute on function make_audit_partitions(integer) to pointsbook_platform")
    op.execute("select make_audit_partitions(12)")
