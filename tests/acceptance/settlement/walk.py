"""A random walk: players and officials in any order, in PostgreSQL and in the model beside it."""

from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.acceptance.settlement import playing, ruling
from tests.acceptance.settlement.stage import Draw, Stage
from tests.conftest import TestDatabase

STEPS_BETWEEN_CHECKS = 50


def always(_stage: Stage) -> bool:
    return True


# What may be done, how often beside the others, and when.  One rule draws among them: Hypothesis
# would leave out half of many rules for a whole walk, and nothing happens where nobody bets.
DOINGS: tuple[tuple[Callable[[Stage, Draw], None], int, Callable[[Stage], bool]], ...] = (
    (playing.add_event, 3, playing.may_add_event),
    (playing.price, 2, playing.may_price),
    (playing.multiply, 1, playing.may_price),
    (playing.withdraw, 1, playing.may_price),
    (playing.open_again, 1, playing.may_open_again),
    (playing.lock, 2, playing.may_lock),
    (playing.grant, 2, always),
    (playing.take_back, 1, always),
    (playing.bet, 10, playing.may_bet),
    (playing.bet_on_anything, 1, always),
    (playing.cancel, 1, playing.has_bets),
    (playing.cash_out, 2, playing.may_cash_out),
    (ruling.say_result, 3, always),
    (ruling.mark, 1, ruling.may_mark),
    (ruling.make_void, 1, playing.has_bets),
    (ruling.correct_price, 1, playing.has_bets),
    (ruling.decide, 1, ruling.may_decide),
    (ruling.work, 3, ruling.is_busy),
    (ruling.settle, 2, ruling.is_busy),
)


class Walk(RuleBasedStateMachine):
    database: ClassVar[TestDatabase]
    steps_taken: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage(self.database)
        self.steps = 0

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        for _ in range(3):
            playing.add_event(self.stage, data.draw)

    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        possible = [each for each in DOINGS if each[2](self.stage)]
        names = [name for doing, often, _ in possible for name in [doing.__name__] * often]
        name = data.draw(st.sampled_from(names))
        doing = next(doing for doing, _, _ in possible if doing.__name__ == name)
        doing(self.stage, data.draw)

    @invariant()
    def nothing_differs(self) -> None:
        self.steps += 1
        Walk.steps_taken += 1
        if not self.stage.busy:
            self.stage.compare()
        if self.steps % STEPS_BETWEEN_CHECKS == 0:
            self.stage.check()

    def teardown(self) -> None:
        try:
            self.stage.officials.settle()
            self.stage.compare()
            self.stage.check()
            self.end()
        finally:
            self.stage.close()

    def end(self) -> None:
        """What else there is to look at when all is over."""
