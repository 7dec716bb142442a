"""Connections that send several statements at a time."""

import asyncio

import psycopg

from app.plumbing.pipelines import Pipelines, Statement
from tests.acceptance.world import World

WHO = Statement("select pg_backend_pid()")


def test_a_connection_that_was_lost_while_nobody_used_it_is_not_used_again(world: World) -> None:
    async def ask_twice() -> tuple[int, int]:
        pipelines = Pipelines(world.settings, size=1)
        first = await ask(pipelines)
        end(world, first)
        second = await ask(pipelines)
        await pipelines.close()
        return first, second

    first, second = asyncio.run(ask_twice())

    assert first != second


async def ask(pipelines: Pipelines) -> int:
    async with pipelines.one() as pipeline:
        [[(pid,)]] = await pipeline.send([WHO.with_values()])
    return int(pid)


def end(world: World, pid: int) -> None:
    with psycopg.connect(world.database.url("postgres").reveal(), autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(%s, 5000)", [pid])
