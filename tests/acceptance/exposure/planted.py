"""One violation an invariant of exposure: a bet of 40 points at 2.500 that moved nothing along."""

BET = """
    set local app.tenant_id = '00000000-0000-7000-8000-0000000000d0';
    insert into event (id, sport_tenant_id, sport_id, slug, name, starts_at, first_starts_at,
                       locks_at)
    values ('00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000d0',
            uuidv7(), 'match', 'Match', now(), now(), now());
    insert into market (id, event_tenant_id, event_id, kind, period, name)
    select '00000000-0000-7000-8000-0000000000d2', tenant_id, id, 'winner', 'full_time', 'Winner'
    from event;
    insert into selection (id, market_id, number, key, name)
    values ('00000000-0000-7000-8000-0000000000d3', '00000000-0000-7000-8000-0000000000d2', 1,
            '1', 'Ghana');
    insert into price (selection_id, version, source, author)
    select id, 0, 'none', 'efua' from selection;
    insert into bet (id, entry_id, competition_id, player_id, kind, lines, stake, potential_payout,
                     odds_policy, settings_version, request_digest, accepted_at)
    values (uuidv7(), uuidv7(), '00000000-0000-7000-8000-0000000000d4', uuidv7(), 'single', 1, 40,
            100, 'exact', 1, decode(repeat('00', 16), 'hex'), now());
    insert into leg (bet_id, number, selection_tenant_id, selection_id, market_id, event_id, odds,
                     odds_version, locks_at)
    select b.id, 1, s.tenant_id, s.id, s.market_id, '00000000-0000-7000-8000-0000000000d1', 2500, 1,
           now()
    from bet b, selection s;
"""

EXPOSURE = """
    insert into exposure (competition_id, selection_tenant_id, selection_id, bets, staked,
                          liability)
    select b.competition_id, l.selection_tenant_id, l.selection_id, 1, 40, 60
    from bet b join leg l on l.bet_id = b.id;
"""

LIMIT = """
    insert into exposure_limit (level, subject_id, hard, liability)
    select 'market', id, 100, 59 from market;
"""

PLANTED = {
    "exposure_equals_the_open_bets": BET,
    "exposure_limits_run_along": f"{BET}{EXPOSURE}{LIMIT}",
}
