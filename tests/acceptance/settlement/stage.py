"""What a walk goes over: a community in PostgreSQL, the model of it, and what was done to both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from hypothesis import note
from hypothesis import strategies as st

from app.plumbing.refusals import Refusal
from tests.acceptance.settlement.model import Market, Model
from tests.acceptance.settlement.officials import Officials
from tests.acceptance.settlement.pitch import STARTING_POINTS, Pitch
from tests.conftest import TestDatabase

T = TypeVar("T")
ENTRIES = ("Ama", "Efo", "Esi")


class Draw(Protocol):
    def __call__(self, strategy: st.SearchStrategy[T], /) -> T: ...


@dataclass(frozen=True)
class Pending:
    """A ruling that waits, and what is in force once it is confirmed."""

    ruling_id: UUID
    matter: tuple[str, object]
    says: str
    put_in_force: Callable[[], None]
    markets: tuple[Market, ...]


class Stage:
    def __init__(self, database: TestDatabase) -> None:
        self.model = Model()
        self.pitch = Pitch(database)
        self.officials = Officials(database, self.pitch)
        self.pending: list[Pending] = []
        # What was done on the pitch, to be done again elsewhere.
        self.played: list[tuple[str, tuple[Any, ...]]] = []
        for entry in ENTRIES:
            self.do("enter", entry)
            self.model.given[entry] = STARTING_POINTS

    @property
    def busy(self) -> bool:
        """Whether workers have anything to do."""
        return bool(self.officials.waiting)

    def do(self, name: str, *args: Any) -> Any:  # noqa: ANN401 - any of the pitch's doings
        """Do it on the pitch, and tell of it should the walk fail."""
        done = getattr(self.pitch, name)(*args)
        told = f": {type(done).__name__} {done.facts}" if isinstance(done, Refusal) else ""
        note(f"    {name} {' '.join(map(repr, args))}{told}")
        if not isinstance(done, Refusal):
            self.played.append((name, args))
        return done

    def compare(self) -> None:
        """All bets, positions and standings are what the model says."""
        found = self.officials.bets()
        for bet in self.model.bets:
            held_equal(bet, found[self.pitch.bets[bet]], bet.now())
        positions, standings = self.officials.positions(), self.officials.standings()
        for entry, player in self.pitch.players.items():
            held_equal(entry, positions[player.entry_id], self.model.position(entry))
            held_equal(entry, standings.get(player.entry_id, 0), self.model.net_points(entry))
        held_equal("the competition", self.officials.sums(), self.model.sums())

    def check(self) -> None:
        held_equal("violations", self.officials.violations(), [])

    def close(self) -> None:
        self.officials.close()
        self.pitch.close()


def held_equal(what: object, found: object, wanted: object) -> None:
    assert found == wanted, f"{what}: {found} where the model says {wanted}"
