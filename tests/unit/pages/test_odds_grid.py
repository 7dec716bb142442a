"""Cells of prices: which were changed, and what is wrong with them."""

from uuid import UUID

import pytest

from app.identity.rules.players import OddsFormat
from app.markets.rules.markets import Market, MarketState, Selection, Terms
from app.markets.rules.odds import Odds
from app.markets.rules.prices import PriceChange
from app.markets.rules.questions import MarketKind
from app.pages.rules.odds_grid import NO_PRICE_TAKEN_AWAY, Typed, books_of, read_changes

HOME, AWAY = UUID(int=1), UUID(int=2)
MARKET = Market(
    id=UUID(int=3),
    own=True,
    event_id=UUID(int=4),
    terms=Terms(kind=MarketKind.DRAW_NO_BET, name="Draw no bet"),
    state=MarketState.OPEN,
    locks_at=None,
    version=1,
    selections=tuple(
        Selection(
            id=selection_id,
            market_id=UUID(int=3),
            number=number,
            key=str(number),
            name=str(number),
            participant_number=number,
            odds=odds,
            odds_version=7,
            withdrawn_at=None,
        )
        for number, (selection_id, odds) in enumerate(((HOME, Odds(1904)), (AWAY, None)), start=1)
    ),
)


def sent(home: str, away: str = "") -> dict[str, str]:
    """As the page shows these cells, with what was typed over them."""
    return {
        f"seen-{HOME}": "7 1.904",
        f"seen-{AWAY}": "7 ",
        f"odds-{HOME}": home,
        f"odds-{AWAY}": away,
    }


def test_what_is_as_it_was_shown_is_no_change() -> None:
    assert read_changes(sent("1.904"), [MARKET]) == ([], {})


@pytest.mark.parametrize("typed", ["2.15", "2,15", "23/20", "+115", " 2.15 "])
def test_a_price_is_read_however_it_is_written(typed: str) -> None:
    changes, errors = read_changes(sent(typed), [MARKET])

    assert changes == [PriceChange(selection_id=HOME, odds=2150, seen_version=7)]
    assert errors == {}


def test_a_price_is_rounded_down_to_whole_thousandths() -> None:
    changes, _ = read_changes(sent("1/3"), [MARKET])

    assert changes[0].odds == 1333


@pytest.mark.parametrize("typed", ["two", "1", "0.5", "1001", "2/0"])
def test_what_is_no_price_is_said_beside_its_cell(typed: str) -> None:
    changes, errors = read_changes(sent("1.904", typed), [MARKET])

    assert changes == []
    assert errors.keys() == {AWAY}


def test_a_price_cannot_be_taken_away() -> None:
    assert read_changes(sent(""), [MARKET]) == ([], {HOME: NO_PRICE_TAKEN_AWAY})


def test_a_cell_that_the_page_did_not_show_is_left_alone() -> None:
    assert read_changes({f"odds-{HOME}": "3.00"}, [MARKET]) == ([], {})


def test_a_margin_needs_all_prices() -> None:
    [book] = books_of([MARKET], style=OddsFormat.DECIMAL, exposure={}, limits={})

    assert book.margin is None
    assert [cell.typed for cell in book.cells] == ["1.904", ""]


def test_what_was_typed_stays_beside_what_is_wrong_with_it() -> None:
    typed = Typed(values=sent("two"), errors={HOME: "No price."})

    [book] = books_of([MARKET], style=OddsFormat.DECIMAL, exposure={}, limits={}, typed=typed)

    assert (book.cells[0].typed, book.cells[0].shown) == ("two", "1.904")
    assert book.cells[0].error == "No price."
