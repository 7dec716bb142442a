"""The ledger in a few lines of Python, to hold the real one against."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID


@dataclass
class Purse:
    balance: int = 0
    owed: int = 0
    lines: list[int] = field(default_factory=list)

    def move(self, points: int) -> None:
        if points:
            self.balance += points
            self.lines.append(points)

    def receive(self, points: int) -> None:
        self.move(points)
        repaid = min(self.owed, points)
        self.move(-repaid)
        self.owed -= repaid

    def surrender(self, points: int) -> None:
        lent = max(0, points - self.balance)
        self.move(lent)
        self.owed += lent
        self.move(-points)


@dataclass
class Model:
    purses: defaultdict[UUID, Purse] = field(default_factory=lambda: defaultdict(Purse))
    issued: int = 0
    staked: int = 0

    def grant(self, owner: UUID, points: int) -> None:
        self.issued += points
        self.purses[owner].receive(points)

    def adjust(self, owner: UUID, points: int) -> None:
        if points > 0:
            self.grant(owner, points)
        else:
            self.issued += points
            self.purses[owner].surrender(-points)

    def take_back(self, owner: UUID, points: int) -> None:
        self.purses[owner].surrender(points)

    def may_stake(self, stakes: list[tuple[UUID, int]]) -> bool:
        wanted: defaultdict[UUID, int] = defaultdict(int)
        for owner, points in stakes:
            wanted[owner] += points
        return all(points <= self.purses[owner].balance for owner, points in wanted.items())

    def stake(self, stakes: list[tuple[UUID, int]]) -> None:
        for owner, points in stakes:
            self.staked += points
            self.purses[owner].move(-points)

    def pay(self, owner: UUID, points: int) -> None:
        self.staked -= points
        self.purses[owner].receive(points)
