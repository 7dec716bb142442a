"""Invitations to a community, for its admins."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.people import ROLE_NAMES, STAFF_ROLES
from app.identity.service import people
from app.identity.web.dependencies import CurrentOffice, provide_office
from app.identity.web.fields import Email
from app.plumbing.access import Role, admins, in_person
from app.plumbing.forms import REASON_LENGTH_MAX, Form, ReasonForm
from app.plumbing.vault import Vault
from app.plumbing.web import CurrentVault, Tx

INVITED_ROLES = (Role.PLAYER, *STAFF_ROLES)


class InvitationForm(Struct, frozen=True):
    email: Email
    role: Annotated[Role, Meta(description="Choose a role.")]
    reason: Annotated[
        str | None, Meta(max_length=REASON_LENGTH_MAX, description="Say it shorter.")
    ] = None


class InvitationsController(Controller):
    path = "/admin/invitations"
    guards = (admins, in_person)
    dependencies = {"office": Provide(provide_office, sync_to_thread=False)}  # noqa: RUF012 - Litestar's name and type
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - likewise

    @get()
    async def show(self, tx: Tx, vault: CurrentVault) -> Template:
        return await _invitations_page(tx, vault, Form(InvitationForm))

    @post()
    async def invite(
        self, request: Request[Any, Any, Any], office: CurrentOffice
    ) -> Template | Redirect:
        form = await Form.sent(request, InvitationForm)
        asked = form.read()
        if asked and asked.role not in INVITED_ROLES:
            form.complain("role", "Choose a role.")
        if asked is None or form.errors:
            async with office.begin() as tx:
                return await _invitations_page(tx, office.vault, form)
        await people.invite(office, asked.email, asked.role, reason=asked.reason)
        return _back()

    @post("/{subject:str}/withdraw")
    async def withdraw(
        self, request: Request[Any, Any, Any], subject: FromPath[str], office: CurrentOffice
    ) -> Redirect:
        asked = (await Form.sent(request, ReasonForm)).must_read()
        await people.withdraw(office, subject, reason=asked.reason)
        return _back()


async def _invitations_page(
    tx: AsyncConnection, vault: Vault, form: Form[InvitationForm]
) -> Template:
    context = {
        "invited": await people.list_invitations(tx, vault),
        "form": form,
        "roles": [(role.value, role.value.capitalize()) for role in INVITED_ROLES],
        "role_names": ROLE_NAMES,
    }
    return Template(
        "identity/invitations.html", context=context, status_code=422 if form.errors else 200
    )


def _back() -> Redirect:
    return Redirect("/admin/invitations", status_code=303)
