"""One violation an invariant of rulings and gradings; `MORE` for those that have two sides."""

# Version 1 or 2 of a result, each confirmed a minute after the other.
RESULT = """
    insert into result (tenant_id, event_id, version, document, source, entered_by, reason)
    values ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000e1',
            {version}, '{{}}', 'hand', 'kwesi', 'a test');
    insert into ruling (tenant_id, kind, event_tenant_id, event_id, result_version, document,
                        state, second_person, entered_by, decided_by, decided_at)
    values ('00000000-0000-7000-8000-0000000000a1', 'result',
            '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000e1',
            {version}, '{{}}', 'confirmed', false, 'kwesi', 'kwesi',
            timestamptz '2026-06-11 18:00:00+00' + {version} * interval '1 minute');
"""
GRADED = """
    insert into selection (tenant_id, id, market_id, number, key, name)
    select '00000000-0000-7000-8000-0000000000a1', uuidv7(),
           '00000000-0000-7000-8000-0000000000c1', n, n::text, n::text
    from generate_series(1, 2) as n;
    insert into grading (tenant_id, market_id, number, ruling_tenant_id, ruling_id, at)
    values ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000c1', 1,
            '00000000-0000-7000-8000-0000000000a1', uuidv7(), '2026-06-11 17:00:00+00');
"""
AT_GRADING_2 = """
    insert into market (tenant_id, id, event_tenant_id, event_id, kind, period, name, grading)
    values ('00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000c1',
            '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000e1',
            'custom', 'full_time', 'Custom', 2)
"""
HALF_DECIDED = """
    insert into outcome (tenant_id, selection_id, grading, market_id, win, push, divisor)
    select tenant_id, id, 1, market_id, 1, 0, 1 from selection where number = 1
"""
VOID = """
    insert into ruling (tenant_id, kind, event_tenant_id, event_id, market_id, document, reason,
                        state, second_person, entered_by, decided_by, decided_at)
    values ('00000000-0000-7000-8000-0000000000a1', 'void', '00000000-0000-7000-8000-0000000000a1',
            '00000000-0000-7000-8000-0000000000e1', '00000000-0000-7000-8000-0000000000c1', '{}',
            'a test', 'confirmed', false, 'kwesi', 'kwesi', '2026-06-11 18:00:00+00');
"""
WAITING = "update ruling set state = 'pending', decided_by = null, decided_at = null"
BET_ON = """
    insert into bet (tenant_id, id, entry_id, competition_id, player_id, kind, lines, stake,
                     potential_payout, odds_policy, settings_version, request_digest, accepted_at)
    values ('00000000-0000-7000-8000-0000000000a1', uuidv7(), uuidv7(), uuidv7(), uuidv7(),
            'single', 1, 1, 2, 'any', 1, '\\x00000000000000000000000000000000',
            '2026-06-11 12:00:00+00');
    insert into leg (tenant_id, bet_id, number, selection_tenant_id, selection_id, market_id,
                     event_id, odds, odds_version, locks_at)
    select tenant_id, id, 1, tenant_id, uuidv7(), '00000000-0000-7000-8000-0000000000c1', uuidv7(),
           2000, 1, '2026-06-11 15:00:00+00'
    from bet
"""
ENTERED_BY_EFUA = "update ruling set entered_by = 'efua'"


def result(version: int) -> str:
    return RESULT.format(version=version)


PLANTED = {
    "corrections_have_two_people": result(1) + result(2),
    "markets_show_their_newest_grading": GRADED + AT_GRADING_2,
    "gradings_decide_whole_markets": GRADED + HALF_DECIDED,
    "newest_results_alone_wait": result(1) + result(2) + WAITING,
}
MORE = {
    "corrections_have_two_people": [VOID + GRADED, VOID + BET_ON],
    "newest_results_alone_wait": [result(1) + ENTERED_BY_EFUA],
}
