"""A player's own limits, breaks and reality checks.  Nothing is decided here."""

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from app.identity.rules.players import player_id_of
from app.limits import service
from app.limits.api.shapes import (
    BreakOut,
    ExclusionIn,
    LimitIn,
    OverviewOut,
    RealityCheckIn,
    RealityCheckOut,
    StandingOut,
    TimeOutIn,
)
from app.limits.rules.checking import LimitKind
from app.limits.rules.periods import Period
from app.plumbing import etags
from app.plumbing.access import Actor, in_person, players
from app.plumbing.web import CurrentActor, Now, Provided, Tx
from app.tenants.rules import Community

# How pages and programs find their way here, wherever they are.
LINK = {"Link": '</api/limits>; rel="limits"'}


class LimitsApi(Controller):
    path = "/api/limits"
    response_headers = LINK

    @get(guards=[players])
    async def show(
        self,
        request: Request[Actor | None, None, State],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Response[OverviewOut]:
        """Your limits, set or not, what you used of them, and what the community allows."""
        found = await service.overview(
            tx, player_id_of(actor), settings=community.settings, now=now
        )
        return etags.answer(request, OverviewOut.of(found))

    @put("/{kind:str}/{period:str}", guards=[players, in_person])
    async def change(
        self,
        kind: FromPath[LimitKind],
        period: FromPath[Period],
        data: JSONBody[LimitIn],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> StandingOut:
        """Set a limit.  The first one and a lower one count at once, a higher one in 24 hours."""
        standing = await service.change_limit(
            tx, player_id_of(actor), kind, period, data.amount, community=community
        )
        return StandingOut.of(standing)

    @delete("/{kind:str}/{period:str}", guards=[players, in_person], status_code=200)
    async def remove(
        self,
        kind: FromPath[LimitKind],
        period: FromPath[Period],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> StandingOut:
        """Remove a limit in 24 hours."""
        standing = await service.change_limit(
            tx, player_id_of(actor), kind, period, None, community=community
        )
        return StandingOut.of(standing)

    @delete("/{kind:str}/{period:str}/pending", guards=[players, in_person], status_code=200)
    async def take_back(
        self,
        kind: FromPath[LimitKind],
        period: FromPath[Period],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> StandingOut:
        """Take back a raise that has yet to come."""
        standing = await service.take_back_raise(
            tx, player_id_of(actor), kind, period, community=community
        )
        return StandingOut.of(standing)

    @post("/time-out", guards=[players, in_person])
    async def take_time_out(
        self, data: JSONBody[TimeOutIn], tx: Tx, actor: CurrentActor, community: Provided[Community]
    ) -> BreakOut:
        """Stop playing for 24 hours to 6 weeks, from now on."""
        taken = await service.take_time_out(
            tx, player_id_of(actor), hours=data.hours, community=community
        )
        return BreakOut.of(taken)

    @post("/self-exclusion", guards=[players, in_person])
    async def exclude_oneself(
        self,
        data: JSONBody[ExclusionIn],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> BreakOut:
        """Stop playing in this community for 6 months or more.  Nobody can end it earlier."""
        taken = await service.exclude_oneself(
            tx, player_id_of(actor), months=data.months, community=community
        )
        return BreakOut.of(taken)

    @get("/reality-check", guards=[players])
    async def show_check(self, tx: Tx, actor: CurrentActor, now: Now) -> RealityCheckOut:
        """How long you have been at it, what you staked and got back, and when to look again."""
        check = await service.reality_check(tx, player_id_of(actor), now=now)
        return RealityCheckOut.of(check, now)

    @put("/reality-check", guards=[players, in_person])
    async def change_check(
        self, data: JSONBody[RealityCheckIn], tx: Tx, actor: CurrentActor, now: Now
    ) -> RealityCheckOut:
        """Choose how often you want to be told."""
        player_id = player_id_of(actor)
        await service.change_interval(tx, player_id, data.every_minutes)
        return RealityCheckOut.of(await service.reality_check(tx, player_id, now=now), now)
