"""Every route, called by everybody: the table in access.yaml says who gets through."""

from collections.abc import Iterator, Mapping

import httpx
import psycopg
import pytest
from litestar.routes import HTTPRoute

from app.main import build_app
from tests.acceptance.identity import next_door
from tests.acceptance.identity.access import INVENTED, PATH, Row, lines_of, read_table
from tests.acceptance.identity.callers import Caller, Cast
from tests.acceptance.identity.conftest import Place, found
from tests.acceptance.ledger.town import Town
from tests.acceptance.world import World, open_browser
from tests.conftest import TestDatabase

TABLE = read_table()
WITH_IDS = [route for route, row in TABLE.items() if row.ids - next_door.NO_ROWS]
PAGES = [
    route
    for route, row in TABLE.items()
    if row.method == "GET" and "/api/" not in route and row.who != "anyone"
]


@pytest.fixture(scope="module")
def superuser(shared_world: World) -> Iterator[psycopg.Connection]:
    url = shared_world.database.url("postgres").reveal()
    with psycopg.connect(url, autocommit=True) as superuser:
        yield superuser


@pytest.fixture(scope="module")
def town(shared_world: World) -> Iterator[Town]:
    with Town(shared_world.database) as town:
        yield town


@pytest.fixture(scope="module")
def cast(shared_world: World, town: Town, superuser: psycopg.Connection) -> Iterator[Cast]:
    here, away = found(shared_world), Place(shared_world, town.tenant_id, town.subdomain)
    next_door.furnish(town, away)
    with open_browser(here.host, shared_world.port) as browser:
        cast = Cast(browser, superuser, here, away)
        shared_world.close_browsers()
        yield cast
    assert shared_world.violations() == []


def test_the_table_has_a_line_for_each_route_and_no_other(database: TestDatabase) -> None:
    lines = lines_of(build_app(database.settings()))

    lacking = [f"{route}: {line}" for route, line in lines.items() if route not in TABLE]
    assert lacking == [], "\n".join([f"If that is who may come, add to {PATH}:", *lacking])
    assert sorted(TABLE.keys() - lines.keys()) == [], f"no such routes: take them out of {PATH}"


def test_every_route_but_one_is_http(database: TestDatabase) -> None:
    others = [r.path for r in build_app(database.settings()).routes if not isinstance(r, HTTPRoute)]

    # Who may say what over the WebSocket is tested in tests/acceptance/live.
    assert others == ["/ws"], "the matrix does not know how to ask these"


@pytest.mark.parametrize("route", TABLE)
def test_those_who_may_get_through_and_nobody_else(cast: Cast, route: str) -> None:
    row = TABLE[route]
    asked = row.filled_in({})

    wrong = [
        complaint
        for caller in cast.callers
        if (complaint := complain(caller, row, cast.ask(caller, asked)))
    ]

    assert wrong == [], "\n".join(
        [f"{route}: {row.who} {row.how}", *wrong, f"If that is meant, say so in {PATH}"]
    )


def complain(caller: Caller, row: Row, answer: httpx.Response) -> str | None:
    if answer.status_code >= 500:
        return f"{caller} broke it: {answer.status_code} {answer.text}"
    let_in = answer.status_code not in {401, 403}
    if let_in and not caller.is_admitted(row):
        return f"{caller} got through, with {answer.status_code}, and may not"
    if not let_in and caller.is_admitted(row):
        return f"{caller} may come and was turned away: {answer.text}"
    if not let_in and answer.status_code != caller.refusal:
        return f"{caller} was turned away with {answer.status_code}, not {caller.refusal}"
    return None


@pytest.mark.parametrize("route", WITH_IDS)
def test_what_is_next_door_is_not_here(
    cast: Cast, town: Town, superuser: psycopg.Connection, route: str
) -> None:
    row = TABLE[route]
    theirs = next_door.real_ids(superuser, town, row.ids)
    before = next_door.everything(superuser, town)

    curious = [each for each in cast.callers if each.is_admitted(row) or each.who == "stranger"]
    for caller in curious:
        invented = cast.ask(caller, row.filled_in({}))
        real = cast.ask(caller, row.filled_in(theirs))

        assert said(real, theirs) == said(invented, theirs), f"{caller} can tell that it exists"
        assert not caller.is_admitted(row) or invented.status_code not in {400, 415, 422}, (
            f"nobody looked at the id, since {caller} sent nonsense: {invented.text}\n"
            f"Say what to send in {PATH}: {{may: {row.who} {row.how}, send: {{reason: a test}}}}"
        )
    assert next_door.everything(superuser, town) == before


def said(answer: httpx.Response, ids: Mapping[str, str]) -> tuple[int, str, str | None, str]:
    """The whole answer but for the ids that were asked for."""
    text = answer.text
    for value in (*ids.values(), *INVENTED.values()):
        text = text.replace(value, "…")
    headers = answer.headers
    return answer.status_code, headers.get("content-type", ""), headers.get("location"), text


@pytest.mark.parametrize("route", PAGES)
def test_people_are_led_to_the_sign_in_and_back(place: Place, route: str) -> None:
    path = TABLE[route].filled_in({}).path

    answer = place.browser().get(f"{path}?page=2")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/auth/sign-in?next={path}%3Fpage%3D2"
