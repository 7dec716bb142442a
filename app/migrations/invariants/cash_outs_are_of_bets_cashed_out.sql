-- Whoever cashed a bet out got the points of the offer that they accepted, until a correction of
-- what it rested on; and nobody else has one.
select coalesce(b.tenant_id, c.tenant_id) as tenant_id,
       'bet ' || coalesce(b.id, c.bet_id) as subject,
       coalesce(b.state, 'unknown') || ' for ' || coalesce(b.paid, 0)
           || '; the offer was ' || coalesce(c.points::text, 'none') as detail
from (
    select bet.*, coalesce((
        select s.payout_before from settlement s
        where (s.tenant_id, s.bet_id) = (bet.tenant_id, bet.id) and s.state_before = 'cashed_out'
        order by s.number limit 1
    ), bet.payout) as paid
    from bet where bet.state = 'cashed_out'
) as b
full join cash_out c on (c.tenant_id, c.bet_id) = (b.tenant_id, b.id)
where b.paid is distinct from c.points
