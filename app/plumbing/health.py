"""/health and /metrics: for load balancers and operators, on any host."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from opentelemetry.instrumentation.utils import suppress_instrumentation
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing import schema
from app.plumbing.access import anyone
from app.plumbing.db import Database
from app.plumbing.refusals import Missing
from app.plumbing.settings import Settings
from app.plumbing.telemetry.scraped import Scraped

READY_SECONDS_MAX = 1.0
FORWARDED = ("x-forwarded-for", "forwarded")

# How many jobs are in which status.
CountJobs = Callable[[AsyncConnection], Awaitable[Mapping[str, int]]]


class NoSuchPage(Missing):
    """There is no such page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a look at the servers found; `OK` everywhere when the process is ready."""

    database: str
    migrations: str
    queue: str

    @property
    def ready(self) -> bool:
        return {self.database, self.migrations, self.queue} == {OK}


OK = "ok"
UNKNOWN = "unknown"
NO_ANSWER = Findings(
    database=f"no answer within {READY_SECONDS_MAX:g} s", migrations=UNKNOWN, queue=UNKNOWN
)


class Readiness:
    """Looks at the servers once, however many ask at the same time, and never hangs with them."""

    def __init__(self, database: Database, count_jobs: CountJobs | None = None) -> None:
        self._database = database
        self._count_jobs = count_jobs
        self._newest = schema.newest_version() or ""
        self._looking: asyncio.Task[tuple[Findings, Mapping[str, int]]] | None = None

    async def look(self) -> tuple[Findings, Mapping[str, int]]:
        if self._looking is None or self._looking.done():
            # Every few seconds, for ever: spans of it would teach nothing.
            with suppress_instrumentation():
                self._looking = asyncio.create_task(self._look())
        # Not `timeout`: cancelling a statement waits for a server that may never answer.
        done, _ = await asyncio.wait({self._looking}, timeout=READY_SECONDS_MAX)
        return self._looking.result() if done else (NO_ANSWER, {})

    def close(self) -> None:
        if self._looking:
            self._looking.cancel()

    async def _look(self) -> tuple[Findings, Mapping[str, int]]:
        jobs: Mapping[str, int] = {}
        database = migrations = queue = UNKNOWN
        try:
            async with self._database.platform() as tx:
                database = OK
                migrations = await self._migrations(tx)
                jobs = await self._count_jobs(tx) if self._count_jobs else {}
                queue = OK
        except (DBAPIError, PoolTimeout) as error:
            problem = type(error).__name__
            if database == UNKNOWN:
                database = problem
            elif migrations == UNKNOWN:
                migrations = problem
            else:
                queue = problem
        return Findings(database=database, migrations=migrations, queue=queue), jobs

    async def _migrations(self, tx: AsyncConnection) -> str:
        version = await tx.scalar(text("select version_num from alembic_version"))
        # The next version's migrations run while this version still serves.
        return OK if version and version >= self._newest else f"{version}, not {self._newest}"


def is_operator(connection: ASGIConnection[Any, Any, Any, State]) -> bool:
    settings: Settings = connection.app.state.settings
    if settings.operator_token is None:
        return False
    expected = f"Bearer {settings.operator_token.reveal()}".encode()
    return hmac.compare_digest(connection.headers.get("authorization", "").encode(), expected)


def is_neighbour(connection: ASGIConnection[Any, Any, Any, State]) -> bool:
    """From loopback or a trusted network, and not on behalf of somebody else."""
    if connection.client is None or any(name in connection.headers for name in FORWARDED):
        return False
    address = ip_address(connection.client.host)
    settings: Settings = connection.app.state.settings
    return address.is_loopback or any(address in network for network in settings.trusted_proxies)


async def operators(
    connection: ASGIConnection[Any, Any, Any, State], _handler: BaseRouteHandler
) -> None:
    """A scraper next door, or whoever has the operator's token.  Others find no such page."""
    if not (is_neighbour(connection) or is_operator(connection)):
        raise NoSuchPage


OPEN = {"any_host": True, "unlimited": True}


@get("/health/live", guards=[anyone], opt=OPEN, media_type=MediaType.TEXT)
async def live() -> str:
    return "alive"


@get("/health/ready", guards=[anyone], opt=OPEN)
async def ready(request: Request[Any, Any, State], state: State) -> Response[Any]:
    readiness: Readiness = state.readiness
    findings, _jobs = await readiness.look()
    status = 200 if findings.ready else 503
    if is_operator(request):
        return Response(asdict(findings), status_code=status)
    answer = "ready" if findings.ready else "not ready"
    return Response(answer, status_code=status, media_type=MediaType.TEXT)


@get("/metrics", guards=[anyone, operators], opt=OPEN)
async def metrics(request: Request[Any, Any, State], state: State) -> Response[bytes]:
    readiness: Readiness = state.readiness
    scraped: Scraped = state.scraped
    _findings, jobs = await readiness.look()
    scraped.count_jobs(jobs)
    content, media_type = scraped.exposition(request.headers.get("accept", ""))
    return Response(content, media_type=media_type)


HANDLERS = [live, ready, metrics]
