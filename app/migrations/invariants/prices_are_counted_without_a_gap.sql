-- A selection's prices are numbered 0, 1, 2 and so on.
select tenant_id, 'selection ' || selection_id as subject,
       'has ' || count(*) || ' prices, from version ' || min(version) || ' to ' || max(version)
           as detail
from price
group by tenant_id, selection_id
having min(version) <> 0 or max(version) <> count(*) - 1
