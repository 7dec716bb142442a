"""All that is known of a player, one query a file.

What others wrote of their doing, such as an admin's reasons, is theirs to see as well.  Secrets,
even their hashes, are nobody's to take along.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

PARTS = {
    "consents": """
        select document, version, at from consent where player_id = %(player)s order by at
    """,
    "sessions": """
        select created_at, last_seen_at, expires_at, name, user_agent, address
        from session where subject = %(subject)s order by created_at
    """,
    "keys": """
        select name, scopes, created_at, expires_at, last_used_at, revoked_at
        from api_key where player_id = %(player)s order by created_at
    """,
    "role_changes": """
        select action, before, gained, lost, reason, created_at, done_at
        from role_change where subject = %(subject)s order by created_at
    """,
    "entries": """
        select e.id, e.competition_id, c.name as competition, e.state, e.reason, e.joined_at
        from entry e
        join competition c on (c.tenant_id, c.id) = (e.tenant_id, e.competition_id)
        where e.player_id = %(player)s order by e.created_at
    """,
    "private_leagues": """
        select l.id, l.name, l.founder_id = m.entry_id as founded, m.created_at as joined_at
        from private_league_entry m
        join private_league l on (l.tenant_id, l.id) = (m.tenant_id, m.league_id)
        where m.entry_id in (
            select id from entry where player_id = %(player)s) order by m.created_at
    """,
    "bets": """
        select id, entry_id, kind, fold, each_way, lines, stake, potential_payout, odds_policy,
               pool_id, state, result, payout, note, own_probability, accepted_at, settled_at
        from bet where player_id = %(player)s order by accepted_at, id
    """,
    "legs": """
        select l.bet_id, l.number, e.name as event, m.name as market, s.name as selection, l.odds,
               l.locks_at
        from leg l
        join selection s on (s.tenant_id, s.id) = (l.selection_tenant_id, l.selection_id)
        join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
        join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
        where l.bet_id in (
            select id from bet where player_id = %(player)s) order by l.bet_id, l.number
    """,
    "cash_outs": """
        select bet_id, points, at
        from cash_out where bet_id in (
            select id from bet where player_id = %(player)s) order by at
    """,
    "settlements": """
        select bet_id, number, state, result, payout, at
        from settlement where bet_id in (
            select id from bet where player_id = %(player)s) order by at, bet_id, number
    """,
    "predictions": """
        select p.id, p.entry_id, e.name as event, p.first_score, p.second_score, p.joker,
               p.predicted_at
        from prediction p
        join event e on (e.tenant_id, e.id) = (p.event_tenant_id, p.event_id)
        where p.entry_id in (
            select id from entry where player_id = %(player)s) order by p.predicted_at
    """,
    "bonus_answers": """
        select a.entry_id, q.question, a.answer, a.answered_at
        from bonus_answer a
        join bonus_question q on (q.tenant_id, q.id) = (a.tenant_id, a.question_id)
        where a.entry_id in (
            select id from entry where player_id = %(player)s) order by a.answered_at
    """,
    "scores": """
        select entry_id, subject_id, number, points_before, points, facts, at
        from score where entry_id in (
            select id from entry where player_id = %(player)s) order by at, subject_id, number
    """,
    "transfers": """
        select a.owner as entry_id, a.kind as account, t.account_sequence, t.at, t.kind,
               case when t.kept_account = t.debit_account then -t.points
                    else t.points end as points,
               t.balance_after, t.reference, t.reason
        from account a
        join transfer t on (t.tenant_id, t.kept_account) = (a.tenant_id, a.id)
        where a.owner in (
            select id from entry where player_id = %(player)s)
        order by a.owner, a.kind, t.account_sequence
    """,
    "adjustments": """
        select owner as entry_id, points, reason, state, created_at, decided_at
        from adjustment where owner in (
            select id from entry where player_id = %(player)s) order by created_at
    """,
    "payments": """
        select id, entry_id, direction, points, provider, note, state, reason, created_at,
               decided_at
        from payment where entry_id in (
            select id from entry where player_id = %(player)s) order by created_at
    """,
    "standings": """
        select board_id, entry_id, rank, net_worth, net_points, bets, staked, paid, won, lost,
               prediction_points, exact_predictions, streak, best_streak
        from standing where player_id = %(player)s
    """,
    "standings_by_day": """
        select board_id, day, rank, net_worth, net_points, prediction_points
        from standing_day where player_id = %(player)s order by board_id, day
    """,
    "limits": """
        select kind, period, amount, in_force_at, created_at
        from player_limit where player_id = %(player)s order by created_at
    """,
    "reality_check": """
        select every_minutes, seen_at from reality_check where player_id = %(player)s
    """,
    "breaks": """
        select kind, starts_at, ends_at from exclusion where player_id = %(player)s
        union all
        select 'platform', starts_at, ends_at from platform_exclusion where subject = %(subject)s
        order by starts_at
    """,
    "play_by_day": """
        select entry_id, day, staked, returned
        from play_day where player_id = %(player)s order by day
    """,
    "time_by_day": "select day, minutes from play_time where player_id = %(player)s order by day",
    "notifications": """
        select kind, topic, body, created_at, read_at
        from notification where player_id = %(player)s order by created_at, id
    """,
    "preferences": """
        select kind, channel, wanted from preference where player_id = %(player)s
        order by kind, channel
    """,
    "known_browsers": """
        select created_at from known_browser where player_id = %(player)s order by created_at
    """,
    "messages": """
        select topic, body, created_at from outbox_message
        where recipient = %(player)s order by created_at
    """,
}


async def list_part(
    tx: AsyncConnection, part: str, *, player_id: UUID, subject: str
) -> list[dict[str, Any]]:
    found = await tx.exec_driver_sql(PARTS[part], {"player": player_id, "subject": subject})
    return [dict(row) for row in found.mappings()]
