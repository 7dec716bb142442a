"""What the calculator understands, what it answers, and how it says no."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.calculator.service import Kind, answer, answer_line
from app.cli import main
from app.cli.calc import LINE_BYTES_MAX

SINGLE = {"bet": "single", "unit_stake": "10", "legs": [{"odds": "5/2", "result": "won"}]}


def ask(kind: str, asked: object) -> dict[str, Any]:
    return answer(Kind(kind), asked, number=7)


def legs(*others: dict[str, Any]) -> dict[str, Any]:
    """A ticket whose legs are all right but for these."""
    return SINGLE | {"legs": [{"odds": "5/2", "result": "won"} | other for other in others]}


def test_a_ticket() -> None:
    assert ask("ticket", SINGLE | {"id": "t"}) == {
        "id": "t",
        "lines": 1,
        "stake": "10",
        "returns_exact": "35",
        "points": 35,
        "state": "won",
    }


@pytest.mark.parametrize(
    ("leg", "returns"),
    [
        ({"rule_4": 10}, "65/2"),
        ({"dead_heat": "1/2"}, "35/2"),
        # Both apply: 1 + 5/2 x 9/10, and half of the stake wins.
        ({"rule_4": 10, "dead_heat": "1/2"}, "65/4"),
        ({"result": "half_won"}, "45/2"),
        ({"result": "half_lost"}, "5"),
        ({"result": "placed"}, "0"),
        ({"odds": "+350"}, "45"),
    ],
)
def test_what_can_befall_a_leg(leg: dict[str, Any], returns: str) -> None:
    assert ask("ticket", legs(leg))["returns_exact"] == returns


def test_an_each_way_tie_over_the_last_place() -> None:
    asked = legs({"odds": "8/1", "result": "placed", "place_terms": "1/4"})
    asked["legs"][0]["place_dead_heat"] = "2/3"

    assert ask("ticket", asked | {"each_way": True})["returns_exact"] == "20"


def test_a_tie_for_the_win_leaves_the_place_whole() -> None:
    asked = legs({"odds": "8/1", "place_terms": "1/4", "dead_heat": "1/2"})

    # Half of 10 x 9, and 10 x 3.
    assert ask("ticket", asked | {"each_way": True})["returns_exact"] == "75"


def test_an_open_ticket_has_no_returns_yet() -> None:
    answered = ask("ticket", legs({"result": "open"}))

    assert (answered["state"], answered["returns_exact"], answered["points"]) == (
        "open",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("market", "selection", "outcome"),
    [
        ("winner", "home", "lost"),
        ("winner", "draw", "won"),
        ("double_chance", "home_or_draw", "won"),
        ("double_chance", "12", "lost"),
        ("draw_no_bet", "away", "void"),
        ("both_score", "yes", "won"),
        ("odd_even", "even", "won"),
        ("correct_score", "1:1", "won"),
        ("correct_score", "1-1", "won"),
        ("half_full", "home/draw", "won"),
        ("half_full", "home_draw", "won"),
    ],
)
def test_a_market(market: str, selection: str, outcome: str) -> None:
    result = {"half_time": [1, 0], "full_time": [1, 1], "shoot_out": None}

    answered = ask("market", {"market": market, "selection": selection, "result": result})

    assert answered["outcome"] == outcome


def test_a_market_says_which_parts_of_the_stake_win_and_return() -> None:
    asked = {"market": "handicap", "line": "-1.25", "selection": "home"}

    assert ask("market", asked | {"result": {"full_time": [2, 1]}}) == {
        "id": 7,
        "outcome": "half_lost",
        "win": "0",
        "push": "1/2",
    }


@pytest.mark.parametrize(
    ("selection", "line", "outcome"),
    [("home/over", "2.5", "won"), ("home_and_over", "3", "void"), ("away/over", "2.5", "lost")],
)
def test_result_and_total(selection: str, line: str, outcome: str) -> None:
    asked = {"market": "result_and_total", "selection": selection, "line": line}

    assert ask("market", asked | {"result": {"full_time": [2, 1]}})["outcome"] == outcome


def test_any_other_score_needs_the_listed_ones() -> None:
    asked = {"market": "correct_score", "selection": "any_other", "result": {"full_time": [5, 4]}}

    assert "list" in ask("market", asked)["error"]
    assert ask("market", asked | {"scores": ["1-0", "0:0"]})["outcome"] == "won"


def test_a_tie_rule_takes_the_draw_away() -> None:
    asked = {"market": "winner", "selection": "home", "result": {"full_time": [1, 1]}}

    assert ask("market", asked | {"tie_rule": "push"})["outcome"] == "void"
    assert ask("market", asked | {"tie_rule": "dead_heat"})["win"] == "1/2"


def test_a_pool() -> None:
    asked = {"stakes": {"a": 61, "b": 40, "c": 0}, "winners": ["b", "b"], "takeout": "0.15"}

    assert ask("pool", asked) == {
        "id": 7,
        "dividends": {"b": "17/8"},
        "payouts": {"b": 85},
        "takeout": 16,
        "breakage": 0,
        "house": 0,
        "carried_out": 0,
    }


def test_a_prediction() -> None:
    asked = {"result": [2, 1], "tip": [2, 1], "joker": True}

    assert ask("prediction", asked) == {"id": 7, "points": 8}
    assert ask("prediction", asked | {"scheme": {"exact": 10}})["points"] == 20


def test_a_prediction_with_a_quota() -> None:
    scheme = {"quota": {"minimum": 1, "maximum": 9}}
    asked = {"result": [2, 1], "tip": [3, 0], "scheme": scheme, "predicted": 7, "right": 2}

    assert ask("prediction", asked)["points"] == 7


def test_a_margin() -> None:
    answered = ask("margin", {"odds": ["2", "3", "5"], "method": "multiplicative"})

    assert answered["margin"] == pytest.approx(1 / 30)
    assert answered["probabilities"] == pytest.approx([15 / 31, 10 / 31, 6 / 31])


def test_a_margin_where_two_of_three_win() -> None:
    asked = {"odds": ["1.25", "1.25", "1.6"], "method": "multiplicative", "winners": 2}

    answered = ask("margin", asked)

    assert answered["margin"] == pytest.approx(0.1125)
    assert answered["probabilities"] == pytest.approx([0.71910112, 0.71910112, 0.56179775])


def test_a_ranking() -> None:
    rows = [
        {"player": "Ama", "points": 3},
        {"player": "Bot", "points": 9, "bot": True},
        {"player": "Kofi", "points": 3},
        {"player": "Efua", "points": 4, "excluded": True},
        {"player": 5, "points": 1.5},
    ]

    assert ask("ranking", {"rows": rows}) == {
        "id": 7,
        "ranks": [
            {"player": "Bot", "rank": None},
            {"player": "Efua", "rank": None},
            {"player": "Ama", "rank": 1},
            {"player": "Kofi", "rank": 1},
            {"player": 5, "rank": 3},
        ],
    }


@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("ticket", legs({"odds": "1e30"}), "price"),
        ("ticket", legs({"odds": 10**30}), "price"),
        ("ticket", legs({"odds": "NaN"}), "price"),
        ("ticket", legs({"odds": 2.5}), "`$.legs[0].odds`"),
        ("ticket", legs({"odds": "1001"}), "between"),
        ("ticket", legs({"result": "maybe"}), "maybe"),
        ("ticket", legs({"rule_4": 91}), "<= 90"),
        ("ticket", legs({"dead_heat": "3/2"}), "share"),
        ("ticket", legs(*[{}] * 21), "<= 20"),
        ("ticket", legs(), ">= 1"),
        ("ticket", legs({}, {}), "legs: 2"),
        ("ticket", SINGLE | {"each_way": True}, "place terms"),
        ("ticket", legs({"result": "half_won", "place_terms": "1/4"}) | {"each_way": True}, "each"),
        ("ticket", SINGLE | {"unit_stake": "-1"}, "number"),
        ("ticket", SINGLE | {"unit_stake": 10**30}, "number"),
        ("ticket", SINGLE | {"unit_stake": "1/0"}, "number"),
        ("ticket", SINGLE | {"unit_stake": "10000000000000"}, "stake"),
        ("ticket", SINGLE | {"unit_stake": "1000000000000"}, "pay more"),
        ("ticket", SINGLE | {"bet": "goliath"}, "8"),
        ("market", {"market": "outright", "selection": "1", "result": {}}, "outright"),
        ("market", {"market": "winner", "selection": "home", "result": {}}, "full_time"),
        ("market", {"market": "half_full", "selection": "home", "result": {}}, "home"),
        ("pool", {"stakes": {"a": -1}, "winners": []}, ">= 0"),
        ("pool", {"stakes": {"a": 1}, "winners": [], "takeout": "1"}, "takeout"),
        ("prediction", {"result": [1, 2, 3], "tip": [0, 0]}, "length 2"),
        ("margin", {"odds": ["2"], "method": "shin"}, ">= 2"),
        ("margin", {"odds": ["1.05", "1.9", "500"], "method": "additive"}, "additive"),
        ("ranking", {"rows": [{"player": "Ama"}]}, "points"),
        ("ranking", {"rows": [{"player": "Ama", "points": True}]}, "bool"),
        ("ranking", {"rows": [{"points": 1}]}, "player"),
    ],
)
def test_what_makes_no_sense_is_named(kind: str, asked: dict[str, Any], said: str) -> None:
    answered = ask(kind, asked | {"id": "odd"})

    assert answered.keys() == {"id", "error"}
    assert answered["id"] == "odd"
    assert said in answered["error"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('{"id": "x", "stake": NaN}', "x"),
        ('{"stake": 1e999, "id": 42}', 42),
        ('{"id": "x", ', "x"),
        ('{"id": 3, "x": ' + "[" * 10_000 + "]" * 10_000 + "}", 3),
        ('{"id": {"a": 1}}', None),
        ('{"id": true}', None),
        ('{"id": 123456789012345678901234567890}', None),
        ("[1, 2]", 7),
        ("null", 7),
        ("", 7),
        ('{"id": "' + "\\" * 3 + '"}', 7),
    ],
)
def test_a_line_that_cannot_be_read_keeps_its_id(line: str, name: object) -> None:
    answered = answer_line(Kind.TICKET, line.encode(), number=7)

    assert answered.keys() == {"id", "error"}
    assert answered["id"] == name


def test_a_line_is_utf_8() -> None:
    assert answer_line(Kind.TICKET, b'{"id": 4, "bet": "\xff"}', number=7)["id"] == 4


def run(kind: str, text: str) -> Result:
    return CliRunner().invoke(main, ["calc", kind], input=text)


def test_the_command_answers_line_by_line() -> None:
    asked = json.dumps(SINGLE)

    result = run("ticket", f"{asked}\n\n{asked}")

    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 3]
    assert result.exit_code == 0


def test_a_bad_line_fails_the_command_and_no_other_line() -> None:
    asked = json.dumps(SINGLE)

    result = run("ticket", f'{asked}\n{{"id": "bad"}}\n{asked}\n')

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answered.get("points") for answered in answers] == [35, None, 35]
    assert answers[1]["id"] == "bad"
    assert result.exit_code == 1


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.calc.LINE_BYTES_MAX", 200)
    asked = json.dumps(SINGLE)

    result = run("ticket", f"{'x' * 1_000}\n{asked}\n")

    refused, answered = (json.loads(line) for line in result.stdout.splitlines())
    assert refused == {"id": 1, "error": "The line is too long."}
    assert answered["points"] == 35


def test_there_is_room_for_a_million_legs() -> None:
    assert LINE_BYTES_MAX > 100 * 10**6


def test_an_unknown_kind_is_named() -> None:
    result = run("lottery", "")

    assert result.exit_code == 2
    assert "lottery" in result.output
