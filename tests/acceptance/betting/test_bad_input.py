"""Nonsense gets a clear refusal and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Round
from tests.acceptance.game import Game

BEYOND_64_BITS = 2**63


@pytest.fixture
def ready(round_: Round) -> Round:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500, "Mali": 3000})
    return round_


def nothing_happened(round_: Round) -> bool:
    return round_.balance("Ama") == 100 and round_.rows("select from bet") == []


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"stake": stake}
            for stake in (-1, 0, 2**31 * 10**6, BEYOND_64_BITS, 0.5, 1.0, "1", True, None, [1])
        ),
        {"kind": "treble"},
        {"kind": None},
        {"entry_id": "mine"},
        {"legs": []},
        {"legs": None},
        {"legs": [{"selection_id": str(new_id()), "odds": 2500}] * 21},
        {"fold": 2},
        {"fold": 0},
        {"kind": "combo"},
        {"kind": "trixie"},
        {"kind": "pool"},
        {"pool_id": str(new_id())},
        {"each_way": "yes"},
        {"odds_policy": "best"},
        {"note": ""},
        {"note": "x" * 201},
        {"note": "a\0b"},
        {"own_probability": 1001},
        {"own_probability": -1},
        {"surprise": 1},
    ],
)
def test_a_slip_that_makes_no_sense(ready: Round, change: dict[str, Any]) -> None:
    answer = ready.place("Ama", ready.slip("Ama", 40, "Ghana") | change)

    assert answer.status_code == 400, answer.text
    assert nothing_happened(ready)


@pytest.mark.parametrize("odds", [None, 0, 1000, 1_000_001, 2.5, "2500", True])
def test_odds_that_make_no_sense(ready: Round, odds: object) -> None:
    slip = ready.slip("Ama", 40, "Ghana")
    slip["legs"][0]["odds"] = odds

    assert ready.place("Ama", slip).status_code == 400
    assert nothing_happened(ready)


def test_a_selection_named_twice(ready: Round) -> None:
    answer = ready.bet("Ama", 40, "Ghana", "Ghana")

    assert answer.json()["type"] == "/problems/selection-repeated"
    assert nothing_happened(ready)


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"stake": 1e400}', '{"stake": NaN}'])
def test_json_that_is_none(ready: Round, body: str) -> None:
    answer = ready.send_text("Ama", f"/api/bets/{new_id()}", body)

    assert answer.status_code == 400, answer.text
    assert nothing_happened(ready)


def test_a_body_of_ten_megabytes(ready: Round) -> None:
    answer = ready.send_text("Ama", f"/api/bets/{new_id()}", '"' + "x" * 10_000_000 + '"')

    assert answer.status_code == 413
    assert nothing_happened(ready)


def test_without_a_key_there_is_no_post(ready: Round) -> None:
    answer = ready.send("Ama", "POST", "/api/bets", ready.slip("Ama", 40, "Ghana"))

    assert answer.status_code == 400
    assert nothing_happened(ready)


Planting = Callable[[Round], None]


def settled(round_: Round) -> None:
    round_.change("update market set state = 'settled'")


def locked(round_: Round) -> None:
    round_.change("update market set locks_at = clock_timestamp()")


def unknown(round_: Round) -> None:
    round_.selections["Ghana"] = new_id()


def somebody_elses(round_: Round) -> None:
    """Of another community: what may not be seen is not there."""
    elsewhere = Game(round_.world.database, round_.world.found_community(f"{round_.name}-away"))
    market = elsewhere.market(elsewhere.event(), {"1": 2500})
    round_.selections["Ghana"] = market.selections["1"]


@pytest.mark.parametrize(
    ("plant", "problem"),
    [
        (settled, "market-not-open"),
        (locked, "market-locked"),
        (unknown, "selection-unknown"),
        (somebody_elses, "selection-unknown"),
    ],
)
def test_a_selection_nobody_can_bet_on(ready: Round, plant: Planting, problem: str) -> None:
    plant(ready)

    answer = ready.bet("Ama", 40, "Ghana")

    assert answer.json()["type"] == f"/problems/{problem}"
    assert nothing_happened(ready)


def test_nobody_bets_with_another_player_s_entry(ready: Round) -> None:
    ready.player("Kofi", points=100)
    slip = ready.slip("Kofi", 40, "Ghana")

    answer = ready.place("Ama", slip)

    assert answer.json()["type"] == "/problems/no-such-entry"
    assert ready.balance("Kofi") == 100


def test_nobody_finds_another_player_s_bet_by_its_id(ready: Round) -> None:
    bet = ready.bet("Ama", 40, "Ghana").json()
    ready.player("Kofi", points=100)

    answer = ready.send("Kofi", "PUT", f"/api/bets/{bet['id']}", ready.slip("Ama", 40, "Ghana"))

    assert answer.json()["type"] == "/problems/bet-id-reused"
