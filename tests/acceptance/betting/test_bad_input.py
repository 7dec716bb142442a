"""Nonsense gets a clear refusal and changes nothing."""

import json
from collections.abc import Callable
from itertools import product
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


# Whatever a bet could have moved.
MOVED = ("bet", "leg", "cash_out", "exposure", "play_day", "pool_total", "transfer")


def everything(round_: Round) -> dict[str, list[Any]]:
    return {table: round_.rows(f"select * from {table} order by 1, 2, 3") for table in MOVED}  # noqa: S608


def nothing_happened(round_: Round) -> bool:
    """But for what Ama began with."""
    moved = everything(round_)
    grants = [row for row in moved.pop("transfer") if "grant" not in row and "take_back" not in row]
    return round_.balance("Ama") == 100 and not grants and not any(moved.values())


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


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 10_000, b'{"stake": 1,}']
)
def test_json_that_is_none(ready: Round, body: bytes) -> None:
    answer = ready.send_bytes("Ama", f"/api/bets/{new_id()}", body)

    assert answer.status_code == 400, answer.text
    assert nothing_happened(ready)


@pytest.mark.parametrize("stake", ["1e400", "-1e400", "NaN", "Infinity", "1e1", "0x10", "9" * 400])
def test_numbers_that_json_may_hold_and_a_stake_may_not(ready: Round, stake: str) -> None:
    slip = json.dumps(ready.slip("Ama", 4711, "Ghana")).replace("4711", stake)

    answer = ready.send_bytes("Ama", f"/api/bets/{new_id()}", slip.encode())

    assert answer.status_code == 400, answer.text
    assert nothing_happened(ready)


def test_a_body_of_ten_megabytes(ready: Round) -> None:
    body = b'"' + b"x" * 10_000_000 + b'"'

    answer = ready.send_bytes("Ama", f"/api/bets/{new_id()}", body)

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


def test_a_bet_on_moved_odds(ready: Round) -> None:
    ready.game.price(ready.selections["Ghana"], 2600)

    answer = ready.bet("Ama", 40, "Ghana")

    told = {name: answer.json()[name] for name in ("type", "seen", "current", "version")}
    assert told == {
        "type": "/problems/odds-moved", "seen": 2500, "current": 2600, "version": 2
    }  # fmt: skip
    assert nothing_happened(ready)


def test_a_stake_in_another_community_s_pool(ready: Round) -> None:
    elsewhere = Round(ready.world)
    pool_id = elsewhere.game.pool(elsewhere.competition_id, elsewhere.offer({"Togo": None}))
    slip = ready.slip("Ama", 40, kind="pool", pool_id=str(pool_id))

    answer = ready.place("Ama", slip | {"legs": [{"selection_id": str(ready.selections["Ghana"])}]})

    assert answer.json()["type"] == "/problems/no-such-pool"
    assert nothing_happened(ready)


def test_another_community_s_entry_and_bet_are_not_there(ready: Round) -> None:
    elsewhere = Round(ready.world)
    elsewhere.player("Kofi", points=100)
    elsewhere.offer({"Togo": 2500})
    bet = elsewhere.bet("Kofi", 40, "Togo").json()
    slip = ready.slip("Ama", 40, "Ghana", entry_id=str(elsewhere.player("Kofi").entry_id))

    entry = ready.place("Ama", slip)
    path = f"/api/bets/{bet['id']}"
    found = [
        ready.send("Ama", "GET", path),
        ready.send("Ama", "PUT", f"{path}/cancel"),
        ready.send("Ama", "GET", f"{path}/cash-out"),
        ready.send("Ama", "PUT", f"{path}/note", {"note": "mine"}),
    ]

    assert entry.json()["type"] == "/problems/no-such-entry"
    assert {answer.json()["type"] for answer in found} == {"/problems/no-such-bet"}
    assert nothing_happened(ready)
    assert elsewhere.send("Kofi", "GET", path).json() == bet


@pytest.mark.parametrize(
    "change",
    [
        *({"points": points} for points in (-1, 2**63, 0.5, "38", True, None)),
        {"versions": []},
        {"versions": [{"selection_id": "mine", "odds_version": 1, "multiplier_version": 0}]},
        {"versions": None},
        {"surprise": 1},
    ],
)
def test_an_answer_to_an_offer_that_makes_no_sense(ready: Round, change: dict[str, Any]) -> None:
    ready.bet("Ama", 40, "Ghana")
    offer = ready.ask_for_cash_out("Ama")
    before = everything(ready)
    answer = {name: offer[name] for name in ("points", "versions")} | change

    told = ready.send("Ama", "PUT", f"/api/bets/{ready.bet_id}/cash-out", answer)

    assert told.status_code == 400, told.text
    assert everything(ready) == before


@pytest.mark.parametrize(
    "change",
    [
        {"points": 39},
        {
            "versions": [
                {
                    "selection_id": str(new_id()),
                    **dict.fromkeys(("odds_version", "multiplier_version"), 1),
                }
            ]
        },
    ],
)
def test_an_answer_to_an_offer_that_nobody_made(ready: Round, change: dict[str, Any]) -> None:
    ready.bet("Ama", 40, "Ghana")
    offer = ready.ask_for_cash_out("Ama")
    before = everything(ready)

    ready.accept_cash_out("Ama", offer | change)

    assert ready.answer.json()["type"] == "/problems/cash-out-stale"
    assert ready.answer.json()["points"] == 38
    assert everything(ready) == before


@pytest.mark.parametrize("stake", [-1, 0, BEYOND_64_BITS, 0.5, "1", True, None])
def test_a_quote_of_nonsense(ready: Round, stake: object) -> None:
    slip = ready.slip("Ama", 40, "Ghana") | {"stake": stake}

    answer = ready.send("Ama", "POST", "/api/quotes", slip)

    assert answer.status_code == 400, answer.text


NONSENSE = (
    "state=lost", "result=lucky", "entry_id=mine", "competition_id=ours", "from=yesterday",
    "to=32.13.2026",
)  # fmt: skip
NO_PAGE = ("limit=0", "limit=201", "limit=ten", "after=x")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        *product(("/api/bets", "/api/users/betting-history"), (*NONSENSE, *NO_PAGE)),
        *product(("/api/bets.csv",), NONSENSE),
    ],
)
def test_a_list_of_nonsense_holds_no_connection(ready: Round, path: str, query: str) -> None:
    answer = ready.send("Ama", "GET", f"{path}?{query}")

    assert answer.status_code == 400, answer.text
    assert ready.world.rests()


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
