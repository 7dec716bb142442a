"""The rules, asked without playing.  A form's answer has an address, so it can be passed on."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from app.pages.rules import calculator as rules
from app.pages.rules.calculator import Answered
from app.pages.rules.wording import METHODS
from app.plumbing.access import anyone

ODDS, TICKET, MARGIN = "odds", "ticket", "margin"
ASKED_BY = {ODDS: "price", TICKET: "unit_stake", MARGIN: "prices"}
LENGTH_MAX = 1_000


@get("/calculator", guards=[anyone])
async def calculator(request: Request[Any, Any, Any]) -> Template:
    asked = {name: value[:LENGTH_MAX] for name, value in request.query_params.items()}
    tool = asked.get("tool", ODDS)
    tool = tool if tool in ASKED_BY else ODDS
    context = {
        "tool": tool,
        "asked": asked,
        "told": _answer(tool, asked) if asked.get(ASKED_BY[tool]) else None,
        "legs": rules.legs_wanted(asked),
        "legs_max": rules.LEGS_MAX,
        "kinds": rules.KINDS,
        "results": rules.RESULTS,
        "place_terms": rules.PLACE_TERMS,
        "methods": dict(METHODS),
        "styles": rules.STYLES,
    }
    return Template("pages/calculator/calculator.html", context=context)


def _answer(tool: str, asked: dict[str, str]) -> Answered:
    if tool == TICKET:
        return rules.ask_ticket(asked)
    if tool == MARGIN:
        return rules.ask_margin(asked)
    return rules.convert(asked["price"].strip())
