-- Nobody plays who has not consented to some version of the terms.
select p.tenant_id, 'player ' || p.id as subject, 'there is no consent to the terms' as detail
from player p
where not exists (
    select from consent c
    where (c.tenant_id, c.player_id, c.document) = (p.tenant_id, p.id, 'terms')
)
