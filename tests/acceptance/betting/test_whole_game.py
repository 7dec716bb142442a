"""docs/how-to/run-a-whole-game.md, run in a shell as it stands."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.development.directory.state import Person
from tests.acceptance.world import World, open_browser

PAGE = Path("docs/how-to/run-a-whole-game.md").resolve()
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
# What the reader fills in: the keys and the token.
TO_FILL_IN = "…"
COMMUNITY = "whole-game"

needs_a_shell = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "jq", "python3"))),
    reason="bash, curl, jq and python3 are not all here",
)


@needs_a_shell
def test_the_page_plays_a_whole_game(world: World, tmp_path: Path) -> None:
    tenant_id = world.found_community(COMMUNITY)
    efua = world.join("Efua", COMMUNITY, "admin", "player")
    ama = world.join("Ama", COMMUNITY, "player")

    told = run(world, tmp_path, efua, ama)

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


def run(world: World, folder: Path, efua: Person, ama: Person) -> str:
    """All of the page's commands in one shell that stops at the first that fails."""
    blocks = [block for block in BLOCK.findall(PAGE.read_text()) if TO_FILL_IN not in block]
    told = subprocess.run(
        [shutil.which("bash") or "", "-euo", "pipefail", "-c", "".join(blocks)],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "URL": f"http://{COMMUNITY}.localhost:{world.port}",
            "ADMIN": key_of(world, efua, "admin"),
            "KEY": key_of(world, ama, "bet"),
            "TOKEN": world.people.access_token(ama),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-2_000:] + told.stderr
    return told.stdout


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
