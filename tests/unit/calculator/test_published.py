"""Figures that others have published, through the calculator.

All of them are read from `../shared` where that lies beside the project; a few of each sort are
repeated here.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.calculator.service import Answer, Kind, answer
from app.cli import main

SHARED = Path(__file__).parents[4] / "shared"
HALF_A_CENT = Fraction(1, 200)
Case = dict[str, Any]


def ticket(bet: str, stake: str, *legs: str, each_way: bool = False) -> Case:
    """A leg is written as `7/2 won`, or as `7/2 won 1/5` with its place terms."""
    return {
        "bet": bet,
        "unit_stake": stake,
        "each_way": each_way,
        "legs": [
            dict(zip(("odds", "result", "place_terms"), written.split(), strict=False))
            for written in legs
        ],
    }


TICKETS = [
    (ticket("single", "5", "10/1 won"), "5", "55"),
    (ticket("combo", "8", "3/1 won", "4/1 won"), "8", "160"),
    (ticket("combo", "12", "10/1 won", "5/1 won", "100/30 won", "1/4 won"), "12", "4290"),
    (ticket("combo", "100", "3/1 won", "4/1 lost"), "100", "0"),
    (ticket("combo", "100", "3/1 void", "4/1 void"), "100", "100"),
    (ticket("combo", "100", "10/1 won", "5/1 won", "100/30 void", "1/4 won"), "100", "8250"),
    (ticket("single", "15", "9/2 placed 1/5", each_way=True), "30", "28.50"),
    (ticket("combo", "8", "3/1 won 1/4", "4/1 placed 1/5", each_way=True), "16", "25.20"),
    (
        ticket("combo", "13", "3/1 won 1/4", "4/1 placed 1/5", "7/2 won 1/4", each_way=True),
        "26",
        "76.78",
    ),
    (ticket("combo", "8", "3/1 void 1/4", "4/1 won 1/5", each_way=True), "16", "54.40"),
    (ticket("trixie", "10", "5/1 won", "5/1 won", "5/1 won"), "40", "3240"),
]

# The selection, its own line, the score, and what became of it.
HANDICAPS = [
    ("home", "-4", (5, 0), "won"),
    ("home", "-4", (4, 0), "void"),
    ("home", "-4", (3, 0), "lost"),
    ("away", "-4", (0, 5), "won"),
    ("away", "-4", (4, 0), "lost"),
    ("home", "-2.25", (2, 0), "half_lost"),
    ("away", "-2.75", (0, 3), "half_won"),
    ("away", "+2", (2, 0), "void"),
    ("home", "+2.25", (0, 2), "half_won"),
    ("home", "+2.75", (0, 3), "half_lost"),
    ("away", "+3.5", (3, 0), "won"),
    ("away", "+3.5", (4, 0), "lost"),
]


@pytest.mark.parametrize(("asked", "stake", "returns"), TICKETS)
def test_a_ticket_returns_what_was_published(asked: Case, stake: str, returns: str) -> None:
    check_ticket(asked, answer(Kind.TICKET, asked, number=1), stake=stake, returns=returns)


def check_ticket(asked: Case, answered: Answer, *, stake: str, returns: str) -> None:
    exact = Fraction(answered["returns_exact"])
    assert abs(exact - Fraction(returns)) <= HALF_A_CENT, asked
    assert answered["points"] == int(exact), asked
    assert Fraction(answered["stake"]) == Fraction(stake), asked


@pytest.mark.parametrize(("selection", "line", "score", "outcome"), HANDICAPS)
def test_a_handicap_is_graded_as_published(
    selection: str, line: str, score: tuple[int, int], outcome: str
) -> None:
    asked = {
        "market": "handicap",
        "selection": selection,
        "line": line,
        "result": {"full_time": list(score)},
    }

    assert answer(Kind.MARKET, asked, number=1)["outcome"] == outcome


@pytest.mark.skipif(not SHARED.exists(), reason="the published figures are not beside the project")
class TestShared:
    def test_every_ticket(self) -> None:
        for case, answered in asked_of("ticket", "tickets.jsonl"):
            check_ticket(case, answered, stake=case["stake"], returns=case["returns"])

    def test_every_handicap(self) -> None:
        asked = asked_of("market", "handicap.jsonl")

        assert [case for case, answered in asked if answered["outcome"] != case["outcome"]] == []

    def test_every_world_cup_match(self) -> None:
        """Each stage is graded by its own score, whatever the lists of goals say."""
        played = [match for match in matches() if "score" in match]

        for match in played:
            score = match["score"]
            after = score.get("et", score["ft"])
            result = {
                name: score[short]
                for short, name in (
                    ("ht", "half_time"),
                    ("ft", "full_time"),
                    ("et", "extra_time"),
                    ("p", "shoot_out"),
                )
                if short in score
            }
            assert winner(result, "full_time") == leader(score["ft"])
            assert winner(result, "extra_time") == leader(after)
            assert winner(result, "qualification") == leader(score.get("p", after))
            if "ht" in score:
                assert winner(result, "first_half") == leader(score["ht"])
        assert len(played) > 200


def asked_of(kind: str, name: str) -> list[tuple[Case, Answer]]:
    """Each line of the file, and what the command answers to it."""
    lines = (SHARED / "cases" / name).read_text()
    result = CliRunner().invoke(main, ["calc", kind], input=lines)
    assert result.exit_code == 0
    cases, answers = (text.splitlines() for text in (lines, result.stdout))
    return [(json.loads(c), json.loads(a)) for c, a in zip(cases, answers, strict=True)]


def matches() -> Iterator[Case]:
    for year in sorted((SHARED / "data" / "openfootball").glob("*/worldcup.json")):
        yield from json.loads(year.read_text())["matches"]


def leader(score: list[int]) -> str:
    first, second = score
    return "draw" if first == second else "home" if first > second else "away"


def winner(result: Case, period: str) -> str:
    graded = {
        selection: answer(
            Kind.MARKET,
            {"market": "winner", "selection": selection, "period": period, "result": result},
            number=1,
        )["outcome"]
        for selection in ("home", "draw", "away")
    }
    assert sorted(graded.values()) == ["lost", "lost", "won"]
    return next(selection for selection, outcome in graded.items() if outcome == "won")
