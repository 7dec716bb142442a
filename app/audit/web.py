"""The audit chain as admins read it."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from litestar import get
from litestar.params import FromQuery, QueryParameter
from litestar.response import Template

from app.audit import service
from app.audit.rules import Act, Filter, NoSuchDay, begin_of, end_of
from app.plumbing.access import admins
from app.plumbing.web import Provided, Reading

Before = Annotated[int | None, QueryParameter(ge=1, le=2**63 - 1)]
Action = Annotated[str | None, QueryParameter(max_length=80)]
# A form sends its empty fields, too, so a day is a text at first.
Day = FromQuery[str | None]


@get("/admin/audit", guards=[admins])
async def audit_page(
    reading: Reading,
    call_names: Provided[service.CallNames],
    before: Before = None,
    action: Action = None,
    since: Day = None,
    until: Day = None,
) -> Template:
    first, last = _day(since), _day(until)
    wanted = Filter(
        before=before,
        action=action or None,
        since=begin_of(first) if first else None,
        until=end_of(last) if last else None,
    )
    rows, next_before = await service.page(reading, wanted)
    acts = [(row.seq, row.at, row.act) for row in rows]
    people = {subject for _, _, act in acts for subject in (act.who.subject, _person(act))}
    asked_again = {"action": action or "", "since": since or "", "until": until or ""}
    return Template(
        "audit/acts.html",
        context={
            "acts": [(seq, at, act, _person(act)) for seq, at, act in acts],
            "names": await call_names(reading, people),
            "actions": await service.actions(reading),
            "wanted": asked_again,
            "older": next_before and urlencode(asked_again | {"before": next_before}),
        },
    )


def _person(act: Act) -> str:
    """The subject of the person whom the act was done to, if it was one."""
    kind, _, subject = act.subject.partition(" ")
    return subject if kind == "person" else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NoSuchDay(day=text) from None
