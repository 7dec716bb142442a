"""Rate limits per community, player and address, shared by all processes.

A route names its class with `opt={"rate": "sign_in"}`; others are reads or writes by their method.
Only sign-in asks the database at each attempt, and is refused while that is away.  All else is
counted in this process, which tells the others each second: no statement delays a request.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.access import Actor
from app.plumbing.addresses import client_address, household
from app.plumbing.db import Database
from app.plumbing.rate_counts import Bucket, Counts, Limit, TooManyRequests, Total
from app.plumbing.settings import Settings

log = structlog.get_logger()

SYNCHRONISE_SECONDS = 1
COMMUNITY_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The limits of a class of routes.  `exact` ones are counted in the database at once."""

    address: Limit
    player: Limit | None = None
    exact: bool = False


RATES = {
    "read": Rate(
        address=Limit(hits=1_200, seconds=60),
        player=Limit(hits=600, seconds=60),
    ),
    "write": Rate(
        address=Limit(hits=600, seconds=60),
        player=Limit(hits=300, seconds=60),
    ),
    # Programs that poll and refresh, many behind one address; Keycloak that signs people out.
    "program": Rate(address=Limit(hits=6_000, seconds=60)),
    # A sign-in is three of these: away, back, done.  So thirty people of one household, or their
    # thirty mistakes, fit into a minute; guesses at passwords are Keycloak's to count.
    "sign_in": Rate(address=Limit(hits=90, seconds=60), exact=True),
}


class RateLimits:
    """The limits of one process."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._times = settings.rate_limit_times
        self._trusted = settings.trusted_proxies
        self._counts = Counts()
        # Windows follow the database's clock, or processes would not mean the same one.
        self._ahead = time.time() - time.monotonic()

    async def check_address(self, scope: Scope) -> None:
        """Count a request for its address, before anything is looked up for it."""
        name, rate = _rate_of(scope)
        address = household(client_address(scope, self._trusted))
        bucket = self._bucket(f"{name} address {address}", rate.address)
        if rate.exact:
            await self._hit_exactly([bucket])
        else:
            self._counts.hit([bucket], now=self._now())

    def check_community(self, scope: Scope) -> None:
        """Count all that one community asks for, as its settings allow."""
        per_second = scope["state"].get("requests_per_second")
        if per_second is not None:
            limit = Limit(hits=per_second * COMMUNITY_SECONDS, seconds=COMMUNITY_SECONDS)
            bucket = self._bucket(f"community {scope['state']['tenant_id']}", limit)
            self._counts.hit([bucket], now=self._now())

    def check_player(self, scope: Scope, actor: Actor) -> None:
        name, rate = _rate_of(scope)
        if rate.player:
            bucket = self._bucket(f"{name} player {actor.tenant_id} {actor.subject}", rate.player)
            self._counts.hit([bucket], now=self._now())

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Keep in step with the other processes."""
        task = asyncio.create_task(self._synchronise_for_ever())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def synchronise(self) -> None:
        taken = self._counts.take_unshared(now=self._now())
        try:
            async with self._database.primary.begin() as tx:
                totals, now = await _share(tx, taken)
        except BaseException:
            self._counts.put_back(taken)
            raise
        self._ahead = now - time.monotonic()
        self._counts.learn(totals)

    async def _synchronise_for_ever(self) -> None:
        while True:
            await asyncio.sleep(SYNCHRONISE_SECONDS)
            try:
                await self.synchronise()
            except (DBAPIError, PoolTimeout) as error:
                log.warning("rate limits not shared", error=type(error).__name__)

    async def _hit_exactly(self, buckets: list[Bucket]) -> None:
        # A transaction of its own: a refused attempt counts, too.
        async with self._database.primary.begin() as tx:
            waits = await _count_exactly(tx, sorted(buckets, key=lambda bucket: bucket.name))
        if waits:
            raise TooManyRequests(retry_after=max(1, round(max(waits))))

    def _bucket(self, name: str, limit: Limit) -> Bucket:
        return Bucket(name=name, limit=Limit(hits=limit.hits * self._times, seconds=limit.seconds))

    def _now(self) -> float:
        return time.monotonic() + self._ahead


class LimitAddresses(ASGIMiddleware):
    """Before anything else, so that guesses at hosts and tokens count.

    What only monitors and browsers' caches ask for (health, styles) is `unlimited`.
    """

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)
    exclude_opt_key = "unlimited"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        limits: RateLimits = scope["litestar_app"].state.rate_limits
        await limits.check_address(scope)
        await next_app(scope, receive, send)


class LimitCommunities(ASGIMiddleware):
    """After the community is found, before anybody is asked who they are."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        limits: RateLimits = scope["litestar_app"].state.rate_limits
        limits.check_community(scope)
        await next_app(scope, receive, send)


class LimitPlayers(ASGIMiddleware):
    """By then we know who asks."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        actor = scope.get("user")
        if isinstance(actor, Actor):
            limits: RateLimits = scope["litestar_app"].state.rate_limits
            limits.check_player(scope, actor)
        await next_app(scope, receive, send)


def _rate_of(scope: Scope) -> tuple[str, Rate]:
    reads = scope.get("method", "GET") in {"GET", "OPTIONS"}
    name = scope["route_handler"].opt.get("rate") or ("read" if reads else "write")
    return name, RATES[name]


async def _share(tx: AsyncConnection, taken: list[Total]) -> tuple[list[Total], float]:
    """Add our hits; learn the totals of our buckets, and which others are half full."""
    found = await tx.execute(
        text(
            """
            with ours as (
                insert into rate_count (bucket, ends_at, hits, allowed)
                select * from unnest(cast(:names as text[]), cast(:ends_at as bigint[]),
                                     cast(:hits as bigint[]), cast(:allowed as bigint[]))
                on conflict (bucket, ends_at)
                do update set hits = rate_count.hits + excluded.hits, allowed = excluded.allowed
                returning bucket, ends_at, hits, allowed
            )
            select *, extract(epoch from clock_timestamp())::float8 as now
            from (
                select bucket, ends_at, hits, allowed from ours
                union all
                select bucket, ends_at, hits, allowed from rate_count
                where hits * 2 >= allowed and ends_at > extract(epoch from clock_timestamp())
                union all
                select null, null, null, null
            ) as totals
            """
        ),
        {
            "names": [total.name for total in taken],
            "ends_at": [total.ends_at for total in taken],
            "hits": [total.hits for total in taken],
            "allowed": [total.allowed for total in taken],
        },
    )
    rows = found.all()
    totals = [
        Total(name=row.bucket, ends_at=row.ends_at, hits=row.hits, allowed=row.allowed)
        for row in rows
        if row.bucket is not None
    ]
    return totals, rows[-1].now


async def _count_exactly(tx: AsyncConnection, buckets: list[Bucket]) -> list[float]:
    """Count one attempt in each bucket; for each that is over its limit, the seconds to wait."""
    found = await tx.execute(
        text(
            """
            insert into rate_count (bucket, ends_at, hits, allowed)
            select name, (floor(extract(epoch from clock_timestamp()) / seconds) + 1) * seconds,
                   1, allowed
            from unnest(cast(:names as text[]), cast(:seconds as bigint[]),
                        cast(:allowed as bigint[])) as wanted (name, seconds, allowed)
            on conflict (bucket, ends_at)
            do update set hits = rate_count.hits + 1, allowed = excluded.allowed
            returning hits > allowed as refused,
                      (ends_at - extract(epoch from clock_timestamp()))::float8 as wait
            """
        ),
        {
            "names": [bucket.name for bucket in buckets],
            "seconds": [bucket.limit.seconds for bucket in buckets],
            "allowed": [bucket.limit.hits for bucket in buckets],
        },
    )
    return [row.wait for row in found if row.refused]


async def forget_past(tx: AsyncConnection) -> None:
    """Remove windows that are over."""
    await tx.execute(
        text(
            """
            delete from rate_count where (bucket, ends_at) in (
                select bucket, ends_at from rate_count
                where ends_at < extract(epoch from clock_timestamp()) - 60
                for update skip locked
            )
            """
        )
    )
