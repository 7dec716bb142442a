"""Private leagues: friends within a competition who are ranked among themselves as well."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.competitions.rules.entries import Entry, EntryState
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing

NAME_LENGTH_MAX = 60
FOUNDED_MAX = 20


class NoSuchPrivateLeague(Missing):
    """There is no such private league."""


class PrivateLeagueNameInvalid(Invalid):
    """A private league has a name of 1 to 60 signs."""


class PrivateLeagueNameTaken(Conflict):
    """Another private league of this competition has this name."""


class TooManyPrivateLeagues(Conflict):
    """You have founded as many private leagues here as you may.  Archive one first."""


class PrivateLeaguesOff(Forbidden):
    """This community has switched private leagues off."""


class EntryNeeded(Forbidden):
    """Join the competition first: its private leagues are for those who play in it."""


class PrivateLeagueArchived(Conflict):
    """This private league is archived."""


class FounderStays(Conflict):
    """The founder cannot leave a private league.  Archive it instead."""


class FoundersOnly(Forbidden):
    """Only its founder, or an admin, changes a private league."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateLeague:
    """`code` lets in whoever plays in the competition; all of the league may pass it on."""

    id: UUID
    competition_id: UUID
    founder_id: UUID
    name: str
    code: str = field(repr=False)
    archived_at: datetime | None = None

    @property
    def path(self) -> str:
        """Where an invitation leads, on the community's host."""
        return f"/join/{self.code}"


def check_name(name: str) -> None:
    if not 1 <= len(name) <= NAME_LENGTH_MAX or not name.isprintable():
        raise PrivateLeagueNameInvalid(longest=NAME_LENGTH_MAX)


def check_plays(entry: Entry | None, *, competition_id: UUID) -> Entry:
    """The entry, which must be one that plays in the league's competition."""
    if entry is None or entry.state is not EntryState.ACTIVE:
        raise EntryNeeded(competition_id=competition_id)
    return entry


def check_founded(count: int) -> None:
    if count >= FOUNDED_MAX:
        raise TooManyPrivateLeagues(most=FOUNDED_MAX)


def check_open(league: PrivateLeague) -> None:
    if league.archived_at is not None:
        raise PrivateLeagueArchived(archived_at=league.archived_at)


def check_leaving(league: PrivateLeague, entry_id: UUID) -> None:
    if entry_id == league.founder_id:
        raise FounderStays
