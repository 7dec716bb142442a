"""As many statements for one bet as for two hundred."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from app.betting.rules.placing import Bet
from app.betting.service.placing import Placing
from app.plumbing.pipelines import Pipeline, Pipelines, Row, Step
from tests.acceptance.betting.round import Round
from tests.acceptance.betting.slips import community_of, slips_of

# Begin and the community; five locks; twelve looks; seven writes; commit.
STATEMENTS = 27
WAYS = 2


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Sequence[Step]]]:
    """Whatever goes to the database in one go."""
    ways: list[Sequence[Step]] = []
    send = Pipeline.send

    async def note(self: Pipeline, steps: Sequence[Step]) -> list[list[Row]]:
        ways.append(steps)
        return await send(self, steps)

    monkeypatch.setattr(Pipeline, "send", note)
    return iter([ways])


@pytest.mark.parametrize("count", [1, 10, 200])
def test_a_batch_of_any_size_takes_the_same_statements(
    round_: Round, sent: Iterator[list[Sequence[Step]]], count: int
) -> None:
    round_.player("Ama", points=1_000)
    for n in range(5):
        round_.offer({f"{n} wins": 2500})
    ways = next(sent)

    async def place() -> list[object]:
        pipelines = Pipelines(round_.world.settings, size=1)
        async with pipelines.one() as pipeline:
            verdicts = await Placing(community_of(round_)).place(pipeline, slips_of(round_, count))
        await pipelines.close()
        return list(verdicts)

    verdicts = asyncio.run(place())

    assert {type(verdict) for verdict in verdicts} == {Bet}
    assert len(ways) == WAYS
    assert sum(map(len, ways)) == STATEMENTS
