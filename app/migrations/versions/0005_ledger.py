"""Accounts and transfers."""

from alembic import op

from app.migrations.tools import CURRENT_TENANT, tenant_table, touched

revision = "0005"
down_revision = "0004"

# Every reader of the books leans on these five statements; see app/ledger/rules.py for the words.
ACCOUNT = f"""
    create table account (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        owner uuid not null,
        bank uuid not null,
        kind text not null,
        balance bigint not null default 0,
        sequence bigint not null default 0,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint account_pk primary key (tenant_id, id),
        constraint account_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint account_owner_key unique (tenant_id, owner, kind),
        constraint account_kind_key unique (tenant_id, id, kind),
        constraint account_kind_is_known check (kind in
            ('balance', 'debt', 'issue', 'escrow', 'house', 'takeout', 'breakage')),
        constraint account_bank_is_no_player check
            ((kind in ('balance', 'debt')) = (owner <> bank)),
        constraint account_sequence_is_a_count check (sequence >= 0),
        constraint account_balance_is_on_its_side check (case kind
            when 'balance' then balance >= 0
            when 'debt' then balance <= 0
            else balance = 0 and sequence = 0 end)
    ) with (fillfactor = 80)
"""

TRANSFER = f"""
    create table transfer (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null default uuidv7(),
        kind text not null,
        debit_account uuid not null,
        debit_kind text not null,
        credit_account uuid not null,
        credit_kind text not null,
        points bigint not null,
        kept_account uuid generated always as (case
            when debit_kind in ('balance', 'debt') then debit_account
            when credit_kind in ('balance', 'debt') then credit_account end) stored,
        account_sequence bigint,
        balance_after bigint,
        reference uuid,
        reason text,
        key text,
        at timestamptz not null default clock_timestamp(),
        xid xid8 not null default pg_current_xact_id(),
        constraint transfer_pk primary key (tenant_id, id),
        constraint transfer_debit_account_fk
            foreign key (tenant_id, debit_account, debit_kind)
            references account (tenant_id, id, kind),
        constraint transfer_credit_account_fk
            foreign key (tenant_id, credit_account, credit_kind)
            references account (tenant_id, id, kind),
        constraint transfer_kind_is_known check (kind in
            ('grant', 'adjustment', 'take_back', 'debt', 'repayment', 'stake', 'payout',
             'refund', 'cash_out', 'withdrawal', 'correction', 'takeout', 'breakage',
             'top_up')),
        constraint transfer_has_two_sides check (debit_account <> credit_account),
        constraint transfer_points_are_positive check (points between 1 and 1000000000000),
        constraint transfer_keeps_one_side_at_most check (not
            (debit_kind in ('balance', 'debt') and credit_kind in ('balance', 'debt'))),
        constraint transfer_debt_is_owed_to_the_house check
            ((debit_kind <> 'debt' or credit_kind = 'house')
            and (credit_kind <> 'debt' or debit_kind = 'house')),
        constraint transfer_records_its_step check (
            (kept_account is null) = (account_sequence is null)
            and (kept_account is null) = (balance_after is null)),
        constraint transfer_balance_stays_on_its_side check (case
            when 'balance' in (debit_kind, credit_kind) then balance_after >= 0
            when 'debt' in (debit_kind, credit_kind) then balance_after <= 0
            else true end),
        constraint transfer_by_hand_has_a_reason check
            (kind not in ('grant', 'adjustment', 'take_back')
            or length(trim(coalesce(reason, ''))) > 0),
        constraint transfer_key_is_short check (length(key) between 1 and 200)
    )
"""

# The application may not change a balance: only this trigger does, and only to the value that the
# transfers themselves record, each a step on from the one before.
MOVE_BALANCES = """
    create function move_balances() returns trigger language plpgsql
    security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
        moved bigint;
    begin
        if exists (
            select from (
                select added.account_sequence
                           - coalesce(lag(added.account_sequence) over history, a.sequence) as step,
                       added.balance_after
                           - coalesce(lag(added.balance_after) over history, a.balance) as change,
                       case when added.kept_account = added.debit_account
                            then -added.points else added.points end as expected
                from added
                join account a on a.tenant_id = added.tenant_id and a.id = added.kept_account
                window history as (partition by added.tenant_id, added.kept_account
                                   order by added.account_sequence)
            ) as steps
            where step <> 1 or change <> expected
        ) then
            raise exception 'a transfer does not continue the history of its account'
                using errcode = 'integrity_constraint_violation';
        end if;
        update account a
        set balance = newest.balance_after,
            sequence = newest.account_sequence,
            updated_at = clock_timestamp()
        from (
            select distinct on (tenant_id, kept_account)
                   tenant_id, kept_account, balance_after, account_sequence
            from added
            where kept_account is not null
            order by tenant_id, kept_account, account_sequence desc
        ) as newest
        where a.tenant_id = newest.tenant_id and a.id = newest.kept_account;
        get diagnostics moved = row_count;
        -- Outside its community's transaction, row-level security would let nothing move.
        if moved <> (select count(distinct (tenant_id, kept_account)) from added
                     where kept_account is not null) then
            raise exception 'a transfer did not move the balance of its account'
                using errcode = 'integrity_constraint_violation';
        end if;
        return null;
    end
    $$
"""

NEVER_CHANGED = """
    create function never_changed() returns trigger language plpgsql as $$
    begin
        raise exception 'a % is never changed: write a new one', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end
    $$
"""

ACCOUNT_ROLLUP = f"""
    create table account_rollup (
        tenant_id uuid not null default {CURRENT_TENANT},
        account_id uuid not null,
        balance numeric(38) not null,
        horizon xid8 not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint account_rollup_pk primary key (tenant_id, account_id),
        constraint account_rollup_account_id_fk foreign key (tenant_id, account_id)
            references account (tenant_id, id)
    )
"""

ADJUSTMENT = f"""
    create table adjustment (
        tenant_id uuid not null default {CURRENT_TENANT},
        id uuid not null,
        owner uuid not null,
        points bigint not null,
        reason text not null,
        threshold bigint not null,
        state text not null,
        requested_by text not null,
        decided_by text,
        decided_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint adjustment_pk primary key (tenant_id, id),
        constraint adjustment_tenant_id_fk foreign key (tenant_id) references tenant (id),
        constraint adjustment_moves_something check
            (points <> 0 and points between -1000000000000 and 1000000000000),
        constraint adjustment_has_a_reason check (length(trim(reason)) between 1 and 500),
        constraint adjustment_state_is_known check (state in ('pending', 'done', 'refused')),
        constraint adjustment_has_two_admins check (decided_by <> requested_by),
        constraint adjustment_is_decided_once check (
            (decided_by is null) = (decided_at is null)
            and (state <> 'pending' or decided_by is null)
            and (state <> 'refused' or decided_by is not null)),
        constraint adjustment_above_the_threshold_is_approved check
            (state <> 'done' or abs(points) <= threshold or decided_by is not null)
    )
"""


def upgrade() -> None:
    accounts()
    transfers()
    rollups()
    adjustments()


def accounts() -> None:
    op.execute(ACCOUNT)
    # A balance is nobody's to write.  PostgreSQL asks for the right to update some column before
    # it lets anybody lock a row: `updated_at` is that column.
    tenant_table(
        "account",
        app="select, insert (tenant_id, owner, bank, kind), update (updated_at)",
    )


def transfers() -> None:
    op.execute(TRANSFER)
    op.execute(
        "create unique index transfer_statement_key"
        " on transfer (tenant_id, kept_account, account_sequence) where kept_account is not null"
    )
    op.execute(
        "create unique index transfer_key_key on transfer (tenant_id, key) where key is not null"
    )
    op.execute("create index transfer_xid_idx on transfer (tenant_id, xid)")
    op.execute(MOVE_BALANCES)
    op.execute(
        "create trigger move_balances after insert on transfer"
        " referencing new table as added for each statement execute function move_balances()"
    )
    op.execute(NEVER_CHANGED)
    op.execute(
        "create trigger never_changed before update or delete on transfer"
        " for each row execute function never_changed()"
    )
    columns = (
        "tenant_id, kind, debit_account, debit_kind, credit_account, credit_kind, points,"
        " account_sequence, balance_after, reference, reason, key"
    )
    tenant_table("transfer", app=f"select, insert ({columns})")


def rollups() -> None:
    op.execute(ACCOUNT_ROLLUP)
    op.execute("create index account_rollup_horizon_idx on account_rollup (tenant_id, horizon)")
    touched("account_rollup")
    tenant_table("account_rollup", app="select, insert, update, delete")


def adjustments() -> None:
    op.execute(ADJUSTMENT)
    op.execute(
        "create index adjustment_pending_idx on adjustment (tenant_id, created_at)"
        " where state = 'pending'"
    )
    touched("adjustment")
    tenant_table(
        "adjustment",
        app="select, insert, update (state, decided_by, decided_at)",
    )
