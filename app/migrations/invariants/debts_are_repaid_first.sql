-- Nobody has points to play with while in debt.
select balance.tenant_id, 'owner ' || balance.owner as subject,
       'has ' || balance.balance || ' and owes ' || -debt.balance as detail
from account balance
join account debt on debt.tenant_id = balance.tenant_id and debt.owner = balance.owner and debt.kind = 'debt'
where balance.kind = 'balance' and balance.balance > 0 and debt.balance < 0
