"""What every answer carries, and what nonsense is answered with."""

import http.client
from typing import Annotated, Any

import httpx
import msgspec
import pytest
from litestar import Litestar, Request, get, post
from litestar._parsers import parse_url_encoded_form_data
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.testing import TestClient

from app.main import build_app
from app.plumbing.access import anyone
from tests.acceptance.world import World
from tests.conftest import TestDatabase

ALWAYS = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "reporting-endpoints",
    "x-content-type-options",
}
MEGABYTES_TEN = 10_000_000


Since = Annotated[int, QueryParameter(name="from")]


class Slip(msgspec.Struct, forbid_unknown_fields=True):
    stake: Annotated[int, msgspec.Meta(ge=1)]


@post("/api/slips", guards=[anyone], opt={"any_host": True})
async def take(data: JSONBody[Slip]) -> str:
    return str(data.stake)


@post("/api/forms", guards=[anyone], opt={"any_host": True})
async def take_form(request: Request[Any, Any, Any]) -> str:
    return str((await request.form())["born_on"])


@get("/api/lists", guards=[anyone], opt={"any_host": True})
async def show_list(since: Since = 0) -> str:
    return str(since)


@get("/api/thing/{number:int}", guards=[anyone], opt={"any_host": True})
async def show_thing(number: FromPath[int]) -> str:
    return str(number)


def provide_filter(since: Since = 0) -> int:
    return since


@get(
    "/api/filtered",
    guards=[anyone],
    opt={"any_host": True},
    dependencies={"wanted": Provide(provide_filter, sync_to_thread=False)},
)
async def show_filtered(wanted: NamedDependency[int]) -> str:
    return str(wanted)


@post("/crash", guards=[anyone], opt={"any_host": True})
async def crash() -> None:
    raise KeyError


@pytest.fixture
def strict(database: TestDatabase) -> Litestar:
    app = build_app(database.settings())
    app.register(take)
    app.register(take_form)
    app.register(show_list)
    app.register(show_filtered)
    app.register(show_thing)
    app.register(crash)
    return app


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health/live", 200),
        ("GET", "/static/pointsbook.svg", 200),
        ("GET", "/nowhere", 404),
        ("DELETE", "/health/live", 405),
        ("POST", "/csp-reports", 204),
    ],
)
def test_every_answer_tells_browsers_what_to_refuse(
    world: World, method: str, path: str, status: int
) -> None:
    answer = world.browser().request(method, path)

    assert answer.status_code == status
    assert set(answer.headers) >= ALWAYS


def test_a_crash_has_the_headers_too(strict: Litestar) -> None:
    with TestClient(strict, raise_server_exceptions=False) as client:
        answer = client.post("/crash")

    assert answer.status_code == 500
    assert set(answer.headers) >= ALWAYS
    assert "KeyError" not in answer.text


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (b'{"stake": 0}', "stake"),
        (b'{"stake": "canary"}', "stake"),
        (b'{"stake": "3"}', "stake"),
        (b'{"stake": true}', "stake"),
        (b'{"stake": 2.5}', "stake"),
        (b'{"stake": 1, "more": "canary"}', ""),
        (b"{}", "stake"),
        (b"[]", ""),
        (b"{", ""),
        (b"\xff", ""),
        (b"", ""),
        (b'{"stake": 1e400}', "stake"),
    ],
)
def test_nonsense_is_a_bad_request_that_says_where(
    strict: Litestar, content: bytes, path: str
) -> None:
    with TestClient(strict) as client:
        answer = client.post(
            "/api/slips", content=content, headers={"content-type": "application/json"}
        )

    problem = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/problems/bad-request"
    assert [error["path"] for error in problem["errors"]] == [path]
    assert all(error["message"] for error in problem["errors"])
    assert "canary" not in answer.text


def test_a_body_that_is_not_there_is_asked_for(strict: Litestar) -> None:
    with TestClient(strict) as client:
        problem = client.post("/api/slips").json()

    assert problem["errors"] == [{"path": "", "message": "This needs a body"}]


@pytest.mark.parametrize("path", ["/api/lists?from=yesterday", "/api/filtered?from=yesterday"])
def test_a_part_of_an_address_goes_by_the_name_it_has_there(strict: Litestar, path: str) -> None:
    with TestClient(strict) as client:
        problem = client.get(path).json()

    assert [error["path"] for error in problem["errors"]] == ["from"]


@pytest.mark.parametrize("path", ["/api/lists", "/api/filtered"])
def test_a_parameter_that_nobody_asks_for_is_refused(strict: Litestar, path: str) -> None:
    with TestClient(strict) as client:
        answer = client.get(path, params={"fron": 1, "from": 2})

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (400, "/problems/unknown-parameter")
    assert [error["path"] for error in problem["errors"]] == ["fron"]
    assert problem["known"] == ["from"]


def test_a_part_of_the_path_is_no_parameter_too(strict: Litestar) -> None:
    with TestClient(strict) as client:
        problem = client.get("/api/thing/7", params={"number": 8}).json()

    assert problem["known"] == []


def test_pages_take_whatever_links_carry(strict: Litestar) -> None:
    with TestClient(strict) as client:
        assert client.get("/problems?from=a-newsletter").status_code == 200


def test_a_huge_body_is_refused_before_it_is_sent(world: World) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=5)
    connection.putrequest("POST", "/csp-reports")
    connection.putheader("Content-Length", str(MEGABYTES_TEN))
    connection.endheaders()

    answer = connection.getresponse()

    assert answer.status == 413
    connection.close()


def test_a_huge_body_of_unknown_length_is_refused_on_the_way(strict: Litestar) -> None:
    sent = 0

    def chunks() -> Any:  # noqa: ANN401 - httpx wants any iterable of bytes
        nonlocal sent
        for _ in range(MEGABYTES_TEN // 10_000):
            sent += 10_000
            yield b"x" * 10_000

    with TestClient(strict) as client:
        answer = client.post(
            "/api/slips", content=chunks(), headers={"content-type": "application/json"}
        )

    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/request-entity-too-large"


@pytest.mark.parametrize(
    ("accept", "others", "kind"),
    [
        ("text/html", {}, "text/html"),
        ("text/html", {"hx-request": "true"}, "text/html"),
        ("application/json", {}, "application/problem+json"),
    ],
)
def test_people_get_a_page_and_programs_a_problem(
    world: World, accept: str, others: dict[str, str], kind: str
) -> None:
    answer = world.browser().get("/nowhere", headers={"accept": accept} | others)

    assert answer.headers["content-type"].startswith(kind)
    assert ("<html" in answer.text) == (accept == "text/html" and not others)


def test_the_wrong_method_is_told_the_right_one(world: World) -> None:
    answer = world.browser().delete("/health/live")

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_reports_of_browsers_are_taken_without_an_answer(world: World) -> None:
    answer: httpx.Response = world.browser().post("/csp-reports", content=b"nonsense")

    assert (answer.status_code, answer.content) == (204, b"")


def test_text_that_cannot_be_kept_is_refused(world: World) -> None:
    world.found_community("edges")
    admin = world.join("Efua", "edges", "admin")
    browser = world.sign_in(admin, "edges.localhost")
    for path in ("/api/audit?action=%00", "/admin/audit?action=%00"):
        answer = browser.get(path)

        assert answer.status_code == 400
        assert "U+0000" in answer.text


def test_a_form_is_forgotten_once_it_is_read(strict: Litestar) -> None:
    parse_url_encoded_form_data.cache_clear()

    with TestClient(strict) as client:
        client.post("/api/forms", data={"born_on": "2001-02-03"})

    assert parse_url_encoded_form_data.cache_info().currsize == 0
