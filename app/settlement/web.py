"""The rules in words, each at an address of its own."""

from litestar import get
from litestar.response import Template

from app.plumbing.access import anyone
from app.settlement.rules.rulebook import RULES


@get("/rules", guards=[anyone], opt={"any_host": True})
async def show_rules() -> Template:
    return Template("rules.html", context={"rules": RULES})
