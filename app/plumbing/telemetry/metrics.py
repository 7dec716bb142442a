"""Metrics that are pushed by OpenTelemetry.  Those that are scraped live in `scraped`."""

from collections.abc import Callable, Iterable

from opentelemetry.metrics import CallbackOptions, Observation, get_meter
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from app.plumbing.db import Database

meter = get_meter("app")

dropped = meter.create_counter(
    "telemetry.dropped", unit="{item}", description="Log lines and spans that were given up."
)
csp_violations = meter.create_counter(
    "csp.violations", unit="{report}", description="What browsers refused to load or run."
)


def watch_pools(database: Database) -> None:
    """Report how many connections of each pool are in use, idle, and allowed."""
    engines = database.pools()
    if engines["replica"] is engines["primary"]:
        del engines["replica"]
    meter.create_observable_up_down_counter(
        "db.client.connection.count",
        [_count(engines)],
        unit="{connection}",
        description="Connections of a pool, by state.",
    )
    meter.create_observable_up_down_counter(
        "db.client.connection.max",
        [_limit(engines)],
        unit="{connection}",
        description="Connections a pool may hold.",
    )


def _count(
    engines: dict[str, AsyncEngine],
) -> Callable[[CallbackOptions], Iterable[Observation]]:
    def observe(_options: CallbackOptions) -> Iterable[Observation]:
        for name, engine in engines.items():
            pool = _pool(engine)
            for state, number in (("used", pool.checkedout()), ("idle", pool.checkedin())):
                labels = {
                    "db.client.connection.pool.name": name,
                    "db.client.connection.state": state,
                }
                yield Observation(number, labels)

    return observe


def _limit(
    engines: dict[str, AsyncEngine],
) -> Callable[[CallbackOptions], Iterable[Observation]]:
    def observe(_options: CallbackOptions) -> Iterable[Observation]:
        for name, engine in engines.items():
            yield Observation(_pool(engine).size(), {"db.client.connection.pool.name": name})

    return observe


def _pool(engine: AsyncEngine) -> QueuePool:
    pool = engine.sync_engine.pool
    assert isinstance(pool, QueuePool)  # noqa: S101 - `Database` makes no others
    return pool
