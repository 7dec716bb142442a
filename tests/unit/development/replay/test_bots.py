"""What bots make of a match, by the seed."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from app.betting.api.shapes import SlipIn
from app.betting.rules.tickets import BetKind
from app.development.replay.bots import Play, Style, Then, View, choose, style_of
from app.development.replay.dice import dice
from app.development.replay.offers import Fixture
from tests.unit.development.replay.table import choice, fixture

SEEDS = range(40)
ENTRY = str(UUID(int=9))
PLAYER = UUID(int=8)


def view(
    shown: Fixture | None = None,
    *others: Fixture,
    chances: Mapping[UUID, float] | None = None,
    joker_left: bool = True,
) -> View:
    return View(
        fixture=shown or fixture(), others=others, chances=chances or {}, joker_left=joker_left
    )


def plays(style: Style, seen: View) -> list[Play]:
    return [choose(style, seen, dice(seed)) for seed in SEEDS]


def test_styles_take_turns() -> None:
    assert {style_of(number) for number in range(len(Style))} == set(Style)
    assert style_of(0) is style_of(len(Style))


@pytest.mark.parametrize("style", Style)
def test_the_same_seed_plays_the_same(style: Style) -> None:
    seen = view(fixture(1, pool=True), fixture(2), fixture(3))

    assert plays(style, seen) == plays(style, seen)


@pytest.mark.parametrize("style", Style)
def test_the_api_understands_every_slip(style: Style) -> None:
    many = [fixture(number, pool=True) for number in range(1, 5)]
    overpriced = {each.id: 0.9 for one in many for offer in one.offers for each in offer.selections}
    slips = [
        wish.slip for play in plays(style, view(*many, chances=overpriced)) for wish in play.wishes
    ]

    assert slips
    for slip in slips:
        sent = msgspec.to_builtins(slip) | {"entry_id": ENTRY}
        msgspec.convert(sent, SlipIn).as_slip(UUID(int=1), PLAYER)


def test_a_follower_bets_on_the_favourite() -> None:
    played = plays(Style.FOLLOWER, view(fixture(odds=(5_000, 3_000, 1_800))))

    assert {wish.slip.legs[0].selection_id for play in played for wish in play.wishes} == {
        choice("1 2", 1_800).id
    }


def test_a_gambler_bets_on_anything_and_takes_some_of_it_back() -> None:
    wishes = [wish for play in plays(Style.GAMBLER, view()) for wish in play.wishes]

    assert len({wish.slip.legs[0].selection_id for wish in wishes}) == 3
    assert {wish.then for wish in wishes} == {Then.KEEPS, Then.CANCELS}


def test_a_sharp_bets_on_what_is_underpriced_and_says_how_likely_it_is() -> None:
    draw = choice("1 draw", 4_000)
    wishes = [
        wish
        for play in plays(Style.SHARP, view(chances={draw.id: 0.4, choice("1 1", 1_500).id: 0.5}))
        for wish in play.wishes
    ]

    assert {wish.slip.legs[0].selection_id for wish in wishes} == {draw.id}
    assert all(380 <= (wish.slip.own_probability or 0) <= 420 for wish in wishes)
    assert Then.CASHES_OUT in {wish.then for wish in wishes}


def test_a_sharp_stakes_more_on_what_is_more_certain() -> None:
    def stakes(chance: float) -> int:
        seen = view(chances={choice("1 draw", 4_000).id: chance})
        return sum(wish.slip.stake for play in plays(Style.SHARP, seen) for wish in play.wishes)

    assert stakes(0.5) > stakes(0.3) > 0


def test_a_sharp_leaves_what_is_priced_fairly() -> None:
    fair = {choice("1 1", 1_500).id: 0.64, choice("1 draw", 4_000).id: 0.24}

    assert not any(play.wishes for play in plays(Style.SHARP, view(chances=fair)))


def test_a_folder_combines_what_is_on_offer() -> None:
    others = [fixture(number) for number in (2, 3, 4, 5)]
    slips = [
        wish.slip for play in plays(Style.FOLDER, view(fixture(1), *others)) for wish in play.wishes
    ]

    assert {len(slip.legs) for slip in slips} == {4}
    assert {slip.kind for slip in slips} == {
        BetKind.COMBO, BetKind.SYSTEM, BetKind.YANKEE, BetKind.LUCKY_15
    }  # fmt: skip


def test_a_folder_with_nothing_to_combine_plays_a_single() -> None:
    slips = [wish.slip for play in plays(Style.FOLDER, view()) for wish in play.wishes]

    assert {slip.kind for slip in slips} == {BetKind.SINGLE}


def test_a_foreteller_foretells_with_a_joker_while_there_is_one() -> None:
    with_one = [play.tip for play in plays(Style.FORETELLER, view())]
    without = [play.tip for play in plays(Style.FORETELLER, view(joker_left=False))]

    assert None not in with_one
    assert {tip.joker for tip in with_one if tip} == {True, False}
    assert {tip.joker for tip in without if tip} == {False}


def test_only_what_has_a_pool_is_staked_on_in_one() -> None:
    def kinds(shown: Fixture) -> set[str]:
        return {w.slip.kind for play in plays(Style.FOLLOWER, view(shown)) for w in play.wishes}

    assert kinds(fixture(pool=True)) == {"single", "pool"}
    assert kinds(fixture()) == {"single"}


def test_nobody_bets_on_what_is_suspended() -> None:
    [winner] = fixture().offers
    suspended = msgspec.structs.replace(winner, state="suspended")
    shown = replace(fixture(), offers=(suspended,))

    assert not any(play.wishes for style in Style for play in plays(style, view(shown)))
