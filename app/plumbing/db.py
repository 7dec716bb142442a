"""Connections to PostgreSQL, one engine a role, and the transactions that features run in."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from types import FrameType
from uuid import UUID

import greenlet
import structlog
from sqlalchemy import MetaData, event, text
from sqlalchemy.engine import Connection, ExceptionContext, ExecutionContext
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from app.plumbing.settings import Limits, Secret, Settings

log = structlog.get_logger()

SLOW_SECONDS = 0.1

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)

# How a use case opens transactions of its own, where one for the whole request would be too long.
Begin = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
BeginIn = Callable[[UUID], AbstractAsyncContextManager[AsyncConnection]]

CLOCK = text("select clock_timestamp()")
SET_TENANT = text("select set_config('app.tenant_id', :tenant_id, true)")


class Database:
    """The engines of one process.  Features never see it: they get a `tx`."""

    def __init__(self, settings: Settings) -> None:
        limits = settings.limits
        self.primary = _engine(settings.database_url, limits)
        self.replica = (
            _engine(settings.replica_database_url, limits)
            if settings.replica_database_url
            else self.primary
        )
        # The platform's role serves jobs and operators, never players: two connections do.
        self._platform = _engine(settings.platform_database_url, limits, pool_size=2)

    @asynccontextmanager
    async def tenant(self, tenant_id: UUID) -> AsyncIterator[AsyncConnection]:
        """One transaction that sees one community: committed at the end, or rolled back."""
        async with self.primary.begin() as tx:
            await tx.execute(SET_TENANT, {"tenant_id": str(tenant_id)})
            yield tx

    @asynccontextmanager
    async def reading(self, tenant_id: UUID) -> AsyncIterator[AsyncConnection]:
        """For pages that decide nothing: may be a replica, a moment behind."""
        async with self.replica.connect() as connection:
            tx = await connection.execution_options(postgresql_readonly=True)
            async with tx.begin():
                await tx.execute(SET_TENANT, {"tenant_id": str(tenant_id)})
                yield tx

    @asynccontextmanager
    async def platform(self) -> AsyncIterator[AsyncConnection]:
        """Sees every community.  Only checks, relays, retention and superadmins come here."""
        async with self._platform.begin() as tx:
            yield tx

    def pools(self) -> dict[str, AsyncEngine]:
        return {"primary": self.primary, "replica": self.replica, "platform": self._platform}

    async def close(self) -> None:
        for engine in {id(e): e for e in self.pools().values()}.values():
            await engine.dispose()


async def read_clock(tx: AsyncConnection) -> datetime:
    """The very moment, not that of the transaction's beginning: call it after all waits."""
    now: datetime = (await tx.execute(CLOCK)).scalar_one()
    return now


def _engine(url: Secret, limits: Limits, *, pool_size: int | None = None) -> AsyncEngine:
    engine = create_async_engine(
        url.reveal().replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool_size or limits.pool_size,
        max_overflow=0,
        pool_timeout=limits.pool_wait_seconds,
        # Errors are logged, and parameters are what people typed.
        hide_parameters=True,
        connect_args={
            "connect_timeout": 3,
            "application_name": "pointsbook",
            "options": time_outs(limits),
        },
    )
    event.listen(engine.sync_engine, "before_cursor_execute", _start_watch)
    event.listen(engine.sync_engine, "after_cursor_execute", _report_slow)
    event.listen(engine.sync_engine, "handle_error", _report_slow_failure)
    return engine


def time_outs(limits: Limits) -> str:
    """What every connection of a process asks PostgreSQL for as it begins."""
    return (
        f"-c statement_timeout={limits.statement_timeout_ms}"
        f" -c lock_timeout={limits.lock_timeout_ms}"
        f" -c idle_in_transaction_session_timeout={limits.idle_in_transaction_timeout_ms}"
    )


def _start_watch(
    _connection: Connection,
    _cursor: object,
    _statement: str,
    _parameters: object,
    context: ExecutionContext,
    _many: bool,  # noqa: FBT001
) -> None:
    context._pointsbook_started = time.perf_counter()  # type: ignore[attr-defined]  # noqa: SLF001


def _report_slow(
    _connection: Connection,
    _cursor: object,
    _statement: str,
    _parameters: object,
    context: ExecutionContext,
    _many: bool,  # noqa: FBT001
) -> None:
    _warn_if_slow(context)


def _report_slow_failure(failure: ExceptionContext) -> None:
    """The slowest statements of all never end: PostgreSQL ends them."""
    _warn_if_slow(failure.execution_context, ended_by=type(failure.original_exception).__name__)


def _warn_if_slow(context: object, *, ended_by: str | None = None) -> None:
    started: float | None = getattr(context, "_pointsbook_started", None)
    if started is None:
        return
    seconds = time.perf_counter() - started
    if seconds >= SLOW_SECONDS:
        duration_s = round(seconds, 3)
        log.warning("statement slow", statement=_name(), duration_s=duration_s, error=ended_by)


def _name() -> str:
    """The function whose statement is running, such as `app.ledger.store.find_account`."""
    parent = greenlet.getcurrent().parent
    frame: FrameType | None = parent.gr_frame if parent else None
    while frame:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("app.") and module != __name__:
            return f"{module}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "unknown"
