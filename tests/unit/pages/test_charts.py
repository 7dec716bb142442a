"""How numbers over time become lines, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pages.rules.charts import HEIGHT, STEPS_MAX, WIDTH, LineChart, Series, line_chart

BEGIN = datetime(2026, 6, 11, tzinfo=UTC)


def days(*values: int) -> Series:
    told = [(BEGIN + timedelta(days=n), value) for n, value in enumerate(values)]
    return Series(name="Ama", points=told)


def drawn(*series: Series, ranks: bool = False, stepped: bool = False) -> LineChart:
    chart = line_chart(series, ranks=ranks, stepped=stepped)
    assert chart
    return chart


def test_nothing_told_is_no_chart() -> None:
    assert line_chart([]) is None
    assert line_chart([days()]) is None


def test_more_is_higher() -> None:
    chart = drawn(days(0, 100, 50))

    assert chart.ticks == [100, 50, 0]
    assert chart.grid == [0, HEIGHT // 2, HEIGHT]
    assert chart.lines[0].path == f"M0 {HEIGHT}L{WIDTH // 2} 0L{WIDTH} {HEIGHT // 2}"


def test_the_first_rank_is_on_top() -> None:
    chart = drawn(days(3, 1), ranks=True)

    assert chart.ticks == [1, 2, 3]
    assert chart.lines[0].path == f"M0 {HEIGHT}L{WIDTH} 0"


def test_a_price_holds_until_it_moves() -> None:
    late = BEGIN + timedelta(days=4)
    chart = line_chart([days(2_500, 2_600, 2_400)], until=late, stepped=True)

    assert chart
    assert chart.lines[0].path == "M0 200H250V0H500V400H1000"
    assert chart.moments[-1] == late


def test_what_never_changed_is_a_line_all_the_same() -> None:
    assert drawn(days(7, 7)).lines[0].path == f"M0 {HEIGHT}L{WIDTH} {HEIGHT}"


def test_one_moment_is_a_dot_in_the_midst() -> None:
    chart = drawn(days(7))

    assert chart.lines[0].dots == f"M{WIDTH // 2} {HEIGHT}h0"
    assert chart.moments == [BEGIN]


def test_a_table_says_the_same() -> None:
    kofi = Series(name="Kofi", points=days(4, 5).points[1:])

    assert drawn(days(1, 2), kofi).rows == [
        (BEGIN, [1, None]),
        (BEGIN + timedelta(days=1), [2, 5]),
    ]


@pytest.mark.parametrize("ranks", [False, True])
@given(values=st.lists(st.integers(1, 10**12), min_size=1, max_size=20))
def test_every_value_is_within_few_even_ticks(values: list[int], ranks: bool) -> None:  # noqa: FBT001
    chart = drawn(days(*values), ranks=ranks)

    apart = {abs(one - other) for one, other in zip(chart.ticks, chart.ticks[1:], strict=False)}
    assert len(apart) == 1
    assert min(chart.ticks) <= min(values) <= max(values) <= max(chart.ticks)
    assert 2 <= len(chart.ticks) <= STEPS_MAX + 2
