"""How a leaderboard is laid out, one test a rule."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.competitions.rules.settings import Mode, Standing
from app.leaderboards.rules.boards import DayRank, Outside, Row
from app.pages.rules.boards import MEASURES, charted, charts_of, choices, lines_of, own_place, shown

ROW = Row(
    place=1, rank=1, player_id=UUID(int=1), player="Ama", entry_id=UUID(int=11), outside=None,
    joined_at=datetime(2026, 6, 1, tzinfo=UTC), given=1_000, net_worth=1_100, net_points=100,
    bets=3, staked=300, paid=400, won=2, lost=1, roi=3_333, win_rate=6_666, prediction_points=5,
    exact_predictions=1, streak=2, best_streak=2,
)  # fmt: skip
KOFI = replace(ROW, place=2, rank=2, player_id=UUID(int=2), player="Kofi", net_worth=1_050)
BOT = replace(ROW, place=3, rank=None, player_id=UUID(int=3), player="Bot", outside=Outside.BOT)
POINTS = [MEASURES[Standing.NET_WORTH]]


def test_every_measure_but_the_first_entry_has_its_words() -> None:
    assert set(MEASURES) == set(Standing) - {Standing.EARLIEST_ENTRY}


def test_only_what_is_played_can_be_ranked_by() -> None:
    foretold = {each.standing for each in choices({Mode.PREDICTION}, part=False)}
    staked = {each.standing for each in choices({Mode.POOL}, part=True)}

    assert foretold == {Standing.PREDICTION_POINTS, Standing.EXACT_PREDICTIONS}
    assert staked == {Standing.NET_POINTS, Standing.ROI, Standing.WIN_RATE}


def test_what_a_board_goes_by_comes_first_and_once() -> None:
    measures = [each.standing for each in shown(Standing.NET_POINTS, set(Mode), part=False)]

    assert measures[0] is Standing.NET_POINTS
    assert len(measures) == len(set(measures)) == 4


def test_a_line_rises_by_the_ranks_it_went_up() -> None:
    before = {ROW.player_id: 3, KOFI.player_id: 1, BOT.player_id: None}

    lines = lines_of([ROW, KOFI, BOT], POINTS, before, own=None)

    assert [line.change for line in lines] == [2, -1, 0]
    assert [line.is_new for line in lines] == [False, False, False]


def test_who_was_not_there_before_is_new_unless_nobody_was() -> None:
    [_, kofi] = lines_of([ROW, KOFI], POINTS, {ROW.player_id: 1}, own=None)
    [first, _] = lines_of([ROW, KOFI], POINTS, {}, own=None)

    assert (kofi.is_new, first.is_new) == (True, False)


def test_one_s_own_place_tells_the_way_to_the_next_rank() -> None:
    esi = replace(ROW, rank=3, player_id=UUID(int=4), player="Esi", net_worth=1_020)

    place = own_place(lines_of([ROW, KOFI, BOT, esi], POINTS, {}, own=esi.player_id))

    assert place
    assert (place.ahead, place.gap) == ("Kofi", 30)


def test_the_first_is_behind_nobody() -> None:
    place = own_place(lines_of([ROW, KOFI], POINTS, {}, own=ROW.player_id))

    assert place
    assert (place.ahead, place.gap) == (None, None)
    assert own_place(lines_of([ROW], POINTS, {}, own=KOFI.player_id)) is None


def test_charts_show_the_first_and_whoever_looks() -> None:
    rows = [replace(ROW, player_id=UUID(int=n), player=str(n), rank=n) for n in range(1, 9)]

    assert list(charted([BOT, *rows], own=UUID(int=7)).values()) == ["1", "2", "3", "7"]
    assert list(charted(rows, own=None).values()) == ["1", "2", "3"]


def test_a_chart_needs_two_days() -> None:
    first = DayRank(
        day=date(2026, 6, 11), rank=2, net_worth=900, net_points=-100, prediction_points=0
    )
    second = replace(first, day=date(2026, 6, 12), rank=1, net_worth=1_100)
    names, zone = {ROW.player_id: "Ama"}, ZoneInfo("Pacific/Auckland")

    assert charts_of(names, {ROW.player_id: [first]}, Standing.NET_WORTH, zone) == {}
    charts = charts_of(names, {ROW.player_id: [first, second]}, Standing.STREAK, zone)

    assert [values for _, values in charts["ranks"].rows] == [[2], [1]]
    assert [values for _, values in charts["points"].rows] == [[900], [1_100]]
    assert [at.date() for at, _ in charts["points"].rows] == [first.day, second.day]
