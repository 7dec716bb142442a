"""Builds the ASGI application: the only place where everything meets."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig
from litestar.types import ControllerRouterHandler, Middleware

from app.audit.api import AuditApi
from app.betting import api as betting_api
from app.betting.service.batching import Batches
from app.calculator.api import CalculatorApi
from app.catalogue import api as catalogue_api
from app.competitions import api as competitions_api
from app.competitions.web import PointsController
from app.exposure.api import ExposureApi
from app.identity import api as identity_api
from app.identity import web as identity
from app.identity.rules.players import NotJoined, TermsChanged
from app.identity.service.provider import connect
from app.identity.service.recent import RecentPeople
from app.leaderboards import api as leaderboards_api
from app.leaderboards.service.recent import RecentPages
from app.limits import api as limits_api
from app.limits.service.minutes import Minutes
from app.limits.web import CheckReality, NotePlay
from app.live import api as live_api
from app.live import web as live
from app.live.service.following import Following
from app.live.service.hub import Hub
from app.live.service.ticker import Ticker
from app.markets import api as markets_api
from app.notifications import web as notifications
from app.pages import web as pages
from app.payments import api as payments_api
from app.payments import gateway as payments_gateway
from app.plumbing import (
    assets,
    headers,
    health,
    jobs,
    openapi,
    problem_pages,
    problems,
    telemetry,
    templating,
    web,
)
from app.plumbing.access import anyone
from app.plumbing.bodies import StrictRequest
from app.plumbing.db import Database
from app.plumbing.headers import SecurityHeaders
from app.plumbing.heads import AnswerHead
from app.plumbing.health import Readiness
from app.plumbing.parameters import check_parameters
from app.plumbing.pipelines import Pipelines
from app.plumbing.rate_limits import LimitAddresses, LimitCommunities, LimitPlayers, RateLimits
from app.plumbing.refusals import NotSignedIn
from app.plumbing.settings import Settings
from app.plumbing.shedding import Crowd, Shed
from app.plumbing.telemetry.metrics import watch_pools
from app.plumbing.telemetry.requests import WatchRequests
from app.plumbing.telemetry.scraped import Scraped
from app.plumbing.transactions import EndTransactions
from app.plumbing.unchanged import AnswerUnchanged
from app.plumbing.vault import Vault
from app.pools.api import CompetitionPoolApi, PoolApi
from app.predictions import api as predictions_api
from app.privacy import web as privacy
from app.settlement import api as settlement_api
from app.settlement.web import show_rules
from app.tenants import web as tenants

# Refusals that lead people to the page where they mend what is missing.
LEADING: dict[int | type[Exception], Any] = {
    NotSignedIn: identity.ask_to_sign_in,
    NotJoined: identity.ask_to_join,
    TermsChanged: identity.ask_to_join,
}
HERE = Path(__file__).parent
# The largest body any route takes; those that take files say so themselves.
BODY_BYTES_MAX = 64 * 1024
# What a rush consists of.  Nobody is kept from looking, cancelling, or signing out.
SHEDDABLE = r"PUT /api/bets/[^/? ]+|POST /api/bets|POST /api/quotes"
GC_THRESHOLDS = 20_000, 20, 50
# Connections that look up who asks: one is in use at a time for each busy community.
PIPELINES = 2

DEPENDENCIES = (
    web.DEPENDENCIES
    | identity.DEPENDENCIES
    | tenants.DEPENDENCIES
    | {
        "batches": Provide(betting_api.provide_batches, sync_to_thread=False),
        "following": Provide(live.provide_following, sync_to_thread=False),
        "pages": Provide(leaderboards_api.provide_pages, sync_to_thread=False),
    }
)

CONTROLLERS: tuple[ControllerRouterHandler, ...] = (
    *health.HANDLERS,
    headers.count_reports,
    assets.send_asset,
    *problem_pages.HANDLERS,
    *openapi.HANDLERS,
    Router(
        path="/",
        route_handlers=[
            *identity.CONTROLLERS,
            *identity_api.CONTROLLERS,
            *pages.OF_PEOPLE,
            *privacy.CONTROLLERS,
        ],
        middleware=[identity.ForgetPeople()],
    ),
    *tenants.CONTROLLERS,
    *pages.CONTROLLERS,
    *notifications.CONTROLLERS,
    AuditApi,
    CalculatorApi,
    *markets_api.CONTROLLERS,
    ExposureApi,
    PointsController,
    *competitions_api.CONTROLLERS,
    *catalogue_api.CONTROLLERS,
    *betting_api.CONTROLLERS,
    CompetitionPoolApi,
    PoolApi,
    *predictions_api.CONTROLLERS,
    *leaderboards_api.CONTROLLERS,
    *settlement_api.CONTROLLERS,
    *limits_api.CONTROLLERS,
    *payments_api.CONTROLLERS,
    show_rules,
    *live.HANDLERS,
    *live_api.HANDLERS,
)


def build_app(settings: Settings) -> Litestar:
    state = _state(settings)

    @asynccontextmanager
    async def connections(app: Litestar) -> AsyncIterator[None]:
        async with (
            state.rate_limits.shared(),
            state.minutes.written(state.database),
            connect(settings) as app.state.provider,
            Ticker(settings, state.hub).running(),
        ):
            yield
        await state.batches.close()
        state.readiness.close()
        await state.pipelines.close()
        await state.database.close()

    app = Litestar(
        route_handlers=[*CONTROLLERS, _static()],
        state=state,
        dependencies=DEPENDENCIES,
        middleware=_middleware(),
        before_request=check_parameters,
        exception_handlers=problems.HANDLERS | LEADING,
        template_config=TemplateConfig(instance=_templates()),
        request_class=StrictRequest,
        request_max_body_size=BODY_BYTES_MAX,
        lifespan=[connections, state.scraped.watch_event_loop],
        openapi_config=None,
        logging_config=None,
    )
    # Around Litestar itself: what it answers before it finds a route needs them too.
    watched = WatchRequests(AnswerHead(AnswerUnchanged(app.asgi_handler)))
    app.asgi_handler = Shed(SecurityHeaders(watched, settings), state.crowd)
    return app


def _middleware() -> list[Middleware]:
    return [
        LimitAddresses(),
        tenants.FindCommunity(),
        LimitCommunities(),
        identity.Authenticate(),
        LimitPlayers(),
        NotePlay(),
        CheckReality(),
        EndTransactions(),
    ]


def _state(settings: Settings) -> State:
    database = Database(settings)
    watch_pools(database)
    vault = Vault.parse(settings.field_keys)
    pipelines = Pipelines(settings, size=PIPELINES)
    crowd = Crowd(
        sheddable=SHEDDABLE,
        wait_ms_max=settings.wait_ms_max,
        headers=headers.security_headers(settings),
    )
    crowd.tell()
    hub = Hub(limit_times=settings.rate_limit_times)
    return State(
        {
            "settings": settings,
            "database": database,
            "vault": vault,
            "code_provider": payments_gateway.connect(settings, vault),
            "rate_limits": RateLimits(settings, database),
            "readiness": Readiness(database, jobs.measure),
            "scraped": Scraped(),
            "pipelines": pipelines,
            "recent": RecentPeople(pipelines, database.tenant, web.provide_now),
            "batches": Batches(settings),
            "minutes": Minutes(),
            "crowd": crowd,
            "hub": hub,
            "identify": identity.actor_by_bearer,
            "following": Following(hub, database.tenant),
            "recent_pages": RecentPages(database.reading, pipelines),
        }
    )


def leave_alone_what_stays() -> None:
    """Spare the garbage collector the whole application, which it else walks through in a rush."""
    gc.collect()
    gc.freeze()
    # What a request leaves behind is mostly gone by itself: it is looked for less often.
    gc.set_threshold(*GC_THRESHOLDS)


def _templates() -> JinjaTemplateEngine:
    made = templating.environment()
    made.globals |= pages.GLOBALS
    made.filters |= pages.FILTERS
    return JinjaTemplateEngine.from_environment(made)


def _static() -> Router:
    return create_static_files_router(
        path="/static",
        directories=[HERE / "static"],
        guards=[anyone],
        opt={"any_host": True, "unlimited": True},
    )


def create() -> Litestar:
    """Uvicorn's factory."""
    settings = Settings.read(os.environ)
    telemetry.start("web", settings)
    app = build_app(settings)
    app.on_startup.append(leave_alone_what_stays)
    app.on_shutdown.append(telemetry.stop)
    return app
