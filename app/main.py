"""Builds the ASGI application: the only place where everything meets."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar, MediaType, Router, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from app.audit.api import AuditApi
from app.audit.web import audit_page
from app.identity import api as identity_api
from app.identity import web as identity
from app.identity.service.provider import connect
from app.plumbing import problems, web
from app.plumbing.access import anyone
from app.plumbing.db import Database
from app.plumbing.rate_limits import LimitOrigins, RateLimits, limit_player
from app.plumbing.refusals import NotSignedIn
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from app.tenants import web as tenants

HERE = Path(__file__).parent
# The largest body any route takes; those that take files say so themselves.
BODY_BYTES_MAX = 64 * 1024

CONTROLLERS = (
    *identity.CONTROLLERS,
    identity_api.AuthController,
    *tenants.CONTROLLERS,
    audit_page,
    AuditApi,
)


@get("/health/live", guards=[anyone], opt={"any_host": True}, media_type=MediaType.TEXT)
async def live() -> str:
    return "alive"


def build_app(settings: Settings) -> Litestar:
    database = Database(settings)
    rate_limits = RateLimits(settings, database)
    vault = Vault.parse(settings.field_keys)
    state = {
        "settings": settings,
        "database": database,
        "rate_limits": rate_limits,
        "vault": vault,
    }

    @asynccontextmanager
    async def connections(app: Litestar) -> AsyncIterator[None]:
        async with rate_limits.shared(), connect(settings) as app.state.provider:
            yield
        await database.close()

    return Litestar(
        route_handlers=[live, *CONTROLLERS, static()],
        state=State(state),
        dependencies=web.DEPENDENCIES
        | identity.DEPENDENCIES
        | {"community": Provide(tenants.provide_community, sync_to_thread=False)},
        middleware=[tenants.FindCommunity(), LimitOrigins(), identity.Authenticate()],
        guards=[limit_player],
        exception_handlers=problems.HANDLERS | {NotSignedIn: identity.ask_to_sign_in},
        template_config=TemplateConfig(directory=HERE / "templates", engine=JinjaTemplateEngine),
        request_max_body_size=BODY_BYTES_MAX,
        lifespan=[connections],
        openapi_config=None,
        logging_config=None,
    )


def static() -> Router:
    return create_static_files_router(
        path="/static",
        directories=[HERE / "static"],
        guards=[anyone],
        opt={"any_host": True},
    )


def create() -> Litestar:
    """Uvicorn's factory."""
    return build_app(Settings.read(os.environ))
