"""Who may leave, and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.identity.rules.players import name_key, tidy_name
from app.plumbing.actors import Role
from app.plumbing.refusals import Conflict, Invalid

OFFICES = frozenset({Role.ADMIN, Role.RESULTS, Role.SUPERADMIN})


class NameNotTyped(Invalid):
    """This is not your name here.  Please type it as it is shown."""


class BetsStillOpen(Conflict):
    """You have open bets.  Please cancel them, cash them out, or wait for their end."""


class LeavingInABreak(Conflict):
    """You are taking a break, and your account is what holds it.  You can leave after its end."""


class StillInOffice(Conflict):
    """You have a role here that others rely on.  Please ask another admin to take it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What stands between a player and the deletion of their account."""

    open_bets: int
    break_until: datetime | None
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A player who has left; `subject` is whom the sign-in service knew."""

    tenant_id: UUID
    player_id: UUID
    subject: str
    at: datetime


def check_leaving(leaving: Leaving) -> None:
    if leaving.roles & OFFICES:
        raise StillInOffice(roles=sorted(leaving.roles & OFFICES))
    if leaving.break_until is not None:
        raise LeavingInABreak(until=leaving.break_until)
    if leaving.open_bets:
        raise BetsStillOpen(open_bets=leaving.open_bets)


def check_name(typed: str, *, name: str) -> None:
    """Whatever its case: it is to make sure, not to quiz."""
    if name_key(tidy_name(typed)) != name_key(name):
        raise NameNotTyped
