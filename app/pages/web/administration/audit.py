"""The audit chain as admins read it: in words, and with names for ids."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import get
from litestar.params import FromQuery, QueryParameter
from litestar.response import Template

from app.audit import service
from app.audit.rules import Act, Filter, NoSuchDay, begin_of, end_of
from app.identity.service import players
from app.pages.rules.wording_audit import ACTIONS
from app.pages.store import naming
from app.plumbing.access import admins
from app.plumbing.web import Reading

Before = Annotated[int | None, QueryParameter(ge=1, le=2**63 - 1)]
Action = Annotated[str | None, QueryParameter(max_length=80)]
Subject = Annotated[str | None, QueryParameter(max_length=200)]
# A form sends its empty fields, too, so a day is a text at first.
Day = FromQuery[str | None]
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# A page of acts may name more than anybody reads.
IDS_MAX = 2_000


@get("/admin/audit", guards=[admins])
async def audit_page(
    reading: Reading,
    before: Before = None,
    action: Action = None,
    by: Subject = None,
    since: Day = None,
    until: Day = None,
) -> Template:
    first, last = _day(since), _day(until)
    wanted = Filter(
        before=before,
        action=action or None,
        by=by or None,
        since=begin_of(first) if first else None,
        until=end_of(last) if last else None,
    )
    rows, next_before = await service.page(reading, wanted)
    acts = [(row.seq, row.at, row.act) for row in rows]
    asked_again = {
        "action": action or "",
        "by": by or "",
        "since": since or "",
        "until": until or "",
    }
    admins_here = await naming.list_officials(reading)
    people = {subject for _, _, act in acts for subject in (act.who.subject, _person(act))}
    context = {
        "acts": [(seq, at, act, _person(act)) for seq, at, act in acts],
        "names": await players.call_names(reading, people | {by or ""}),
        "things": await _things(reading, [act for _, _, act in acts]),
        "actions": await service.actions(reading),
        "words": ACTIONS,
        "officials": admins_here,
        "wanted": asked_again,
        "older": next_before and urlencode(asked_again | {"before": next_before}),
    }
    return Template("pages/admin/audit.html", context=context)


async def _things(reading: Reading, acts: Iterable[Act]) -> dict[str, str]:
    """What the ids in these acts are called now, by the id as it is written."""
    written = msgspec.json.encode([(act.subject, act.before, act.after) for act in acts]).decode()
    ids = sorted(set(ID.findall(written)))[:IDS_MAX]
    named = await naming.call_things(reading, [UUID(each) for each in ids])
    return {str(key): name for key, name in named.items()}


def _person(act: Act) -> str:
    """The subject of the person whom the act was done to, if it was one."""
    kind, _, subject = act.subject.partition(" ")
    return subject if kind == "person" else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NoSuchDay(day=text) from None
