-- Whoever cashed a bet out got the points of the offer that they accepted, and nobody else has one.
select coalesce(b.tenant_id, c.tenant_id) as tenant_id,
       'bet ' || coalesce(b.id, c.bet_id) as subject,
       coalesce(b.state, 'unknown') || ' for ' || coalesce(b.payout, 0)
           || '; the offer was ' || coalesce(c.points::text, 'none') as detail
from (select * from bet where state = 'cashed_out') as b
full join cash_out c on (c.tenant_id, c.bet_id) = (b.tenant_id, b.id)
where b.payout is distinct from c.points
