"""The description of the API, as programs get it."""

from itertools import count

import httpx
import msgspec
import pytest

from app.plumbing.openapi.general import Problem
from tests.acceptance.world import World

numbers = count(1)


@pytest.fixture
def visitor(world: World) -> httpx.Client:
    name = f"documented-{next(numbers)}"
    world.found_community(name)
    return world.browser(f"{name}.localhost")


def test_anybody_gets_the_whole_description(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/openapi.json")

    assert answer.status_code == 200
    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/api/keys"]["post"]["operationId"] == "key_make"
    assert document["servers"] == [{"url": "/", "description": "The community at this address."}]


def test_it_is_not_sent_again_while_nothing_has_changed(visitor: httpx.Client) -> None:
    tag = visitor.get("/api/openapi.json").headers["etag"]

    again = visitor.get("/api/openapi.json", headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_a_refusal_is_the_problem_that_it_describes(visitor: httpx.Client) -> None:
    answer = visitor.post("/api/calculator/ticket", json={"bet": "single"})

    problem = msgspec.json.decode(answer.content, type=Problem, strict=True)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem.status == answer.status_code == 400


def test_a_part_of_the_api_that_is_not_there_is_missing(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/docs/nothing")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/no-such-chapter"
