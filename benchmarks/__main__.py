"""`make bench`: everything that is measured, on a PostgreSQL of its own, with durable commits.

`python -m benchmarks settlement 1000000` measures the settlement of so many bets alone, and
`python -m benchmarks live` ten thousand open connections.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import structlog

from app.development.postgres import Cluster
from app.plumbing import schema
from app.plumbing.db import Database
from app.plumbing.settings import Settings
from benchmarks import bets, http, leaderboards, ledger, live, settlement
from benchmarks.generator import Job

# Open connections where that is one of many things to measure.
FEW = 1_000


def environ_of(cluster: Cluster) -> dict[str, str]:
    return {
        "POINTSBOOK_ENVIRONMENT": "development",
        "POINTSBOOK_DATABASE_URL": cluster.url("app", "bench").reveal(),
        "POINTSBOOK_PLATFORM_DATABASE_URL": cluster.url("platform", "bench").reveal(),
        "POINTSBOOK_PUBLIC_URL": "http://localhost:8000",
        "POINTSBOOK_KEYCLOAK_URL": "http://localhost:1",
        "POINTSBOOK_KEYCLOAK_WEB_SECRET": "none",
        "POINTSBOOK_KEYCLOAK_SERVICE_SECRET": "none",
        "POINTSBOOK_FIELD_KEYS": "bench:" + "A" * 43 + "=",
        # They are counted as ever, but all players come from one address.
        "POINTSBOOK_RATE_LIMIT_TIMES": "1000000",
    }


async def measure_settlement(settings: Settings, cluster: Cluster, sizes: Sequence[int]) -> None:
    database = Database(settings)
    try:
        await settlement.measure(database, cluster, sizes)
    finally:
        await database.close()


async def measure(settings: Settings) -> Job:
    """Everything inside one process; return the job for whoever comes by HTTP."""
    database = Database(settings)
    try:
        await ledger.measure(database)
        await bets.measure(settings, database)
        return await http.prepare(database)
    finally:
        await database.close()


def measure_live(
    settings: Settings, cluster: Cluster, environ: dict[str, str], connections: int
) -> None:
    async def prepare() -> live.Ground:
        database = Database(settings)
        try:
            return await live.prepare(database)
        finally:
            await database.close()

    live.measure(asyncio.run(prepare()), cluster, environ, connections)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="pointsbook-bench-") as folder:
        cluster = Cluster(Path(folder) / "postgres")
        cluster.start()
        try:
            cluster.create_database("bench")
            schema.upgrade(cluster.url("owner", "bench"))
            environ = environ_of(cluster)
            settings = Settings.read(environ)
            given = [int(each) for each in sys.argv[2:]]
            sizes = given or settlement.SIZES
            if sys.argv[1:2] == ["live"]:
                measure_live(settings, cluster, environ, given[0] if given else live.CONNECTIONS)
                return
            if sys.argv[1:2] != ["settlement"]:
                http.measure(asyncio.run(measure(settings)), cluster, environ, Path(folder))
                leaderboards.measure(cluster, environ)
                measure_live(settings, cluster, environ, FEW)
            # Last: what it leaves to be written to the disk would slow down whatever comes next.
            asyncio.run(measure_settlement(settings, cluster, sizes))
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
