"""Changes of roles while the sign-in service is slow or away, and when we die in between."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event

import httpx
import pytest
from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncConnection

from app.development.directory.state import Person
from app.identity.jobs import finish_role_changes, forget_expired
from app.identity.service import people
from app.identity.service.people import Office
from app.identity.service.provider import connect
from app.plumbing.actors import Actor, Role, Via
from app.plumbing.db import Database
from app.plumbing.vault import Vault
from app.tenants import service as tenants
from tests.acceptance.identity.conftest import Place, csrf_of, is_signed_in, send

SECONDS_MAX = 15
REASON = {"reason": "a test"}


class Died(Exception):
    """The process, at this very point."""


@dataclass
class Cast:
    efua: Person
    kojo: Person
    ama: Person


@pytest.fixture
def cast(place: Place) -> Cast:
    return Cast(
        efua=place.join("Efua", "player", "admin"),
        kojo=place.join("Kojo", "player", "admin"),
        ama=place.join("Ama", "player"),
    )


def changes(method: str, path: str) -> bool:
    return method in {"PUT", "DELETE"} and "/groups/" in path


async def answer_no_change(method: str, path: str) -> bool:
    return changes(method, path)


def roles_at_provider(place: Place, person: Person) -> set[str]:
    state = place.world.people.realm.state
    now = state.person(person.id)
    assert now
    return {path.rpartition("/")[2] for path in state.paths_of(now)}


def unfinished(place: Place) -> list[str]:
    with place.as_superuser() as superuser:
        query = "select action from role_change where tenant_id = %s and done_at is null"
        return [action for (action,) in superuser.execute(query, [place.tenant_id])]


def let_the_claim_run_out(place: Place) -> None:
    place.change("role_change", claimed_until="clock_timestamp() - interval '1 second'")


def promote(browser: httpx.Client, person: Person, act: str = "promote") -> httpx.Response:
    return send(browser, f"/admin/people/{person.id}/{act}", role="admin", **REASON)


def test_a_slow_sign_in_service_keeps_no_connection_and_no_lock(place: Place, cast: Cast) -> None:
    asked, answered = Event(), Event()

    async def hold(method: str, path: str) -> bool:
        if changes(method, path):
            asked.set()
            await asyncio.to_thread(answered.wait, SECONDS_MAX)
        return False

    efua = place.sign_in(cast.efua)
    place.world.people.meddle = hold
    with ThreadPoolExecutor(1) as other:
        promoting = other.submit(promote, efua, cast.ama)
        assert asked.wait(SECONDS_MAX)
        # Notes of who plays, and the like, are written beside it in no time.
        nobody_waits = becomes(lambda: waiting_transactions(place) == [])
        answered.set()

    assert promoting.result().status_code == 303
    assert nobody_waits
    assert "admin" in roles_at_provider(place, cast.ama)


def becomes(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS_MAX / 3
    while not (held := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def waiting_transactions(place: Place) -> list[str]:
    with place.as_superuser() as superuser:
        rows = superuser.execute(
            "select state || ': ' || query from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
            " and backend_type = 'client backend' and xact_start is not null"
        )
        return [row for (row,) in rows]


def test_two_admins_cannot_take_each_others_role(place: Place, cast: Cast) -> None:
    """Both ask who is an admin before either has decided."""
    both = asyncio.Barrier(2)

    async def wait_for_both(method: str, path: str) -> bool:
        if method == "GET" and path.endswith(f"/communities/{place.name}/player"):
            await both.wait()
        return False

    efua, kojo = place.sign_in(cast.efua), place.sign_in(cast.kojo)
    tokens = {efua: csrf_of(efua), kojo: csrf_of(kojo)}

    def demote(browser: httpx.Client, whom: Person) -> int:
        data = {"csrf": tokens[browser], "role": "admin"} | REASON
        return browser.post(f"/admin/people/{whom.id}/demote", data=data).status_code

    place.world.people.meddle = wait_for_both
    with ThreadPoolExecutor(2) as two:
        acts = [two.submit(demote, efua, cast.kojo), two.submit(demote, kojo, cast.efua)]

    assert sorted(act.result() for act in acts) == [303, 409]
    admins = [p for p in (cast.efua, cast.kojo) if "admin" in roles_at_provider(place, p)]
    assert len(admins) == 1


def test_a_change_that_was_not_made_is_made_later(place: Place, cast: Cast) -> None:
    efua, kojo = place.sign_in(cast.efua), place.sign_in(cast.kojo)
    place.world.people.meddle = answer_no_change

    told = promote(efua, cast.kojo, "demote")

    assert told.status_code == 503
    assert "Your change is noted and made as soon as it does." in told.text
    assert "person.demoted" not in place.world.audit_of(place.name)
    place.world.people.meddle = None
    let_the_claim_run_out(place)
    asyncio.run(work_once(place))
    assert roles_at_provider(place, cast.kojo) == {"player"}
    assert not is_signed_in(kojo)
    assert place.world.audit_of(place.name).count("person.demoted") == 1
    assert f'"subject":"{cast.efua.id}"' in place.world.audit_of(place.name).replace(" ", "")


def test_nobody_else_makes_it_meanwhile(place: Place, cast: Cast) -> None:
    efua = place.sign_in(cast.efua)
    place.world.people.meddle = answer_no_change
    assert promote(efua, cast.ama).status_code == 503
    place.world.people.meddle = None

    asyncio.run(work_once(place))
    again = promote(efua, cast.ama)

    assert again.status_code == 409
    assert unfinished(place) == ["promoted"]


def test_whoever_asks_again_makes_it(place: Place, cast: Cast) -> None:
    efua = place.sign_in(cast.efua)
    place.world.people.meddle = answer_no_change
    assert promote(efua, cast.ama).status_code == 503
    place.world.people.meddle = None
    let_the_claim_run_out(place)

    assert promote(efua, cast.ama).status_code == 303

    assert "admin" in roles_at_provider(place, cast.ama)
    assert unfinished(place) == []
    assert place.world.audit_of(place.name).count("person.promoted") == 1


def test_a_demotion_waits_for_the_promotion_before_it(place: Place, cast: Cast) -> None:
    """Otherwise the promotion might be made last."""
    efua = place.sign_in(cast.efua)
    place.world.people.meddle = answer_no_change
    assert promote(efua, cast.ama).status_code == 503
    place.world.people.meddle = None

    let_the_claim_run_out(place)

    assert promote(efua, cast.ama, "demote").status_code == 409

    asyncio.run(work_once(place))
    assert promote(efua, cast.ama, "demote").status_code == 303
    assert roles_at_provider(place, cast.ama) == {"player"}


def test_dying_before_the_sign_in_service_hears_of_it(place: Place, cast: Cast) -> None:
    async def die_asking() -> None:
        asked = asyncio.Event()
        loop = asyncio.get_running_loop()

        async def hold(method: str, path: str) -> bool:
            if changes(method, path):
                loop.call_soon_threadsafe(asked.set)
                await asyncio.sleep(1)
                return True
            return False

        place.world.people.meddle = hold
        async with office_of(place, cast.efua) as office:
            dying = asyncio.create_task(people.suspend(office, cast.ama.id, reason="she was rude"))
            await asyncio.wait_for(asked.wait(), SECONDS_MAX)
            dying.cancel()
            await asyncio.wait([dying])

    ama = place.sign_in(cast.ama)
    asyncio.run(die_asking())
    place.world.people.meddle = None
    assert is_signed_in(ama)

    let_the_claim_run_out(place)
    asyncio.run(work_once(place))

    assert not is_signed_in(ama)
    assert roles_at_provider(place, cast.ama) == set()
    assert "she was rude" in place.world.audit_of(place.name)


def test_dying_before_it_is_on_record(place: Place, cast: Cast) -> None:
    ama = place.sign_in(cast.ama)
    with pytest.raises(Died):
        asyncio.run(die_recording(place, cast))
    assert roles_at_provider(place, cast.ama) == set()
    assert "person.suspended" not in place.world.audit_of(place.name)

    let_the_claim_run_out(place)
    asyncio.run(work_once(place))

    assert not is_signed_in(ama)
    assert place.world.audit_of(place.name).count("person.suspended") == 1
    assert unfinished(place) == []


async def die_recording(place: Place, cast: Cast) -> None:
    async with office_of(place, cast.efua, transactions=2) as office:
        await people.suspend(office, cast.ama.id, reason="she was rude")


def test_somebody_gone_gets_no_role(place: Place, cast: Cast) -> None:
    efua = place.sign_in(cast.efua)
    place.world.people.meddle = answer_no_change
    assert promote(efua, cast.ama).status_code == 503
    place.world.people.meddle = None
    place.world.people.realm.state.remove_person(cast.ama.id)
    let_the_claim_run_out(place)

    asyncio.run(work_once(place))

    assert unfinished(place) == []
    assert "person.promoted" not in place.world.audit_of(place.name)


def test_what_is_done_is_forgotten_after_a_day(place: Place, cast: Cast) -> None:
    efua = place.sign_in(cast.efua)
    for person in (cast.ama, cast.kojo):
        promote(efua, person)
    with place.as_superuser() as superuser:
        superuser.execute(
            "update role_change set done_at = done_at - interval '25 hours' where subject = %s",
            [cast.ama.id],
        )

    asyncio.run(run_job(place, forget_expired))

    with place.as_superuser() as superuser:
        query = "select subject from role_change where tenant_id = %s"
        left = superuser.cursor(row_factory=dict_row).execute(query, [place.tenant_id])
        assert left.fetchall() == [{"subject": cast.kojo.id}]


async def work_once(place: Place) -> None:
    settings = place.world.settings

    async def work(database: Database) -> None:
        async with connect(settings) as provider:
            await finish_role_changes(database, provider=provider)

    await run_job(place, work)


async def run_job(place: Place, work: Callable[[Database], Awaitable[None]]) -> None:
    database = Database(place.world.settings)
    try:
        await work(database)
    finally:
        await database.close()


@asynccontextmanager
async def office_of(
    place: Place, person: Person, *, transactions: int = 99
) -> AsyncIterator[Office]:
    """An admin at work in a process of their own, which dies after so many transactions."""
    settings = place.world.settings
    database = Database(settings)
    left = transactions

    @asynccontextmanager
    async def begin() -> AsyncIterator[AsyncConnection]:
        nonlocal left
        if not left:
            raise Died
        left -= 1
        async with database.tenant(place.tenant_id) as tx:
            yield tx

    by = Actor(
        tenant_id=place.tenant_id,
        subject=person.id,
        roles=frozenset({Role.ADMIN}),
        via=Via.SESSION,
        address="127.0.0.1",
    )
    try:
        async with connect(settings) as provider:
            async with database.tenant(place.tenant_id) as tx:
                community = await tenants.get_current(tx)
            yield Office(
                begin=begin,
                provider=provider,
                vault=Vault.parse(settings.field_keys),
                community=community,
                by=by,
                now=datetime.now(UTC),
            )
    finally:
        await database.close()
