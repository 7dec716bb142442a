"""Open pages that change by themselves, in real browsers."""

import re
from uuid import UUID

from playwright.sync_api import Page, expect

from app.development.directory.state import Person
from app.development.seed import DEMO
from tests.acceptance.game import Game, Market
from tests.acceptance.world import World
from tests.browser.conftest import Arrive
from tests.browser.visits import Visit

# Just what the script looks for, so that this does not change with the pages.
PAGE = """<!doctype html>
<html lang="en"><head><title>A page</title><script src="{script}" defer></script></head>
<body hx-ext="sse" sse-connect="/live?topics=event:{event},me" data-live
      data-odds-format="{odds_format}">
  <p data-market="{market}"><button data-selection="{selection}">
    Ghana <data class="odds" value="{odds}">{shown}</data></button></p>
  <p data-event="{event}"><span data-score="1">0</span> : <span data-score="2">0</span></p>
  <p data-watching="event:{event}" hidden><data>0</data> watching</p>
  <p id="told"></p>
</body></html>
"""


def open_page(visit: Visit, market: Market, *, odds_format: str, shown: str) -> Page:
    """A page of this visit that follows the market's event."""
    visit.open("/")
    script = visit.page.locator("script[src*='pages-']").get_attribute("src")
    content = PAGE.format(
        script=script,
        event=market.event_id,
        market=market.id,
        selection=market.selections["1"],
        odds=2500,
        shown=shown,
        odds_format=odds_format,
    )
    visit.page.route(
        "**/a-page",
        lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"),
    )
    with visit.page.expect_response(re.compile("/live")):
        visit.open("/a-page")
    return visit.page


def market_of(world: World, persons: dict[str, Person]) -> tuple[Game, Market]:
    game = Game(world.database, DEMO.id)
    game._sports["live"] = sport_of(game)  # noqa: SLF001 - made once for all tests
    assert persons
    return game, game.market(game.event(sport="live"), {"1": 2500, "2": 2900})


def sport_of(game: Game) -> UUID:
    with game.transaction() as tx:
        found = tx.execute("select id from sport where slug = 'live'").fetchone()
    return UUID(str(found[0])) if found else game.sport("live")


def test_two_browsers_see_the_odds_move(
    arrive: Arrive, world: World, persons: dict[str, Person]
) -> None:
    game, market = market_of(world, persons)
    ama, esi = arrive(), arrive(reduced_motion="reduce")
    ama.sign_in(persons["ama"])
    esi.sign_in(persons["efua"])
    first = open_page(ama, market, odds_format="decimal", shown="2.50")
    second = open_page(esi, market, odds_format="fractional", shown="3/2")

    game.price(market.selections["1"], 2750)

    expect(first.locator("data.odds")).to_have_text("2.75")
    expect(second.locator("data.odds")).to_have_text("7/4")
    expect(first.locator("[data-selection]")).to_have_attribute("data-moved", "up")
    game.price(market.selections["1"], 1800)
    expect(first.locator("data.odds")).to_have_text("1.80")
    expect(first.locator("[data-selection]")).to_have_attribute("data-moved", "down")


def test_a_page_sees_markets_scores_and_who_else_looks(
    arrive: Arrive, world: World, persons: dict[str, Person]
) -> None:
    game, market = market_of(world, persons)
    ama = arrive()
    ama.sign_in(persons["ama"])
    page = open_page(ama, market, odds_format="american", shown="+150")
    page.evaluate(
        "document.body.addEventListener('live:event',"
        " (e) => document.getElementById('told').textContent = e.detail.status)"
    )

    with game.transaction() as tx:
        tx.execute(
            "update market set state = 'suspended', version = version + 1 where id = %s",
            [market.id],
        )
        tx.execute(
            "update event set status = 'live', version = version + 1,"
            """ score = '{"scores": {"full_time": {"1": 2, "2": 1}}}' where id = %s""",
            [market.event_id],
        )

    expect(page.locator("[data-market]")).to_have_attribute("data-state", "suspended")
    expect(page.locator("[data-score='1']")).to_have_text("2")
    expect(page.locator("#told")).to_have_text("live")


def test_a_page_that_lost_us_says_so_and_catches_up(
    arrive: Arrive, world: World, persons: dict[str, Person]
) -> None:
    game, market = market_of(world, persons)
    ama = arrive()
    ama.sign_in(persons["ama"])
    page = open_page(ama, market, odds_format="decimal", shown="2.50")
    game.price(market.selections["1"], 2600)
    expect(page.locator("data.odds")).to_have_text("2.60")

    # Its stream is cut off, and the network with it.
    ama.context.set_offline(offline=True)
    with game.transaction() as tx:
        tx.execute(
            "update player set roles_since = clock_timestamp() - interval '1 hour'"
            " where subject = %s",
            [persons["ama"].id],
        )
    expect(page.locator("body")).to_have_attribute("data-away", "")
    game.price(market.selections["1"], 2700)
    ama.context.set_offline(offline=False)

    expect(page.locator("data.odds")).to_have_text("2.70", timeout=15_000)
    expect(page.locator("body")).not_to_have_attribute("data-away", "")
    # htmx says on the console that a source was lost, which is what happened.
    ama.troubles.clear()
