"""What players see of themselves, and change."""

from typing import Any
from zoneinfo import available_timezones

from litestar import Controller, Request, get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import NameTaken, OddsFormat, Profile, ProfileInvalid, tidy_name
from app.identity.service import players as service
from app.identity.service.players import Person
from app.pages.web.appearance import THEMES, ThemeForm, theme_of
from app.payments import service as payments
from app.plumbing.access import in_person, players
from app.plumbing.forms import Form
from app.plumbing.languages import sentence
from app.plumbing.web import CurrentActor, CurrentVault, Tx
from app.tenants.rules import LOCALES

ODDS_FORMATS = {
    OddsFormat.DECIMAL: sentence("Decimal: 2.50"),
    OddsFormat.FRACTIONAL: sentence("Fractional: 3/2"),
    OddsFormat.AMERICAN: sentence("American: +150"),
}
# What people choose from; others that the calendar knows are taken as well.
ZONES = sorted(name for name in available_timezones() if name == "UTC" or "/" in name)
REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
           "Pacific/", "UTC")  # fmt: skip
OFFERED = [zone for zone in ZONES if zone.startswith(REGIONS)]


class ProfileForm(Struct, frozen=True):
    display_name: str
    time_zone: str
    locale: str
    odds_format: OddsFormat


class ProfileController(Controller):
    path = "/profile"
    guards = (players, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        vault: CurrentVault,
        actor: CurrentActor,
        saved: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    ) -> Template:
        person = await service.get_person(tx, vault, actor.subject)
        player = person.player
        values = {
            "display_name": player.display_name,
            "time_zone": player.time_zone,
            "locale": player.locale,
            "odds_format": player.odds_format,
        }
        return await _page(request, tx, person, Form(ProfileForm, values), saved=saved)

    @post()
    async def change(
        self, request: Request[Any, Any, Any], tx: Tx, vault: CurrentVault, actor: CurrentActor
    ) -> Template | Redirect:
        form = await Form.sent(request, ProfileForm)
        if asked := form.read():
            profile = Profile(
                display_name=tidy_name(asked.display_name),
                time_zone=asked.time_zone,
                locale=asked.locale,
                odds_format=asked.odds_format,
            )
            try:
                await service.change_profile(
                    tx, profile, subject=actor.subject, tenant_id=actor.tenant_id
                )
            except NameTaken as no:
                form.complain("display_name", str(no))
            except ProfileInvalid as no:
                form.complain_all(no)
            else:
                return Redirect("/profile?saved=true", status_code=303)
        person = await service.get_person(tx, vault, actor.subject)
        return await _page(request, tx, person, form)


async def _page(
    request: Request[Any, Any, Any],
    tx: AsyncConnection,
    person: Person,
    form: Form[ProfileForm],
    *,
    saved: bool = False,
) -> Template:
    theme = Form(ThemeForm, {"theme": theme_of(request), "next": "/profile"})
    context = {
        "email": person.email,
        "born_on": person.born_on,
        "since": person.player.created_at,
        "entries": await payments.list_balances(tx, person.player.id),
        "form": form,
        "theme": theme,
        "themes": THEMES.items(),
        "zones": OFFERED,
        "locales": LOCALES.items(),
        "odds_formats": ODDS_FORMATS.items(),
        "saved": saved,
    }
    return Template(
        "pages/account/profile.html", context=context, status_code=422 if form.errors else 200
    )
