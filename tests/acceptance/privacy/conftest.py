"""Players and their data, and the steps that the features share."""

import asyncio

import pytest
from pytest_bdd import given, parsers, then, when

from app.identity.service.provider import connect
from app.plumbing.db import Database
from app.privacy.jobs import remove_people
from tests.acceptance.care import Care
from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World


@pytest.fixture
def care(world: World) -> Care:
    return Care(world)


@pytest.fixture
def ama(care: Care) -> Reading:
    """Ama's browser, signed in."""
    return Reading(care.world.sign_in(care.person("Ama"), f"{care.name}.localhost"))


@given(parsers.parse("{who} has {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    care.player(who, points)


@given(parsers.parse('{who} has bet {stake:d} points, noting "{note}"'))
def _(care: Care, who: str, stake: int, note: str) -> None:
    if not care.odds:
        care.offer({"Ghana beat Mali": 2_500})
    assert care.bet(who, stake, "Ghana beat Mali", note=note).is_success, care.answer.text


@given("she has cancelled it")
def _(care: Care) -> None:
    answer = care.send("Ama", "PUT", f"/api/bets/{care.bet_id}/cancel")
    assert answer.is_success, answer.text


@given("she has left")
@when("she leaves, typing her name")
def _(care: Care, ama: Reading) -> None:
    [[name]] = care.rows("select display_name from player where id = %s", care.player_id("Ama"))
    ama.open("/profile/data")
    if any(form.action.endswith("/leave") for form in ama.forms()):
        ama.send("/profile/data/leave", name=name.upper())


@when("the worker tells the sign-in service")
def _(care: Care) -> None:
    tell_sign_in_service(care)


@then(parsers.parse('she reads "{words}"'))
def _(ama: Reading, words: str) -> None:
    assert words in ama.text


def tell_sign_in_service(care: Care) -> None:
    settings = care.world.settings

    async def work() -> None:
        database = Database(settings)
        try:
            async with connect(settings) as provider:
                await remove_people(database, provider=provider)
        finally:
            await database.close()

    asyncio.run(work())
