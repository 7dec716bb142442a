"""One violation of each invariant of limits, planted in every community that there is.

They are run with triggers and foreign keys asleep.
"""

# A player in each of two communities who bet 50 points, just now.
TWO_COMMUNITIES = """
    insert into tenant (id, subdomain, name, settings)
    select uuidv7(), 'planted-' || n, 'Planted', '{}' from generate_series(1, 2) as n;
    insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,
                        time_zone, locale, roles)
    select id, id, 'ama', 'Ama', 'ama', '', 'UTC', 'en', '{}' from tenant
    where subdomain like 'planted-%';
    insert into consent (tenant_id, player_id, document, version, at)
    select id, id, 'terms', '2026-01', now() from tenant where subdomain like 'planted-%';
    insert into bet (tenant_id, id, entry_id, competition_id, player_id, kind, lines, stake,
                     potential_payout, odds_policy, settings_version, request_digest, accepted_at)
    select id, uuidv7(), id, id, id, 'single', 1, 50, 100, 'exact', 1,
           decode(repeat('00', 16), 'hex'), clock_timestamp()
    from tenant where subdomain like 'planted-%';
"""

LIMITS = {
    "stakes_stay_within_limits": """
        insert into player_limit (tenant_id, player_id, kind, period, amount, in_force_at,
                                  created_at)
        select tenant_id, player_id, 'stake', 'day', 49, accepted_at - interval '1 hour',
               accepted_at - interval '1 hour'
        from bet
    """,
    "raised_limits_wait_a_day": """
        insert into player_limit (tenant_id, player_id, kind, period, amount, in_force_at,
                                  created_at)
        select id, id, 'net_loss', 'week', raised.amount, now() + raised.after, now() + raised.made
        from player, (values
            (10, interval '0', interval '0'), (11, interval '25 hours', interval '1 hour 1 s')
        ) as raised (amount, after, made)
    """,
    "no_bet_is_accepted_in_a_break": """
        insert into exclusion (tenant_id, player_id, kind, starts_at, ends_at)
        select tenant_id, player_id, 'time_out', accepted_at, accepted_at + interval '24 hours'
        from bet
    """,
    "no_bet_is_accepted_in_a_platform_exclusion": """
        insert into platform_exclusion (tenant_id, subject, starts_at, ends_at, reason, decided_by)
        select '00000000-0000-7000-8000-000000000000', 'ama', min(accepted_at),
               min(accepted_at) + interval '180 days', 'they asked for it', 'root'
        from bet
    """,
}

PLANTED = {name: TWO_COMMUNITIES + planted for name, planted in LIMITS.items()}
