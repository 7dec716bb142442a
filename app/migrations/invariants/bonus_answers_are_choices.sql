-- Players answer a bonus question with one of its choices, until it locks.
select a.tenant_id, 'bonus question ' || a.question_id as subject,
       'was answered by entry ' || a.entry_id || ' with none of its choices or too late' as detail
from bonus_answer a
join bonus_question q on (q.tenant_id, q.id) = (a.tenant_id, a.question_id)
where a.answer <> all (q.choices) or a.answered_at >= q.locks_at
