"""Steps of confirming_rulings.feature, played over HTTP."""

from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.rulings.court import Court

scenarios("confirming_rulings.feature")

CUP = """sport,participants,starts,full_time
{sport},Ghana; Mali,2026-01-01 13:00,2-1
{sport},Togo; Benin,2026-01-02 13:00,0-0
{sport},Mali; Togo,2026-01-03 13:00,1-3
"""


@given("Ama bet 100 on 1 and Kofi 50 on 2")
def _(court: Court) -> None:
    court.bets("Ama", 100, ("winner", "1"))
    court.bets("Kofi", 50, ("winner", "2"))


@given("Ama bet 100 on 1 and on another match")
def _(court: Court) -> None:
    other = court.game.event("Togo v Benin", sport=court.sport)
    court.markets["other"] = court.game.market(other, {"1": 2000, "2": 2000})
    court.bets("Ama", 100, ("winner", "1"), ("other", "1"))


@then("in the winner 1 would be won, 2 would be lost, and the first half would wait")
def _(looked: dict[str, Any]) -> None:
    markets = {market["name"]: market for market in looked["markets"]}
    became = {each["key"]: each["after"]["name"] for each in markets["winner"]["selections"]}
    assert became == {"1": "won", "draw": "lost", "2": "lost"}
    assert markets["first half"]["waits_for"] == "The result does not say the score of this period."


@then("2 bets would end, 200 points would be paid, 100 of them beyond the stakes as was expected")
def _(looked: dict[str, Any]) -> None:
    [effect] = looked["competitions"]
    told = {name: effect[name] for name in ("ended", "to_pay", "beyond_stakes", "liability")}
    assert told == {"ended": 2, "to_pay": 200, "beyond_stakes": 100, "liability": 100}


@then("Ama would win most, 200 for 100")
def _(court: Court, looked: dict[str, Any]) -> None:
    [winner] = looked["biggest_winners"]
    assert (winner["stake"], winner["payout"]) == (100, 200)
    assert winner["entry_id"] == str(court.entry("Ama").id)


@then("no bet would end")
def _(looked: dict[str, Any]) -> None:
    [effect] = looked["competitions"]
    assert (effect["bets"], effect["ended"], effect["to_pay"]) == (1, 0, 0)


@then("no market is graded")
def _(court: Court) -> None:
    assert {court.market_row(name) for name in court.markets} == {("open", 0)}


@then(parsers.parse('the total is graded "over won, under lost" as before'))
def _(court: Court) -> None:
    assert court.market_row("total") == ("settled", 1)
    assert court.market_row("winner") == ("settled", 2)


@when("Efua asks what waits")
def _(court: Court) -> None:
    [court.ruling] = court.must("Efua", "GET /api/rulings?state=pending")["items"]


@given("a file said how 3 matches ended")
def _(court: Court) -> None:
    court.import_(CUP.format(sport=court.sport))


@when("Efua confirms all that waits")
def _(court: Court) -> None:
    waiting = court.must("Efua", "GET /api/rulings?state=pending")["items"]
    ids = [each["id"] for each in waiting]
    court.ask("Efua", "POST /api/rulings/confirm", {"ruling_ids": ids})


@then("the 3 matches are finished")
def _(court: Court) -> None:
    states = [each["state"] for each in court.answer.json()]
    assert states == ["confirmed"] * 3, court.answer.text
