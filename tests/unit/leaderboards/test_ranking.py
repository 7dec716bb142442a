"""Who stands where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.leaderboards.rules.ranking import Place, Row, TieBreakerMissing, rank

AMA = Row(player="Ama", values={"points": 5, "exact": 1})
KOFI = Row(player="Kofi", values={"points": 7, "exact": 0})
EFUA = Row(player="Efua", values={"points": 5, "exact": 2})
YAW = Row(player="Yaw", values={"points": 5, "exact": 1})
BOT = Row(player="Bot", values={"points": 6, "exact": 9}, unranked=True)
BY_POINTS = ["points"]
ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans()), max_size=12).map(
    lambda standings: [
        Row(player=number, values={"points": points, "exact": exact}, unranked=unranked)
        for number, (points, exact, unranked) in enumerate(standings)
    ]
)


def test_equals_share_a_rank_and_the_next_is_skipped() -> None:
    low = Row(player="Low", values={"points": 1})

    places = rank([AMA, low, YAW, KOFI], BY_POINTS)

    assert places == [
        Place("Kofi", 1),
        Place("Ama", 2),
        Place("Yaw", 2),
        Place("Low", 4),
    ]


def test_a_tie_breaker_tells_equals_apart() -> None:
    places = rank([AMA, EFUA, YAW], ["points", "exact"])

    assert places == [Place("Efua", 1), Place("Ama", 2), Place("Yaw", 2)]


def test_bots_are_shown_and_take_no_place() -> None:
    places = rank([AMA, BOT, KOFI], BY_POINTS)

    assert places == [Place("Kofi", 1), Place("Bot", None), Place("Ama", 2)]


def test_a_bot_between_equals_does_not_part_them() -> None:
    bot = Row(player="Bot", values={"points": 5}, unranked=True)

    places = rank([AMA, bot, YAW], BY_POINTS)

    assert [place.rank for place in places] == [1, None, 1]


def test_every_row_needs_its_numbers() -> None:
    with pytest.raises(TieBreakerMissing) as refusal:
        rank([AMA], ["points", "streak"])

    assert refusal.value.facts == {"player": "Ama", "missing": ["streak"]}


@given(ROWS)
def test_a_rank_is_one_more_than_those_who_are_better(rows: list[Row[int]]) -> None:
    places = rank(rows, ["points", "exact"])

    keys = [(row.values["points"], row.values["exact"]) for row in rows if not row.unranked]
    ranks = [place.rank for place in places if place.rank]
    assert ranks == [1 + sum(better > key for better in keys) for key in sorted(keys)[::-1]]


@given(ROWS)
def test_equals_keep_their_order(rows: list[Row[int]]) -> None:
    places = rank(rows, BY_POINTS)

    shown = [(-rows[place.player].values["points"], place.player) for place in places]
    assert shown == sorted(shown)
