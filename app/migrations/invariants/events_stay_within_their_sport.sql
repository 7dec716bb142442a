-- An event's league and all who take part in it are of the event's own sport.
select event.tenant_id, 'event ' || event.id as subject,
       'is in league ' || league.id || ' of another sport' as detail
from event
join league on (league.tenant_id, league.id) = (event.league_tenant_id, event.league_id)
where (league.sport_tenant_id, league.sport_id) <> (event.sport_tenant_id, event.sport_id)
union all
select event.tenant_id, 'event ' || event.id,
       'has participant ' || participant.id || ' of another sport'
from event
join event_participant seat on (seat.tenant_id, seat.event_id) = (event.tenant_id, event.id)
join participant on (participant.tenant_id, participant.id) = (seat.participant_tenant_id, seat.participant_id)
where (participant.sport_tenant_id, participant.sport_id) <> (event.sport_tenant_id, event.sport_id)
