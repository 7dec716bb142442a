-- Every bet took its stake once, from its own entry into its competition's escrow.
select b.tenant_id, 'bet ' || b.id as subject,
       'staked ' || b.stake || '; there are ' || count(t.id) || ' transfers of '
           || coalesce(sum(t.points), 0) || ' in all' as detail
from bet b
left join transfer t
    on (t.tenant_id, t.reference) = (b.tenant_id, b.id) and t.kind = 'stake'
left join account debit on (debit.tenant_id, debit.id) = (t.tenant_id, t.debit_account)
left join account credit on (credit.tenant_id, credit.id) = (t.tenant_id, t.credit_account)
group by b.tenant_id, b.id, b.stake, b.entry_id, b.competition_id
having count(t.id) <> 1
    or not bool_and(t.points = b.stake
                    and debit.owner = b.entry_id and debit.kind = 'balance'
                    and credit.owner = b.competition_id and credit.kind = 'escrow')
