"""Knock-out matches of world cups: who won in time, and who went through."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.catalogue.rules.importing.openfootball import read_openfootball
from app.catalogue.rules.results import ResultDocument
from app.markets.rules.markets import Market
from app.settlement.rules.grading import grading_of
from app.settlement.rules.plausibility import doubts_about
from tests.unit.markets.football import WINNER, selection
from tests.unit.settlement.rulings import MATCH, OVER, finished

WORLD_CUPS = Path("../shared/data/openfootball")
KNOCK_OUT = ("Round of", "Quarter-final", "Semi-final", "Match for third", "Final", "Third")

IN_TIME = WINNER
GOES_THROUGH = replace(
    WINNER,
    terms=replace(WINNER.terms, name="Goes through", period="qualification"),
    selections=(selection(1, "1", 2_000), selection(2, "2", 2_000)),
)

# Of 2018 and 2022: ft, et, p; who won in time, and who went through.
HANDFUL = [
    ("Argentina v France", {"ft": [2, 2], "et": [3, 3], "p": [4, 2]}, "draw", "1"),
    ("Morocco v Spain", {"ft": [0, 0], "et": [0, 0], "p": [3, 0]}, "draw", "1"),
    ("Croatia v Brazil", {"ft": [0, 0], "et": [1, 1], "p": [4, 2]}, "draw", "1"),
    ("Croatia v England", {"ft": [1, 1], "et": [2, 1]}, "draw", "1"),
    ("Russia v Croatia", {"ft": [1, 1], "et": [2, 2], "p": [3, 4]}, "draw", "2"),
    ("France v Croatia", {"ft": [4, 2]}, "1", "1"),
    ("Uruguay v France", {"ft": [0, 2]}, "2", "2"),
]


def document_of(score: dict[str, list[int]]) -> ResultDocument:
    match = {"date": "2022-12-18", "time": "18:00", "team1": "A", "team2": "B", "score": score}
    file = msgspec.json.encode({"name": "Cup", "matches": [match]})
    [event] = read_openfootball(file, file="cup.json", sport="football", zone="UTC").events
    assert event.result
    return event.result


def won(market: Market, document: ResultDocument) -> list[str]:
    outcomes = grading_of(market, finished(document)).outcomes
    return [s.key for s in market.selections if outcomes[s.id].win.outcome.name == "won"]


@pytest.mark.parametrize(("match", "score", "in_time", "through"), HANDFUL)
def test_a_match_has_a_winner_in_time_and_one_who_goes_through(
    match: str, score: dict[str, list[int]], in_time: str, through: str
) -> None:
    document = document_of(score)

    assert (match, won(IN_TIME, document)) == (match, [in_time])
    assert (match, won(GOES_THROUGH, document)) == (match, [through])
    assert doubts_about(MATCH, document, now=OVER) == []


def scores() -> Iterator[tuple[str, dict[str, list[int]]]]:
    for file in sorted(WORLD_CUPS.glob("*/worldcup.json")):
        for match in msgspec.json.decode(file.read_bytes())["matches"]:
            if match.get("score", {}).get("ft") and match["round"].startswith(KNOCK_OUT):
                name = f"{file.parent.name}: {match['team1']} v {match['team2']}"
                yield name, match["score"]


def best(pair: list[int]) -> str:
    return "draw" if pair[0] == pair[1] else "12"[pair[1] > pair[0]]


@pytest.mark.skipif(not WORLD_CUPS.is_dir(), reason="the world cups lie beside the project")
def test_every_knock_out_match_of_the_world_cups_is_graded() -> None:
    graded = 0
    for name, score in scores():
        document = document_of(score)
        last = score.get("p") or score.get("et") or score["ft"]

        assert (name, won(IN_TIME, document)) == (name, [best(score["ft"])])
        assert (name, won(GOES_THROUGH, document)) == (name, [best(last)])
        graded += 1
    assert graded >= 16
