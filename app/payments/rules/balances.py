"""What a player has in one entry."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryBalance:
    """`open_stakes` are out on bets that have yet to end.  A debt is zero or below."""

    entry_id: UUID
    competition_id: UUID
    competition: str
    state: str
    balance: int
    debt: int
    open_stakes: int
