"""Competitions as a player meets them: what they have there, and what they can do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.competitions.rules.competitions import OVER, CompetitionState
from app.competitions.rules.entries import EntryState
from app.competitions.rules.settings import CompetitionSettings, JoinPolicy


class Shelf(StrEnum):
    """Where a list of competitions shows one."""

    MINE = "mine"
    OPEN = "open"
    UPCOMING = "upcoming"
    OVER = "over"


class Door(StrEnum):
    """How somebody stands at a competition's door."""

    IN = "in"
    INVITED = "invited"
    WAITING = "waiting"
    EXCLUDED = "excluded"
    BACK = "back"
    OPEN = "open"
    CODE = "code"
    APPROVAL = "approval"
    INVITATION = "invitation"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A player's part in a competition.  The rank comes with the first standings."""

    entry_id: UUID
    state: EntryState
    reason: str | None
    joined_at: datetime | None
    balance: int
    debt: int
    rank: int | None
    open_bets: int
    open_stakes: int
    possible_payout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionSeen:
    """A competition, and the part that whoever looks has in it.  `players` counts its standings."""

    id: UUID
    name: str
    description: str
    state: CompetitionState
    starts_at: datetime
    ends_at: datetime
    frozen_at: datetime | None
    settings: CompetitionSettings
    version: int
    players: int
    part: Part | None

    @property
    def plays(self) -> bool:
        return self.part is not None and self.part.state is EntryState.ACTIVE

    def is_on(self, now: datetime) -> bool:
        return self.state is CompetitionState.RUNNING and now < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBets:
    """What a player has at stake in all competitions together."""

    bets: int
    stakes: int
    possible_payout: int


AT_THE_DOOR = {
    EntryState.ACTIVE: Door.IN,
    EntryState.INVITED: Door.INVITED,
    EntryState.REQUESTED: Door.WAITING,
    EntryState.EXCLUDED: Door.EXCLUDED,
}
BY_POLICY = {
    JoinPolicy.OPEN: Door.OPEN,
    JoinPolicy.CODE: Door.CODE,
    JoinPolicy.APPROVAL: Door.APPROVAL,
    JoinPolicy.INVITATION: Door.INVITATION,
}


def door_of(seen: CompetitionSeen, *, now: datetime) -> Door:
    """What to show to somebody who may want to play: only the competition itself lets them in."""
    part = seen.part
    if part is not None and part.state in {EntryState.ACTIVE, EntryState.EXCLUDED}:
        return AT_THE_DOOR[part.state]
    if not seen.is_on(now):
        return Door.CLOSED
    if part is not None and part.state in AT_THE_DOOR:
        return AT_THE_DOOR[part.state]
    # Whoever was let in once need not ask again.
    if part is not None and part.joined_at:
        return Door.BACK
    return BY_POLICY[seen.settings.join_policy]


def shelf_of(seen: CompetitionSeen, *, now: datetime) -> Shelf:
    if seen.state in OVER or now >= seen.ends_at:
        return Shelf.OVER
    if seen.part is not None and seen.part.state in AT_THE_DOOR:
        return Shelf.MINE
    return Shelf.UPCOMING if now < seen.starts_at else Shelf.OPEN


def on_shelves(
    competitions: Iterable[CompetitionSeen], *, now: datetime
) -> dict[Shelf, list[CompetitionSeen]]:
    shelves: dict[Shelf, list[CompetitionSeen]] = {shelf: [] for shelf in Shelf}
    for seen in competitions:
        shelves[shelf_of(seen, now=now)].append(seen)
    return shelves


def open_bets_of(competitions: Sequence[CompetitionSeen]) -> OpenBets:
    parts = [seen.part for seen in competitions if seen.part]
    return OpenBets(
        bets=sum(part.open_bets for part in parts),
        stakes=sum(part.open_stakes for part in parts),
        possible_payout=sum(part.possible_payout for part in parts),
    )
