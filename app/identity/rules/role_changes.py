"""Changes of a person's roles, from the decision until the provider has made them.  Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.identity.rules.people import Someone
from app.plumbing.actors import Actor, Role, Via
from app.plumbing.refusals import Conflict, Unavailable

EVERY_ROLE = frozenset({Role.PLAYER, Role.RESULTS, Role.ADMIN})

# Whoever makes a change has this long, and is alone with it for much longer: a request that the
# provider reads late must not undo what was decided after it.
MAKING_LIFE = timedelta(seconds=20)
CLAIM_LIFE = timedelta(seconds=60)
# Then nobody can have asked the provider before it was done.
DONE_KEPT = timedelta(days=1)


class ChangeUnderway(Conflict):
    """An earlier change of this person's roles is not finished yet.  Please try again soon."""


class ChangeDelayed(Unavailable):
    """The sign-in service does not answer.  Your change is noted and made as soon as it does."""


class Act(StrEnum):
    INVITED = "invited"
    UNINVITED = "uninvited"
    PROMOTED = "promoted"
    DEMOTED = "demoted"
    SUSPENDED = "suspended"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChange:
    tenant_id: UUID
    id: UUID
    action: Act
    subject: str
    before: frozenset[Role]
    gained: frozenset[Role] = frozenset()
    lost: frozenset[Role] = frozenset()
    reason: str | None = field(default=None, repr=False)
    by_subject: str
    by_player_id: UUID | None
    by_address: str = field(repr=False)
    done_at: datetime | None = None

    @property
    def after(self) -> frozenset[Role]:
        return (self.before | self.gained) - self.lost

    @property
    def by(self) -> Actor:
        """Whoever decided it, as the audit record names them."""
        return Actor(
            tenant_id=self.tenant_id,
            subject=self.by_subject,
            roles=frozenset(),
            via=Via.SESSION,
            address=self.by_address,
            player_id=self.by_player_id,
        )

    def repeats(self, earlier: "RoleChange") -> bool:
        """Whether somebody asks again for what was decided already."""
        return (self.action, self.gained, self.lost) == (
            earlier.action,
            earlier.gained,
            earlier.lost,
        )


def with_changes(person: Someone, changes: Iterable[RoleChange]) -> Someone:
    """The person with the roles that are certain after these changes, oldest first.

    What is to be lost counts as lost, what is to be gained only once it is: whatever becomes of
    the changes under way, a community that has an admin left has one.
    """
    for change in changes:
        if change.subject == person.subject:
            gained = change.gained if change.done_at else frozenset()
            person = replace(person, roles=(person.roles | gained) - change.lost)
    return person
