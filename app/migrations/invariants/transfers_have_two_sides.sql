-- Every transfer moves a positive whole amount between two different accounts of one community and one bank.
select t.tenant_id, 'transfer ' || t.id as subject,
       'moves ' || t.points || ' from ' || t.debit_account || ' to ' || t.credit_account as detail
from transfer t
left join account debit
    on (debit.tenant_id, debit.id, debit.kind) = (t.tenant_id, t.debit_account, t.debit_kind)
left join account credit
    on (credit.tenant_id, credit.id, credit.kind) = (t.tenant_id, t.credit_account, t.credit_kind)
where t.points < 1 or t.points > 1000000000000
   or t.debit_account = t.credit_account
   or debit.bank is distinct from credit.bank
   or debit.bank is null
