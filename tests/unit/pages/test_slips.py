"""Slips between pages: nothing that a browser sends back does harm, nothing is bet on twice."""

from uuid import UUID

import pytest

from app.betting.rules.slips import OddsPolicy
from app.betting.rules.tickets import BetKind
from app.pages.rules.slips import (
    PICKS_MAX,
    Draft,
    Pick,
    SlipFull,
    chips_of,
    choices_of,
    kind_of,
    read_draft,
    slips_of,
    with_pick,
    without,
    write_draft,
)
from app.plumbing.points import Points

BET, PLAYER, ENTRY = UUID(int=1), UUID(int=2), UUID(int=3)


def picks(count: int) -> tuple[Pick, ...]:
    return tuple(Pick(UUID(int=number), 2_000) for number in range(10, 10 + count))


def test_a_slip_is_kept_as_it_was() -> None:
    draft = Draft(picks=picks(2), kind="combo", stake=50, policy=OddsPolicy.BETTER, each_way=True)

    assert read_draft(write_draft(draft)) == draft


def test_the_longest_slip_fits_into_a_cookie() -> None:
    longest = tuple(Pick(UUID(int=2**128 - 1 - n), 1_000_000) for n in range(PICKS_MAX))

    assert len(write_draft(Draft(picks=longest, kind="super_heinz", stake=10**12))) < 4_000


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "nonsense",
        "é",
        "bm9uc2Vuc2U=",
        "W1tbIm5vIGlkIiwyMDAwXV1d",
        write_draft(Draft(picks=picks(PICKS_MAX + 1))),
        write_draft(Draft(stake=-5)),
        write_draft(Draft(picks=(Pick(UUID(int=1), 1),))),
    ],
)
def test_what_we_did_not_write_is_an_empty_slip(sent: str | None) -> None:
    assert read_draft(sent) == Draft()


def test_a_selection_is_on_the_slip_once_at_the_odds_seen_last() -> None:
    draft = Draft(picks=picks(3))
    again = Pick(draft.picks[1].selection_id, 1_900)

    after = with_pick(draft, again)

    assert after.picks == (draft.picks[0], again, draft.picks[2])


def test_a_slip_has_room_for_so_many_and_no_more() -> None:
    full = Draft(picks=picks(PICKS_MAX))

    with pytest.raises(SlipFull):
        with_pick(full, Pick(UUID(int=9), 2_000))
    assert with_pick(full, full.picks[0]) == full
    assert len(without(full, [full.picks[0].selection_id]).picks) == PICKS_MAX - 1


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [("single", 1)]),
        (2, [("single", 2), ("combo", 1)]),
        (3, [("single", 3), ("combo", 1), ("trixie", 4), ("patent", 7), ("system:2", 3)]),
        (
            4,
            [
                ("single", 4), ("combo", 1), ("yankee", 11), ("lucky_15", 15),
                ("system:2", 6), ("system:3", 4),
            ],
        ),
    ],
)  # fmt: skip
def test_ways_to_bet_on_so_many(count: int, expected: list[tuple[str, int]]) -> None:
    assert [(choice.value, choice.lines) for choice in choices_of(count)] == expected


@pytest.mark.parametrize(
    ("count", "chosen", "kind"),
    [
        (1, "combo", "single"),
        (2, "", "combo"),
        (2, "single", "single"),
        (2, "trixie", "combo"),
        (3, "system:2", "system:2"),
        (4, "trixie", "combo"),
    ],
)
def test_what_was_chosen_holds_as_long_as_it_fits(count: int, chosen: str, kind: str) -> None:
    choice = kind_of(Draft(picks=picks(count), kind=chosen))

    assert choice is not None
    assert choice.value == kind


def test_several_singles_have_ids_of_their_own_that_come_again() -> None:
    def ids(draft: Draft) -> list[UUID]:
        slips = slips_of(draft, Points(10), bet_id=BET, player_id=PLAYER, entry_id=ENTRY)
        assert {slip.kind for slip in slips} == {BetKind.SINGLE}
        return [slip.id for slip in slips]

    several = Draft(picks=picks(3), kind="single")

    assert len(set(ids(several))) == 3
    assert ids(several) == ids(several)
    assert ids(Draft(picks=picks(1))) == [BET]


def test_a_combo_is_one_bet_under_the_id_of_its_form() -> None:
    [slip] = slips_of(
        Draft(picks=picks(3), kind="system:2", policy=OddsPolicy.ANY),
        Points(30),
        bet_id=BET,
        player_id=PLAYER,
        entry_id=ENTRY,
    )

    assert (slip.id, slip.kind, slip.fold, slip.lines) == (BET, BetKind.SYSTEM, 2, 3)
    assert slip.odds_policy is OddsPolicy.ANY


@pytest.mark.parametrize(
    ("least", "most", "chips"),
    [
        (1, 1_000, [5, 10, 25, 50]),
        (20, 60, [25, 50]),
        (7, 9, [7]),
        (10, 5, []),
    ],
)
def test_stakes_at_a_tap_are_allowed_ones(least: int, most: int, chips: list[int]) -> None:
    assert chips_of(least=least, most=most) == chips
