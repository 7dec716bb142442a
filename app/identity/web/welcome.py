"""Joining a community, and consenting to its terms."""

from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from msgspec import Meta, Struct

from app.identity.rules.players import (
    TERMS_VERSION,
    AskingPlayer,
    Joining,
    NameTaken,
    Profile,
    ProfileInvalid,
    TermsOutdated,
    TooYoung,
    tidy_name,
)
from app.identity.rules.sign_in import local_path
from app.identity.service import ages, players
from app.identity.web.dependencies import CurrentProvider
from app.plumbing.access import anyone, in_person, signed_in
from app.plumbing.forms import Form
from app.plumbing.web import Begin, CurrentActor, CurrentVault, Now, Provided, Tx
from app.tenants.rules import LOCALES, Community


class WelcomeForm(Struct, frozen=True):
    display_name: str
    born_on: Annotated[date, Meta(description="Give the day on which you were born.")]
    time_zone: str
    locale: str
    terms_version: str
    accepts: Annotated[bool, Meta(description="Without your consent you cannot play.")]
    next: str = "/"


class TermsForm(Struct, frozen=True):
    terms_version: str
    accepts: Annotated[bool, Meta(description="Without your consent you cannot go on.")]
    next: str = "/"


@get("/terms", guards=[anyone])
async def terms() -> Template:
    return Template("identity/terms.html", context={"version": TERMS_VERSION})


class WelcomeController(Controller):
    path = "/welcome"
    guards = (signed_in, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        vault: CurrentVault,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
        next: FromQuery[str] = "/",  # noqa: A002 - as the sign-in has it
    ) -> Template | Redirect:
        player: AskingPlayer | None = request.scope["state"].get("player")
        path = local_path(next)
        if player is None:
            if await ages.is_too_young(
                tx, vault, subject=actor.subject, community=community, now=now
            ):
                raise TooYoung
            return _welcome_page(_filled_in(community, path))
        if not player.accepted_terms and not player.suspended:
            values = {"terms_version": TERMS_VERSION, "next": path}
            return _terms_page(Form(TermsForm, values))
        return Redirect(path, status_code=303)

    @post()
    async def join(
        self,
        request: Request[Any, Any, Any],
        begin: Begin,
        provider: CurrentProvider,
        vault: CurrentVault,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template | Redirect:
        form = await Form.sent(request, WelcomeForm)
        asked = form.read()
        if asked and not asked.accepts:
            form.complain("accepts", "Without your consent you cannot play.")
        if asked and not form.errors:
            try:
                await players.join(
                    begin,
                    provider,
                    vault,
                    _joining(asked),
                    subject=actor.subject,
                    community=community,
                    now=now,
                )
            except NameTaken as no:
                form.complain("display_name", str(no))
            except TermsOutdated as no:
                _show_terms_anew(form, no)
            except ProfileInvalid as no:
                form.complain_all(no)
            else:
                return Redirect(local_path(asked.next), status_code=303)
        return _welcome_page(form)

    @post("/terms")
    async def accept(
        self, request: Request[Any, Any, Any], tx: Tx, actor: CurrentActor, now: Now
    ) -> Template | Redirect:
        form = await Form.sent(request, TermsForm)
        asked = form.read()
        if asked and not asked.accepts:
            form.complain("accepts", "Without your consent you cannot go on.")
        if asked and not form.errors:
            try:
                await players.accept_terms(
                    tx, subject=actor.subject, version=asked.terms_version, now=now
                )
            except TermsOutdated as no:
                _show_terms_anew(form, no)
            else:
                return Redirect(local_path(asked.next), status_code=303)
        return _terms_page(form)


def _joining(asked: WelcomeForm) -> Joining:
    profile = Profile(
        display_name=tidy_name(asked.display_name), time_zone=asked.time_zone, locale=asked.locale
    )
    return Joining(profile=profile, born_on=asked.born_on, terms_version=asked.terms_version)


def _filled_in(community: Community, path: str) -> Form[WelcomeForm]:
    return Form(
        WelcomeForm,
        {
            "time_zone": community.settings.time_zone,
            "locale": community.settings.locale,
            "terms_version": TERMS_VERSION,
            "next": path,
        },
    )


def _show_terms_anew(form: Form[Any], no: TermsOutdated) -> None:
    form.complain("accepts", str(no))
    form.values |= {"terms_version": TERMS_VERSION, "accepts": ""}


def _welcome_page(form: Form[WelcomeForm]) -> Template:
    context = {"form": form, "locales": LOCALES.items()}
    return Template(
        "identity/welcome.html", context=context, status_code=422 if form.errors else 200
    )


def _terms_page(form: Form[TermsForm]) -> Template:
    context = {"form": form, "version": TERMS_VERSION}
    return Template(
        "identity/new_terms.html", context=context, status_code=422 if form.errors else 200
    )
