"""Builds the ASGI application: the only place where everything meets."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar, MediaType, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from app.audit.api import AuditApi
from app.audit.web import audit_page
from app.plumbing import problems, web
from app.plumbing.access import anyone
from app.plumbing.db import Database
from app.plumbing.rate_limits import LimitOrigins, RateLimits, limit_player
from app.plumbing.settings import Settings
from app.tenants import web as tenants

HERE = Path(__file__).parent
# The largest body any route takes; those that take files say so themselves.
BODY_BYTES_MAX = 64 * 1024


@get("/health/live", guards=[anyone], opt={"any_host": True}, media_type=MediaType.TEXT)
async def live() -> str:
    return "alive"


def build_app(settings: Settings) -> Litestar:
    database = Database(settings)
    rate_limits = RateLimits(settings, database)

    @asynccontextmanager
    async def connections(_app: Litestar) -> AsyncIterator[None]:
        async with rate_limits.shared():
            yield
        await database.close()

    return Litestar(
        route_handlers=[
            live,
            *tenants.CONTROLLERS,
            audit_page,
            AuditApi,
            create_static_files_router(
                path="/static",
                directories=[HERE / "static"],
                guards=[anyone],
                opt={"any_host": True},
            ),
        ],
        state=State({"settings": settings, "database": database, "rate_limits": rate_limits}),
        dependencies=web.DEPENDENCIES
        | {"community": Provide(tenants.provide_community, sync_to_thread=False)},
        middleware=[tenants.FindCommunity(), LimitOrigins()],
        guards=[limit_player],
        exception_handlers=problems.HANDLERS,
        template_config=TemplateConfig(directory=HERE / "templates", engine=JinjaTemplateEngine),
        request_max_body_size=BODY_BYTES_MAX,
        lifespan=[connections],
        openapi_config=None,
        logging_config=None,
    )


def create() -> Litestar:
    """Uvicorn's factory."""
    return build_app(Settings.read(os.environ))
