"""From a community's page to the provider and back: start, callback, completion."""

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from litestar import Controller, Request, get
from litestar.response import Redirect

from app.identity.rules.sign_in import Attempt
from app.identity.service import sessions, sign_in
from app.identity.web.authentication import address_of
from app.identity.web.cookies import binding_cookie, binding_cookie_name, session_cookie
from app.identity.web.dependencies import CurrentProvider
from app.plumbing.access import anyone
from app.plumbing.refusals import Refusal
from app.plumbing.settings import Settings
from app.plumbing.web import CurrentSettings, CurrentVault, Elsewhere, Now, Tx
from app.tenants.rules import Community

CALLBACK = "/auth/callback"


class SignInController(Controller):
    path = "/auth"
    guards = (anyone,)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get(["/sign-in", "/register"], opt={"rate": "sign_in"})
    async def start(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        provider: CurrentProvider,
        vault: CurrentVault,
        settings: CurrentSettings,
        now: Now,
    ) -> Redirect:
        community: Community = request.scope["state"]["community"]
        # Kept, so that two tabs can sign in at once.  It is our own: see `cookies`.
        kept = request.cookies.get(binding_cookie_name(settings))
        binding = kept or secrets.token_urlsafe(32)
        departure = await sign_in.depart(
            tx,
            vault,
            tenant_id=community.id,
            host=request.url.hostname or "",
            binding=binding,
            return_path=request.query_params.get("next", "/"),
            now=now,
        )
        url = provider.gateway.authorization_url(
            settings.public_url + CALLBACK,
            departure.state,
            departure.nonce,
            departure.challenge,
            community.settings.locale,
            register=request.url.path.endswith("/register"),
        )
        return Redirect(url, status_code=303, cookies=[binding_cookie(settings, binding)])

    @get("/callback", opt={"any_host": True, "rate": "sign_in"})
    async def come_back(
        self,
        request: Request[Any, Any, Any],
        elsewhere: Elsewhere,
        provider: CurrentProvider,
        vault: CurrentVault,
        settings: CurrentSettings,
        now: Now,
    ) -> Redirect:
        """The one host that the provider knows: no community's, so the state says which it is."""
        query = request.query_params
        attempt = await sign_in.take_attempt(elsewhere, query.get("state", ""), now=now)
        try:
            arrival = await sign_in.arrive(
                elsewhere,
                provider,
                vault,
                attempt=attempt,
                answer=sign_in.Answer(
                    code=query.get("code"), error=query.get("error"), issuer=query.get("iss")
                ),
                redirect_uri=settings.public_url + CALLBACK,
                now=now,
            )
        except Refusal as refusal:
            refusal.facts["again"] = _sign_in_url(settings, attempt)
            raise
        target = f"{_community_url(settings, arrival.host)}/auth/complete"
        return Redirect(f"{target}?{urlencode({'code': arrival.code})}", status_code=303)

    @get("/complete", opt={"rate": "sign_in"})
    async def complete(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        vault: CurrentVault,
        settings: CurrentSettings,
        now: Now,
    ) -> Redirect:
        community: Community = request.scope["state"]["community"]
        proof, return_path = await sign_in.take_hand_over(
            tx,
            vault,
            code=request.query_params.get("code", ""),
            binding=request.cookies.get(binding_cookie_name(settings)),
            now=now,
        )
        token = await sessions.begin_session(
            tx,
            vault,
            proof,
            tenant_id=community.id,
            subdomain=community.subdomain,
            user_agent=request.headers.get("user-agent", ""),
            address=address_of(request),
            now=now,
        )
        return Redirect(return_path, status_code=303, cookies=[session_cookie(settings, token)])


def _sign_in_url(settings: Settings, attempt: Attempt) -> str:
    query = urlencode({"next": attempt.return_path})
    return f"{_community_url(settings, attempt.host)}/auth/sign-in?{query}"


def _community_url(settings: Settings, host: str) -> str:
    """Communities share scheme and port with the callback's host; `host` is from the host table."""
    public = urlsplit(settings.public_url)
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{host}{port}"
