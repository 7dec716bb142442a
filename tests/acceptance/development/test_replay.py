"""A short replay through real servers: all is settled, corrected, and counted right."""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.development.replay.dice import dice
from app.development.replay.installation import thrown_away
from app.development.replay.schedule import load
from tests.acceptance.development.pointsbook_run import POINTSBOOK, ROOT, processes_of
from tests.acceptance.development.recount import Truth, bonus_points, prediction_points

pytestmark = pytest.mark.xdist_group("replay")

MATCHES, PLAYERS, SEED = 6, 10, 5
SECONDS_MAX = 150
# Bets that were paid and paid otherwise afterwards, and the points that this took.
CORRECTED = """
    select count(*), coalesce(sum(abs(payout - payout_before)), 0)
    from settlement where state_before = 'settled' and state = 'settled'
"""


@dataclass(frozen=True)
class Played:
    """What the report says, what is true, and what was left behind."""

    status: int
    told: dict[str, Any]
    markdown: str
    net_points: Counter[str]
    prediction_points: Counter[str]
    corrected: tuple[int, int]
    folder: Path


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("replay")
    schedule = load("generated", data=folder, matches_max=MATCHES, random=dice(SEED, "schedule"))
    with (folder / "servers.log").open("w") as log, thrown_away(log) as installation:
        done = subprocess.run(
            [*POINTSBOOK, "replay", "generated", "--url", installation.url, "--report", folder,
             "--matches", str(MATCHES), "--players", str(PLAYERS), "--seed", str(SEED),
             "--speed", "100000"],
            cwd=ROOT, env=dict(installation.environ), capture_output=True, text=True,
            timeout=SECONDS_MAX, check=False,
        )  # fmt: skip
        assert (folder / "report.json").exists(), done.stderr
        with psycopg.connect(installation.settings.platform_database_url.reveal()) as platform:
            net_points = Truth.of(platform, schedule).net_points()
            earned = prediction_points(platform, schedule)
            bonus = bonus_points(platform, schedule.champion)
            [corrected] = platform.execute(CORRECTED).fetchall()
    return Played(
        status=done.returncode,
        told=json.loads((folder / "report.json").read_text()),
        markdown=done.stdout,
        net_points=net_points,
        prediction_points=earned + bonus,
        corrected=corrected,
        folder=installation.folder,
    )


def test_everything_is_settled_and_every_invariant_holds(played: Played) -> None:
    assert played.status == 0, played.markdown
    assert played.told["open_bets"] == 0
    assert played.told["violations"] == []
    assert "Everything is settled" in played.markdown


def test_players_and_officials_did_what_they_do(played: Played) -> None:
    tally = played.told["tally"]

    # Who acts how often hangs on who is in time, and that on the machine.
    assert (tally["results"], tally["voids"], tally["pools"]) == (MATCHES, 1, 1)
    assert tally["ticks"] == 2 * MATCHES
    assert tally["placed"]["single"] > 0
    assert len(tally["placed"]) > 1
    assert tally["tips"] > 0


def test_a_wrong_result_was_corrected_with_a_second_official(played: Played) -> None:
    bets, points = played.corrected

    assert played.told["tally"]["corrections"] == 1
    assert played.told["tally"]["second_people"] >= 1
    assert bets > 0
    assert points > 0


def test_net_points_are_those_that_anybody_can_count(played: Played) -> None:
    told = {place["player"]: place["net_points"] for place in played.told["standings"]}

    assert len(told) == PLAYERS
    assert told == {name: played.net_points[name] for name in told}


def test_prediction_points_are_those_that_anybody_can_count(played: Played) -> None:
    told = {place["player"]: place["prediction_points"] for place in played.told["standings"]}

    assert max(told.values()) > 0
    assert told == {name: played.prediction_points[name] for name in told}


def test_nothing_is_left_of_the_installation(played: Played) -> None:
    assert processes_of(played.folder) == {}
    assert not played.folder.exists()
