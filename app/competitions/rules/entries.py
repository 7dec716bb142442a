"""A player's part in a competition: how it begins, pauses and ends."""

import hmac
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.competitions.rules.competitions import Competition, CompetitionState
from app.competitions.rules.settings import JoinPolicy
from app.plumbing.refusals import Conflict, Forbidden, Missing


class NoSuchEntry(Missing):
    """There is no such entry."""


class NobodyByThatName(Missing):
    """Nobody by that name plays in this community."""


class NotRunning(Conflict):
    """This competition is not running."""


class InvitationNeeded(Forbidden):
    """Only those whom an admin invites play in this competition."""


class CodeWrong(Forbidden):
    """This is not the code of the competition."""


class EntryExcluded(Forbidden):
    """An admin has excluded this entry."""


class EntryNotThere(Conflict):
    """That cannot be done with an entry in this state."""


class OwnPoints(Forbidden):
    """Nobody decides on points of their own.  Please ask another admin."""


class OwnEntry(Forbidden):
    """Nobody decides on an entry of their own where another admin can."""


class EntryState(StrEnum):
    INVITED = "invited"
    REQUESTED = "requested"
    REFUSED = "refused"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"


WAITING = frozenset({EntryState.INVITED, EntryState.REQUESTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`reason` says why it was excluded.  A bot plays along and takes no place in a ranking."""

    id: UUID
    competition_id: UUID
    player_id: UUID
    state: EntryState
    bot: bool = False
    reason: str | None = None
    joined_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerName:
    """Whom a balance belongs to, in words."""

    player: str
    competition: str

    def __str__(self) -> str:
        return f"{self.player} in {self.competition}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntry:
    entry: Entry
    name: OwnerName


def check_running(competition: Competition, *, now: datetime) -> None:
    if competition.state is not CompetitionState.RUNNING or competition.ends_at <= now:
        raise NotRunning(state=competition.state, ends_at=competition.ends_at)


def state_after_asking(
    entry: Entry | None, competition: Competition, *, code: str | None
) -> EntryState:
    """What becomes of somebody who wants to play, by the competition's way to join."""
    if entry is not None:
        if entry.state is EntryState.EXCLUDED:
            raise EntryExcluded(reason=entry.reason)
        # Whoever was let in once, or is invited, need not ask again.
        if entry.joined_at or entry.state in {EntryState.INVITED, EntryState.ACTIVE}:
            return EntryState.ACTIVE
    match competition.settings.join_policy:
        case JoinPolicy.OPEN:
            return EntryState.ACTIVE
        case JoinPolicy.APPROVAL:
            return EntryState.REQUESTED
        case JoinPolicy.INVITATION:
            raise InvitationNeeded
        case JoinPolicy.CODE:
            _check_code(code, competition)
            return EntryState.ACTIVE


def state_after_invitation(entry: Entry | None) -> EntryState:
    """Whoever asked already is let in by approving, so that nobody is let in by mistake."""
    if entry is not None:
        check_state(entry, {EntryState.INVITED, EntryState.REFUSED, EntryState.WITHDRAWN})
    return EntryState.INVITED


def state_after_withdrawal(entry: Entry) -> EntryState:
    check_state(entry, WAITING | {EntryState.ACTIVE})
    return EntryState.WITHDRAWN


def state_after_return(entry: Entry) -> EntryState:
    """Whoever never played before being excluded may ask anew."""
    check_state(entry, {EntryState.EXCLUDED})
    return EntryState.ACTIVE if entry.joined_at else EntryState.WITHDRAWN


def check_state(entry: Entry, allowed: Container[EntryState]) -> None:
    if entry.state not in allowed:
        raise EntryNotThere(state=entry.state)


def check_benefit(player_id: UUID | None, *, by: UUID | None) -> None:
    """Refuse somebody to decide on points that are their own."""
    if player_id is not None and player_id == by:
        raise OwnPoints


def check_decides(player_id: UUID, *, by: UUID | None, others: bool) -> None:
    """Refuse admins to decide on their own entry; a community's only admin has nobody to ask."""
    if player_id == by and others:
        raise OwnEntry


def _check_code(code: str | None, competition: Competition) -> None:
    if not hmac.compare_digest((code or "").encode(), competition.join_code.encode()):
        raise CodeWrong
