"""People across all communities, for superadmins."""

from functools import partial
from typing import Any

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct

from app.identity.rules.people import NoSuchPerson, Someone
from app.identity.service import everybody
from app.identity.web.dependencies import CurrentProvider
from app.identity.web.fields import Email
from app.plumbing.access import superadmins
from app.plumbing.forms import Form, ReasonForm
from app.plumbing.refusals import Missing
from app.plumbing.web import BeginPlatform, CurrentActor, Elsewhere, Now
from app.tenants.rules import PLATFORM_ID


class Search(Struct, frozen=True):
    email: Email


class EverybodyController(Controller):
    path = "/platform/people"
    guards = (superadmins,)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(self) -> Template:
        return _page(Form(Search), None)

    @post()
    async def search(self, request: Request[Any, Any, Any], provider: CurrentProvider) -> Template:
        """A form that is sent, for an address in a link would stay in logs and histories."""
        form = await Form.sent(request, Search)
        found = None
        if asked := form.read():
            try:
                found = await everybody.find_anybody(provider, asked.email)
            except NoSuchPerson as no:
                form.complain("email", str(no))
        return _page(form, found)

    @post("/{subject:str}/{verb:str}")
    async def set_enabled(
        self,
        request: Request[Any, Any, Any],
        subject: FromPath[str],
        verb: FromPath[str],
        begin_platform: BeginPlatform,
        elsewhere: Elsewhere,
        provider: CurrentProvider,
        actor: CurrentActor,
        now: Now,
    ) -> Redirect:
        enabled = {"lock-out": False, "let-in": True}.get(verb)
        if enabled is None:
            raise Missing
        asked = (await Form.sent(request, ReasonForm)).must_read()
        await everybody.set_enabled(
            begin_platform,
            partial(elsewhere, PLATFORM_ID),
            provider,
            subject,
            enabled=enabled,
            by=actor,
            reason=asked.reason,
            now=now,
        )
        return Redirect("/platform/people", status_code=303)


def _page(form: Form[Search], found: Someone | None) -> Template:
    context = {"form": form, "found": found}
    return Template(
        "identity/everybody.html", context=context, status_code=422 if form.errors else 200
    )
