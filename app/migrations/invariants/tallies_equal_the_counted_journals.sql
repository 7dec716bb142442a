-- A tally is what its bets, cash-outs and predictions are by the newest of the runs that count:
-- summed up here from what each became, where the application adds up differences.
with counted as (
    select s.tenant_id, s.competition_id, s.bet_id,
           (array_agg(s.state order by s.number desc))[1] as state,
           (array_agg(s.result order by s.number desc))[1] as result,
           (array_agg(s.payout order by s.number desc))[1] as payout
    from settlement s
    join counted_run c on (c.tenant_id, c.competition_id, c.run_id)
                        = (s.tenant_id, s.competition_id, s.run_id)
    group by s.tenant_id, s.competition_id, s.bet_id
    union all
    select k.tenant_id, k.competition_id, k.bet_id, 'cashed_out', null, o.points
    from counted_cash_out k
    join cash_out o on (o.tenant_id, o.bet_id) = (k.tenant_id, k.bet_id)
    where not exists (
        select from settlement s
        join counted_run c on (c.tenant_id, c.competition_id, c.run_id)
                            = (s.tenant_id, s.competition_id, s.run_id)
        where (s.tenant_id, s.bet_id) = (k.tenant_id, k.bet_id) and s.state_before = 'cashed_out')
), bets as (
    select c.tenant_id, b.entry_id, place.sport_id, place.round, count(*) as bets,
           sum(b.stake) as staked, sum(c.payout) as paid,
           count(*) filter (where c.result = 'won') as won,
           count(*) filter (where c.result in ('lost', 'part_lost')) as lost,
           0 as prediction_points, 0 as bonus_points, 0 as exact_predictions
    from counted c
    join bet b on (b.tenant_id, b.id) = (c.tenant_id, c.bet_id)
    cross join lateral (
        select case when min(e.sport_id::text) = max(e.sport_id::text)
                    then min(e.sport_id::text)::uuid end as sport_id,
               case when count(*) = count(e.round) and min(e.round) = max(e.round)
                    then min(e.round) end as round
        from leg l
        join counted_event e on (e.tenant_id, e.competition_id, e.event_id)
                              = (b.tenant_id, b.competition_id, l.event_id)
        where (l.tenant_id, l.bet_id) = (b.tenant_id, b.id)
    ) as place
    where c.state <> 'accepted' and c.result is distinct from 'void'
    group by 1, 2, 3, 4
), scores as (
    select s.tenant_id, s.entry_id, e.sport_id, e.round, 0, 0, 0, 0, 0,
           sum(s.points) filter (where p.id is not null),
           sum(s.points) filter (where p.id is null),
           count(*) filter (where s.points is not null and s.facts ->> 'kind' = 'exact')
    from (
        select distinct on (s.tenant_id, s.subject_id, s.entry_id) s.*
        from score s
        join counted_run c on (c.tenant_id, c.competition_id, c.run_id)
                            = (s.tenant_id, s.competition_id, s.run_id)
        order by s.tenant_id, s.subject_id, s.entry_id, s.number desc
    ) as s
    left join prediction p on (p.tenant_id, p.id) = (s.tenant_id, s.subject_id)
    left join counted_event e on (e.tenant_id, e.competition_id, e.event_id)
                               = (s.tenant_id, s.competition_id, p.event_id)
    group by 1, 2, 3, 4
), differences as (
    select tenant_id, entry_id, sport_id, round, bets, staked, paid, won, lost, prediction_points,
           bonus_points, exact_predictions
    from tally
    union all
    select tenant_id, entry_id, sport_id, round, -bets, -staked, -paid, -won, -lost,
           -prediction_points, -bonus_points, -exact_predictions
    from (select * from bets union all select * from scores) as journal
)
select tenant_id, 'entry ' || entry_id as subject,
       'its tally of round ' || coalesce(round, 'none') || ' differs from its journals by '
       || coalesce(sum(bets), 0) || ' bets and ' || coalesce(sum(paid - staked), 0) || ' points'
       as detail
from differences
group by tenant_id, entry_id, sport_id, round
having coalesce(sum(bets), 0) <> 0 or coalesce(sum(staked), 0) <> 0
    or coalesce(sum(paid), 0) <> 0 or coalesce(sum(won), 0) <> 0 or coalesce(sum(lost), 0) <> 0
    or coalesce(sum(prediction_points), 0) <> 0 or coalesce(sum(bonus_points), 0) <> 0
    or coalesce(sum(exact_predictions), 0) <> 0
