-- Equals by all that a leaderboard is ranked by share a rank, and the next ranks are skipped.
with valued as (
    select s.tenant_id, s.board_id, s.player_id, s.place, s.rank,
           s.outside is null and (to_jsonb(s) ->> b.ranked_by[1]) is not null as takes_part,
           array(select case measure when 'earliest_entry' then -extract(epoch from s.joined_at)
                        else coalesce((to_jsonb(s) ->> measure)::numeric, '-Infinity') end
                 from unnest(b.ranked_by) with ordinality as o (measure, number)
                 order by number) as keys
    from standing s
    join board b on (b.tenant_id, b.id) = (s.tenant_id, s.board_id)
), expected as (
    select tenant_id, board_id, player_id, place, rank, takes_part,
           rank() over (partition by tenant_id, board_id, takes_part order by keys desc)
               as by_values,
           rank() over (partition by tenant_id, board_id order by keys desc) as first_place,
           count(*) over (partition by tenant_id, board_id order by keys desc) as last_place,
           count(*) over (partition by tenant_id, board_id, place) as at_place
    from valued
)
select tenant_id, 'player ' || player_id as subject,
       'has rank ' || coalesce(rank::text, 'none') || ' at place ' || place
       || ' of leaderboard ' || board_id as detail
from expected
where rank is distinct from case when takes_part then by_values end
    or place not between first_place and last_place or at_place > 1
