"""What officials' pages have in common: who asks, for whose things, and what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.di import Provide
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import OddsFormat
from app.identity.service import players
from app.plumbing.access import Actor, Role
from app.plumbing.forms import ByField
from app.plumbing.problems import status_of
from app.plumbing.refusals import Refusal
from app.plumbing.templating import reader_of
from app.plumbing.web import CurrentActor, Now, Owner, OwnerTx, Provided
from app.tenants.rules import PLATFORM_ID

T = TypeVar("T")
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where an official sits: whose things are looked at, and in a transaction of theirs.

    Never of a replica, which might not show yet what was just done.
    """

    tx: AsyncConnection
    owner: UUID
    actor: Actor
    now: datetime
    zone: ZoneInfo
    style: OddsFormat

    @property
    def shared(self) -> bool:
        return self.owner == PLATFORM_ID

    @property
    def query(self) -> str:
        """What every address of the platform's things ends with."""
        return "?shared=true" if self.shared else ""

    @property
    def more(self) -> str:
        return "&shared=true" if self.shared else ""

    @property
    def is_admin(self) -> bool:
        return self.actor.may(Role.ADMIN, Role.SUPERADMIN)

    @property
    def may_share(self) -> bool:
        return self.actor.may(Role.SUPERADMIN)


async def provide_desk(
    request: Request[Any, Any, Any],
    owner: Owner,
    owner_tx: OwnerTx,
    actor: CurrentActor,
    now: Now,
) -> Desk:
    player = request.scope["state"].get("player")
    return Desk(
        tx=owner_tx,
        owner=owner,
        actor=actor,
        now=now,
        zone=reader_of(request.scope).zone,
        style=OddsFormat(player.odds_format) if player else OddsFormat.DECIMAL,
    )


CurrentDesk = Provided[Desk]
DEPENDENCIES = {"desk": Provide(provide_desk)}


@dataclass(slots=True)
class Typed:
    """A form whose fields depend on what it is about: what was typed, and what is wrong with it."""

    values: ByField = field(default_factory=ByField)
    errors: ByField = field(default_factory=ByField)

    def complain(self, name: str, message: str) -> None:
        self.errors[name] = message


async def typed(request: Request[Any, Any, Any]) -> Typed:
    data = await request.form()
    return Typed(ByField({name: str(value).strip() for name, value in data.items()}))


def page(
    name: str,
    desk: Desk,
    context: Mapping[str, object],
    *,
    refusal: Refusal | None = None,
    form: Typed | None = None,
) -> Template:
    """A page of this area; why something was refused stands on it."""
    status = 422 if form and form.errors else 200
    if refusal:
        status = int(status_of(type(refusal)))
    told = {
        "desk": desk,
        "now": desk.now,
        "refusal": str(refusal) if refusal else None,
        "because": _sentences(refusal),
        "form": form or Typed(),
    }
    return Template(f"pages/office/{name}.html", context=told | {**context}, status_code=status)


def back(desk: Desk, path: str, mark: str = "") -> Redirect:
    """To a page, with a mark such as `saved=true` that says what was done."""
    marks = [each for each in ("shared=true" if desk.shared else "", mark) if each]
    return Redirect(path + ("?" + "&".join(marks) if marks else ""), status_code=303)


async def names_of(desk: Desk, subjects: set[str | None]) -> dict[str, str]:
    """Whose subjects these are, by the names that they have here; the rest as they are."""
    wanted = {each for each in subjects if each}
    names = await players.call_names(desk.tx, wanted)
    return {each: names.get(each, each.removeprefix("system:")) for each in wanted}


def _sentences(refusal: Refusal | None) -> list[str]:
    errors = (refusal.facts.get("errors") or refusal.facts.get("doubts")) if refusal else None
    if isinstance(errors, Mapping):
        return [str(each) for each in errors.values()]
    if not isinstance(errors, list):
        return []
    return [_sentence(each) for each in errors]


def _sentence(error: object) -> str:
    if not isinstance(error, Mapping):
        return str(error)
    place = ":".join(str(error[part]) for part in ("line", "column", "path") if error.get(part))
    return f"{place}: {error['message']}" if place else str(error["message"])
