"""One violation an invariant of settlement, planted in every community that there is."""

from tests.acceptance.betting.planted import LEGAL
from tests.acceptance.pools.planted import POOL

# The market of the bet that LEGAL holds.
MARKET = """
    insert into market (tenant_id, id, event_tenant_id, event_id, kind, period, name, state)
    select id, '00000000-0000-7000-8000-0000000000e2', id, '00000000-0000-7000-8000-0000000000e3',
           'winner', 'full_time', 'Winner', 'open'
    from tenant where subdomain like 'planted-%';
"""

GRADED = """
    update market set grading = 1;
    insert into grading (tenant_id, market_id, number, ruling_tenant_id, ruling_id, at)
    select tenant_id, id, 1, tenant_id, uuidv7(), now() - interval '2 minutes' from market;
    insert into outcome (tenant_id, selection_id, grading, market_id, win, push, divisor)
    select tenant_id, '00000000-0000-7000-8000-0000000000e1', 1, id, 1, 0, 1 from market;
"""

LOST = "update bet set state = 'settled', result = 'lost', payout = 0, settled_at = now();"

WON = "update bet set state = 'settled', result = 'won', payout = 40, settled_at = now()"

RUN = """
    insert into settlement_run (tenant_id, id, kind, event_tenant_id, event_id, state, counts_with,
                                finished_at)
    select id, '00000000-0000-7000-8000-0000000000f1', 'event', id,
           '00000000-0000-7000-8000-0000000000e3', 'finished',
           '00000000-0000-7000-8000-0000000000f1', now()
    from tenant where subdomain like 'planted-%';
    insert into entry (tenant_id, id, competition_id, player_id, state)
    select id, '00000000-0000-7000-8000-0000000000c0', '00000000-0000-7000-8000-0000000000b0',
           '00000000-0000-7000-8000-0000000000c1', 'invited'
    from tenant where subdomain like 'planted-%';
    insert into settlement (tenant_id, bet_id, number, run_id, competition_id, entry_id, stake,
                            state_before, state, result, payout, gradings)
    select tenant_id, id, 1, '00000000-0000-7000-8000-0000000000f1', competition_id, entry_id,
           stake, 'accepted', 'settled', 'lost', 0, '{1}'
    from bet;
"""

SETTLEMENT = {
    "settled_bets_pay_what_their_legs_say": MARKET + LOST,
    "no_open_bet_has_all_its_legs_decided": MARKET + GRADED,
    "settlements_continue_each_other": LOST,
    "players_are_told_once_a_run": RUN,
}

PLANTED = {invariant: LEGAL + break_it for invariant, break_it in SETTLEMENT.items()} | {
    "pools_are_shared_out_exactly": POOL + WON,
}
