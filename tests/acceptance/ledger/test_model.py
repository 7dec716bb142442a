"""Random walks over the ledger in PostgreSQL, beside a model of it in Python."""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.ledger import service
from app.ledger.rules.adjustments import Adjustment, AdjustmentState
from app.ledger.rules.books import NotEnoughPoints
from app.ledger.rules.grants import Grant, TakeBack
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from tests.acceptance.ledger.model import Model
from tests.acceptance.ledger.town import Town
from tests.conftest import TestDatabase

THRESHOLD = 100
WALKS, STEPS, STEPS_BETWEEN_CHECKS = 6, 60, 50

points = st.integers(1, 80)
adjustments = st.integers(-150, 150).filter(bool)


class Walk(RuleBasedStateMachine):
    database: ClassVar[TestDatabase]

    players = Bundle[UUID]("players")
    posted = Bundle[list[Transfer]]("posted")
    pending = Bundle[Adjustment]("pending")

    def __init__(self) -> None:
        super().__init__()
        self.town = Town(self.database, threshold=THRESHOLD)
        self.model = Model()
        self.steps = 0

    @initialize(target=players)
    def begin(self) -> UUID:
        return self.join()

    @precondition(lambda self: len(self.model.purses) < 4)
    @rule(target=players)
    def a_player_joins(self) -> UUID:
        return self.join()

    def join(self) -> UUID:
        owner = self.town.player()
        assert self.model.purses[owner].balance == 0
        return owner

    @rule(owner=players, points=points)
    def grant(self, owner: UUID, points: int) -> None:
        wanted = Grant(id=new_id(), owner=owner, points=Points(points), reason="walk")
        for _ in range(2):
            self.town.call(service.grant, wanted, by=self.town.admin())
        self.model.grant(owner, points)

    @rule(owner=players, points=points)
    def take_back(self, owner: UUID, points: int) -> None:
        wanted = TakeBack(
            id=new_id(),
            owner=owner,
            points=Points(points),
            reason="walk",
            into=AccountKind.HOUSE,
        )
        self.town.call(service.take_back, wanted, by=self.town.admin())
        self.model.take_back(owner, points)

    @rule(target=pending, owner=players, points=adjustments)
    def adjust(self, owner: UUID, points: int) -> Any:  # noqa: ANN401 - multiple() has no name
        wanted = Adjustment(id=new_id(), owner=owner, points=points, reason="walk")
        asked = self.town.call(service.adjust, wanted, by=self.town.admin("efua"))
        assert (asked.state is AdjustmentState.DONE) == (abs(points) <= THRESHOLD)
        if asked.state is AdjustmentState.DONE:
            self.model.adjust(owner, points)
        return wanted

    @rule(wanted=consumes(pending), approve=st.booleans())
    def decide(self, wanted: Adjustment, approve: bool) -> None:  # noqa: FBT001 - drawn
        if abs(wanted.points) <= THRESHOLD:
            return
        decide = service.approve_adjustment if approve else service.refuse_adjustment
        self.town.call(decide, wanted.id, reason="a test", by=self.town.admin("yaw"))
        if approve:
            self.model.adjust(wanted.owner, wanted.points)

    @rule(target=posted, stakes=st.lists(st.tuples(players, points), min_size=1, max_size=5))
    def stake(self, stakes: list[tuple[UUID, int]]) -> list[Transfer]:
        batch = [replace(self.town.stake(o, p), key=str(new_id())) for o, p in stakes]
        if not self.model.may_stake([*stakes]):
            with pytest.raises(NotEnoughPoints):
                self.town.call(service.post_many, batch)
            return []
        self.town.call(service.post_many, batch)
        self.model.stake([*stakes])
        return batch

    @rule(batch=posted)
    def repeat(self, batch: list[Transfer]) -> None:
        assert self.town.call(service.post_many, batch) == []

    @rule(owner=players, share=st.integers(1, 4))
    def pay(self, owner: UUID, share: int) -> None:
        if paid := self.model.staked // share:
            payout = Transfer(
                kind=TransferKind.PAYOUT,
                debit=Account(owner=self.town.bank, kind=AccountKind.ESCROW),
                credit=Account(owner=owner, kind=AccountKind.BALANCE),
                points=Points(paid),
            )
            self.town.call(service.transfer, payout)
            self.model.pay(owner, paid)

    @rule()
    def roll_up(self) -> None:
        self.town.call(service.roll_up)

    @invariant()
    def positions_are_the_model_s(self) -> None:
        self.steps += 1
        for owner, purse in self.model.purses.items():
            position = self.town.call(service.get_position, owner)
            assert (position.balance, position.debt) == (purse.balance, -purse.owed)
        sums = self.town.call(service.list_sums, self.town.bank)
        assert sums[AccountKind.ISSUE] == -self.model.issued
        assert sums[AccountKind.ESCROW] == self.model.staked
        if self.steps % STEPS_BETWEEN_CHECKS == 0:
            assert self.town.violations() == []

    def statement_of(self, owner: UUID) -> list[int]:
        page = self.town.call(service.statement, owner, limit=7)
        lines = page.lines
        while page.following:
            page = self.town.call(service.statement, owner, before=page.following, limit=7)
            lines += page.lines
        return [line.points for line in reversed(lines)]

    def teardown(self) -> None:
        with self.town:
            for owner, purse in self.model.purses.items():
                assert self.statement_of(owner) == purse.lines
            assert self.town.violations() == []


def test_the_ledger_and_its_model_never_part(town_database: TestDatabase) -> None:
    Walk.database = town_database
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
