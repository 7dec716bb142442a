"""The calculator over HTTP: anybody may ask."""

import json

import httpx
import pytest

from tests.acceptance.world import World

SINGLE = {"bet": "single", "unit_stake": "10", "legs": [{"odds": "5/2", "result": "won"}]}


@pytest.fixture(scope="module")
def _community(shared_world: World) -> None:
    shared_world.found_community("sums")


@pytest.fixture
def visitor(world: World, _community: None) -> httpx.Client:
    browser = world.browser("sums.localhost")
    browser.headers.update({"accept": "application/json", "content-type": "application/json"})
    return browser


def ask(visitor: httpx.Client, kind: str, asked: object) -> httpx.Response:
    return visitor.post(f"/api/calculator/{kind}", content=json.dumps(asked))


def test_a_visitor_asks_one_question(visitor: httpx.Client) -> None:
    answer = ask(visitor, "ticket", SINGLE | {"id": "mine"})

    assert answer.status_code == 200
    assert answer.json()["id"] == "mine"
    assert answer.json()["points"] == 35


def test_many_questions_are_answered_in_order_with_what_is_wrong(visitor: httpx.Client) -> None:
    answers = ask(visitor, "prediction", [{"result": [2, 1], "tip": [2, 1]}, {}, 7]).json()

    assert answers[0] == {"id": 1, "points": 4}
    assert [answer["id"] for answer in answers[1:]] == [2, 3]
    assert all(answer["error"] for answer in answers[1:])


def test_a_question_that_makes_no_sense_is_a_problem(visitor: httpx.Client) -> None:
    answer = ask(visitor, "ticket", SINGLE | {"bet": "goliath", "id": "g"})

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/not-answered"
    assert answer.json()["id"] == "g"
    assert "8" in answer.json()["error"]


def test_an_unknown_kind_is_missing_and_the_others_are_named(visitor: httpx.Client) -> None:
    answer = ask(visitor, "lottery", {})

    assert answer.status_code == 404
    assert "ticket" in answer.json()["kinds"]


def test_a_hundred_questions_are_enough(visitor: httpx.Client) -> None:
    assert ask(visitor, "prediction", [{}] * 100).status_code == 200
    assert ask(visitor, "prediction", [{}] * 101).json()["type"] == "/problems/too-many-questions"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"id": NaN}',
        b'{"id": "\xff"}',
        b'{"id": 123456789012345678901234567890}',
        b"[" * 20_000 + b"]" * 20_000,
    ],
    ids=["empty", "broken", "NaN", "not UTF-8", "huge id", "deep"],
)
def test_nonsense_is_a_bad_request(visitor: httpx.Client, content: bytes) -> None:
    answer = visitor.post("/api/calculator/ticket", content=content)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
