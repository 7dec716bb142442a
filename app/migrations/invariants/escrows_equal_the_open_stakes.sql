-- A competition's escrow holds the stakes of its open bets, and what its open pools carried over.
select c.tenant_id, 'competition ' || c.id as subject,
       'its escrow holds ' || held.points || '; open stakes are ' || staked.points as detail
from competition c
join account a on (a.tenant_id, a.owner, a.kind) = (c.tenant_id, c.id, 'escrow')
cross join lateral (
    select coalesce(sum(case when t.credit_account = a.id then t.points else -t.points end), 0)
        as points
    from transfer t
    where t.tenant_id = a.tenant_id and a.id in (t.credit_account, t.debit_account)
) as held
cross join lateral (
    select coalesce((select sum(b.stake) from bet b
                     where (b.tenant_id, b.competition_id) = (c.tenant_id, c.id)
                     and b.state = 'accepted'), 0)
         + coalesce((select sum(p.carried_in) from pool p
                     where (p.tenant_id, p.competition_id) = (c.tenant_id, c.id)
                     and p.state = 'open'), 0) as points
) as staked
where held.points <> staked.points
