"""The pages of the API, as somebody reads them who has nothing else to go by."""

from tests.browser.conftest import Arrive
from tests.browser.visits import Visit


def operation(visit: Visit, name: str) -> str:
    return visit.page.locator(f"#{name}").inner_text()


def test_whoever_looks_for_an_operation_is_led_to_it(arrive: Arrive) -> None:
    visit = arrive()
    visit.open("/api/docs")

    visit.page.get_by_role("link", name="POST /api/odds", exact=True).click()

    assert visit.page.url.endswith("/api/docs/markets#prices_enter")
    said = operation(visit, "prices_enter")
    assert "For admins." in said
    assert f'curl -X POST "{visit.url}/api/odds"' in said
    assert '"odds": 2150' in said
    assert visit.page.locator("#prices_enter").is_visible()
    assert not visit.page.locator("#prices_feed").is_visible()


def test_what_an_answer_is_made_of_is_a_link_away(arrive: Arrive) -> None:
    visit = arrive()
    visit.open("/api/docs/markets#played_markets_market")

    visit.page.locator("#played_markets_market").get_by_role("link", name="MarketOut").click()

    shape = visit.page.locator(":target")
    assert shape.is_visible()
    assert "No bet is taken from this moment on." in shape.inner_text()


def test_every_address_on_the_pages_is_there(arrive: Arrive) -> None:
    visit = arrive()
    visit.open("/api/docs")
    links = "[...document.querySelectorAll('main a')].map(one => one.href)"
    pages = {link.partition("#")[0] for link in visit.page.evaluate(links)} - {visit.page.url}

    for page in sorted(pages):
        answer = visit.page.goto(page) if "openapi.json" not in page else None
        assert answer is None or answer.ok, page
        broken = visit.page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].map(one => one.hash.slice(1))"
            ".filter(id => !document.getElementById(id))"
        )
        assert broken == [], page
    assert any("/api/docs/markets" in page for page in pages)


def test_the_pages_need_no_script_of_their_own_and_nobody_else(arrive: Arrive) -> None:
    visit = arrive()
    asked: list[str] = []
    visit.context.on("request", lambda request: asked.append(request.url))

    visit.open("/api/docs/competitions")

    assert visit.page.locator("script:not([src^='/assets/'])").count() == 0
    assert visit.sees("Join, or ask to")
    assert [url for url in asked if not url.startswith(visit.url)] == []
