"""Who may do what to whom in a community.  Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.plumbing.actors import Role
from app.plumbing.languages import sentence
from app.plumbing.refusals import Conflict, Invalid, Missing, Unavailable

# What an admin may give besides the role that everybody gets who joins.
STAFF_ROLES = (Role.RESULTS, Role.ADMIN)
ROLE_NAMES: Mapping[str, str] = {
    Role.PLAYER: sentence("player"),
    Role.RESULTS: sentence("results"),
    Role.ADMIN: sentence("admin"),
    Role.SUPERADMIN: sentence("superadmin"),
}


class PeopleUnavailable(Unavailable):
    """The sign-in service does not answer, so we cannot do this now.  Please try again later."""


class NoSuchPerson(Missing):
    """There is nobody like this here."""


class NoSuchRole(Invalid):
    """An admin can make people admins, or let them enter results."""


class NotYourself(Conflict):
    """You cannot do this to yourself.  Please ask another admin."""


class LastAdmin(Conflict):
    """This is the last admin.  Please make somebody else an admin first."""


class NotAPlayer(Conflict):
    """Only players can be suspended, and this person has not joined yet."""


class StillSuspended(Conflict):
    """This person is suspended.  Please end the suspension first."""


class NoSuchInvitation(Missing):
    """There is no such invitation.  Perhaps it was accepted, or withdrawn, meanwhile."""


class NothingToForget(Conflict):
    """Nobody with this address was turned away here for their age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    tenant_id: UUID
    id: UUID
    subject: str
    email_sealed: bytes = field(repr=False)
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A person of a community, as its admins see them."""

    subject: str
    roles: frozenset[Role]
    enabled: bool
    email: str | None = field(default=None, repr=False)
    player_id: UUID | None = None
    display_name: str | None = None
    suspended: bool = False
    # False where personal data is sealed with a key that we do not hold.
    readable: bool = True


def check_loss(
    person: Someone, left: frozenset[Role], *, by: str, everybody: Iterable[Someone]
) -> None:
    """Refuse to leave people with fewer roles where they or their community would be stuck."""
    check_not_oneself(person.subject, by=by)
    others = (other for other in everybody if other.subject != person.subject)
    loses_admin = Role.ADMIN in person.roles - left
    if loses_admin and not any(_administers(other) for other in others):
        raise LastAdmin


def check_not_oneself(subject: str, *, by: str) -> None:
    if subject == by:
        raise NotYourself


def check_gain(*, suspended: bool) -> None:
    if suspended:
        raise StillSuspended


def get_someone(people: Iterable[Someone], subject: str) -> Someone:
    found = next((person for person in people if person.subject == subject), None)
    if found is None:
        raise NoSuchPerson
    return found


def _administers(person: Someone) -> bool:
    """A role counts once its holder has joined: who was only invited may never come."""
    joined = person.player_id is not None
    return Role.ADMIN in person.roles and joined and person.enabled and not person.suspended
