"""One violation an invariant of predictions, run with triggers and foreign keys asleep."""

# Two predictions of one round, one of them with the only joker; and an answered question.
PREDICTIONS = """
    insert into tenant (id, subdomain, name, settings)
    values ('00000000-0000-7000-8000-0000000000e1', 'planted-tips', 'Planted', '{}');
    select set_config('app.tenant_id', '00000000-0000-7000-8000-0000000000e1', true);
    insert into competition (id, slug, name, starts_at, ends_at, state, settings)
    values ('00000000-0000-7000-8000-0000000000e2', 'cup', 'Cup', now(), now() + interval '1 day',
            'running', '{"predictions": {"jokers_a_round": 1}}');
    insert into competition_settings (competition_id, version, document, author)
    select id, 1, settings, 'test' from competition;
    insert into prediction (entry_id, competition_id, event_tenant_id, event_id, round,
                            first_score, second_score, joker, predicted_at, locks_at)
    select '00000000-0000-7000-8000-0000000000e3', '00000000-0000-7000-8000-0000000000e2',
           '00000000-0000-7000-8000-0000000000e1', uuidv7(), 'Matchday 1', 1, 0, number = 1, now(),
           now() + interval '1 hour'
    from generate_series(1, 2) as number;
    insert into bonus_question (id, competition_id, question, choices, points, locks_at)
    values ('00000000-0000-7000-8000-0000000000e4', '00000000-0000-7000-8000-0000000000e2',
            'Who wins?', '{Ghana, Mali}', 10, now() + interval '1 hour');
    insert into bonus_answer (question_id, entry_id, competition_id, answer, answered_at, locks_at)
    values ('00000000-0000-7000-8000-0000000000e4', '00000000-0000-7000-8000-0000000000e3',
            '00000000-0000-7000-8000-0000000000e2', 'Ghana', now(), now() + interval '1 hour');
"""

VIOLATIONS = {
    "no_round_has_too_many_jokers": [
        "update prediction set joker = true",
        "update prediction set joker = true, round = null",
    ],
    "bonus_answers_are_choices": [
        "update bonus_answer set answer = 'Brazil'",
        "update bonus_question set locks_at = now() - interval '1 hour'",
    ],
}

PLANTED = {name: PREDICTIONS + first for name, (first, *_) in VIOLATIONS.items()}
