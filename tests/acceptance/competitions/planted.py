"""One violation an invariant of competitions.

They are run with triggers and foreign keys asleep.
"""

# A competition with an entry that has its accounts and its 100 starting points.
COMPETITION = """
    set session_replication_role = origin;
    insert into tenant (id, subdomain, name, settings)
    values ('00000000-0000-7000-8000-0000000000c1', 'planted-cup', 'Planted', '{}');
    select set_config('app.tenant_id', '00000000-0000-7000-8000-0000000000c1', true);
    insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,
                        time_zone, locale, roles)
    values ('00000000-0000-7000-8000-0000000000c1', uuidv7(), 'ama', 'Ama', 'ama', '', 'UTC',
            'en', '{player}');
    insert into consent (tenant_id, player_id, document, version, at)
    select tenant_id, id, 'terms', '2026-01', now() from player;
    insert into competition (id, slug, name, starts_at, ends_at, state, settings)
    values ('00000000-0000-7000-8000-0000000000c2', 'cup', 'Cup', now(), now() + interval '1 day',
            'running', '{"starting_points": 100}');
    insert into competition_settings (competition_id, version, document, author)
    select id, 1, settings, 'test' from competition;
    insert into entry (id, competition_id, player_id, state, joined_at)
    select '00000000-0000-7000-8000-0000000000c3', c.id, p.id, 'active', now()
    from competition c, player p;
    insert into account (owner, bank, kind)
    select owner, '00000000-0000-7000-8000-0000000000c2', kind
    from (values ('00000000-0000-7000-8000-0000000000c2'::uuid, 'issue'),
                 ('00000000-0000-7000-8000-0000000000c3', 'balance'),
                 ('00000000-0000-7000-8000-0000000000c3', 'debt')) as a (owner, kind);
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reason, key)
    select 'grant', issue.id, 'issue', own.id, 'balance', 100, 1, 100, 'to begin with',
           'start:' || own.owner
    from account issue, account own where issue.kind = 'issue' and own.kind = 'balance';
    set session_replication_role = replica;
"""

VIOLATIONS = {
    "entries_have_their_starting_points": [
        "update transfer set key = 'other'",
        "update transfer set points = 99",
        "delete from account where kind = 'debt'",
        (
            "update entry set settings_version = 2; insert into competition_settings"
            " (competition_id, version, document, author)"
            """ select id, 2, '{"starting_points": 0}', 'test' from competition"""
        ),
    ],
    "competitions_have_their_newest_settings": [
        """update competition set settings = '{"starting_points": 200}'""",
        "update competition set settings_version = 2",
        "update competition_settings set version = 2; update competition set settings_version = 2",
        "delete from competition_settings",
    ],
}

PLANTED = {name: COMPETITION + scripts[0] for name, scripts in VIOLATIONS.items()}
