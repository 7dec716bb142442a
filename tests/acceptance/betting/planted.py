"""One violation an invariant of betting, planted in every community that there is."""

from tests.acceptance.ledger.planted import TWO_COMMUNITIES

# Beside a player with 50 points in two communities: a bet of 40 on a price of 2.500, multiplied
# by a half in the second version of the event's settings.
BET = """
    insert into competition (tenant_id, id, slug, name, state, starts_at, ends_at, settings)
    select id, '00000000-0000-7000-8000-0000000000b0', 'cup', 'Cup', 'running',
           now(), now() + interval '1 day', '{}'
    from tenant where subdomain like 'planted-%';

    insert into competition_settings (tenant_id, competition_id, version, document, author)
    select tenant_id, id, 1, settings, 'test' from competition;

    insert into price (tenant_id, selection_id, version, odds, source, author)
    select id, '00000000-0000-7000-8000-0000000000e1', version, odds, 'none', 'test'
    from tenant, (values (0, null), (1, 2500)) as price (version, odds)
    where subdomain like 'planted-%';

    insert into event_config_change (tenant_id, event_tenant_id, event_id, version,
                                     odds_multiplier, author)
    select id, id, '00000000-0000-7000-8000-0000000000e3', 2, 500, 'test'
    from tenant where subdomain like 'planted-%';

    insert into bet (tenant_id, id, entry_id, competition_id, player_id, kind, lines, stake,
                     potential_payout, odds_policy, settings_version, request_digest, accepted_at)
    select id, '00000000-0000-7000-8000-0000000000d0', '00000000-0000-7000-8000-0000000000c0',
           '00000000-0000-7000-8000-0000000000b0', '00000000-0000-7000-8000-0000000000c1',
           'single', 1, 40, 70, 'exact', 1, decode(repeat('00', 16), 'hex'),
           '2026-06-11 14:59:59+00'
    from tenant where subdomain like 'planted-%';

    insert into leg (tenant_id, bet_id, number, selection_tenant_id, selection_id, market_id,
                     event_id, odds, odds_version, multiplier_version, locks_at)
    select id, '00000000-0000-7000-8000-0000000000d0', 1, id,
           '00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000e2',
           '00000000-0000-7000-8000-0000000000e3', 1750, 1, 2, '2026-06-11 15:00:00+00'
    from tenant where subdomain like 'planted-%';

    insert into exposure (tenant_id, competition_id, selection_tenant_id, selection_id, bets,
                          staked, liability)
    select id, '00000000-0000-7000-8000-0000000000b0', id,
           '00000000-0000-7000-8000-0000000000e1', 1, 40, 30
    from tenant where subdomain like 'planted-%';

    insert into play_day (tenant_id, entry_id, player_id, day, staked)
    select id, '00000000-0000-7000-8000-0000000000c0', '00000000-0000-7000-8000-0000000000c1',
           '2026-06-11', 40
    from tenant where subdomain like 'planted-%';

    insert into transfer (tenant_id, kind, debit_account, debit_kind, credit_account, credit_kind,
                          points, account_sequence, balance_after, reference)
    select id, 'stake', '00000000-0000-7000-8000-0000000000a1', 'balance',
           '00000000-0000-7000-8000-0000000000a4', 'escrow', 40, 2, 10,
           '00000000-0000-7000-8000-0000000000d0'
    from tenant where subdomain like 'planted-%';

    update account set balance = 10, sequence = 2
    where kind = 'balance' and id = '00000000-0000-7000-8000-0000000000a1';
"""

BETTING = {
    "bets_have_one_stake_each": "update transfer set points = 39 where kind = 'stake'",
    "bets_come_before_the_lock": "update leg set locks_at = '2026-06-11 14:59:59+00'",
    "legs_have_the_odds_on_offer": "update leg set odds = 1751",
    "bets_have_their_legs": "update leg set number = 2",
    "escrows_equal_the_open_stakes": """
        update bet set state = 'settled', result = 'lost', payout = 0, settled_at = now()
    """,
    "play_days_equal_the_bets": "update play_day set day = '2026-06-12'",
    "bets_are_paid_when_they_end": """
        update bet set state = 'cancelled', result = null, payout = 40, settled_at = now()
    """,
    "cash_outs_are_of_bets_cashed_out": """
        insert into cash_out (tenant_id, bet_id, points, versions, odds, gradings, multipliers)
        select tenant_id, id, 40, '{}', '{2500}', '{null}', '{5/2}' from bet
    """,
}

# Other ways to break the same.
MORE = [
    ("play_days_equal_the_bets", "update play_day set staked = 41"),
    ("play_days_equal_the_bets", "update play_day set returned = 1"),
    (
        "play_days_equal_the_bets",
        "update play_day set staked = 41; update tenant set settings_version = 2",
    ),
    (
        "bets_are_paid_when_they_end",
        "update bet set state = 'cashed_out', payout = 39, settled_at = now()",
    ),
    (
        "bets_are_paid_when_they_end",
        """
        update transfer set kind = 'refund', credit_kind = 'balance', debit_kind = 'escrow',
                            credit_account = debit_account, debit_account = credit_account
        """,
    ),
    (
        "cash_outs_are_of_bets_cashed_out",
        "update bet set state = 'cashed_out', payout = 39, settled_at = now()",
    ),
    (
        "cash_outs_are_of_bets_cashed_out",
        """
        update bet set state = 'cashed_out', payout = 39, settled_at = now();
        insert into cash_out (tenant_id, bet_id, points, versions, odds, gradings, multipliers)
        select tenant_id, id, 40, '{}', '{2500}', '{null}', '{5/2}' from bet
        """,
    ),
]

LEGAL = TWO_COMMUNITIES + BET
PLANTED = {invariant: LEGAL + break_it for invariant, break_it in BETTING.items()}
