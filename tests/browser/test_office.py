"""Officials at work in a real browser: from a new event to a result that two people agree on."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.acceptance.world import World
from tests.browser.conftest import Arrive
from tests.browser.visits import Visit

PHONE = {"width": 390, "height": 844}


def add_event(visit: Visit, *teams: str) -> str:
    """An event with its usual markets; the address of its page."""
    page = visit.page
    visit.open("/admin/events/new")
    page.locator("#of-sport").select_option("football")
    page.get_by_label("Starts").fill("2036-06-11T15:00")
    page.get_by_label("Who takes part, one a line").fill("\n".join(teams))
    page.get_by_role("button", name="Add the event").click()
    page.get_by_role("button", name="Open the usual markets").click()
    expect(page.get_by_role("group", name="Winner", exact=True)).to_be_visible()
    return page.url


def test_prices_are_typed_without_a_mouse(arrive: Arrive, world: World) -> None:
    visit = arrive()
    page = visit.page
    visit.sign_in(world.join("Efua", "demo", "admin"))
    add_event(visit, "Reds", "Blues")
    winner = page.get_by_role("group", name="Winner", exact=True)
    doubled = page.get_by_role("group", name="Double chance")

    winner.get_by_label("Reds").focus()
    page.keyboard.type("2.10")
    page.keyboard.press("Enter")
    page.keyboard.type("3.50")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("3/1")
    expect(winner.locator("[data-margin]")).to_have_text("1.2%")
    page.keyboard.press("ArrowDown")
    expect(doubled.get_by_label("Draw or Blues")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(winner.get_by_label("Blues")).to_be_focused()
    expect(page.locator("[data-changed]")).to_have_count(3)
    # What is typed stays while a market beside it is suspended.
    doubled.get_by_role("button", name="Suspend").click()
    expect(doubled.get_by_text("Suspended")).to_be_visible()
    expect(page.locator("[data-changed]")).to_have_count(3)
    winner.get_by_label("Blues").press("Tab")
    page.get_by_role("button", name="Save prices").press("Enter")

    expect(page.get_by_text("3 prices are on offer now.")).to_be_visible()
    expect(winner.get_by_label("Blues")).to_have_value("4.00")


def test_a_result_is_entered_on_a_phone_and_corrected_by_two(arrive: Arrive, world: World) -> None:
    efua, yaw = arrive(viewport=PHONE), arrive(viewport=PHONE)
    efua.sign_in(world.join("Efua", "demo", "admin"))
    yaw.sign_in(world.join("Yaw", "demo", "admin"))
    event = add_event(efua, "Greens", "Golds")
    page = efua.page

    enter_result(efua, event, "2", "1", anyway="They played today")
    expect(winner(page).get_by_role("row", name="Greens Won")).to_be_visible()
    page.get_by_role("button", name="Confirm and settle").click()
    expect(page.get_by_text("In force").first).to_be_visible()
    enter_result(efua, event, "1", "1", anyway="They played today", reason="Offside")
    expect(page.get_by_text("Somebody else has to confirm it.")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm and settle")).to_have_count(0)
    yaw.page.goto(page.url)
    expect(winner(yaw.page).get_by_role("row", name="Greens Won Lost")).to_be_visible()
    yaw.page.get_by_role("button", name="Confirm and settle").click()

    expect(yaw.page.get_by_text("In force").first).to_be_visible()
    expect(yaw.page.get_by_text("Offside").first).to_be_visible()


def winner(page: Page) -> Locator:
    """What becomes of the market of the winner."""
    return page.get_by_role("region", name="Winner", exact=True)


def enter_result(
    visit: Visit, event: str, home: str, away: str, *, anyway: str, reason: str = ""
) -> None:
    """What can hardly be true, since the event is yet to come, is saved all the same."""
    page = visit.page
    page.goto(re.sub(r"\?.*", "", event) + "/result")
    full_time = page.get_by_role("group", name="Full time")
    full_time.get_by_label("Greens").fill(home)
    full_time.get_by_label("Golds").fill(away)
    if reason:
        page.get_by_label("Why it is corrected").fill(reason)
    page.get_by_role("button", name="Save and look at what it does").click()
    page.get_by_label("It is so all the same").fill(anyway)
    page.get_by_role("button", name="Save anyway").click()
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
