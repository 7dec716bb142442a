"""docs/how-to/run-a-whole-game.md, run in a shell as it stands."""

from pathlib import Path
from typing import Any

import psycopg

from app.development.directory.state import Person
from tests.acceptance.documented import needs_a_shell, run_page
from tests.acceptance.world import World, open_browser

PAGE = Path("docs/how-to/run-a-whole-game.md")
COMMUNITY = "whole-game"


@needs_a_shell
def test_the_page_plays_a_whole_game(world: World, tmp_path: Path) -> None:
    tenant_id = world.found_community(COMMUNITY)
    efua = world.join("Efua", COMMUNITY, "admin", "player")
    ama = world.join("Ama", COMMUNITY, "player")

    told = run_page(
        PAGE,
        tmp_path,
        URL=f"http://{COMMUNITY}.localhost:{world.port}",
        ADMIN=key_of(world, efua, "admin"),
        KEY=key_of(world, ama, "bet"),
        TOKEN=world.people.access_token(ama),
    )

    assert told.splitlines()[-1] == '"/problems/taking-a-break"'
    assert placed(world, tenant_id) == [
        ("combo", False, "cashed_out"),
        ("lucky_15", False, "accepted"),
        ("pool", False, "accepted"),
        ("single", False, "cancelled"),
        ("single", True, "accepted"),
        ("system", False, "accepted"),
        ("trixie", False, "accepted"),
    ]
    assert (tmp_path / "invitation.svg").read_text().startswith("<?xml")


def key_of(world: World, person: Person, scope: str) -> str:
    token = world.people.access_token(person)
    with open_browser(f"{COMMUNITY}.localhost", world.port) as program:
        answer = program.post(
            "/api/keys",
            json={"name": "a shell", "scopes": [scope]},
            headers={"authorization": f"Bearer {token}"},
        )
    key: str = answer.json()["key"]
    return key


def placed(world: World, tenant_id: object) -> list[tuple[Any, ...]]:
    query = "select kind, each_way, state from bet where tenant_id = %s order by kind, each_way"
    with psycopg.connect(world.database.url("platform").reveal()) as platform:
        return platform.execute(query, [tenant_id]).fetchall()
