"""What the worker does for identity: groups of new communities, roles as the provider has them."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from click.testing import CliRunner

from app.cli import main
from app.identity.jobs import forget_expired
from app.plumbing.db import Database
from app.plumbing.vault import Vault
from tests.acceptance.identity.conftest import Place
from tests.acceptance.world import World

# A worker takes seconds to start where the machine is busy.
SECONDS_MAX = 60


@contextmanager
def working(world: World, **others: str) -> Iterator[None]:
    settings = world.database.environ(public_url=world.url, keycloak_url=world.people.url, **others)
    command = [sys.executable, "-m", "app.worker"]
    with subprocess.Popen(command, env=os.environ | settings) as worker:
        try:
            yield
        finally:
            worker.terminate()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_founding_needs_no_provider_and_groups_follow(world: World) -> None:
    world.people.away = True
    environ = world.database.environ(public_url=world.url, keycloak_url=world.people.url)
    told = CliRunner().invoke(main, ["tenant", "create", "tamale"], env=environ)
    assert told.exit_code == 0, told.output

    with working(world):
        wait_until(lambda: tries_of(world, "identity.make_groups") > 0)
        world.people.away = False
        group_at = world.people.realm.state.group_at
        wait_until(lambda: group_at("/communities/tamale/admin") is not None)


def tries_of(world: World, job: str) -> int:
    with psycopg.connect(world.database.url("platform").reveal()) as platform:
        found = platform.execute(
            "select max(attempts) from procrastinate_jobs where task_name = %s", [job]
        ).fetchone()
    return found[0] or 0 if found else 0


def test_roles_changed_at_the_provider_are_learnt(world: World, place: Place) -> None:
    efua, ama = place.join("Efua", "player", "admin"), place.join("Ama", "player")
    kofi = place.join("Kofi", "player", "results")
    world.people.give_roles(efua, f"{place.name}/player")
    world.people.give_roles(ama, f"{place.name}/player", f"{place.name}/results")
    world.people.change(kofi, enabled=False)
    ask_for(world, "identity.refresh_roles")

    with working(world):
        wait_until(lambda: roles_in(place) == [["player"], ["player", "results"], []])


def ask_for(world: World, job: str) -> None:
    with psycopg.connect(world.database.url("postgres").reveal()) as superuser:
        superuser.execute(
            "select procrastinate_defer_jobs_v1(array[row('default', %s, 0,"
            " null, null, '{}', null)::procrastinate_job_to_defer_v1])",
            [job],
        )


def roles_in(place: Place) -> list[list[str]]:
    with psycopg.connect(place.world.database.url("platform").reveal()) as platform:
        rows = platform.execute(
            "select roles from player where tenant_id = %s order by id", [place.tenant_id]
        )
        return [roles for (roles,) in rows]


def test_a_demotion_is_not_undone_by_an_older_answer(world: World, place: Place) -> None:
    """The provider was asked before it happened, and its answer is written after."""
    place.join("Kojo", "player", "admin")
    place.change("player", roles="'{player}'", roles_since="clock_timestamp() + interval '1 hour'")
    assert roles_in(place) == [["player"]]
    ama = place.join("Ama", "player", "admin")
    world.people.give_roles(ama, f"{place.name}/player")
    ask_for(world, "identity.refresh_roles")

    with working(world):
        wait_until(lambda: roles_in(place) == [["player"], ["player"]])


def test_what_has_expired_is_forgotten(world: World, place: Place) -> None:
    browser = place.sign_in(place.join("Ama", "player"))
    browser.get("/auth/sign-in")
    place.change("session", expires_at="created_at")
    place.change("sign_in_attempt", expires_at="clock_timestamp()")

    asyncio.run(forget(world))

    assert place.sessions() == []
    with place.as_superuser() as superuser:
        query = "select from sign_in_attempt where tenant_id = %s"
        assert superuser.execute(query, [place.tenant_id]).fetchall() == []


def test_who_was_too_young_is_forgotten_after_a_year(world: World, place: Place) -> None:
    vault = Vault.parse(world.settings.field_keys)
    with place.as_superuser() as superuser:
        for days in (364, 366):
            superuser.execute(
                "insert into too_young (tenant_id, subject_index, answer_sealed, created_at)"
                " values (%s, %s, '', now() - make_interval(days => %s))",
                [place.tenant_id, vault.blind_index(str(days), "any"), days],
            )

    asyncio.run(forget(world))

    with place.as_superuser() as superuser:
        query = "select subject_index from too_young where tenant_id = %s"
        left = superuser.execute(query, [place.tenant_id]).fetchall()
    assert left == [(vault.blind_index("364", "any"),)]


async def forget(world: World) -> None:
    database = Database(world.settings)
    try:
        await forget_expired(database)
    finally:
        await database.close()
