"""Betting in a real browser: as quick as a tap, and never twice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from app.development.seed import DEMO
from tests.acceptance.game import Game
from tests.acceptance.world import World
from tests.browser.conftest import Arrive
from tests.browser.demo_game import COMPETITION, MATCH, RACE, WINNER
from tests.browser.visits import Visit

CLUB = f"/competitions/{COMPETITION}"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1_280, "height": 900}
SLIP = f"{CLUB}/slip"


@pytest.fixture
def enter(arrive: Arrive, world: World) -> Callable[..., Visit]:
    """A player with 1,000 points, signed in."""

    def enter(**options: Any) -> Visit:  # noqa: ANN401 - Playwright's
        person = world.join("Abena", "demo", "player")
        game = Game(world.database, DEMO.id)
        game.entry(COMPETITION, game.player(person.id))
        one = arrive(**options)
        one.sign_in(person)
        return one

    return enter


def tap(visit: Visit, event: object, name: str) -> None:
    visit.open(f"{CLUB}/events/{event}")
    price = visit.page.locator("button.price").filter(has_text=name).first
    price.click()
    price.and_(visit.page.locator("[aria-pressed=true]")).wait_for()


def bets_of(visit: Visit) -> int:
    visit.open("/bets")
    return visit.page.locator(".bet").count()


def slip_of(page: Page) -> str:
    return page.get_by_role("complementary", name="Bet slip").inner_text()


def test_two_prices_a_combo_and_a_double_tap_are_one_bet(enter: Callable[..., Visit]) -> None:
    visit = enter(viewport=DESK)
    page = visit.page
    tap(visit, MATCH, "Draw")
    tap(visit, RACE, "Cedi Coin")

    page.get_by_label("Stake", exact=True).fill("20")
    page.get_by_text("448", exact=True).wait_for()
    assert "Odds together\n22.40" in slip_of(page)
    page.get_by_role("button", name="Place for 20").dblclick()

    page.get_by_text("Your bet is placed.").wait_for()
    page.get_by_text("Your balance is 980.").wait_for()
    page.locator("#own-bets").get_by_text("Cedi Coin").wait_for()
    assert page.locator("button.price[aria-pressed=true]").count() == 0
    assert bets_of(visit) == 1


def test_on_a_phone_the_slip_is_a_bar_above_the_tabs(enter: Callable[..., Visit]) -> None:
    visit = enter(viewport=PHONE)
    page = visit.page
    tap(visit, MATCH, "Draw")

    page.get_by_role("link", name="1 Bet slip").click()
    page.get_by_role("button", name="10", exact=True).click()
    page.get_by_role("button", name="Place for 10").click()

    page.get_by_text("Your bet is placed.").wait_for()
    assert bets_of(visit) == 1


def test_the_same_goes_without_scripts(enter: Callable[..., Visit]) -> None:
    visit = enter(viewport=PHONE, java_script_enabled=False)
    page = visit.page
    tap(visit, MATCH, "Draw")
    tap(visit, RACE, "Cedi Coin")

    page.get_by_role("link", name="2 Bet slip").click()
    page.get_by_label("Stake", exact=True).fill("20")
    page.get_by_role("button", name="Place").dblclick()

    page.get_by_text("Your bet is placed.").wait_for()
    assert bets_of(visit) == 1


def test_a_refused_stake_is_said_beside_it_and_the_slip_stays(enter: Callable[..., Visit]) -> None:
    visit = enter(viewport=DESK)
    page = visit.page
    tap(visit, MATCH, "Draw")

    page.get_by_label("Stake", exact=True).fill("5000")
    page.get_by_role("button", name="Place for 5,000").click()

    page.locator("#stake[aria-invalid=true]").wait_for()
    assert "You do not have that many points. Your balance is 1,000." in slip_of(page)
    assert page.get_by_label("Stake", exact=True).input_value() == "5000"
    assert bets_of(visit) == 0


def test_odds_that_move_are_shown_and_confirmed(enter: Callable[..., Visit], world: World) -> None:
    visit = enter(viewport=DESK)
    page = visit.page
    tap(visit, MATCH, "Mali")
    game = Game(world.database, DEMO.id)
    with game.transaction() as tx:
        query = "select id, odds from selection where market_id = %s and key = '2'"
        ((selection_id, before),) = tx.execute(query, [WINNER]).fetchall()
    game.price(selection_id, 3_300)

    page.get_by_label("Stake", exact=True).fill("10")
    page.get_by_role("button", name="Accept the new odds").click()
    page.get_by_text("33", exact=True).wait_for()
    page.get_by_role("button", name="Place for 10").click()

    page.get_by_text("Your bet is placed.").wait_for()
    game.price(selection_id, before)
    assert "can pay 33" in slip_of(page)


def test_three_taps_from_the_competition_to_a_bet(enter: Callable[..., Visit]) -> None:
    visit = enter(viewport=DESK)
    page = visit.page
    visit.open(CLUB)
    page.get_by_text("Your slip is empty.").wait_for()

    page.locator("a.price").filter(has_text="Draw").first.click()
    page.get_by_role("button", name="10", exact=True).click()
    page.get_by_role("button", name="Place for 10").click()

    page.get_by_text("Your bet is placed.").wait_for()
    assert bets_of(visit) == 1
