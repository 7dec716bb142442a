"""What is told of a replay."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from app.development.replay.report import Lags, Moved, Place, Report, as_markdown, percentile
from app.development.replay.tally import Tally

TALLY = Tally(
    placed=Counter(single=50, combo=10),
    staked=1_234,
    refused=Counter({"odds-moved": 3}),
    looks=40,
    cancelled=2,
    cashed_out=1,
    tips=7,
    jokers=1,
    ticks=128,
    results=64,
    corrections=8,
    second_people=11,
    voids=4,
    pools=4,
    late_seconds=0.2,
)
REPORT = Report(
    source="openfootball/2022",
    command="pointsbook replay",
    matches=64,
    players=100,
    speed=2_000,
    seed=1,
    load=0.5,
    seconds=20,
    tally=TALLY,
    moved={"stake": Moved(count=60, points=1_234)},
    lags=Lags.of([0.3, 0.1, 0.2]),
    standings=[Place(rank=1, player="Bot 1", net_worth=1_100, net_points=100, prediction_points=4)],
    open_bets=0,
    unfinished_jobs=0,
    failed_jobs=0,
    violations=[],
)


@pytest.mark.parametrize(
    ("percent", "value"), [(0, 1.0), (50, 2.0), (51, 3.0), (95, 4.0), (100, 4.0)]
)
def test_a_percentile_is_one_of_the_values(percent: int, value: float) -> None:
    assert percentile([3.0, 1.0, 4.0, 2.0], percent) == value


def test_of_nothing_every_percentile_is_nothing() -> None:
    assert Lags.of([]) == Lags(settlements=0, p50=0.0, p95=0.0, worst=0.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"violations": ["a balance: 5"]},
        {"tally": Tally(faults=["500 it broke"])},
        {"open_bets": 1},
        {"unfinished_jobs": 2},
        {"failed_jobs": 3},
    ],
)
def test_whatever_is_wrong_makes_it_unsound(wrong: Mapping[str, Any]) -> None:
    told = msgspec.structs.replace(REPORT, **wrong)

    assert not told.sound
    assert "## What is wrong" in as_markdown(told)


def test_all_that_is_wrong_is_named() -> None:
    told = as_markdown(
        msgspec.structs.replace(
            REPORT, violations=["a: 5"], tally=Tally(faults=["500 it broke"]), open_bets=7
        )
    )

    *_, violation, fault, bets = told.splitlines()
    assert violation == "- violated: a: 5"
    assert fault == "- a fault: 500 it broke"
    assert bets == "- 7 bets that nobody settled"


def test_a_sound_replay_names_nothing_wrong() -> None:
    assert REPORT.sound
    assert "wrong\n" not in as_markdown(REPORT)


def test_the_report_names_what_people_want_to_know() -> None:
    told = as_markdown(REPORT)

    for line in (
        "# Replay of openfootball/2022",
        "3.0 bets and 5.7 requests of players a second",
        "| bets: single | 50 |",
        "| refused: odds-moved | 3 |",
        "| of them wrong, and corrected | 8 |",
        "| stake | 60 | 1,234 |",
        "3 settlements: p50 0.20 s, p95 0.30 s, the slowest 0.30 s.",
        "| 1 | Bot 1 | 1,100 | 100 | 4 |",
    ):
        assert line in told


def test_who_has_no_rank_is_shown_without_one() -> None:
    [first] = REPORT.standings
    outside = msgspec.structs.replace(first, rank=None)

    told = as_markdown(msgspec.structs.replace(REPORT, standings=[outside]))

    assert "| none | Bot 1 |" in told


def test_programs_read_it_as_json() -> None:
    read = json.loads(msgspec.json.encode(REPORT))

    assert read["tally"]["placed"] == {"single": 50, "combo": 10}
    assert read["lags"]["p95"] == 0.3
