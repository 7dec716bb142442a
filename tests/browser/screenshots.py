"""`make screenshots`: a picture of every page, on a phone and a desk, in daylight and at night."""

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.acceptance.world import World
from tests.browser.conftest import People
from tests.browser.pages import PAGES, PageSeen
from tests.browser.visits import visit

FOLDER = Path(".pointsbook/screenshots")
SIZES = {"phone": (390, 844), "desk": (1280, 800)}
SCHEMES = ("light", "dark")


@pytest.mark.parametrize("seen", PAGES, ids=lambda seen: seen.name)
def test_take_pictures(seen: PageSeen, chromium: Browser, world: World, people: People) -> None:
    for (size, (width, height)), scheme in product(SIZES.items(), SCHEMES):
        viewport = {"width": width, "height": height}
        one = visit(
            chromium, world, seen.host,
            viewport=viewport, color_scheme=scheme, storage_state=people.cookies_of(seen),
        )  # fmt: skip
        one.open(seen.path)
        one.page.screenshot(path=FOLDER / f"{seen.name}-{size}-{scheme}.png", full_page=True)
        one.context.close()
