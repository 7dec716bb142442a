"""Violations of what holds for leaderboards, run with triggers and foreign keys asleep."""

from tests.acceptance.competitions import planted

# Ama's only bet won 100 points in a finished run, and she won the prize of the season's end.
SEASON = f"""
    {planted.COMPETITION}
    update competition set state = 'finished', frozen_at = now(),
        settings = settings || '{{"prizes": {{"points": [500], "pot": 0, "shares": []}}}}';
    update competition_settings set document = (select settings from competition);
    insert into settlement_run (tenant_id, id, kind, event_tenant_id, event_id, state, counts_with,
                                finished_at)
    select c.tenant_id, r.id, 'event', c.tenant_id, '00000000-0000-7000-8000-0000000000e1',
           'finished', r.id, now()
    from competition c, (select uuidv7() as id) as r;
    insert into counted_event (competition_id, event_id, sport_id, round)
    select id, '00000000-0000-7000-8000-0000000000e1', uuidv7(), 'Final' from competition;
    insert into counted_run (competition_id, run_id)
    select c.id, r.id from competition c, settlement_run r;
    insert into tally (competition_id, entry_id, sport_id, round, bets, staked, paid, won, lost,
                       prediction_points, bonus_points, exact_predictions)
    select n.competition_id, n.id, e.sport_id, e.round, 0, 0, 0, 0, 0, 4, 0, 1
    from entry n, counted_event e;
    insert into prediction (id, entry_id, competition_id, event_tenant_id, event_id, round,
                            first_score, second_score, predicted_at, locks_at)
    select '00000000-0000-7000-8000-0000000000d1', n.id, n.competition_id, n.tenant_id, e.event_id,
           'Final', 2, 1, now(), now() + interval '1 hour'
    from entry n, counted_event e;
    insert into score (subject_id, entry_id, number, run_id, competition_id, points, facts)
    select p.id, p.entry_id, 1, r.run_id, p.competition_id, 4, '{{"kind": "exact"}}'
    from prediction p, counted_run r;
    insert into board (id, competition_id, version, ranked_by, bets_min, day, frozen_at, digest)
    select id, id, 1, '{{net_worth}}', 1, current_date, now(), '' from competition;
    insert into standing (board_id, player_id, entry_id, joined_at, place, rank, given, net_worth,
                          net_points, bets, staked, paid, won, lost, prediction_points,
                          exact_predictions, streak, best_streak)
    select competition_id, player_id, id, joined_at, 1, 1, 100, 100, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0
    from entry;
    update board set digest = (select md5(to_jsonb(s)::text) from standing s);
    insert into prize (competition_id, entry_id, rank, points)
    select competition_id, id, 1, 500 from entry;
    set session_replication_role = origin;
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reason, key)
    select 'grant', issue.id, 'issue', own.id, 'balance', 500, 2, 600, 'the prize',
           'prize:' || own.owner
    from account issue, account own where issue.kind = 'issue' and own.kind = 'balance';
    set session_replication_role = replica;
"""  # noqa: S608 - our own words

VIOLATIONS = {
    "tallies_equal_the_counted_journals": [
        "update tally set prediction_points = 5",
        "update tally set exact_predictions = 0",
        "update tally set round = 'Other'",
        "update tally set bets = 1, staked = 10, paid = 10",
        "delete from tally",
        "delete from counted_run",
        "update score set points = 3",
    ],
    "counted_runs_are_whole": [
        "update settlement_run set state = 'running', finished_at = null",
        "update settlement_run set state = 'overtaken'",
    ],
    "standings_equal_the_tallies": [
        "update standing set net_points = 1, net_worth = 101, paid = 1",
        "update tally set prediction_points = 5",
        "delete from tally",
    ],
    "ranks_follow_their_values": [
        "update standing set rank = 2, place = 2",
        "update standing set rank = null",
        (
            "insert into standing select (jsonb_populate_record(s, jsonb_build_object("
            "'player_id', uuidv7(), 'entry_id', null, 'net_worth', 200, 'given', 200,"
            " 'place', 2, 'rank', 1))).* from standing s"
        ),
    ],
    "frozen_standings_stay": [
        "update standing set streak = 1, best_streak = 1",
        "update board set frozen_at = null, digest = null",
        "update competition set frozen_at = null",
        "update competition set state = 'running'",
    ],
    "prizes_are_paid_once": [
        "delete from prize",
        "update prize set points = 400",
        "update transfer set points = 400 where key like 'prize:%'",
        "delete from transfer where key like 'prize:%'",
        ("update competition set settings = jsonb_set(settings, '{prizes,points}', '[400]')"),
    ],
}

PLANTED = {name: SEASON + scripts[0] for name, scripts in VIOLATIONS.items()}
