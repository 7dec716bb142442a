"""Which community a request is for: decided by its host, before anything else."""

import asyncio
import time
from contextvars import Context
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from app.plumbing.db import Database
from app.tenants import service
from app.tenants.rules import PLATFORM_ID, Community, CommunitySuspended, NoSuchCommunity, Status

# A suspension is felt everywhere within this time, for one query a second and host.
MEMORY_SECONDS = 1.0
HOSTS_MAX = 10_000
UNKNOWN_HOSTS_MAX = 1_000


class RecentHosts:
    """What the table of hosts said of some of them a moment ago.  When full, it begins anew."""

    def __init__(self, hosts_max: int) -> None:
        self._hosts_max = hosts_max
        self._said: dict[str, tuple[float, Community | None]] = {}

    def remember(self, host: str, community: Community | None) -> None:
        if len(self._said) >= self._hosts_max:
            self._said.clear()
        self._said[host] = time.monotonic() + MEMORY_SECONDS, community

    def recall(self, host: str) -> tuple[bool, Community | None]:
        """Whether anything is remembered of the host, and what."""
        until, community = self._said.get(host, (0.0, None))
        return until >= time.monotonic(), community


class FindCommunity(ASGIMiddleware):
    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)
    exclude_opt_key = "any_host"

    def __init__(self) -> None:
        self._known = RecentHosts(HOSTS_MAX)
        # Apart, so that whoever invents hosts makes us forget invented ones only.
        self._unknown = RecentHosts(UNKNOWN_HOSTS_MAX)
        self._asking: dict[str, asyncio.Task[Community | None]] = {}

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        community = await self._community_at(_host(scope), scope["litestar_app"].state.database)
        if community is None:
            raise NoSuchCommunity
        scope["state"]["tenant_id"] = community.id
        scope["state"]["community"] = community
        scope["state"]["requests_per_second"] = community.settings.limits.requests_per_second
        closed = not scope["route_handler"].opt.get("while_suspended")
        if community.status is Status.SUSPENDED and closed:
            raise CommunitySuspended
        await next_app(scope, receive, send)

    async def _community_at(self, host: str, database: Database) -> Community | None:
        for recent in (self._known, self._unknown):
            remembered, community = recent.recall(host)
            if remembered:
                return community
        asking = self._asking.get(host)
        if asking is None:
            # In a rush hundreds find the memory over at the same moment.
            asking = asyncio.create_task(self._ask(host, database), context=Context())
            self._asking[host] = asking
            asking.add_done_callback(lambda _: self._asking.pop(host, None))
        # Shielded, because others wait for the same answer when this request is cancelled.
        return await asyncio.shield(asking)

    async def _ask(self, host: str, database: Database) -> Community | None:
        # Hosts are public, so they are read outside any community.
        async with database.tenant(PLATFORM_ID) as tx:
            community = await service.find_community_at(tx, host)
        (self._known if community else self._unknown).remember(host, community)
        return community


def _host(scope: Scope) -> str:
    header = next((value for name, value in scope["headers"] if name == b"host"), b"")
    host = header.decode("latin-1").lower()
    return host.rsplit(":", 1)[0].rstrip(".")


def provide_community(request: Request[Any, Any, Any]) -> Community:
    community: Community = request.scope["state"]["community"]
    return community
