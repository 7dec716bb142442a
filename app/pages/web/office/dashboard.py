"""The officials' first page: what needs attention, then where else they can go."""

from dataclasses import dataclass

from litestar import Controller, get
from litestar.response import Template

from app.pages.rules import places
from app.pages.rules.wording import PARTS, RULING_KINDS
from app.pages.service import checklist
from app.pages.store import attention, programme
from app.pages.store.attention import Waiting, list_waiting
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, page
from app.plumbing.access import scorers
from app.plumbing.languages import sentence
from app.settlement.rules.runs import Run, RunState
from app.settlement.service import following

RUNS_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Something that waits: what it is, where one of them is mended, and where all of them are."""

    name: str
    icon: str
    query: str
    path: str
    every: str
    for_admins: bool = True

    def path_of(self, waiting: Waiting) -> str:
        if waiting.kind is not None:
            return OF_LEVEL.get(waiting.kind, "/admin/events").format(id=waiting.id)
        return self.path.format(id=waiting.id)


OF_LEVEL = {
    "selection": "/admin/markets/{id}",
    "market": "/admin/markets/{id}",
    "event": "/admin/events/{id}",
    "competition": "/admin/competitions/{id}",
}
BLOCKS = (
    Block(
        name=sentence("Results are due"),
        icon="flag",
        query=attention.RESULTS,
        path="/admin/events/{id}/result",
        every="/admin/results",
        for_admins=False,
    ),
    Block(
        name=sentence("Rulings wait to be confirmed"),
        icon="scale",
        query=attention.RULINGS,
        path="/admin/rulings/{id}",
        every="/admin/results",
        for_admins=False,
    ),
    Block(
        name=sentence("Markets lack odds"),
        icon="percent",
        query=attention.UNPRICED,
        path="/admin/events/{id}",
        every="/admin/events",
    ),
    Block(
        name=sentence("Exposure limits are passed"),
        icon="triangle-alert",
        query=attention.LIMITS,
        path="/admin/events",
        every="/admin/events",
    ),
    Block(
        name=sentence("Players ask for points"),
        icon="coins",
        query=attention.PAYMENTS,
        path="/admin/points",
        every="/admin/points",
    ),
    Block(
        name=sentence("Players ask to join"),
        icon="user-plus",
        query=attention.ENTRIES,
        path="/admin/competitions/{id}",
        every="/admin/competitions",
    ),
    Block(
        name=sentence("Jobs have failed"),
        icon="circle-x",
        query=attention.JOBS,
        path="",
        every="",
    ),
)


class DashboardController(Controller):
    path = "/admin"
    guards = (scorers,)
    dependencies = DEPENDENCIES

    @get()
    async def show(self, desk: CurrentDesk) -> Template:
        blocks = [
            (block, waiting)
            for block in BLOCKS
            if desk.is_admin or not block.for_admins
            if (waiting := await list_waiting(desk.tx, block.query))
        ]
        context = {
            "blocks": blocks,
            "places": places.admin_places(desk.actor),
            "kinds": RULING_KINDS,
            "steps": await checklist.list_steps(desk.tx) if desk.is_admin else [],
        }
        return page("dashboard", desk, context | await _runs(desk))

    @get("/progress")
    async def progress(self, desk: CurrentDesk) -> Template:
        """The settlements that go on, for the page to show again and again."""
        return page("runs", desk, await _runs(desk))


async def _runs(desk: Desk) -> dict[str, object]:
    runs: list[Run] = await following.list_runs(desk.tx, state=RunState.RUNNING, limit=RUNS_SHOWN)
    events = {run.event_id for run in runs if run.event_id}
    return {
        "runs": runs,
        "parts": PARTS,
        "event_names": await programme.find_names(desk.tx, events),
    }
