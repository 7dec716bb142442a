"""Entering prices: all or none, each against the version its author saw."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markets.rules.margin import Method
from app.markets.rules.markets import Market, MarketState, Terms
from app.markets.rules.odds import Odds
from app.markets.rules.prices import (
    FeedMessage,
    FeedSequenceReused,
    FeedState,
    Multiplier,
    PriceChange,
    PricesRefused,
    after_withdrawal,
    is_news,
    new_prices,
    shortened,
)
from app.markets.rules.pricing import NotAllPriced, ProbabilitiesIncomplete, book_of, priced
from app.markets.rules.questions import MarketKind
from tests.unit.markets.football import NOON, UNPRICED, WINNER

HOME, DRAW, AWAY = WINNER.selections
CHANGE = PriceChange(selection_id=HOME.id, odds=2_100, seen_version=1)
UNKNOWN = UUID(int=999)


def refused(*changes: PriceChange, market: Market = WINNER) -> list[tuple[object, object]]:
    with pytest.raises(PricesRefused) as refusal:
        new_prices(changes, [market])
    items = refusal.value.facts["items"]
    assert isinstance(items, list)
    return [(item["item"], item["problem"]) for item in items]


def test_a_price_gets_the_next_version() -> None:
    (price,) = new_prices([CHANGE], [WINNER])

    assert (price.selection_id, price.version, price.odds) == (HOME.id, 2, 2_100)


def test_a_price_that_is_there_already_makes_no_version() -> None:
    assert new_prices([replace(CHANGE, odds=2_000)], [WINNER]) == []


def test_a_feed_need_not_say_what_it_saw() -> None:
    assert len(new_prices([replace(CHANGE, seen_version=None)], [WINNER])) == 1


@pytest.mark.parametrize("seen", [0, 2])
def test_a_stale_price_is_named_with_the_newer_one(seen: int) -> None:
    with pytest.raises(PricesRefused) as refusal:
        new_prices([replace(CHANGE, seen_version=seen)], [WINNER])

    assert refusal.value.facts["items"] == [
        {
            "item": 0,
            "selection_id": HOME.id,
            "problem": "price-stale",
            "seen": seen,
            "current": 1,
            "odds": 2_000,
        }
    ]


def test_one_wrong_price_stops_all_and_each_is_named() -> None:
    changes = [
        CHANGE,
        PriceChange(selection_id=UNKNOWN, odds=2_000),
        replace(CHANGE, selection_id=DRAW.id, odds=1_000),
    ]

    assert refused(*changes) == [(1, "no-such-selection"), (2, "odds-out-of-range")]


@pytest.mark.parametrize("odds", [1_001, 1_000_000])
def test_the_first_and_the_last_odds_are_allowed(odds: int) -> None:
    assert new_prices([replace(CHANGE, odds=odds)], [WINNER])[0].odds == odds


@pytest.mark.parametrize("odds", [-5, 1_000, 1_000_001])
def test_odds_beyond_are_not(odds: int) -> None:
    assert refused(replace(CHANGE, odds=odds)) == [(0, "odds-out-of-range")]


def test_a_selection_is_priced_once_at_a_time() -> None:
    assert refused(CHANGE, CHANGE) == [(1, "named-twice")]


@pytest.mark.parametrize("state", [MarketState.CLOSED, MarketState.SETTLED, MarketState.VOID])
def test_what_is_closed_gets_no_price(state: MarketState) -> None:
    assert refused(CHANGE, market=replace(WINNER, state=state)) == [(0, "market-state-unfit")]


def test_a_community_does_not_price_what_is_shared() -> None:
    assert refused(CHANGE, market=replace(WINNER, own=False)) == [(0, "shared-market")]


def test_whoever_has_withdrawn_gets_no_price() -> None:
    withdrawn = replace(WINNER, selections=(replace(HOME, withdrawn_at=NOON), DRAW, AWAY))

    assert refused(CHANGE, market=withdrawn) == [(0, "selection-withdrawn")]


MESSAGE = FeedMessage(sequence=7, changes=(CHANGE,))


@pytest.mark.parametrize(
    ("last", "news"),
    [
        (None, True),
        (FeedState(sequence=6, digest=b"other"), True),
        (FeedState(sequence=7, digest=b"same"), False),
        (FeedState(sequence=8, digest=b"other"), False),
    ],
)
def test_a_feed_message_counts_once_and_never_late(last: FeedState | None, *, news: bool) -> None:
    assert is_news(MESSAGE, digest=b"same", last=last) is news


def test_a_number_names_one_message() -> None:
    with pytest.raises(FeedSequenceReused):
        is_news(MESSAGE, digest=b"same", last=FeedState(sequence=7, digest=b"other"))


@pytest.mark.parametrize(
    ("thousandths", "odds", "offered"),
    [
        (1_000, 2_150, 2_150),
        (900, 2_150, 2_035),
        (1_100, 2_155, 2_270),  # 1155 x 1.1 = 1270.5
        (1, 1_500, 1_001),
        (10_000, 900_000, 1_000_000),
    ],
)
def test_a_multiplier_is_of_what_is_above_the_stake(
    thousandths: int, odds: int, offered: int
) -> None:
    assert Multiplier(thousandths=thousandths, version=1).of(Odds(odds)) == offered


def test_what_has_no_price_is_not_multiplied() -> None:
    assert Multiplier(thousandths=900, version=1).of(None) is None


@given(st.integers(1_001, 1_000_000), st.integers(1, 900))
def test_a_shortened_price_is_lower_and_still_a_price(odds: int, share: int) -> None:
    lower = shortened(Odds(odds), share)

    assert 1_001 <= lower <= odds
    assert lower < odds or odds == 1_001


def test_rule_4_takes_from_the_others() -> None:
    race = replace(WINNER, terms=replace(WINNER.terms, rule_4=True))

    # At 2.000 half of the winnings but five percent go: 45 %.
    assert [(p.selection_id, p.version, p.odds) for p in after_withdrawal(race, HOME)] == [
        (DRAW.id, 2, 2_650),
        (AWAY.id, 2, 2_650),
    ]
    assert after_withdrawal(WINNER, HOME) == []


def test_a_book_is_made_from_probabilities() -> None:
    believed = {HOME.id: 0.5, DRAW.id: 0.25, AWAY.id: 0.25}

    book = book_of(WINNER, believed, margin=0.25, method=Method.MULTIPLICATIVE)

    assert [line.odds for line in book.lines] == [1_600, 3_200, 3_200]
    assert book.margin_now == pytest.approx(0)
    assert [c.seen_version for c in priced(book)] == [1, 1, 1]


def test_a_book_is_made_from_the_prices_that_are_there() -> None:
    book = book_of(WINNER, None, margin=0.25, method=Method.MULTIPLICATIVE)

    assert [line.probability for line in book.lines] == pytest.approx([0.5, 0.25, 0.25])


def test_two_of_the_three_double_chances_win() -> None:
    market = replace(WINNER, terms=Terms(kind=MarketKind.DOUBLE_CHANCE, name="Double chance"))
    believed = {HOME.id: 0.75, DRAW.id: 0.75, AWAY.id: 0.5}

    book = book_of(market, believed, margin=0.25, method=Method.MULTIPLICATIVE)

    assert [line.odds for line in book.lines] == [1_066, 1_066, 1_600]
    # 2.000, 4.000 and 4.000 pay as if one of them won.
    assert book.margin_now == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("places", "odds"), [(1, [3_000, 3_000, 3_000]), (2, [1_500, 1_500, 1_500])]
)
def test_as_many_are_placed_as_there_are_places(places: int, odds: list[int]) -> None:
    terms = Terms(kind=MarketKind.PLACE, name="Placed", places=places)
    market = replace(WINNER, terms=terms)
    believed = {each.id: places / 3 for each in market.selections}

    book = book_of(market, believed, margin=0, method=Method.POWER)

    assert [line.odds for line in book.lines] == odds


def test_a_book_needs_every_price_or_every_probability() -> None:
    with pytest.raises(NotAllPriced):
        book_of(UNPRICED, None, margin=0.05, method=Method.POWER)
    with pytest.raises(ProbabilitiesIncomplete):
        book_of(WINNER, {HOME.id: 1.0}, margin=0.05, method=Method.POWER)
