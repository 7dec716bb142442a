"""Communities as the superadmin sees them."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.access import Actor, superadmins
from app.plumbing.db import BeginIn
from app.plumbing.forms import Form, ReasonForm
from app.plumbing.ids import new_id
from app.plumbing.refusals import Missing
from app.plumbing.settings import Settings
from app.plumbing.web import CurrentActor, CurrentSettings, Elsewhere, Tx
from app.tenants import service
from app.tenants.rules import (
    LOCALES,
    Community,
    CommunitySettings,
    HostTaken,
    SettingsInvalid,
    Status,
    SubdomainInvalid,
    SubdomainReserved,
    SubdomainTaken,
)
from app.tenants.web.fields import Name


class Founding(Struct, frozen=True):
    name: Name
    subdomain: str
    locale: str = "en"
    time_zone: str = "UTC"


class PlatformController(Controller):
    path = "/platform/communities"
    guards = (superadmins,)
    # Or whoever suspends the community they are in could not let it go on.
    opt = {"while_suspended": True}  # noqa: RUF012 - Litestar's own way

    @get()
    async def communities(self, tx: Tx, settings: CurrentSettings) -> Template:
        return await _communities_page(tx, settings, Form(Founding))

    @post()
    async def found(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        elsewhere: Elsewhere,
        settings: CurrentSettings,
        actor: CurrentActor,
    ) -> Template | Redirect:
        form = await Form.sent(request, Founding)
        if asked := form.read():
            try:
                await _found(asked, elsewhere, settings, actor)
            except (SubdomainInvalid, SubdomainReserved, SubdomainTaken, HostTaken) as no:
                form.complain("subdomain", str(no))
            except SettingsInvalid as no:
                form.complain_all(no)
            else:
                return Redirect("/platform/communities", status_code=303)
        return await _communities_page(tx, settings, form)

    @post("/{subdomain:str}/{verb:str}")
    async def change_status(
        self,
        request: Request[Any, Any, Any],
        subdomain: FromPath[str],
        verb: FromPath[str],
        tx: Tx,
        elsewhere: Elsewhere,
        actor: CurrentActor,
    ) -> Redirect:
        status = {"suspend": Status.SUSPENDED, "resume": Status.ACTIVE}.get(verb)
        if status is None:
            raise Missing
        asked = (await Form.sent(request, ReasonForm)).must_read()
        community = await service.get_community(tx, subdomain)
        async with elsewhere(community.id) as their_tx:
            await service.set_status(their_tx, community.id, status, by=actor, reason=asked.reason)
        return Redirect("/platform/communities", status_code=303)


async def _found(asked: Founding, elsewhere: BeginIn, settings: Settings, actor: Actor) -> None:
    community = Community(
        id=new_id(),
        subdomain=asked.subdomain,
        name=asked.name,
        status=Status.ACTIVE,
        settings=CommunitySettings(locale=asked.locale, time_zone=asked.time_zone),
        settings_version=1,
    )
    async with elsewhere(community.id) as tx:
        hosts = [f"{asked.subdomain}.{settings.base_domain}"]
        await service.found_community(tx, community, hosts=hosts, by=actor)


async def _communities_page(
    tx: AsyncConnection, settings: Settings, form: Form[Founding]
) -> Template:
    context = {
        "communities": await service.list_communities(tx),
        "form": form,
        "locales": LOCALES.items(),
        "base_domain": settings.base_domain,
    }
    return Template(
        "tenants/communities.html", context=context, status_code=422 if form.errors else 200
    )
