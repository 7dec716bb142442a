-- Whoever has left stays in the books by a number alone.  What the row of a player may hold by then,
-- its own constraint says.
select e.tenant_id, 'player ' || e.player_id as subject, left_over.what as detail
from erasure e
cross join lateral (
    select 'the player is not erased' as what
    where not exists (
        select from player p
        where (p.tenant_id, p.id) = (e.tenant_id, e.player_id) and p.erased_at is not null)
    union all
    select 'there is a key'
    where exists (select from api_key k where (k.tenant_id, k.player_id) = (e.tenant_id, e.player_id))
    union all
    select 'there is a note on a bet'
    where exists (
        select from bet b
        where (b.tenant_id, b.player_id) = (e.tenant_id, e.player_id) and b.note is not null)
    union all
    select 'there is a note on a payment'
    where exists (
        select from entry n
        join payment t on (t.tenant_id, t.entry_id) = (n.tenant_id, n.id)
        where (n.tenant_id, n.player_id) = (e.tenant_id, e.player_id) and t.note is not null)
) as left_over
