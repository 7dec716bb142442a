"""One violation of each invariant of payments, planted in every community that there is.

They are run with triggers and foreign keys asleep.
"""

# An entry of Ama's in each of two communities, and a payment that she asked for.
TWO_COMMUNITIES = """
    insert into tenant (id, subdomain, name, settings)
    select uuidv7(), 'planted-' || n, 'Planted', '{}' from generate_series(1, 2) as n;
    insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,
                        time_zone, locale, roles)
    select id, id, 'ama', 'Ama', 'ama', '', 'UTC', 'en', '{}' from tenant
    where subdomain like 'planted-%';
    insert into consent (tenant_id, player_id, document, version, at)
    select id, id, 'terms', '2026-01', now() from tenant where subdomain like 'planted-%';
    insert into entry (tenant_id, id, competition_id, player_id, state, joined_at)
    select id, id, id, id, 'active', now() from player;
    insert into payment (tenant_id, id, entry_id, direction, points, provider, state, threshold)
    select id, id, id, 'deposit', 50, 'voucher', 'asked', 1000 from player;
"""

# As many points as were asked for, moved for the payment.
GRANTED = """
    insert into transfer (tenant_id, kind, debit_account, debit_kind, credit_account, credit_kind,
                          points, account_sequence, balance_after, reason, key)
    select tenant_id, 'grant', uuidv7(), 'issue', uuidv7(), 'balance', points, 1, points, 'planted',
           'payment:' || id
    from payment;
    update payment set state = 'done', decided_by = 'voucher', decided_at = now();
"""

VOUCHER = """
    insert into voucher (tenant_id, id, competition_id, batch_id, number, points, expires_at,
                         issued_by, used_by_payment_id)
    select tenant_id, id, id, id, 1, %s, now() + interval '1 day', '%s', id from payment;
"""

PAYMENTS = {
    "payments_moved_their_points_once": (
        "update payment set state = 'done', decided_by = 'efua', decided_at = now()"
    ),
    "nobody_decides_on_their_own_points": GRANTED + VOUCHER % (50, "ama"),
    "vouchers_are_paid_out_as_they_say": GRANTED + VOUCHER % (49, "efua"),
}

PLANTED = {name: TWO_COMMUNITIES + planted for name, planted in PAYMENTS.items()}
