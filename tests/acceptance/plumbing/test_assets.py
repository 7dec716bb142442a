"""Scripts and styles: small, kept for ever, and only those that were built."""

import re

import pytest

from app.plumbing import assets
from tests.acceptance.world import World

FIRST_LOAD_BYTES_MAX = 120 * 1024


def test_a_page_names_scripts_and_styles_that_are_there(world: World) -> None:
    browser = world.browser()

    page = browser.get("/").text

    named = re.findall(r'(?:src|href)="(/assets/[^"#]+)"', page)
    assert {address.rsplit(".", 1)[1] for address in named} == {"css", "js"}
    for address in named:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == assets.FOREVER


def test_a_first_load_is_small(world: World) -> None:
    browser = world.browser()
    page = browser.get("/")
    named = set(re.findall(r'(?:src|href)="(/(?:assets|static|community)/[^"#]+)"', page.text))

    answers = [browser.get(name, headers={"accept-encoding": "br"}) for name in named]

    sent = sum(int(answer.headers["content-length"]) for answer in [page, *answers])
    assert sent < FIRST_LOAD_BYTES_MAX


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_browser_gets_the_encoding_it_reads(world: World, encoding: str) -> None:
    address = assets.address_of("pages.js")

    answer = world.browser().get(address, headers={"accept-encoding": encoding})

    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_page_that_was_open_during_an_upgrade_is_told_to_load_again(world: World) -> None:
    answer = world.browser().get("/assets/pages-0123456789ab.js")

    assert answer.status_code == 404
    assert "load it again" in answer.text
