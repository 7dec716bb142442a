"""HEAD is answered as GET is, without a body."""

from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse

import pytest

from tests.acceptance.world import World


@pytest.fixture(scope="module")
def port(shared_world: World) -> int:
    shared_world.found_community("heads")
    return shared_world.port


@pytest.fixture
def connection(port: int) -> Iterator[HTTPConnection]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        yield connection


def asked(connection: HTTPConnection, method: str, path: str) -> tuple[HTTPResponse, bytes]:
    connection.request(method, path, headers={"host": "heads.localhost", "accept": "text/html"})
    answer = connection.getresponse()
    return answer, answer.read()


@pytest.mark.parametrize(
    "path", ["/", "/problems", "/health/live", "/static/pointsbook.svg", "/admin/audit", "/nowhere"]
)
def test_head_is_answered_as_get_is(connection: HTTPConnection, path: str) -> None:
    head, nothing = asked(connection, "HEAD", path)
    get, body = asked(connection, "GET", path)

    assert (head.status, nothing) == (get.status, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert int(head.headers["content-length"]) == len(body)


def test_where_there_is_no_get_there_is_no_head(connection: HTTPConnection) -> None:
    head, nothing = asked(connection, "HEAD", "/csp-reports")

    assert (head.status, nothing) == (405, b"")
