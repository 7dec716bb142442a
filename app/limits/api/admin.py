"""What admins see of their players' limits, and superadmins decide for the platform."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from app.limits import service
from app.limits.api.shapes import (
    OverviewOut,
    PlatformExclusionIn,
    PlatformExclusionOut,
)
from app.plumbing.access import admins, superadmins
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Elsewhere, Now, Provided, Reading
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID, Community


class LimitsAdminApi(Controller):
    @get("/api/admin/players/{player_id:uuid}/limits", guards=[admins])
    async def show(
        self,
        player_id: FromPath[UUID],
        reading: Reading,
        community: Provided[Community],
        now: Now,
    ) -> OverviewOut:
        """A player's limits and break.  No admin changes them."""
        found = await service.overview(reading, player_id, settings=community.settings, now=now)
        return OverviewOut.of(found)

    @get("/api/platform/exclusions", guards=[superadmins])
    async def list_exclusions(
        self, elsewhere: Elsewhere, after: After = None, limit: Limit = ITEMS_USUAL
    ) -> Page[PlatformExclusionOut]:
        """Who is excluded from the whole platform, the newest first."""
        async with elsewhere(PLATFORM_ID) as tx:
            found = await service.list_platform_exclusions(
                tx, after=key_of(after, UUID), limit=limit
            )
        return page_of(found, limit, key=lambda one: one.id, show=PlatformExclusionOut.of)

    @post("/api/platform/exclusions", guards=[superadmins])
    async def exclude(
        self, data: JSONBody[PlatformExclusionIn], elsewhere: Elsewhere, actor: CurrentActor
    ) -> PlatformExclusionOut:
        """Keep a person from play in all communities, those they join later included."""
        async with elsewhere(PLATFORM_ID) as tx:
            communities = await tenants.list_communities(tx)
            made = await service.exclude_everywhere(
                tx,
                data.id,
                subject=data.subject,
                months=data.months,
                reason=data.reason,
                communities=[community.id for community, _ in communities],
                by=actor,
            )
        return PlatformExclusionOut.of(made)
