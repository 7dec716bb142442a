"""A read of the API that has not changed is not sent again, whichever it is."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from litestar import Litestar, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.response import Stream
from litestar.testing import TestClient

from app.plumbing.heads import AnswerHead
from app.plumbing.unchanged import AnswerUnchanged


@get("/api/toys")
async def toys() -> dict[str, int]:
    return {"toys": 3}


@get("/api/secret", response_headers={"Cache-Control": "no-store"})
async def secret() -> dict[str, int]:
    return {"code": 7}


@get("/api/counted")
async def counted() -> Response[dict[str, int]]:
    return Response({"toys": 3}, headers={"ETag": '"7-mine"'})


@get("/api/parts")
async def parts() -> Stream:
    async def sent() -> AsyncIterator[str]:
        yield "[1,"
        yield "2]"

    return Stream(sent(), media_type="application/json")


@get("/api/text", media_type="text/csv")
async def text() -> str:
    return "a,b"


@get("/api/gone")
async def gone() -> dict[str, int]:
    raise NotFoundException


@get("/toys")
async def page() -> dict[str, int]:
    return {"toys": 3}


@post("/api/toys", status_code=200)
async def made() -> dict[str, int]:
    return {"toys": 4}


@pytest.fixture
def client() -> Iterator[TestClient[Any]]:
    app = Litestar(
        [toys, secret, counted, parts, text, gone, page, made],
        openapi_config=None,
        logging_config=None,
    )
    app.asgi_handler = AnswerHead(AnswerUnchanged(app.asgi_handler))
    with TestClient(app) as client:
        yield client


def test_what_has_not_changed_is_not_sent_again(client: TestClient[Any]) -> None:
    first = client.get("/api/toys")

    again = client.get("/api/toys", headers={"if-none-match": first.headers["etag"]})

    assert first.json() == {"toys": 3}
    assert first.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-length" not in again.headers


def test_what_has_changed_is_sent(client: TestClient[Any]) -> None:
    again = client.get("/api/toys", headers={"if-none-match": '"of another day"'})

    assert (again.status_code, again.json()) == (200, {"toys": 3})


def test_a_head_has_the_tag_of_the_get(client: TestClient[Any]) -> None:
    tag = client.get("/api/toys").headers["etag"]

    assert client.head("/api/toys").headers["etag"] == tag
    assert client.head("/api/toys", headers={"if-none-match": tag}).status_code == 304


def test_a_tag_of_its_own_stays(client: TestClient[Any]) -> None:
    assert client.get("/api/counted").headers["etag"] == '"7-mine"'


@pytest.mark.parametrize(
    "path", ["/api/secret", "/api/parts", "/api/text", "/api/gone", "/api/nothing", "/toys"]
)
def test_other_answers_have_none(client: TestClient[Any], path: str) -> None:
    answer = client.get(path)

    assert "etag" not in answer.headers
    assert answer.content


def test_what_comes_in_parts_comes_whole(client: TestClient[Any]) -> None:
    assert client.get("/api/parts").json() == [1, 2]


def test_a_change_has_none(client: TestClient[Any]) -> None:
    assert "etag" not in client.post("/api/toys").headers
