-- Each step of a balance is the one before plus its transfer, without a gap, never below zero (above, for a debt).
select tenant_id, 'account ' || kept_account as subject,
       'step ' || account_sequence || ' records ' || balance_after || ' where ' || running || ' is due' as detail
from (
    select t.tenant_id, t.kept_account, t.account_sequence, t.balance_after,
           'debt' in (t.debit_kind, t.credit_kind) as owed,
           row_number() over steps as number,
           sum(case when t.kept_account = t.credit_account then t.points else -t.points end)
               over steps as running
    from transfer t
    where t.kept_account is not null
    window steps as (partition by t.tenant_id, t.kept_account order by t.account_sequence)
) as history
where account_sequence <> number
   or balance_after <> running
   or (not owed and balance_after < 0)
   or (owed and balance_after > 0)
