"""Putting the directory together, and letting it listen."""

import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response
from litestar.datastructures import State as AppState
from litestar.di import Provide
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from app.development.directory import (
    device,
    discovery,
    logout,
    pages,
    signin,
    state,
    token_endpoint,
)
from app.development.directory.administration import administration
from app.development.directory.administration.shapes import Refused
from app.development.directory.backchannel import Backchannel
from app.development.directory.config import Config
from app.development.directory.realm import OAuthError, Realm
from app.development.directory.sessions import Sessions

FIT = {"development", "test"}

HANDLERS: list[ControllerRouterHandler] = [
    discovery.configuration,
    discovery.certs,
    signin.authorise,
    signin.registrations,
    signin.authenticate,
    signin.registration_page,
    signin.register,
    device.begin,
    device.ask,
    device.decide,
    token_endpoint.token,
    token_endpoint.userinfo,
    token_endpoint.revoke,
    logout.sign_program_out,
    logout.sign_browser_out,
    logout.confirm,
    pages.style,
    *administration,
]


class CannotStart(Exception):
    """The directory must not or cannot start; the message says why and what to do."""


def build(config: Config, *, clock: Callable[[], float] = time.time) -> Litestar:
    """The directory as an ASGI application."""
    realm = Realm(
        config=config,
        state=_open_state(config),
        sessions=Sessions(config.lifespans),
        backchannel=Backchannel(),
        clock=clock,
    )

    @asynccontextmanager
    async def finish_what_is_under_way(_: Litestar) -> AsyncIterator[None]:
        yield
        await realm.backchannel.finish()

    return Litestar(
        route_handlers=HANDLERS,
        dependencies={"realm": Provide(lambda: realm, sync_to_thread=False)},
        exception_handlers={
            OAuthError: _oauth_error,
            pages.Stop: _stop,
            signin.BackToClient: _back_to_client,
            Refused: _refused,
        },
        state=AppState({"realm": realm}),
        lifespan=[finish_what_is_under_way],
        openapi_config=None,
        logging_config=None,
    )


def _open_state(config: Config) -> state.State:
    if config.environment not in FIT:
        msg = (
            f"The development directory knows everybody's password: it does not start in"
            f" {config.environment!r}.  Use Keycloak there."
        )
        raise CannotStart(msg)
    try:
        return state.open_state(config)
    except state.DamagedState as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        msg = f"The development directory cannot use {config.state}: {error.strerror}."
        raise CannotStart(msg) from error


def serve(config: Config, *, host: str, port: int) -> None:
    """Listen until SIGINT or SIGTERM, on this machine only."""
    app = build(config)
    with listen(host, port) as listener:
        # uvicorn raises the signal once more when it has shut down: that is the moment to leave.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))
        options = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=2
        )
        uvicorn.Server(options).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    try:
        address = ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        msg = f"The development directory listens on this machine only (127.0.0.1), not on {host}."
        raise CannotStart(msg)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004
    try:
        return socket.create_server((str(address), port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        msg = f"The development directory cannot listen on {host}:{port}: {reason}."
        raise CannotStart(msg) from error


def _oauth_error(_: Request[Any, Any, Any], error: OAuthError) -> Response[dict[str, str]]:
    body = {"error": error.error, "error_description": error.description}
    headers = {"Cache-Control": "no-store"}
    if error.error in {"invalid_token", "insufficient_scope"}:
        headers["WWW-Authenticate"] = f'Bearer realm="pointsbook", error="{error.error}"'
    return Response(body, status_code=error.status, headers=headers)


def _stop(_: Request[Any, Any, Any], stop: pages.Stop) -> Response[str]:
    return pages.notice("We are sorry…", stop.words, stop.status)


def _back_to_client(_: Request[Any, Any, Any], back: signin.BackToClient) -> Redirect:
    return Redirect(back.url)


def _refused(_: Request[Any, Any, Any], refused: Refused) -> Response[dict[str, str]]:
    return Response(refused.body, status_code=refused.status)
