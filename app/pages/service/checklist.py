"""The way from an empty community to its first open competition, step by step."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from app.pages.store.checklist import find_done
from app.plumbing.languages import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    name: str
    about: str
    path: str
    done: bool


async def list_steps(tx: AsyncConnection) -> list[Step]:
    """None once people play: from then on nobody has to be guided, whatever it looks like."""
    done = await find_done(tx)
    steps = [
        Step(
            name=sentence("Give it a name and colours"),
            about=sentence("And a logo, a language, a time zone."),
            path="/admin/community",
            done=done.looks,
        ),
        Step(
            name=sentence("Bring in events"),
            about=sentence("From a file, or add a sport and its events by hand."),
            path="/admin/imports",
            done=done.events,
        ),
        Step(
            name=sentence("Make a competition on them"),
            about=sentence("Set how it is played, and add a whole league at once."),
            path="/admin/competitions",
            done=done.competition,
        ),
        Step(
            name=sentence("Give odds"),
            about=sentence("Open the usual markets of an event and fill in its grid."),
            path="/admin/events",
            done=done.odds,
        ),
        Step(
            name=sentence("Open the competition"),
            about=sentence("From then on players find it."),
            path="/admin/competitions",
            done=done.opened,
        ),
        Step(
            name=sentence("Invite players"),
            about=sentence("By e-mail, or with the competition's address, code or picture."),
            path="/admin/invitations",
            done=done.invited,
        ),
    ]
    return [] if all(step.done for step in steps[1:]) else steps
