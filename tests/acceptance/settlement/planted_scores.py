"""One violation an invariant of scores and of events put off, with triggers and keys asleep."""

# An event that ended 2-1 and is settled, three predictions of it with a quota, and a bonus question
# whose two answers have their points.
SCORES = """
    insert into tenant (id, subdomain, name, settings)
    values ('00000000-0000-7000-8000-0000000000f1', 'planted-scores', 'Planted', '{}');
    select set_config('app.tenant_id', '00000000-0000-7000-8000-0000000000f1', true);
    insert into competition (id, slug, name, starts_at, ends_at, state, settings)
    values ('00000000-0000-7000-8000-0000000000f2', 'cup', 'Cup', now(), now() + interval '1 day',
            'running', '{"postponement_hours": 36, "predictions": {"exact": 4, "difference": 3,
             "tendency": 2, "quota": true, "quota_minimum": 2, "quota_maximum": 6,
             "jokers_a_round": 1}}');
    insert into competition_settings (competition_id, version, document, author)
    select id, 1, settings, 'test' from competition;
    insert into event (id, sport_tenant_id, sport_id, slug, name, starts_at, first_starts_at,
                       locks_at, status)
    values ('00000000-0000-7000-8000-0000000000f3', '00000000-0000-7000-8000-0000000000f1',
            uuidv7(), 'ghana-mali', 'Ghana v Mali', now(), now(), now(), 'finished');
    insert into competition_event (competition_id, event_tenant_id, event_id)
    select c.id, e.tenant_id, e.id from competition c, event e;
    insert into result (event_id, version, document, source, entered_by)
    select id, 1, '{"scores": {"full_time": {"1": 2, "2": 1}}}', 'hand', 'efua' from event;
    insert into ruling (id, kind, event_tenant_id, event_id, result_version, document, state,
                        second_person, entered_by, decided_by, decided_at)
    select uuidv7(), 'result', tenant_id, id, 1, '{}', 'confirmed', false, 'efua', 'efua',
           clock_timestamp() from event;
    insert into settlement_run (id, kind, event_tenant_id, event_id, ruling_tenant_id, ruling_id,
                                state, counts_with, finished_at)
    select '00000000-0000-7000-8000-0000000000f4', 'event', event_tenant_id, event_id, tenant_id,
           id, 'finished', '00000000-0000-7000-8000-0000000000f4', now() from ruling;
    insert into prediction (entry_id, competition_id, event_tenant_id, event_id, first_score,
                            second_score, joker, predicted_at, locks_at)
    select uuidv7(), competition_id, event_tenant_id, event_id, 2, n, n = 1,
           now() - interval '2 hours', now()
    from competition_event, generate_series(1, 3) as n;
    -- One of three had the tendency: 2 x 3 = 6 of a quota, 2 more for exactness, and a joker.
    insert into score (subject_id, entry_id, number, run_id, competition_id, points, facts)
    select id, entry_id, 1, '00000000-0000-7000-8000-0000000000f4', competition_id,
           case when joker then 16 else 0 end, '{}'
    from prediction;
    insert into bonus_question (id, competition_id, question, choices, points, locks_at, answers)
    select '00000000-0000-7000-8000-0000000000f5', id, 'Who wins?', '{Ghana,Mali}', 10, now(),
           '{Mali}'
    from competition;
    insert into bonus_answer (question_id, entry_id, competition_id, answer, answered_at, locks_at)
    select id, uuidv7(), competition_id, choice, now() - interval '1 hour', now()
    from bonus_question, unnest(choices) as choice;
    insert into bonus_decision (question_id, answers, corrects, state, second_person, entered_by,
                                decided_by, decided_at)
    select id, answers, false, 'confirmed', false, 'efua', 'efua', now() from bonus_question;
    insert into settlement_run (id, kind, question_id, state, counts_with, finished_at)
    select '00000000-0000-7000-8000-0000000000f6', 'bonus', id, 'finished',
           '00000000-0000-7000-8000-0000000000f6', now() from bonus_question;
    insert into score (subject_id, entry_id, number, run_id, competition_id, points, facts)
    select question_id, entry_id, 1, '00000000-0000-7000-8000-0000000000f6', competition_id,
           case answer when 'Mali' then 10 else 0 end, '{}'
    from bonus_answer;
"""

VIOLATIONS = {
    "scores_continue_each_other": [
        "update score set points_before = 1",
        "update score set number = 2",
    ],
    "predictions_earn_what_their_rules_say": [
        "update score set points = 15 where points = 16",
        "update score set points = null where points = 0",
        "update prediction set joker = false",
        "delete from score where points = 16",
        """insert into event_void (competition_id, event_tenant_id, event_id, void)
           select competition_id, event_tenant_id, event_id, true from competition_event""",
    ],
    "bonus_answers_earn_their_points": [
        "update score set points = 10",
        "update bonus_question set answers = '{Ghana}'",
    ],
    "events_put_off_for_too_long_are_void": [
        """insert into event_void (competition_id, event_tenant_id, event_id, void)
           select competition_id, event_tenant_id, event_id, true from competition_event""",
        """update event set first_starts_at = now() - interval '40 hours',
           updated_at = now() - interval '1 hour'""",
        """update event set status = 'cancelled', updated_at = now() - interval '1 hour'""",
    ],
}

PLANTED = {name: SCORES + first for name, (first, *_) in VIOLATIONS.items()}
