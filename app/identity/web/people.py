"""The people of a community, for its admins."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect, Template
from msgspec import Meta, Struct

from app.identity.rules.people import STAFF_ROLES, NoSuchRole
from app.identity.service import people
from app.identity.service.people import Office
from app.identity.web.dependencies import CurrentCommunity, CurrentProvider
from app.identity.web.fields import Email, ReasonForm
from app.plumbing.access import Role, admins, in_person
from app.plumbing.forms import Form
from app.plumbing.web import CurrentActor, CurrentVault, Now, Tx

CurrentOffice = NamedDependency[SkipValidation[Office]]

INVITED_ROLES = (Role.PLAYER, *STAFF_ROLES)


class InvitationForm(Struct, frozen=True):
    email: Email
    role: Annotated[Role, Meta(description="Choose a role.")]


class RoleForm(Struct, frozen=True):
    role: Role


def provide_office(
    tx: Tx,
    provider: CurrentProvider,
    vault: CurrentVault,
    community: CurrentCommunity,
    actor: CurrentActor,
    now: Now,
) -> Office:
    return Office(tx=tx, provider=provider, vault=vault, community=community, by=actor, now=now)


class PeopleController(Controller):
    path = "/admin/people"
    guards = (admins, in_person)
    dependencies = {"office": Provide(provide_office, sync_to_thread=False)}  # noqa: RUF012 - Litestar's name and type
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - likewise

    @get()
    async def show(self, office: CurrentOffice) -> Template:
        return await _people_page(office, Form(InvitationForm))

    @post()
    async def invite(
        self, request: Request[Any, Any, Any], office: CurrentOffice
    ) -> Template | Redirect:
        form = await Form.sent(request, InvitationForm)
        asked = form.read()
        if asked and asked.role not in INVITED_ROLES:
            form.complain("role", "Choose a role.")
        if asked is None or form.errors:
            return await _people_page(office, form)
        await people.invite(office, asked.email, asked.role)
        return _back()

    @post("/{subject:str}/promote")
    async def promote(
        self, request: Request[Any, Any, Any], subject: FromPath[str], office: CurrentOffice
    ) -> Redirect:
        await people.promote(office, subject, await _staff_role(request))
        return _back()

    @post("/{subject:str}/demote")
    async def demote(
        self, request: Request[Any, Any, Any], subject: FromPath[str], office: CurrentOffice
    ) -> Redirect:
        await people.demote(office, subject, await _staff_role(request))
        return _back()

    @post("/{subject:str}/suspend")
    async def suspend(
        self, request: Request[Any, Any, Any], subject: FromPath[str], office: CurrentOffice
    ) -> Redirect:
        asked = (await Form.sent(request, ReasonForm)).must_read()
        await people.suspend(office, subject, reason=asked.reason)
        return _back()

    @post("/{subject:str}/resume")
    async def resume(
        self, request: Request[Any, Any, Any], subject: FromPath[str], office: CurrentOffice
    ) -> Redirect:
        asked = (await Form.sent(request, ReasonForm)).must_read()
        await people.resume(office, subject, reason=asked.reason)
        return _back()


async def _staff_role(request: Request[Any, Any, Any]) -> Role:
    form = await Form.sent(request, RoleForm)
    if (role := form.must_read().role) not in STAFF_ROLES:
        raise NoSuchRole(role=role)
    return role


async def _people_page(office: Office, form: Form[InvitationForm]) -> Template:
    context = {
        "people": await people.list_people(office),
        "me": office.by.subject,
        "form": form,
        "roles": [(role.value, role.value.capitalize()) for role in INVITED_ROLES],
        "staff_roles": STAFF_ROLES,
    }
    return Template(
        "identity/people.html", context=context, status_code=422 if form.errors else 200
    )


def _back() -> Redirect:
    return Redirect("/admin/people", status_code=303)
