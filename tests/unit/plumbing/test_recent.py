"""What was looked up a moment ago: asked once, for a while, never beyond a revocation."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from app.plumbing.recent import KEYS_AT_ONCE, MEMORY_SECONDS, Recent

HERE, THERE = UUID(int=1), UUID(int=2)


class Table:
    """Answers slowly, and counts how often it is asked."""

    def __init__(self, **rows: int) -> None:
        self.rows = rows
        self.questions: list[tuple[UUID, list[str]]] = []
        self.now = 100.0
        self.answering = asyncio.Event()
        self.answering.set()

    async def look(self, tenant_id: UUID, keys: Sequence[str]) -> dict[str, int]:
        self.questions.append((tenant_id, list(keys)))
        found = {key: self.rows[key] for key in keys if key in self.rows}
        await self.answering.wait()
        return found


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def remembering(table: Table, remembered_max: int = 100) -> Recent[str, int]:
    return Recent(
        table.look,
        keeps=lambda number: number > 0,
        remembered_max=remembered_max,
        clock=lambda: table.now,
    )


@pytest.mark.anyio
async def test_a_stampede_asks_once() -> None:
    table = Table(a=1)
    recent = remembering(table)

    found = await asyncio.gather(*(recent.find(HERE, "a") for _ in range(100)))

    assert found == [1] * 100
    assert table.questions == [(HERE, ["a"])]


@pytest.mark.anyio
async def test_those_who_ask_meanwhile_are_asked_for_together() -> None:
    table = Table(a=1, b=2, c=3)
    recent = remembering(table)
    table.answering.clear()
    asked = [asyncio.create_task(recent.find(HERE, "a"))]
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    asked += [asyncio.create_task(recent.find(HERE, key)) for key in "bca"]
    await asyncio.sleep(0)
    table.answering.set()

    assert await asyncio.gather(*asked) == [1, 2, 3, 1]
    assert table.questions == [(HERE, ["a"]), (HERE, ["b", "c"])]


@pytest.mark.anyio
async def test_it_is_remembered_for_seconds() -> None:
    table = Table(a=1)
    recent = remembering(table)
    await recent.find(HERE, "a")
    table.rows = {"a": 2}

    table.now += MEMORY_SECONDS - 0.01
    assert await recent.find(HERE, "a") == 1

    table.now += 0.01
    assert await recent.find(HERE, "a") == 2


@pytest.mark.anyio
async def test_its_time_begins_before_the_look_up() -> None:
    table = Table(a=1)
    recent = remembering(table)
    table.answering.clear()
    asked = asyncio.create_task(recent.find(HERE, "a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    table.now += MEMORY_SECONDS
    table.answering.set()
    await asked

    await recent.find(HERE, "a")

    assert len(table.questions) == 2


@pytest.mark.anyio
async def test_what_is_in_one_community_is_not_in_another() -> None:
    table = Table(a=1)
    recent = remembering(table)

    await recent.find(HERE, "a")
    await recent.find(THERE, "a")

    assert [tenant_id for tenant_id, _ in table.questions] == [HERE, THERE]


@pytest.mark.anyio
@pytest.mark.parametrize("rows", [{}, {"a": 0}], ids=["missing", "not in order"])
async def test_bad_news_is_not_remembered(rows: dict[str, int]) -> None:
    table = Table(**rows)
    recent = remembering(table)
    await recent.find(HERE, "a")
    table.rows = {"a": 1}

    assert await recent.find(HERE, "a") == 1


@pytest.mark.anyio
@pytest.mark.parametrize("everything", [True, False])
async def test_what_is_forgotten_is_asked_for_again(everything: bool) -> None:  # noqa: FBT001
    table = Table(a=1)
    recent = remembering(table)
    await recent.find(HERE, "a")
    table.rows = {"a": 2}

    forget(recent, everything=everything)

    assert await recent.find(HERE, "a") == 2


@pytest.mark.anyio
@pytest.mark.parametrize("everything", [True, False])
async def test_a_look_up_from_before_tells_nobody_after(everything: bool) -> None:  # noqa: FBT001
    table = Table(a=1)
    recent = remembering(table)
    table.answering.clear()
    before = asyncio.create_task(recent.find(HERE, "a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    table.rows = {"a": 2}
    forget(recent, everything=everything)

    after = asyncio.create_task(recent.find(HERE, "a"))
    await asyncio.sleep(0)
    table.answering.set()

    assert (await before, await after, await recent.find(HERE, "a")) == (1, 2, 2)


@pytest.mark.anyio
async def test_what_is_forgotten_under_way_is_not_remembered() -> None:
    table = Table(a=1)
    recent = remembering(table)
    table.answering.clear()
    before = asyncio.create_task(recent.find(HERE, "a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    recent.forget_all()
    table.answering.set()
    await before

    assert len(recent) == 0


@pytest.mark.anyio
async def test_it_does_not_grow_without_bound() -> None:
    table = Table(**{f"key {n}": n for n in range(1, 31)})
    recent = remembering(table, remembered_max=10)

    for key in table.rows:
        await recent.find(HERE, key)

    assert len(recent) == 10
    assert await recent.find(HERE, "key 30") == 30
    assert len(table.questions) == 30


@pytest.mark.anyio
async def test_what_is_over_leaves() -> None:
    table = Table(a=1, b=2, c=3)
    recent = remembering(table)
    await recent.find(HERE, "a")
    await recent.find(HERE, "b")
    table.now += MEMORY_SECONDS

    await recent.find(HERE, "c")

    assert len(recent) == 1


@pytest.mark.anyio
async def test_a_great_many_are_asked_for_in_parts() -> None:
    table = Table(**{f"key {n}": n for n in range(1, KEYS_AT_ONCE + 2)})
    recent = remembering(table)

    await asyncio.gather(*(recent.find(HERE, key) for key in table.rows))

    assert [len(keys) for _, keys in table.questions] == [KEYS_AT_ONCE, 1]


@pytest.mark.anyio
async def test_a_failure_is_told_to_all_and_not_remembered() -> None:
    table = Table(a=1)
    failing = True

    async def look(tenant_id: UUID, keys: Sequence[str]) -> dict[str, int]:
        if failing:
            raise OSError
        return await table.look(tenant_id, keys)

    recent = Recent(look)
    asked = [recent.find(HERE, "a") for _ in range(3)]
    errors = await asyncio.gather(*asked, return_exceptions=True)
    failing = False

    assert [type(error) for error in errors] == [OSError] * 3
    assert await recent.find(HERE, "a") == 1


@pytest.mark.anyio
async def test_who_goes_away_takes_no_answer_along() -> None:
    table = Table(a=1)
    recent = remembering(table)
    table.answering.clear()
    gone = asyncio.create_task(recent.find(HERE, "a"))
    stays = asyncio.create_task(recent.find(HERE, "a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    gone.cancel()
    await asyncio.sleep(0)
    table.answering.set()

    assert await stays == 1


def forget(recent: Recent[str, int], *, everything: bool) -> None:
    if everything:
        recent.forget_all()
    else:
        recent.forget(HERE, "a")
