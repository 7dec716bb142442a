"""The rules of prizes."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from app.competitions.rules.settings import PrizeSettings
from app.leaderboards.rules.prizes import Prize, share_out, sums_of


def test_each_of_the_first_gets_the_sum_of_their_place() -> None:
    ranked = [("Ama", 1), ("Kojo", 2), ("Esi", 3)]

    assert share_out(ranked, [500, 300]) == [Prize("Ama", 1, 500), Prize("Kojo", 2, 300)]


def test_equals_share_the_sums_of_their_places_and_the_first_gets_the_rest() -> None:
    ranked = [("Ama", 1), ("Kojo", 1), ("Esi", 3)]

    assert share_out(ranked, [500, 301, 200]) == [
        Prize("Ama", 1, 401),
        Prize("Kojo", 1, 400),
        Prize("Esi", 3, 200),
    ]


def test_equals_beyond_the_last_prize_share_what_there_is() -> None:
    ranked = [("Ama", 1), ("Kojo", 2), ("Esi", 2), ("Yaw", 2)]

    assert share_out(ranked, [500, 300])[1:] == [
        Prize("Kojo", 2, 100),
        Prize("Esi", 2, 100),
        Prize("Yaw", 2, 100),
    ]


def test_a_prize_of_nothing_is_none() -> None:
    ranked = [("Ama", 1), ("Kojo", 1)]

    assert share_out(ranked, [1]) == [Prize("Ama", 1, 1)]


def test_a_pot_is_shared_and_its_rest_goes_to_the_first() -> None:
    assert sums_of(PrizeSettings(pot=1_001, shares=(500, 300, 200))) == (501, 300, 200)


def test_a_part_of_a_pot_may_be_kept() -> None:
    assert sums_of(PrizeSettings(pot=1_000, shares=(500, 100))) == (500, 100)


def test_without_settings_there_is_no_prize() -> None:
    assert sums_of(None) == ()


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=12),
    st.lists(st.integers(1, 10**9), max_size=8),
)
def test_all_places_that_are_taken_are_paid_exactly(
    groups: Sequence[int], sums: Sequence[int]
) -> None:
    """A group is as many equals as it says."""
    ranked: list[tuple[int, int]] = []
    for size in groups:
        rank = len(ranked) + 1
        ranked += [(len(ranked) + number, rank) for number in range(size)]

    prizes = share_out(ranked, sums)

    assert sum(prize.points for prize in prizes) == sum(sums[: len(ranked)])
    assert len({prize.who for prize in prizes}) == len(prizes)
