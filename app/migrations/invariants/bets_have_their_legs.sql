-- A single and a stake in a pool have one leg, any other bet at least two, numbered from 1.
select b.tenant_id, 'bet ' || b.id as subject,
       b.kind || ' with ' || count(l.number) || ' legs' as detail
from bet b
left join leg l on (l.tenant_id, l.bet_id) = (b.tenant_id, b.id)
group by b.tenant_id, b.id, b.kind
having count(l.number) <> coalesce(max(l.number), 0)
    or (b.kind in ('single', 'pool')) <> (count(l.number) = 1)
    or count(l.number) = 0
