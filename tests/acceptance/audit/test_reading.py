"""Admins read and export the chain over HTTP."""

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from app.audit import service
from app.audit.rules import System
from app.plumbing.actors import Actor, Via
from app.plumbing.db import Database
from app.plumbing.pages import cursor_of
from tests.acceptance.world import World
from tests.conftest import TestDatabase

ACTS = 120
FORMULA = '=HYPERLINK("http://evil.example")'


class Reader:
    """A community with a long chain, an admin who reads it, and a player who may not."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.browser = world.sign_in(world.join("Ama", "one", "admin"), "one.localhost")
        self.player = world.sign_in(world.join("Abu", "one", "player"), "one.localhost")


@pytest.fixture(scope="module")
def reader(make_database: Callable[[], TestDatabase]) -> Iterator[Reader]:
    with World(make_database()) as world:
        one, two = world.found_community("one"), world.found_community("two")
        asyncio.run(record(world, {one: ACTS, two: 1}))
        yield Reader(world)
        world.close_browsers()


async def record(world: World, lengths: dict[UUID, int]) -> None:
    opened = Database(world.settings)
    for tenant_id, acts in lengths.items():
        async with opened.tenant(tenant_id) as tx:
            for number in range(acts):
                action = "bet.voided" if number % 2 else "odds.changed"
                await service.record(
                    tx, System(name="test"), action, f"bet {number}", reason=FORMULA
                )
    await opened.close()


async def record_acts(world: World, tenant_id: UUID, acts: list[tuple[str, str]]) -> None:
    """Acts of people, each told as who did it and to what."""
    opened = Database(world.settings)
    for who, subject in acts:
        actor = Actor(
            tenant_id=tenant_id,
            subject=who,
            roles=frozenset(),
            via=Via.SESSION,
            address="127.0.0.1",
        )
        async with opened.tenant(tenant_id) as tx:
            await service.record(tx, actor, "person.suspended", subject)
    await opened.close()


def test_a_program_pages_through_the_whole_chain(reader: Reader) -> None:
    seen: list[int] = []
    after: str | None = None
    while after is not None or not seen:
        page = reader.browser.get("/api/audit", params={"after": after} if after else {}).json()
        seen += [act["seq"] for act in page["items"]]
        after = page["next"]

    assert seen == list(range(ACTS, 0, -1))


def test_acts_are_found_by_action_and_time(reader: Reader) -> None:
    today = datetime.combine(datetime.now(UTC), time(), UTC)
    tomorrow = today + timedelta(days=1)

    def count(**asked: object) -> int:
        return len(reader.browser.get("/api/audit", params=asked).json()["items"])  # type: ignore[arg-type]

    assert count(action="no.such") == 0
    assert count(action="bet.voided", after=cursor_of(11)) == 5
    within = {"from": today.isoformat(), "to": tomorrow.isoformat()}
    assert count(**within, after=cursor_of(11)) == 10
    assert count(**{"from": tomorrow.isoformat()}) == 0
    assert count(to=today.isoformat()) == 0


def test_the_page_shows_acts_and_leads_to_older_ones(reader: Reader) -> None:
    first = reader.browser.get("/admin/audit?action=bet.voided&since=&until=")
    older = reader.browser.get(f"/admin/audit?action=bet.voided&before={ACTS - 98}")

    assert first.status_code == 200
    assert "<td>bet 119</td>" in first.text
    assert "<td>bet 118</td>" not in first.text
    assert "action=bet.voided&amp;by=&amp;since=&amp;until=&amp;before=22" in first.text
    assert "<td>bet 19</td>" in older.text
    assert "Older" not in older.text


def test_people_are_shown_by_their_names_here_beside_their_ids(reader: Reader) -> None:
    world = reader.world
    tenant_id = world.found_community("three")
    efua, kofi = world.join("Efua", "three", "admin"), world.join("Kofi", "three", "player")
    stranger = world.join("Yaa", "two", "player")
    acts = [(efua.id, f"person {kofi.id}"), (stranger.id, f"person {stranger.id}")]
    asyncio.run(record_acts(world, tenant_id, acts))

    page = world.sign_in(efua, "three.localhost").get("/admin/audit").text

    assert f'<td>{efua.username} <span class="quiet">{efua.id} 127.0.0.1</span></td>' in page
    assert f'<td>{kofi.username} <span class="quiet">person {kofi.id}</span></td>' in page
    assert f"<td>person {stranger.id}</td>" in page
    assert f">{stranger.username}" not in page


def test_an_export_can_be_verified_without_us(reader: Reader) -> None:
    exported = [
        json.loads(line) for line in reader.browser.get("/api/audit/export.jsonl").text.splitlines()
    ]

    previous = bytes(32)
    for row in exported:
        assert bytes.fromhex(row["previous_hash"]) == previous
        previous = sha256(previous + row["record"].encode()).digest()
        assert bytes.fromhex(row["hash"]) == previous
    assert len(exported) == ACTS


def test_no_cell_of_the_csv_export_is_a_formula(reader: Reader) -> None:
    answer = reader.browser.get("/api/audit/export.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    assert [int(row["seq"]) for row in rows] == list(range(1, ACTS + 1))
    assert {row["reason"] for row in rows} == {f"'{FORMULA}"}


@pytest.mark.parametrize(
    "path", ["/admin/audit", "/api/audit", "/api/audit/export.csv", "/api/audit/export.jsonl"]
)
def test_players_may_not_read_it(reader: Reader, path: str) -> None:
    assert reader.player.get(path).status_code == 403


@pytest.mark.parametrize(
    "nonsense",
    [
        "/admin/audit?before=0",
        "/admin/audit?before=x",
        "/api/audit?after=x",
        "/api/audit?limit=0",
        *(
            f"{path}={day}"
            for path in ("/admin/audit?since", "/api/audit?from")
            for day in ("yesterday", "2026-02-30")
        ),
    ],
)
def test_nonsense_is_refused(reader: Reader, nonsense: str) -> None:
    assert reader.browser.get(nonsense).status_code == 400
