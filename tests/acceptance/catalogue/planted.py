"""One violation of each invariant of the catalogue, with triggers and foreign keys asleep."""

TENANT = "00000000-0000-7000-8000-0000000000e1"
EVENT = "00000000-0000-7000-8000-0000000000e2"
FOOTBALL = "00000000-0000-7000-8000-0000000000e3"
TENNIS = "00000000-0000-7000-8000-0000000000e4"

ADDED = f"""
    insert into event (tenant_id, id, sport_tenant_id, sport_id, league_tenant_id, league_id, slug,
                       name, starts_at, first_starts_at, locks_at)
    values ('{TENANT}', '{EVENT}', '{TENANT}', '{FOOTBALL}', '{TENANT}', '{EVENT}', 'final',
            'Final', now(), now(), now());
"""  # noqa: S608 - ids of our own
OF_TENNIS = f"values ('{TENANT}', '{EVENT}', '{TENANT}', '{TENNIS}', 'tennis', 'Tennis'"


def _config(version: int, *, changes: str) -> str:
    return f"""
        insert into event_config (tenant_id, event_tenant_id, event_id, odds_multiplier, version)
        values ('{TENANT}', '{TENANT}', '{EVENT}', 900, {version});
        insert into event_config_change (tenant_id, event_tenant_id, event_id, version,
                                         odds_multiplier, author)
        select '{TENANT}', '{TENANT}', '{EVENT}', version, multiplier, 'efua'
        from (values {changes}) as change (version, multiplier)
    """  # noqa: S608 - ids and numbers of our own


PLANTED = {
    "event_config_changes_are_contiguous": _config(3, changes="(1, 1000), (3, 900)"),
    "odds_multipliers_are_the_newest_change": _config(2, changes="(1, 900), (2, 950)"),
    "result_versions_are_contiguous": f"""
        insert into result (tenant_id, event_id, version, document, source, entered_by, reason)
        values ('{TENANT}', '{EVENT}', 1, '{{}}', 'hand', 'efua', null),
               ('{TENANT}', '{EVENT}', 3, '{{}}', 'hand', 'efua', 'wrong')
    """,  # noqa: S608 - ids of our own
    "events_stay_within_their_sport": ADDED
    + "insert into league (tenant_id, id, sport_tenant_id, sport_id, slug, name) "
    + OF_TENNIS
    + ")",
}
