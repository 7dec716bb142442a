"""The list of events is read from an index, however many there are."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine

from app.catalogue.rules.events import EventFilter
from app.catalogue.store.events import events_query
from app.plumbing.ids import new_id
from tests.acceptance.game import Game
from tests.conftest import TestDatabase

MANY = 20_000


@pytest.fixture
def busy(database: TestDatabase) -> Game:
    tenant_id = new_id()
    game = Game(database, tenant_id)
    with game.transaction() as tx:
        tx.execute(
            "insert into tenant (id, subdomain, name, settings) values (%s, 'busy', 'Busy', '{}')",
            [tenant_id],
        )
    for slug in ("football", "tennis"):
        sport = game.sport(slug)
        with game.transaction() as tx:
            tx.execute(
                "insert into event (sport_tenant_id, sport_id, slug, name, starts_at,"
                " first_starts_at, locks_at)"
                " select %(tenant)s, %(sport)s, 'event-' || n, 'Event', at, at, at"
                " from generate_series(1, %(many)s) as n,"
                " lateral (select timestamptz '2020-01-01' + n * interval '1 hour') as t (at)",
                {"tenant": tenant_id, "sport": sport, "many": MANY},
            )
    with psycopg.connect(database.url("owner").reveal(), autocommit=True) as owner:
        owner.execute("analyze event")
    return game


@pytest.mark.parametrize("text", [None, "event"])
def test_a_page_of_events_comes_from_an_index(busy: Game, text: str | None) -> None:
    wanted = EventFilter(
        sport_id=busy.sport("football"), since=datetime(2021, 6, 1, tzinfo=UTC), text=text, limit=51
    )
    query = events_query(wanted).compile(
        dialect=create_engine("postgresql+psycopg://").dialect,
        compile_kwargs={"literal_binds": True},
    )

    with busy.transaction() as tx:
        [(plan,)] = tx.execute(
            f"explain (analyze, format json) {query}".encode().replace(b"%", b"%%")
        )

    scans = [node for node in nodes(plan[0]["Plan"]) if node.get("Relation Name") == "event"]
    by_index = [scan.get("Index Name") for scan in scans]
    assert by_index.count("event_starts_at_idx") == 2, by_index
    assert set(by_index) == {"event_starts_at_idx", "event_pk"}
    rows = [scan["Actual Rows"] * scan["Actual Loops"] for scan in scans]
    assert max(rows) <= wanted.limit


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)
