"""The people of a community, for its admins."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Controller, Request, get, post
from litestar.di import Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.people import ROLE_NAMES, STAFF_ROLES, NoSuchRole, NothingToForget
from app.identity.service import ages, people
from app.identity.web.dependencies import (
    CurrentOffice,
    provide_office,
)
from app.identity.web.fields import Email
from app.plumbing.access import Role, admins, in_person
from app.plumbing.forms import Form, Reason, ReasonForm
from app.plumbing.pages import After
from app.plumbing.vault import Vault
from app.plumbing.web import CurrentActor, CurrentVault, Now, Provided, Tx
from app.tenants.rules import Community

Search = Annotated[str, QueryParameter(max_length=60)]


class RoleForm(Struct, frozen=True):
    role: Role
    reason: Reason


class YearForm(Struct, frozen=True):
    year: Annotated[int, Meta(ge=1900, le=9999, description="Give a year.")]
    reason: Reason


class AgeAnswerForm(Struct, frozen=True):
    email: Email
    reason: Reason


class PeopleController(Controller):
    path = "/admin/people"
    guards = (admins, in_person)
    dependencies = {"office": Provide(provide_office, sync_to_thread=False)}  # noqa: RUF012 - Litestar's name and type
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - likewise

    @get()
    async def show(
        self,
        tx: Tx,
        vault: CurrentVault,
        actor: CurrentActor,
        name: Search = "",
        after: After = None,
    ) -> Template:
        """Not from a replica, which might not show yet what the admin has just done."""
        return await _people_page(
            tx, vault, actor.subject, Form(AgeAnswerForm), name=name, after=after
        )

    @post("/ask-age-again")
    async def ask_age_again(
        self, request: Request[Any, Any, Any], office: CurrentOffice
    ) -> Template | Redirect:
        form = await Form.sent(request, AgeAnswerForm)
        if asked := form.read():
            try:
                await ages.forget_answer(
                    office.begin,
                    office.provider,
                    office.vault,
                    asked.email,
                    community=office.community,
                    by=office.by,
                    reason=asked.reason,
                )
            except NothingToForget as no:
                form.complain("email", str(no))
            else:
                return _back()
        async with office.begin() as tx:
            return await _people_page(tx, office.vault, office.by.subject, form)

    @post("/{subject:str}/promote")
    async def promote(
        self, request: Request[Any, Any, Any], subject: FromPath[str], office: CurrentOffice
    ) -> Redirect:
        asked = await _staff_role(request)
        await people.promote(office, subject, asked.role, reason=asked.reason)
        return _back()

    @post("/{subject:str}/demote")
    async def demote(
        self, request: Request[Any, Any, Any], subject: FromPath[str], office: CurrentOffice
    ) -> Redirect:
        asked = await _staff_role(request)
        await people.demote(office, subject, asked.role, reason=asked.reason)
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

    @post("/{subject:str}/birth-year")
    async def correct_year(
        self,
        request: Request[Any, Any, Any],
        subject: FromPath[str],
        tx: Tx,
        vault: CurrentVault,
        community: Provided[Community],
        actor: CurrentActor,
        now: Now,
    ) -> Redirect:
        asked = (await Form.sent(request, YearForm)).must_read()
        await ages.correct_year(
            tx,
            vault,
            subject,
            asked.year,
            community=community,
            by=actor,
            reason=asked.reason,
            now=now,
        )
        return _back()


async def _staff_role(request: Request[Any, Any, Any]) -> RoleForm:
    asked = (await Form.sent(request, RoleForm)).must_read()
    if asked.role not in STAFF_ROLES:
        raise NoSuchRole(role=asked.role)
    return asked


async def _people_page(
    tx: AsyncConnection,
    vault: Vault,
    me: str,
    form: Form[AgeAnswerForm],
    *,
    name: str = "",
    after: str | None = None,
) -> Template:
    page = await people.list_people(tx, vault, search=name, after=after)
    context = {
        "people": page.items,
        "following": page.next and urlencode({"name": name, "after": page.next}),
        "name": name,
        "me": me,
        "form": form,
        "staff_roles": STAFF_ROLES,
        "role_names": ROLE_NAMES,
    }
    return Template(
        "identity/people.html", context=context, status_code=422 if form.errors else 200
    )


def _back() -> Redirect:
    return Redirect("/admin/people", status_code=303)
