"""One violation an invariant of pools, run with triggers and foreign keys asleep."""

# A market of two selections, and a bet of 40 points in the pool on the first of them.
POOL = """
    insert into tenant (id, subdomain, name, settings)
    values ('00000000-0000-7000-8000-0000000000d1', 'planted-pool', 'Planted', '{}');
    select set_config('app.tenant_id', '00000000-0000-7000-8000-0000000000d1', true);
    insert into selection (id, market_id, number, key, name)
    values ('00000000-0000-7000-8000-0000000000d2', '00000000-0000-7000-8000-0000000000d4', 1,
            '1', 'Ghana'),
           ('00000000-0000-7000-8000-0000000000d3', '00000000-0000-7000-8000-0000000000d4', 2,
            '2', 'Mali');
    insert into price (selection_id, version, odds, source, author)
    select id, 0, null, 'none', 'test' from selection;
    insert into pool (id, competition_id, market_tenant_id, market_id, takeout, minimum_dividend)
    values ('00000000-0000-7000-8000-0000000000d5', uuidv7(),
            '00000000-0000-7000-8000-0000000000d1', '00000000-0000-7000-8000-0000000000d4', 0,
            false);
    insert into bet (id, entry_id, competition_id, player_id, kind, lines, stake, odds_policy,
                     settings_version, request_digest, pool_id, accepted_at)
    values ('00000000-0000-7000-8000-0000000000d6', uuidv7(), uuidv7(), uuidv7(), 'pool', 1, 40,
            'any', 1, decode(repeat('00', 16), 'hex'), '00000000-0000-7000-8000-0000000000d5',
            now());
    insert into leg (bet_id, number, selection_tenant_id, selection_id, market_id, event_id,
                     odds_version, locks_at)
    values ('00000000-0000-7000-8000-0000000000d6', 1, '00000000-0000-7000-8000-0000000000d1',
            '00000000-0000-7000-8000-0000000000d2', '00000000-0000-7000-8000-0000000000d4',
            uuidv7(), 0, now());
    insert into pool_total (pool_id, selection_tenant_id, selection_id, bets, staked)
    values ('00000000-0000-7000-8000-0000000000d5', '00000000-0000-7000-8000-0000000000d1',
            '00000000-0000-7000-8000-0000000000d2', 1, 40);
"""

VIOLATIONS = {
    "pool_totals_equal_their_bets": [
        "update pool_total set staked = 41",
        "update pool_total set bets = 2",
        "update pool_total set selection_id = '00000000-0000-7000-8000-0000000000d3'",
        "delete from pool_total",
        "update bet set state = 'cancelled', payout = 40, settled_at = now()",
    ],
    "pools_are_staked_on_their_market": ["update pool set market_id = uuidv7()"],
    "pools_never_lead_back": [
        """
        insert into pool (id, competition_id, market_tenant_id, market_id, takeout,
                          minimum_dividend, next_pool_id)
        select uuidv7(), competition_id, market_tenant_id, uuidv7(), 0, false, id from pool;
        update pool set next_pool_id = (select id from pool where next_pool_id is not null)
        where next_pool_id is null
        """
    ],
}

PLANTED = {name: POOL + first for name, (first, *_) in VIOLATIONS.items()}
