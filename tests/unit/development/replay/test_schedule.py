"""What is replayed, and when."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.development.replay.dice import dice
from app.development.replay.matches import Match, Schedule
from app.development.replay.schedule import (
    NothingToReplay,
    load,
    read,
    strengths,
    timetable,
    whole_second,
)

FIRST = datetime(2022, 11, 20, 19, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MATCH = {
    "date": "2022-11-20",
    "time": "19:00",
    "round": "Matchday 1",
    "group": "Group A",
    "team1": "Ghana",
    "team2": "Mali",
    "score": {"ht": [1, 0], "ft": [2, 2], "et": [3, 2]},
}


def file(*matches: dict[str, Any]) -> bytes:
    return json.dumps({"name": "Cup", "matches": matches}).encode()


def only(**changed: object) -> Match:
    [match] = read(file(MATCH | changed), name="cup").matches
    return match


def test_a_match_keeps_all_that_a_file_tells() -> None:
    match = only()

    assert match.teams == ("Ghana", "Mali")
    assert match.round == "Group A"
    assert match.kick_off == FIRST
    assert match.scores == {"half_time": (1, 0), "full_time": (2, 2), "extra_time": (3, 2)}


def test_half_time_comes_from_the_goals_where_nobody_tells_it() -> None:
    goals = {"goals1": [{"minute": 12}, {"minute": "45+2"}], "goals2": [{"minute": 46}]}

    assert only(score={"ft": [2, 1]}, **goals).scores["half_time"] == (2, 0)


def test_without_goals_half_time_is_as_full_time() -> None:
    assert only(score={"ft": [0, 0]}).scores["half_time"] == (0, 0)


def test_matches_come_by_their_beginning() -> None:
    earlier = MATCH | {"date": "2022-11-19", "team1": "Togo"}

    first, second = read(file(MATCH, earlier), name="cup").matches

    assert (first.teams[0], first.number) == ("Togo", 1)
    assert (second.teams[0], second.number) == ("Ghana", 2)


def test_a_match_that_was_not_played_is_left_out() -> None:
    unplayed = {key: value for key, value in MATCH.items() if key != "score"} | {"team1": "Togo"}

    assert [m.teams[0] for m in read(file(unplayed, MATCH), name="cup").matches] == ["Ghana"]


def test_a_file_without_results_is_nothing_to_replay() -> None:
    with pytest.raises(NothingToReplay, match="cup holds no match"):
        read(file(), name="cup")


def test_a_file_with_mistakes_is_nothing_to_replay() -> None:
    with pytest.raises(NothingToReplay, match=r"\$\.matches\[0\]"):
        read(file(MATCH | {"date": "soon"}), name="cup")


def test_whoever_won_the_last_match_is_champion() -> None:
    from_the_spot = MATCH["score"] | {"et": [2, 2], "p": [3, 4]}  # type: ignore[operator]

    assert read(file(MATCH), name="cup").champion == "Ghana"
    assert read(file(MATCH | {"score": from_the_spot}), name="cup").champion == "Mali"


def test_the_file_is_found_by_its_source(tmp_path: Path) -> None:
    folder = tmp_path / "openfootball" / "2022"
    folder.mkdir(parents=True)
    (folder / "worldcup.json").write_bytes(file(MATCH))

    found = load("openfootball/2022", data=tmp_path, matches_max=None, random=dice(1))

    assert (found.name, found.league, len(found.matches)) == ("openfootball/2022", "Cup", 1)


def test_where_there_is_no_file_a_schedule_is_generated_and_says_so(tmp_path: Path) -> None:
    found = load("openfootball/1066", data=tmp_path, matches_max=None, random=dice(1))

    assert len(found.matches) == 64
    assert "generated" in found.name
    assert "openfootball/1066" in found.name


def test_only_so_many_matches_are_taken(tmp_path: Path) -> None:
    found = load("generated", data=tmp_path, matches_max=6, random=dice(1))

    assert [match.number for match in found.matches] == [1, 2, 3, 4, 5, 6]


def test_who_scores_more_than_they_let_in_is_stronger() -> None:
    known = strengths([only(score={"ft": [4, 1]})])

    assert known["Ghana"] > 1 > known["Mali"]


def test_time_runs_so_many_times_faster() -> None:
    schedule = Schedule(name="cup", league="Cup", matches=(only(),))
    table = timetable(schedule, began=NOW, speed=3_600)

    assert table.offered_from(schedule.matches[0]) == NOW
    assert table.at(FIRST) == NOW + timedelta(seconds=36)
    assert table.lasts(only()) == timedelta(seconds=3)
    assert table.lasts(only(score={"ft": [1, 0]})) == timedelta(seconds=2)


@pytest.mark.parametrize(("microsecond", "second"), [(0, 0), (1, 1), (999_999, 1)])
def test_a_match_begins_at_a_whole_second(microsecond: int, second: int) -> None:
    found = whole_second(NOW.replace(microsecond=microsecond))

    assert found == NOW + timedelta(seconds=second)
