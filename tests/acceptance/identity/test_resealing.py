"""Keys of personal data change: nothing is lost, and what cannot be read harms nothing else."""

import asyncio
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from click.testing import CliRunner

from app.cli import main
from app.development.directory.state import Person
from app.identity.jobs import reseal
from app.identity.rules.players import TERMS_VERSION
from app.identity.service import sealing
from app.plumbing.db import Database
from app.plumbing.settings import Secret
from app.plumbing.vault import Vault
from tests.acceptance.identity.conftest import Place, found, send
from tests.acceptance.identity.test_jobs import ask_for, wait_until, working
from tests.acceptance.world import World
from tests.conftest import TestDatabase

OLD = "test:" + "A" * 43 + "="
NEW = f"2026-11:{b64encode(b'n' * 32).decode()}"


@contextmanager
def reopened(place: Place, people: dict[str, Person], *, field_keys: str) -> Iterator[Place]:
    """The same community and people, served by processes that hold other keys."""
    with World(place.world.database, field_keys=field_keys) as world:
        for role, person in people.items():
            world.people.realm.state.put_person(person)
            world.people.give_roles(person, f"{place.name}/{role}")
        yield Place(world, place.tenant_id, place.name)
        world.close_browsers()


@pytest.fixture
def old(make_database: Callable[[], TestDatabase]) -> Iterator[Place]:
    with World(make_database(), field_keys=OLD) as world:
        yield found(world)
        world.close_browsers()


def ask_to_join(browser: httpx.Client, born_on: str) -> httpx.Response:
    answers = {
        "display_name": "Esi",
        "born_on": born_on,
        "time_zone": "UTC",
        "locale": "en",
        "terms_version": TERMS_VERSION,
        "accepts": "true",
    }
    return send(browser, "/welcome", **answers)


def counted(database: TestDatabase, keys: str) -> list[str]:
    told = CliRunner().invoke(main, ["field-keys"], env=database.environ(field_keys=keys))
    assert told.exit_code == 0, told.output
    return told.output.splitlines()


def reseal_now(place: Place, keys: str) -> None:
    async def work() -> None:
        database = Database(place.world.settings)
        try:
            await reseal(database, vault=Vault.parse(Secret(keys)))
        finally:
            await database.close()

    asyncio.run(work())


def seal_with(place: Place, person: Person, keys: str, email: str) -> None:
    """As if the address had been sealed with the first of these keys."""
    with place.as_superuser() as superuser:
        query = "select id from player where tenant_id = %s and subject = %s"
        [[player_id]] = superuser.execute(query, [place.tenant_id, person.id]).fetchall()
        context = f"player.email:{place.tenant_id}:{player_id}"
        superuser.execute(
            "update player set email_sealed = %s where id = %s",
            [Vault.parse(Secret(keys)).seal(email, context), player_id],
        )


def test_an_old_key_can_be_dropped_once_the_worker_has_resealed(old: Place) -> None:
    ama, efua, esi = (
        old.join("Ama", "player"),
        old.join("Efua", "player", "admin"),
        old.arrive("Esi"),
    )
    assert ask_to_join(old.sign_in(esi), "2020-02-02").status_code == 403
    admin = old.sign_in(efua)
    assert send(admin, "/admin/invitations", email="kojo@x.example", role="player").is_redirect
    send(admin, "/auth/sign-out")
    database, both = old.world.database, f"{NEW},{OLD}"
    # Ama's and Efua's address and birthday, Esi's answer and session, Kojo's address.
    assert counted(database, both) == ["2026-11\t0 values", "test\t7 values"]
    old.change("session", expires_at="created_at")

    ask_for(old.world, "identity.reseal")
    ask_for(old.world, "identity.forget_expired")
    with working(old.world, field_keys=both):
        wait_until(lambda: counted(database, both)[1] == "test\t0 values")

    assert counted(database, NEW) == ["2026-11\t6 values"]
    everybody = {"player": ama, "admin": efua, "results": esi}
    with reopened(old, everybody, field_keys=NEW) as new:
        profile = new.sign_in(ama).get("/profile").text
        admin = new.sign_in(efua)
        assert ama.email in profile
        assert "01 January 1990" in profile
        assert ama.email in admin.get("/admin/people").text
        assert "kojo@x.example" in admin.get("/admin/invitations").text
        assert ask_to_join(new.sign_in(esi), "1990-01-01").status_code == 403


def test_an_index_moves_with_its_value(old: Place) -> None:
    ama = old.join("Ama", "player")

    reseal_now(old, f"{NEW},{OLD}")

    index = Vault.parse(Secret(NEW)).blind_index(ama.email, f"player.email:{old.tenant_id}")
    with old.as_superuser() as superuser:
        rows = superuser.execute("select email_index from player").fetchall()
    assert rows == [(index,)]


def test_what_cannot_be_read_harms_nobody_else(
    old: Place, caplog: pytest.LogCaptureFixture
) -> None:
    ama, efua = old.join("Ama", "player"), old.join("Efua", "player", "admin")
    seal_with(old, efua, NEW, efua.email)

    with reopened(old, {"player": ama, "admin": efua}, field_keys=NEW) as new:
        admin, player = new.sign_in(efua), new.sign_in(ama)
        people = admin.get("/admin/people")
        profile = player.get("/profile")
        token = new.world.people.access_token(ama)
        program = new.browser().get(
            "/api/users/profile", headers={"authorization": f"Bearer {token}"}
        )

    assert people.status_code == 200
    assert efua.email in people.text
    assert people.text.count("<em>unreadable</em>") == 1
    assert profile.status_code == 200
    assert "we cannot read it at present" in profile.text
    assert (program.json()["email"], program.json()["born_on"]) == (None, None)
    assert "personal data unreadable" in caplog.messages


def test_rows_under_an_unknown_key_hold_no_others_up(
    old: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "CHUNK_ROWS", 2)
    lost = f"lost:{b64encode(b'l' * 32).decode()}"
    people = [old.join(f"Player{n}", "player") for n in range(7)]
    for person in people[:3]:
        seal_with(old, person, lost, person.email)

    reseal_now(old, f"{NEW},{OLD}")

    # Seven birthdays and four addresses are under the new key.
    assert counted(old.world.database, NEW) == [
        "2026-11\t11 values",
        "lost\t3 values, and we do not hold this key",
    ]


def test_resealing_again_changes_nothing(old: Place) -> None:
    old.join("Ama", "player")
    reseal_now(old, f"{NEW},{OLD}")
    with old.as_superuser() as superuser:
        before = superuser.execute("select * from player").fetchall()

    reseal_now(old, f"{NEW},{OLD}")

    with old.as_superuser() as superuser:
        assert superuser.execute("select * from player").fetchall() == before
