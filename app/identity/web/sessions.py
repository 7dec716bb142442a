"""The list of one's sessions, and all the ways to end them."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from msgspec import Struct

from app.identity.rules.sign_in import Session
from app.identity.service import sessions
from app.identity.web.cookies import no_session_cookie
from app.identity.web.dependencies import CurrentProvider, CurrentSession
from app.plumbing.access import anyone, in_person, signed_in
from app.plumbing.settings import Settings
from app.plumbing.web import (
    Begin,
    BeginPlatform,
    CurrentActor,
    CurrentSettings,
    CurrentVault,
    Now,
    Tx,
)

NO_STORE = {"Cache-Control": "no-store"}


class LogoutForm(Struct, frozen=True, forbid_unknown_fields=True):
    logout_token: str


class SessionController(Controller):
    path = "/auth"
    response_headers = NO_STORE

    @get("/sessions", guards=[signed_in, in_person])
    async def show(
        self, tx: Tx, actor: CurrentActor, session: CurrentSession, now: Now
    ) -> Template:
        found = await sessions.list_sessions(tx, actor.subject, now=now)
        rows = [_row(each, this=session is not None and each.id == session.id) for each in found]
        return Template("identity/sessions.html", context={"sessions": rows})

    @post("/sessions/{session_id:uuid}/sign-out", guards=[signed_in, in_person])
    async def end_one(
        self,
        session_id: FromPath[UUID],
        actor: CurrentActor,
        begin: Begin,
        provider: CurrentProvider,
        vault: CurrentVault,
    ) -> Redirect:
        await sessions.end_session(begin, provider, vault, session_id, subject=actor.subject)
        return Redirect("/auth/sessions", status_code=303)

    @post("/sign-out", guards=[anyone])
    async def sign_out(
        self,
        session: CurrentSession,
        begin: Begin,
        provider: CurrentProvider,
        vault: CurrentVault,
        settings: CurrentSettings,
    ) -> Redirect:
        certain = session is None or await sessions.end_session(
            begin, provider, vault, session.id, subject=session.subject
        )
        return _goodbye(settings, certain=certain)

    @get("/signed-out", guards=[anyone])
    async def signed_out(self, provider_away: FromQuery[bool] = False) -> Template:  # noqa: FBT002 - a query parameter
        return Template("identity/signed_out.html", context={"provider_away": provider_away})

    @post("/sign-out-everywhere", guards=[signed_in, in_person])
    async def sign_out_everywhere(
        self,
        actor: CurrentActor,
        begin_platform: BeginPlatform,
        provider: CurrentProvider,
        settings: CurrentSettings,
    ) -> Redirect:
        certain = await sessions.sign_out_everywhere(begin_platform, provider, actor.subject)
        return _goodbye(settings, certain=certain)

    @post(
        "/backchannel-logout",
        guards=[anyone],
        opt={"any_host": True, "rate": "program"},
        status_code=200,
    )
    async def obey_provider(
        self,
        data: URLEncodedBody[LogoutForm],
        begin_platform: BeginPlatform,
        provider: CurrentProvider,
        now: Now,
    ) -> Response[None]:
        await sessions.obey_provider(begin_platform, provider, data.logout_token, now=now)
        return Response(None, headers=NO_STORE)


def _row(session: Session, *, this: bool) -> dict[str, Any]:
    return {
        "id": session.id,
        "device": session.device,
        "address": session.address,
        "since": session.created_at,
        "last_seen": session.last_seen_at,
        "this": this,
    }


def _goodbye(settings: Settings, *, certain: bool) -> Redirect:
    path = "/auth/signed-out" if certain else "/auth/signed-out?provider_away=true"
    return Redirect(path, status_code=303, cookies=[no_session_cookie(settings)])
