"""One violation a ledger invariant, each planted in every community that there is.

They are run with triggers and foreign keys asleep, and take away the constraints in their way.
"""

# A player with 50 points and an issue that gave them, in two communities.
TWO_COMMUNITIES = """
    insert into tenant (id, subdomain, name, settings)
    select uuidv7(), 'planted-' || n, 'Planted', '{}'
    from generate_series(1, 2) as n;

    insert into account (tenant_id, id, owner, bank, kind)
    select t.id, kind.id::uuid, kind.owner::uuid, '00000000-0000-7000-8000-0000000000b0', kind.name
    from tenant t
    cross join (values
        ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000c0', 'balance'),
        ('00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000c0', 'debt'),
        ('00000000-0000-7000-8000-0000000000a3', '00000000-0000-7000-8000-0000000000b0', 'issue'),
        ('00000000-0000-7000-8000-0000000000a4', '00000000-0000-7000-8000-0000000000b0', 'escrow'),
        ('00000000-0000-7000-8000-0000000000a5', '00000000-0000-7000-8000-0000000000b0', 'house')
    ) as kind (id, owner, name)
    where t.subdomain like 'planted-%';

    do $$
    declare
        community record;
    begin
        for community in select id from tenant where subdomain like 'planted-%' loop
            perform set_config('app.tenant_id', community.id::text, true);
            insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind,
                                  points, account_sequence, balance_after, reason)
            values ('grant', '00000000-0000-7000-8000-0000000000a3', 'issue',
                    '00000000-0000-7000-8000-0000000000a1', 'balance', 50, 1, 50, 'a good start');
        end loop;
    end
    $$;
"""

LARGE_ADJUSTMENT = """
    insert into adjustment (tenant_id, id, owner, points, reason, threshold, state,
                            requested_by, decided_by, decided_at)
    select id, uuidv7(), '00000000-0000-7000-8000-0000000000c0', 2000, 'a prize', 1000, 'done',
           'efua', 'efua', clock_timestamp()
    from tenant where subdomain like 'planted-%'
"""

LEDGER = {
    "transfers_have_two_sides": """
        alter table transfer drop constraint transfer_has_two_sides;
        update transfer set credit_account = debit_account
    """,
    "balances_equal_their_transfers": "update account set balance = 51 where kind = 'balance'",
    "no_step_of_a_balance_is_wrong": "update transfer set balance_after = 49",
    "roll_ups_equal_their_transfers": """
        insert into account_rollup (tenant_id, account_id, balance, horizon)
        select tenant_id, debit_account, -points + 1, pg_current_xact_id()::text::bigint::text::xid8
        from transfer;
        update account_rollup set horizon = (horizon::text::bigint + 1)::text::xid8
    """,
    "debts_are_repaid_first": "update account set balance = -20 where kind = 'debt'",
    "stakes_are_there_before_they_leave": """
        update transfer set debit_account = '00000000-0000-7000-8000-0000000000a4',
                            debit_kind = 'escrow'
    """,
    "large_adjustments_have_two_admins": "alter table adjustment"
    " drop constraint adjustment_has_two_admins;" + LARGE_ADJUSTMENT,
    "adjustments_are_made_once": "alter table adjustment"
    " drop constraint adjustment_has_two_admins;" + LARGE_ADJUSTMENT,
}

PLANTED = {
    name: f"set session_replication_role = origin; {TWO_COMMUNITIES}"
    f" set session_replication_role = replica; {violation}"
    for name, violation in LEDGER.items()
}
