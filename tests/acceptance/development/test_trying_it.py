"""docs/how-to/try-it.md, run in a shell as it stands, on the demo that it is about."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from app.development.demo.__main__ import play_round
from app.development.directory.state import Person
from app.development.seed import DEMO, seed
from app.identity.rules.keys import KeyWish, Scope
from app.identity.service import keys
from app.main import build_app
from app.plumbing.access import Role
from app.plumbing.actors import Actor, Via
from app.plumbing.db import Database
from app.plumbing.settings import Settings
from tests.acceptance.documented import needs_a_shell, run_page
from tests.acceptance.players import insert_player
from tests.acceptance.server import Server, listen
from tests.conftest import TestDatabase

PAGE = Path("docs/how-to/try-it.md")
AMA = Person(id=str(uuid4()), username="ama", email="ama@pointsbook.example")


@pytest.fixture
def demo(make_database: Callable[[], TestDatabase]) -> Iterator[dict[str, str]]:
    """What the page says to fill in, while a demo runs that has just begun."""
    database = make_database()
    settings = database.settings()
    asyncio.run(seed(settings))
    insert_player(database, DEMO.id, AMA, ("player",))
    asyncio.run(play_round(settings, frozenset({AMA.id}), now=datetime.now(UTC)))
    listener = listen()
    with Server(build_app(settings), listener=listener):
        port = listener.getsockname()[1]
        yield {
            "URL": f"http://demo.localhost:{port}",
            "KEY": asyncio.run(make_key(settings)),
        }


async def make_key(settings: Settings) -> str:
    ama = Actor(
        tenant_id=DEMO.id,
        subject=AMA.id,
        roles=frozenset({Role.PLAYER}),
        via=Via.SESSION,
        address="127.0.0.1",
    )
    wish = KeyWish(name="a shell", scopes=frozenset({Scope.READ, Scope.BET}))
    opened = Database(settings)
    async with opened.tenant(DEMO.id) as tx:
        _, spelt = await keys.make_key(tx, wish, by=ama, now=datetime.now(UTC))
    await opened.close()
    return spelt


@needs_a_shell
def test_the_five_minutes_as_ama_go_well(demo: dict[str, str], tmp_path: Path) -> None:
    told = run_page(PAGE, tmp_path, **demo)

    *_, single, combo, each_way, pool, score = told.splitlines()
    assert '"kind":"single","stake":40' in single
    assert '"kind":"combo"' in combo
    assert '"kind":"single","stake":20' in each_way
    assert '"kind":"pool"' in pool
    assert '"first":2,"second":1' in score
