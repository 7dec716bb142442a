-- An entry has no more jokers in a round than its competition gives.
select p.tenant_id, 'entry ' || p.entry_id as subject,
       'has ' || count(*) || ' jokers in ' || coalesce('round ' || p.round, 'no round') as detail
from prediction p
join competition c on (c.tenant_id, c.id) = (p.tenant_id, p.competition_id)
where p.joker
group by p.tenant_id, p.entry_id, p.round, c.settings
having count(*) > (c.settings -> 'predictions' ->> 'jokers_a_round')::bigint
