-- Each time a bet was brought into line, it went on from where it was left, and it is now where it
-- was left last, unless its player cashed it out while it was open.  Nothing is settled without
-- such a row.
with history as (
    select s.*, lag(s.number, 1, 0::bigint) over steps as number_before,
           lag(s.state, 1, 'accepted') over steps as state_left, lag(s.result) over steps as result_left,
           lag(s.payout) over steps as payout_left, lead(s.number) over steps is null as newest
    from settlement s
    window steps as (partition by s.tenant_id, s.bet_id order by s.number)
)
select h.tenant_id, 'bet ' || h.bet_id as subject,
       'step ' || h.number || ' begins at ' || h.state_before || ' '
           || coalesce(h.payout_before::text, '') || ' after step ' || h.number_before as detail
from history h
join bet b on (b.tenant_id, b.id) = (h.tenant_id, h.bet_id)
left join cash_out c on (c.tenant_id, c.bet_id) = (h.tenant_id, h.bet_id)
where h.number <> h.number_before + 1
   or ((h.state_before, h.result_before, h.payout_before)
           is distinct from (h.state_left, h.result_left, h.payout_left)
       and not (h.state_left = 'accepted' and h.state_before = 'cashed_out'
                and h.payout_before is not distinct from c.points))
   or (h.newest and (h.state, h.result, h.payout) is distinct from (b.state, b.result, b.payout)
       and not (h.state = 'accepted' and b.state = 'cashed_out'
                and b.payout is not distinct from c.points))
union all
select b.tenant_id, 'bet ' || b.id, 'is settled, and nothing says how'
from bet b
where b.state = 'settled'
  and not exists (select from settlement s where (s.tenant_id, s.bet_id) = (b.tenant_id, b.id))
