"""Taking random walks, by a number that they can be taken again by."""

from hypothesis import HealthCheck, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from tests.acceptance.settlement.walk import Walk
from tests.conftest import TestDatabase

STEPS = 100
# So few bets a transaction that most settlements take several.
CHUNK = 3


def take_walks(
    machine: type[Walk],
    database: TestDatabase,
    *,
    seed: int,
    walks: int,
) -> None:
    machine.database = database
    chosen = settings(
        max_examples=walks,
        stateful_step_count=STEPS,
        # The number alone says what happens, not what failed here before.
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seeded(seed)(machine), settings=chosen)
    except BaseException as error:
        again = f"make model WALK={machine.__name__} SEED={seed} WALKS={walks}"
        error.add_note(f"\nThe same walks again: {again}")
        raise
