"""A community as its admin sets it up."""

from dataclasses import asdict
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery
from litestar.response import Redirect, Template
from msgspec import Meta, Struct

from app.plumbing.access import admins
from app.plumbing.forms import Form, Reason, ReasonForm
from app.plumbing.languages import sentence
from app.plumbing.web import CurrentActor, Provided, Tx
from app.tenants import service
from app.tenants.rules import (
    COLOUR,
    LOCALES,
    LOGO_BYTES_MAX,
    Community,
    CommunityLimits,
    CommunitySettings,
    Feature,
    LogoInvalid,
    SettingsChanged,
    SettingsInvalid,
    StakeCaps,
    ThresholdNotTheirs,
    readable_on,
)
from app.tenants.web.fields import Count, Name

FEATURES = [
    (Feature.CASH_OUT.value, sentence("Cash-out")),
    (Feature.POOLS.value, sentence("Pools")),
    (Feature.PREDICTIONS.value, sentence("Predictions")),
    (Feature.PRIVATE_LEAGUES.value, sentence("Private leagues")),
    (Feature.SYSTEMS.value, sentence("System bets")),
]
Cap = Annotated[int | None, Meta(description="Give a number of points above 0, or nothing.")]


class SettingsForm(Struct, frozen=True):
    version: int
    name: Name
    locale: str
    time_zone: str
    primary_colour: str
    accent_colour: str
    minimum_age: Annotated[int, Meta(description="Give an age in years.")]
    adjustment_threshold: Annotated[int, Meta(description="Give a whole number of points.")]
    players: Count
    competitions: Count
    requests_per_second: Count
    reason: Reason
    cap_day: Cap = None
    cap_week: Cap = None
    cap_month: Cap = None
    cash_out: bool = False
    pools: bool = False
    predictions: bool = False
    private_leagues: bool = False
    systems: bool = False

    def settings(self) -> CommunitySettings:
        return CommunitySettings(
            locale=self.locale,
            time_zone=self.time_zone,
            primary_colour=self.primary_colour,
            accent_colour=self.accent_colour,
            minimum_age=self.minimum_age,
            features=frozenset(f for f in Feature if getattr(self, f)),
            limits=CommunityLimits(
                players=self.players,
                competitions=self.competitions,
                requests_per_second=self.requests_per_second,
            ),
            adjustment_threshold=self.adjustment_threshold,
            caps=StakeCaps(day=self.cap_day, week=self.cap_week, month=self.cap_month),
        )


class CommunityController(Controller):
    path = "/admin/community"
    guards = (admins,)

    @get()
    async def show(self, tx: Tx, saved: FromQuery[bool] = False) -> Template:  # noqa: FBT002 - a query parameter
        # Not the community that the request was found for: that one may be a second old.
        community = await service.get_current(tx)
        return _settings_page(community, _filled_in(community), saved=saved)

    @post()
    async def change(
        self,
        request: Request[Any, Any, Any],
        community: Provided[Community],
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        form = await Form.sent(request, SettingsForm)
        if asked := form.read():
            try:
                await service.change_settings(
                    tx,
                    community.id,
                    name=asked.name,
                    settings=asked.settings(),
                    seen_version=asked.version,
                    by=actor,
                    reason=asked.reason,
                )
            except SettingsInvalid as no:
                form.complain_all(no)
            except ThresholdNotTheirs as no:
                form.complain("adjustment_threshold", str(no))
            except SettingsChanged as no:
                form.complain("version", str(no))
            else:
                return Redirect("/admin/community?saved=true", status_code=303)
        return _settings_page(community, form)

    @post("/preview", status_code=200)
    async def preview(self, request: Request[Any, Any, Any], tx: Tx) -> Template:
        """How it would look.  Nothing is saved; a script asks for the drawing alone."""
        form = await Form.sent(request, SettingsForm)
        community = await service.get_current(tx)
        if "hx-request" in request.headers:
            context = {"community": community, "looks": _looks(community, form)}
            return Template("tenants/branding.html", context=context)
        return _settings_page(community, form)

    @post("/logo", request_max_body_size=2 * LOGO_BYTES_MAX)
    async def change_logo(
        self,
        data: Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)],
        community: Provided[Community],
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        logo = data.get("logo")
        image = await logo.read() if isinstance(logo, UploadFile) else b""
        form = Form(ReasonForm, {"reason": str(data.get("reason", "")).strip()})
        if asked := form.read():
            try:
                await service.change_logo(tx, community.id, image, by=actor, reason=asked.reason)
            except LogoInvalid as no:
                form.complain("logo", str(no))
            else:
                return Redirect("/admin/community?saved=true", status_code=303)
        current = await service.get_current(tx)
        return _settings_page(current, _filled_in(current), form)

    @post("/logo/remove")
    async def remove_logo(
        self,
        data: Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)],
        community: Provided[Community],
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        form = Form(ReasonForm, {"reason": str(data.get("reason", "")).strip()})
        if asked := form.read():
            await service.remove_logo(tx, community.id, by=actor, reason=asked.reason)
            return Redirect("/admin/community?saved=true", status_code=303)
        current = await service.get_current(tx)
        return _settings_page(current, _filled_in(current), form)


def _filled_in(community: Community) -> Form[SettingsForm]:
    settings = community.settings
    values: dict[str, object] = {
        "version": community.settings_version,
        "name": community.name,
        "locale": settings.locale,
        "time_zone": settings.time_zone,
        "primary_colour": settings.primary_colour,
        "accent_colour": settings.accent_colour,
        "minimum_age": settings.minimum_age,
        "adjustment_threshold": settings.adjustment_threshold,
        "players": settings.limits.players,
        "competitions": settings.limits.competitions,
        "requests_per_second": settings.limits.requests_per_second,
    }
    values |= {
        f"cap_{period}": points
        for period, points in asdict(settings.caps).items()
        if points is not None
    }
    values |= dict.fromkeys(settings.features, "true")
    return Form(SettingsForm, {name: str(value) for name, value in values.items()})


def _looks(community: Community, form: Form[SettingsForm]) -> dict[str, str]:
    """What was typed, or what is in force where that is no colour."""
    settings = community.settings
    primary, accent = form.values["primary_colour"], form.values["accent_colour"]
    primary = primary if COLOUR.fullmatch(primary) else settings.primary_colour
    return {
        "name": form.values["name"] or community.name,
        "primary": primary,
        "accent": accent if COLOUR.fullmatch(accent) else settings.accent_colour,
        "ink": readable_on(primary),
    }


def _settings_page(
    community: Community,
    form: Form[SettingsForm],
    logo_form: Form[ReasonForm] | None = None,
    *,
    saved: bool = False,
) -> Template:
    logo_form = logo_form or Form(ReasonForm)
    context = {
        "community": community,
        "form": form,
        "logo_form": logo_form,
        "locales": LOCALES.items(),
        "features": FEATURES,
        "saved": saved,
        "looks": _looks(community, form),
    }
    return Template(
        "tenants/settings.html",
        context=context,
        status_code=422 if form.errors or logo_form.errors else 200,
    )
