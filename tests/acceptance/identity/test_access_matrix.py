"""Every route, called by everybody: the table in access.yaml says who gets through."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from litestar.routes import HTTPRoute

from app.main import build_app
from tests.acceptance.identity.conftest import Place, found
from tests.acceptance.world import World
from tests.conftest import TestDatabase

TABLE: dict[str, str] = yaml.safe_load(Path(__file__).with_name("access.yaml").read_text())
ROLES = ["player", "results", "admin", "superadmin"]
ADMITTED = {
    "anyone": {"visitor", "stranger", *ROLES},
    "signed_in": {"stranger", *ROLES},
    "players": {"player", "results", "admin"},
    "scorers": {"results", "admin", "superadmin"},
    "admins": {"admin", "superadmin"},
    "superadmins": {"superadmin"},
}
EXAMPLES = {"uuid": str(uuid4()), "int": "1", "str": "nothing", "path": "nothing"}


@pytest.fixture(scope="module")
def headers(shared_world: World) -> dict[str, dict[str, str]]:
    """How each of them asks.  The stranger is an admin, but of another community."""
    here, away = found(shared_world), found(shared_world)
    people = shared_world.people
    cast = {role: here.join(role, role) for role in ROLES[:-1]}
    cast["superadmin"] = people.join("superadmin", superadmin=True)
    cast["stranger"] = away.join("stranger", "admin")
    tokens = {
        who: {"authorization": f"Bearer {people.access_token(person)}"}
        for who, person in cast.items()
    }
    # The host is one of the headers, so that all routes are asked for in one community.
    host = {"host": f"{here.host}:{shared_world.port}", "accept": "application/json"}
    return {who: host | tokens.get(who, {}) for who in ("visitor", *cast)}


def test_the_table_has_a_line_for_each_route_and_no_other(database: TestDatabase) -> None:
    app = build_app(database.settings())
    routes = {
        f"{method} {route.path}"
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
    }
    routes -= {route for route in routes if route.startswith("OPTIONS ")}

    assert sorted(routes - TABLE.keys()) == [], "without a line in access.yaml"
    assert sorted(TABLE.keys() - routes) == [], "in access.yaml, but no route"


def test_every_route_is_http(database: TestDatabase) -> None:
    others = [r.path for r in build_app(database.settings()).routes if not isinstance(r, HTTPRoute)]

    assert others == [], "the matrix does not know how to ask these"


@pytest.mark.parametrize("route", TABLE)
def test_those_who_may_get_through_and_nobody_else(
    world: World, headers: dict[str, dict[str, str]], route: str
) -> None:
    method, _, path = route.partition(" ")
    url = filled_in(path)
    browser = world.browser()

    statuses = {
        who: browser.request(method, url, headers=asking).status_code
        for who, asking in headers.items()
    }

    turned_away = {who for who, status in statuses.items() if status in {401, 403}}
    assert set(statuses) - turned_away == ADMITTED[TABLE[route]], statuses
    assert max(statuses.values()) < 500, statuses
    assert statuses["visitor"] != 403, "visitors are asked to sign in first"


PAGES = [
    route
    for route, who in TABLE.items()
    if route.startswith("GET ") and "/api/" not in route and who != "anyone"
]


@pytest.mark.parametrize("route", PAGES)
def test_people_are_led_to_the_sign_in_and_back(place: Place, route: str) -> None:
    path = filled_in(route.partition(" ")[2])

    answer = place.browser().get(f"{path}?page=2")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/auth/sign-in?next={path}%3Fpage%3D2"


def filled_in(path: str) -> str:
    return re.sub(r"\{\w+:(\w+)\}", lambda kind: EXAMPLES[kind[1]], path)
