"""Steps of shared_events.feature, played over HTTP."""

import asyncio
from uuid import UUID

from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.db import Database
from app.settlement import jobs
from app.tenants.rules import PLATFORM_ID
from tests.acceptance.rulings.conftest import ended
from tests.acceptance.rulings.court import Court

scenarios("shared_events.feature")

PRICES = {"1": 2000, "draw": 3000, "2": 4000}


@given(parsers.parse('"{event}" is on the programme of all communities'))
def _(court: Court, event: str) -> None:
    court.programme(event, shared=True)


@given("its winner is bet on")
def _(court: Court) -> None:
    court.open_market("winner", PRICES)


@given(parsers.parse('the community asks a question of its own about it, "{market}"'))
def _(court: Court, market: str) -> None:
    court.open_market(market, PRICES, period="first_half", shared=False)


@when("Kwesi enters that it ended 2-1")
def _(court: Court) -> None:
    court.enter("Kwesi", **ended("2-1"))


@when("Efua enters for all that it ended 2-1")
def _(court: Court) -> None:
    court.enter("Efua", shared=True, **ended("2-1"))


@given(parsers.parse("Sena has entered for all that it ended {told}"))
def _(court: Court, told: str) -> None:
    assert court.enter("Sena", shared=True, **ended(told)).status_code == 201, court.answer.text


@given("Sena has confirmed it for all")
@when("Sena confirms it for all")
def _(court: Court) -> None:
    court.confirm("Sena", shared=True)


@when("the community begins to settle by it, twice")
def _(court: Court) -> None:
    async def begin() -> None:
        database = Database(court.world.settings)
        for _ in range(2):
            async with database.tenant(court.tenant_id) as tx:
                await jobs.begin(
                    tx, ruling_tenant_id=PLATFORM_ID, ruling_id=UUID(court.ruling["id"])
                )
        await database.close()

    asyncio.run(begin())


@then("the community is among those that begin to settle")
def _(court: Court) -> None:
    assert str(court.tenant_id) in court.jobs()


@then("the half-time winner is not graded yet")
def _(court: Court) -> None:
    assert court.market_row("half-time winner") == ("open", 0)


@then("the half-time winner was graded once, by Sena's ruling")
def _(court: Court) -> None:
    found = court.sql(
        "select number, ruling_id from grading where market_id = %s",
        court.markets["half-time winner"].id,
    )
    assert found == [(1, UUID(court.ruling["id"]))]


@then("1 bet would end and 200 points would be paid")
def _(looked: dict[str, list[dict[str, int]]]) -> None:
    [effect] = looked["competitions"]
    assert (effect["ended"], effect["to_pay"]) == (1, 200)
