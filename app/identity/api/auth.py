"""Sign-in for programs: device flow, code flow, refresh, sign-out."""

from dataclasses import asdict
from typing import Annotated, Any

from litestar import Controller, Request, delete, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from app.identity.gateway import Tokens
from app.identity.rules.sign_in import CodeFlowIncomplete, NothingToEnd, Session
from app.identity.service import programs, sessions
from app.identity.service.provider import Provider
from app.plumbing.access import anyone
from app.plumbing.web import Begin, CurrentSettings, CurrentVault, Provided

# Longer than any code, token or address that the provider gives or takes.
Word = Annotated[str, Meta(min_length=1, max_length=16_384)]


class DeviceLogin(Struct, frozen=True, forbid_unknown_fields=True, tag_field="flow", tag="device"):
    device_code: Annotated[Word, Meta(description="None to begin.")] | None = None


class CodeLogin(Struct, frozen=True, forbid_unknown_fields=True, tag_field="flow", tag="code"):
    redirect_uri: Annotated[Word, Meta(examples=["http://127.0.0.1:8765/callback"])]
    code: Word | None = None
    code_verifier: Word | None = None


class Refresh(Struct, frozen=True, forbid_unknown_fields=True):
    refresh_token: Annotated[Word, Meta(examples=["eyJhbGciOiJIUzUxMiJ9.e30.c2lnbmF0dXJl"])]


class AuthController(Controller):
    path = "/api/auth"
    guards = (anyone,)
    opt = {"rate": "program"}  # noqa: RUF012 - Litestar's name and type
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - likewise

    @post("/login", status_code=200)
    async def login(
        self, data: JSONBody[DeviceLogin | CodeLogin], provider: Provided[Provider]
    ) -> dict[str, Any]:
        """Sign in, by device or by code.

        Send `{"flow": "device"}` to begin, show the person the code, and ask again with the
        `device_code` until the tokens come.
        """
        match data:
            case DeviceLogin(device_code=None):
                return asdict(await programs.start_device(provider))
            case DeviceLogin(device_code=str(device_code)):
                return _tokens(await programs.poll_device(provider, device_code))
            case CodeLogin(redirect_uri=redirect_uri, code=None, code_verifier=None):
                return asdict(programs.start_code_flow(provider, redirect_uri))
            case CodeLogin(redirect_uri=redirect_uri, code=str(code), code_verifier=str(verifier)):
                return _tokens(
                    await programs.redeem_code(
                        provider, code, verifier=verifier, redirect_uri=redirect_uri
                    )
                )
        raise CodeFlowIncomplete

    @post("/register", status_code=200)
    async def register(
        self, request: Request[Any, Any, Any], settings: CurrentSettings
    ) -> dict[str, str]:
        """Registration is for people, in a browser: the provider takes their password, not we."""
        scheme = "https" if settings.https else "http"
        host = request.headers["host"]
        return {"registration_url": f"{scheme}://{host}/auth/register"}

    @post("/refresh", status_code=200)
    async def refresh(
        self, data: JSONBody[Refresh], provider: Provided[Provider]
    ) -> dict[str, Any]:
        """Get new tokens for a refresh token."""
        return _tokens(await programs.refresh(provider, data.refresh_token))

    @delete("/logout")
    async def logout(
        self,
        session: Provided[Session | None],
        begin: Begin,
        vault: CurrentVault,
        provider: Provided[Provider],
        data: JSONBody[Refresh | None] = None,
    ) -> None:
        """Sign out: end the session of the refresh token, or of the cookie."""
        if data is not None:
            await programs.sign_out(provider, data.refresh_token)
        elif session is not None:
            await sessions.end_session(begin, provider, vault, session.id, subject=session.subject)
        else:
            raise NothingToEnd


def _tokens(tokens: Tokens) -> dict[str, Any]:
    return {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh_token,
        "refresh_expires_in": tokens.refresh_expires_in,
    }
