"""All communities side by side, for superadmins."""

from collections import defaultdict
from datetime import UTC, datetime, time

from litestar import get
from litestar.response import Template

from app.pages.rules.charts import LineChart, Series, line_chart
from app.pages.store import reports as store
from app.plumbing.access import superadmins
from app.plumbing.web import BeginPlatform
from app.tenants.rules import PLATFORM_ID

DAYS = 30
# As many as a chart's colours tell apart.
LINES_MAX = 4


@get("/platform/analytics", guards=[superadmins])
async def show_analytics(begin_platform: BeginPlatform) -> Template:
    async with begin_platform() as platform:
        communities = await store.list_communities(platform, but=PLATFORM_ID)
        days = await store.list_days(platform, days=DAYS)
    context = {
        "communities": communities,
        "days": days[::-1],
        "bets": _chart(days, "bets"),
        "staked": _chart(days, "staked"),
        "players": _chart(days, "active"),
    }
    return Template("pages/admin/analytics.html", context=context)


def _chart(days: list[store.Day], what: str) -> LineChart | None:
    """The communities in which most went on."""
    told: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for day in days:
        at = datetime.combine(day.day, time(), UTC)
        told[day.name].append((at, getattr(day, what)))
    most = sorted(told, key=lambda name: -sum(value for _, value in told[name]))[:LINES_MAX]
    return line_chart([Series(name=name, points=told[name]) for name in most])
