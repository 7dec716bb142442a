"""The start page."""

from litestar import get
from litestar.response import Template

from app.identity.web.dependencies import CurrentSession
from app.plumbing.access import anyone


@get("/", guards=[anyone])
async def home(session: CurrentSession) -> Template:
    roles = sorted(session.roles) if session else []
    return Template("home.html", context={"name": session and session.name, "roles": roles})
