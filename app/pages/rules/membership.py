"""Private leagues as their members see them."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueSeen:
    """A league that the player is in, with how many are, and the player's rank among them."""

    id: UUID
    name: str
    members: int
    rank: int | None
    archived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a private league; the rank is among its members."""

    entry_id: UUID
    player_id: UUID
    player: str
    rank: int | None
    net_worth: int | None
    net_points: int | None
    prediction_points: int | None
