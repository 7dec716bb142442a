"""The way from an empty community to its first open competition, step by step."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from app.pages.store.checklist import find_done
from app.plumbing.languages import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    name: str
    about: str
    path: str
    done: bool = False


# By what tells that it is done.
STEPS = {
    "looks": Step(
        name=sentence("Give it a name and colours"),
        about=sentence("And a logo, a language, a time zone."),
        path="/admin/community",
    ),
    "events": Step(
        name=sentence("Bring in events"),
        about=sentence("From a file, or add a sport and its events by hand."),
        path="/admin/imports",
    ),
    "competition": Step(
        name=sentence("Make a competition on them"),
        about=sentence("Set how it is played, and add a whole league at once."),
        path="/admin/competitions",
    ),
    "odds": Step(
        name=sentence("Give odds"),
        about=sentence("Open the usual markets of an event and fill in its grid."),
        path="/admin/events",
    ),
    "opened": Step(
        name=sentence("Open the competition"),
        about=sentence("From then on players find it."),
        path="/admin/competitions",
    ),
    "invited": Step(
        name=sentence("Invite players"),
        about=sentence("By e-mail, or with the competition's address, code or picture."),
        path="/admin/invitations",
    ),
}


async def list_steps(tx: AsyncConnection) -> list[Step]:
    """None once people play: from then on nobody has to be guided, whatever it looks like."""
    found = await find_done(tx)
    steps = [replace(step, done=getattr(found, what)) for what, step in STEPS.items()]
    return [] if all(step.done for step in steps[1:]) else steps
