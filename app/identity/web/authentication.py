"""Who asks?  A session's cookie or a bearer token becomes an `Actor`, before any guard looks."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import RequestEncodingType, ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response import Redirect
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from app.identity.rules.keys import is_key
from app.identity.rules.players import (
    AskingPlayer,
    NotJoined,
    TermsChanged,
    hindrance,
    is_outdated,
    roles_in_force,
)
from app.identity.rules.sign_in import Session, check_csrf, check_same_origin, roles_of
from app.identity.service.keys import use_key
from app.identity.service.provider import API_AUDIENCE, Provider
from app.identity.service.recent import RecentPeople
from app.identity.service.sessions import use_session
from app.identity.web.cookies import session_cookie, session_cookie_name
from app.plumbing import problems
from app.plumbing.access import HINDRANCE, Actor, Role, Via
from app.plumbing.addresses import client_address
from app.plumbing.bodies import StrictRequest
from app.plumbing.db import Database
from app.plumbing.refusals import NotSignedIn
from app.plumbing.settings import Settings
from app.plumbing.tokens import Reason, TokenRefused
from app.plumbing.vault import Vault
from app.plumbing.web import provide_now
from app.tenants.rules import Community

Connection = ASGIConnection[Any, Any, Any, Any]

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FORMS = {RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART}
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"


class Authenticate(ASGIMiddleware):
    """Comes after `FindCommunity`: a session or a role is good in one community only."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)
    exclude_opt_key = "any_host"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: Connection = ASGIConnection(scope, receive, send)
        settings: Settings = scope["litestar_app"].state.settings
        scope["user"] = None
        if (token := bearer_token(connection)) is not None:
            scope["user"] = await actor_by_bearer(connection, token)
        elif token := connection.cookies.get(session_cookie_name(settings)):
            new_token = await self._enter(connection, token, receive)
            if new_token is not None:
                send = _sending_cookie(send, settings, new_token)
        await next_app(scope, receive, send)

    async def _enter(self, connection: Connection, token: str, receive: Receive) -> str | None:
        """Let the session's person in; return the new token where the session got one."""
        app = connection.scope["litestar_app"]
        database: Database = app.state.database
        provider: Provider = app.state.provider
        vault: Vault = app.state.vault
        community = _community(connection)
        use = await use_session(
            app.state.recent,
            database.tenant,
            provider,
            vault,
            token,
            community=community,
            now=provide_now(),
        )
        if use is None:
            return None
        await _check_own_page(connection, use.session, receive)
        connection.scope["state"]["session"] = use.session
        connection.scope["state"]["csrf"] = use.session.csrf_token
        connection.scope["user"] = _admit(
            connection, use.session.subject, use.session.roles, use.player, Via.SESSION
        )
        return use.new_token


class ForgetPeople(ASGIMiddleware):
    """Around all routes that change people: what they did holds in this process at once."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope.get("method") in SAFE_METHODS:
            await next_app(scope, receive, send)
            return
        recent: RecentPeople = scope["litestar_app"].state.recent

        async def forget_and_send(message: Message) -> None:
            # What was changed is committed by now, and nobody has been told yet.
            recent.forget()
            await send(message)

        try:
            await next_app(scope, receive, forget_and_send)
        except BaseException:
            # A refusal may come after the half of it.
            recent.forget()
            raise


def bearer_token(connection: Connection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def actor_by_bearer(connection: Connection, token: str) -> Actor:
    if is_key(token):
        return await _actor_by_key(connection, token)
    return await _actor_by_token(connection, token)


async def _actor_by_key(connection: Connection, token: str) -> Actor:
    recent: RecentPeople = connection.scope["litestar_app"].state.recent
    writing = connection.scope.get("method") not in SAFE_METHODS
    bearer = await use_key(
        recent, _community(connection).id, token, writing=writing, now=provide_now()
    )
    return _admit(connection, bearer.subject, bearer.roles, bearer.player, Via.KEY)


async def _actor_by_token(connection: Connection, token: str) -> Actor:
    """Whom an access token speaks for: a person, or a service account, which joins nothing."""
    app = connection.scope["litestar_app"]
    provider: Provider = app.state.provider
    recent: RecentPeople = app.state.recent
    community = _community(connection)
    access = await provider.issuer.verify_access(token, audience=API_AUDIENCE)
    roles = roles_of(access.groups, access.realm_roles, subdomain=community.subdomain)
    if access.client_id is not None:
        return _actor(connection, access.sub, roles, None, Via.TOKEN)
    player = await recent.players.find(community.id, access.sub)
    if player and is_outdated(access.iat, player.roles_since):
        raise TokenRefused(Reason.EXPIRED)
    return _admit(connection, access.sub, roles, player, Via.TOKEN)


def _admit(
    connection: Connection,
    subject: str,
    roles: frozenset[Role],
    player: AskingPlayer | None,
    via: Via,
) -> Actor:
    """Let a person in with the roles that count, and note why others do not."""
    connection.scope["state"]["player"] = player
    connection.scope["state"][HINDRANCE] = hindrance(player)
    return _actor(connection, subject, roles_in_force(roles, player), player, via)


def _actor(
    connection: Connection,
    subject: str,
    roles: frozenset[Role],
    player: AskingPlayer | None,
    via: Via,
) -> Actor:
    return Actor(
        tenant_id=_community(connection).id,
        subject=subject,
        roles=roles,
        via=via,
        address=address_of(connection),
        player_id=player.player_id if player else None,
    )


def address_of(connection: Connection) -> str:
    settings: Settings = connection.scope["litestar_app"].state.settings
    return client_address(connection.scope, settings.trusted_proxies)


async def _check_own_page(connection: Connection, session: Session, receive: Receive) -> None:
    """A cookie comes along with whatever any site makes the browser send: ask for more."""
    scope = connection.scope
    websocket = scope["type"] == ScopeType.WEBSOCKET
    if scope.get("method") in SAFE_METHODS:
        return
    settings: Settings = scope["litestar_app"].state.settings
    scheme = "https" if settings.https else "http"
    origin = connection.headers.get("origin")
    check_same_origin(
        ours=f"{scheme}://{connection.headers.get('host', '')}",
        # Browsers always name the origin of a WebSocket; who does not is none of our pages.
        origin=origin or ("" if websocket else None),
        fetch_site=connection.headers.get("sec-fetch-site"),
    )
    if not websocket:
        check_csrf(session, await _sent_csrf(StrictRequest(scope, receive)))


async def _sent_csrf(request: Request[Any, Any, Any]) -> str:
    if token := request.headers.get(CSRF_HEADER):
        return token
    if request.content_type[0] not in FORMS:
        return ""
    await request.form()
    # Taken out, so that handlers may refuse fields they do not know.
    state = ScopeState.from_scope(request.scope)
    form: Any = state.form
    state.form = {name: value for name, value in form.items() if name != CSRF_FIELD}
    return str(form.get(CSRF_FIELD, ""))


def _sending_cookie(send: Send, settings: Settings, new_token: str) -> Send:
    cookie = session_cookie(settings, new_token).to_header(header="")

    async def send_with_cookie(message: Message) -> None:
        if message["type"] in {"http.response.start", "websocket.accept"}:
            message.setdefault("headers", [])
            MutableScopeHeaders.from_message(message).add("set-cookie", cookie)
        await send(message)

    return send_with_cookie


def _community(connection: Connection) -> Community:
    community: Community = connection.scope["state"]["community"]
    return community


def ask_to_join(
    request: Request[Any, Any, Any], refusal: NotJoined | TermsChanged
) -> Response[Any]:
    """Lead people to the welcome page and back to their page; tell programs why not."""
    return _lead(request, "/welcome") or problems.refuse(request, refusal)


def ask_to_sign_in(request: Request[Any, Any, Any], refusal: NotSignedIn) -> Response[Any]:
    """Lead people to the sign-in and back to their page; tell programs what they lack."""
    if leading := _lead(request, "/auth/sign-in"):
        return leading
    answer = problems.refuse(request, refusal)
    error = ', error="invalid_token"' if "authorization" in request.headers else ""
    answer.headers["WWW-Authenticate"] = f'Bearer realm="pointsbook"{error}'
    return answer


def _lead(request: Request[Any, Any, Any], where: str) -> Response[Any] | None:
    if not problems.wants_html(request) or request.method != "GET":
        return None
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = f"{where}?next={quote(path, safe='/')}"
    if "hx-request" in request.headers:
        return Response(None, status_code=401, headers={"HX-Redirect": target})
    return Redirect(target, status_code=303)
