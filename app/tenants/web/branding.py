"""A community's looks, for every page of it."""

from litestar import Controller, MediaType, Response, get
from litestar.params import FromQuery

from app.plumbing.access import anyone
from app.plumbing.refusals import Missing
from app.plumbing.web import Provided, Reading
from app.tenants import service
from app.tenants.rules import Community, readable_on


class NoLogo(Missing):
    """This community has no logo."""


class BrandingController(Controller):
    path = "/community"
    guards = (anyone,)
    opt = {"while_suspended": True}  # noqa: RUF012 - Litestar's own way

    @get("/theme.css", media_type=MediaType.CSS)
    async def theme(self, community: Provided[Community]) -> str:
        settings = community.settings
        return (
            f":root {{ --brand: {settings.primary_colour}; --accent: {settings.accent_colour};"
            f" --brand-ink: {readable_on(settings.primary_colour)}; }}\n"
        )

    @get("/logo")
    async def logo(
        self, community: Provided[Community], reading: Reading, v: FromQuery[str] = ""
    ) -> Response[bytes]:
        logo = await service.find_logo(reading, community.id)
        if logo is None:
            raise NoLogo
        # A page asks for the version it knows; only that one may be kept under its address.
        kept = "public, max-age=31536000, immutable" if v == logo.version else "no-cache"
        return Response(logo.image, media_type=logo.media_type, headers={"Cache-Control": kept})
