"""What people do from one page to the next, in a real browser."""

import pytest
from playwright.sync_api import Error

from tests.acceptance.world import World
from tests.browser.conftest import Arrive
from tests.browser.demo_game import COMPETITION, LEAGUE_CODE
from tests.browser.visits import css, tab_to


def test_a_player_signs_in_looks_around_and_signs_out(arrive: Arrive, world: World) -> None:
    ama = world.join("Ama", "demo", "player")
    visit = arrive()
    visit.open("/")

    visit.page.locator("main").get_by_role("link", name="Sign in").click()
    visit.fill_in(ama)
    assert visit.page.url == f"{visit.url}/"
    assert visit.sees("Welcome, ama-")
    assert not visit.sees("Admin")
    visit.go_to("Me", "Sessions")
    assert visit.sees("Chrome on Linux this one")
    visit.sign_out()

    assert visit.heading() == "You are signed out."
    assert visit.page.url.startswith(visit.url)


def test_a_newcomer_tells_a_little_more_and_is_a_player(arrive: Arrive, world: World) -> None:
    visit = arrive()
    page = visit.page
    visit.sign_in(world.people.join("Esi", "demo/player"))
    assert visit.heading() == "Welcome to Accra Armchair League"

    page.get_by_label("Your name here").fill("Esi of Osu")
    page.get_by_label("Date of birth").fill("1990-01-01")
    page.get_by_label("Time zone").fill("Africa/Accra")
    page.get_by_label("I have read the terms").check()
    page.get_by_role("button", name="Join").click()

    assert visit.sees("Welcome, Esi of Osu.")


def test_a_wrong_password_is_said_and_may_be_corrected(arrive: Arrive, world: World) -> None:
    ama = world.join("Ama", "demo", "player")
    visit = arrive()

    visit.sign_in(ama, password="wrong")
    assert visit.page.get_by_role("alert").is_visible()
    visit.fill_in(ama)

    assert visit.sees("Welcome, ama-")


def test_the_back_button_shows_nothing_of_whom_has_left(arrive: Arrive, world: World) -> None:
    visit = arrive()
    visit.sign_in(world.join("Ama", "demo", "player"))
    visit.open("/auth/sessions")
    visit.sign_out()
    assert visit.heading() == "You are signed out."

    for _ in range(3):
        visit.page.go_back()
        assert not visit.sees("Welcome, ama-")
        assert not visit.sees("Where you are signed in")


def test_all_goes_without_scripts(arrive: Arrive, world: World) -> None:
    visit = arrive(java_script_enabled=False)

    visit.sign_in(world.join("Ama", "demo", "player"))
    assert visit.page.get_by_text("Welcome, ama-").is_visible()
    visit.sign_out()

    assert visit.page.get_by_text("You are signed out.").is_visible()


def test_a_keyboard_is_enough(arrive: Arrive, world: World) -> None:
    ama = world.join("Ama", "demo", "player")
    visit = arrive()
    keyboard = visit.page.keyboard
    visit.open("/")

    assert tab_to(visit.page, "Sign in") <= 3
    keyboard.press("Enter")
    visit.page.wait_for_url(f"{world.people.url}/**")
    tab_to(visit.page, "E-mail or user name")
    keyboard.type(ama.username)
    keyboard.press("Tab")
    keyboard.type("points")
    keyboard.press("Enter")
    visit.page.wait_for_url(f"{visit.url}/")
    tab_to(visit.page, "Sign out")
    keyboard.press("Enter")

    visit.page.get_by_text("You are signed out.").wait_for()


def test_an_admin_gives_the_community_its_own_colours(arrive: Arrive, world: World) -> None:
    world.found_community("painted", "Painted League")
    visit = arrive("painted.localhost")
    visit.sign_in(world.join("Efua", "painted", "admin"))
    page = visit.page

    visit.go_to("Admin", "Community settings")
    page.get_by_label("Name").fill("Repainted League")
    page.get_by_label("Main colour").fill("#7a0044")
    page.get_by_label("Second colour").fill("#00c2a8")
    page.get_by_label("Reason", exact=True).fill("our new shirts")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("status").inner_text() == "Saved."
    visit.outlast_memory()
    visit.open("/")

    bar = page.locator("header .bar")
    assert bar.locator(".brand").inner_text() == "Repainted League"
    assert css(bar, "background-color") == "rgb(122, 0, 68)"
    assert css(bar, "border-bottom-color") == "rgb(0, 194, 168)"
    assert css(bar, "color") == "rgb(255, 255, 255)"


def test_a_superadmin_founds_a_community_and_suspends_it(arrive: Arrive, world: World) -> None:
    visit = arrive()
    visit.sign_in(world.people.join("Yaw", superadmin=True))
    page = visit.page
    visit.go_to("Platform", "Communities")

    page.get_by_label("Name").fill("Volta Voices")
    page.get_by_label("Subdomain").fill("volta")
    page.get_by_label("Time zone").fill("Africa/Accra")
    page.get_by_role("button", name="Found it").click()
    visitor = arrive("volta.localhost")
    visitor.open("/")
    assert visitor.heading() == "Volta Voices"

    row = page.get_by_role("row", name="Volta Voices")
    row.get_by_label("Reason").fill("holidays")
    row.get_by_role("button", name="Suspend").click()
    row.get_by_role("button", name="Let it go on").wait_for()

    visitor.outlast_memory()
    visitor.open("/")
    assert visitor.heading().startswith("This community is taking a break.")


def test_what_a_page_should_not_do_is_noticed(arrive: Arrive) -> None:
    visit = arrive()
    visit.open("/")

    visit.page.evaluate("document.body.setAttribute('style', 'color: red')")
    with pytest.raises(Error, match="Failed to fetch"):
        visit.page.evaluate("fetch('http://elsewhere.example/')")
    visit.page.evaluate("setTimeout(() => { throw new Error('broken') })")
    visit.page.wait_for_timeout(200)
    with pytest.raises(Error, match="UNSAFE_PORT"):  # a browser never goes there
        visit.page.goto("http://elsewhere.example:1/")

    noticed = "\n".join(visit.troubles)
    assert "style-src 'self'" in noticed
    assert "connect-src 'self'" in noticed
    assert "broken" in noticed
    assert "asked somebody else: http://elsewhere.example:1/" in noticed
    visit.troubles.clear()


def test_a_friends_link_leads_to_the_first_event_to_bet_on(arrive: Arrive, world: World) -> None:
    visit = arrive(viewport={"width": 390, "height": 844})
    page = visit.page
    visit.open(f"/join/{LEAGUE_CODE}")
    assert visit.heading() == "Friday table"

    page.get_by_role("link", name="I have an account: sign in").click()
    visit.fill_in(world.people.join("Abena", "demo/player"))
    page.get_by_label("Your name here").fill("Abena of Tema")
    page.get_by_label("Date of birth").fill("1990-01-01")
    page.get_by_label("I have read the terms").check()
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Join and play").click()

    assert visit.heading() == "Cup of Nations"
    assert visit.sees("You are in, with 1,000 points.")
    page.get_by_role("link", name="Tap a price below").click()
    assert page.get_by_role("link", name="Ghana, Ghana v Mali").is_visible()
    visit.open(f"/competitions/{COMPETITION}/leagues")
    page.get_by_role("link", name="Friday table").click()
    assert page.get_by_role("row", name="Abena of Tema").is_visible()
