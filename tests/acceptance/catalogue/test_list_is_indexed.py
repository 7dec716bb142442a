"""The list of events is read from an index, however many there are."""

from datetime import UTC, datetime

import psycopg
import pytest

from app.catalogue.rules.events import EventFilter
from app.catalogue.store.events import events_query
from app.plumbing.ids import new_id
from tests.acceptance.game import Game
from tests.acceptance.plans import as_text, scans
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
    with busy.transaction() as tx:
        looks = scans(tx, as_text(events_query(wanted)))

    events = [scan for scan in looks if scan["Relation Name"] == "event"]
    by_index = [scan.get("Index Name") for scan in events]
    assert by_index.count("event_starts_at_idx") == 2, by_index
    assert set(by_index) == {"event_starts_at_idx", "event_pk"}
    rows = [scan["Actual Rows"] * scan["Actual Loops"] for scan in events]
    assert max(rows) <= wanted.limit
