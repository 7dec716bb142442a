-- Tallies and the standings made of them change together.
select s.tenant_id, 'entry ' || s.entry_id as subject,
       'stands with ' || s.net_points || ' net points; its tallies are ' || t.net_points as detail
from standing s
cross join lateral (
    select coalesce(sum(t.bets), 0) as bets, coalesce(sum(t.paid - t.staked), 0) as net_points,
           coalesce(sum(t.prediction_points + t.bonus_points), 0) as prediction_points,
           coalesce(sum(t.exact_predictions), 0) as exact_predictions
    from tally t
    where (t.tenant_id, t.entry_id) = (s.tenant_id, s.entry_id)
) as t
where s.entry_id is not null
and (s.bets, s.net_points, s.prediction_points, s.exact_predictions)
    <> (t.bets, t.net_points, t.prediction_points, t.exact_predictions)
