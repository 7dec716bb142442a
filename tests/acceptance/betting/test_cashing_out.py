"""Steps of cashing_out.feature."""

from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.betting.round import Round

scenarios("cashing_out.feature")


@given("Ama has seen an offer to cash out", target_fixture="offer")
def _(round_: Round) -> dict[str, Any]:
    return round_.ask_for_cash_out("Ama")


@given("Ama has cashed the bet out")
@when("Ama accepts the offer to cash out")
def _(round_: Round) -> None:
    round_.accept_cash_out("Ama", round_.ask_for_cash_out("Ama"))


@given("Ama has accepted the offer she saw")
@when("Ama accepts the offer she saw")
def _(round_: Round, offer: dict[str, Any]) -> None:
    round_.accept_cash_out("Ama", offer)


@when("Ama accepts what is offered instead")
def _(round_: Round) -> None:
    round_.accept_cash_out("Ama", round_.answer.json())


@then(parsers.parse("the bet is cashed out for {points:d} points"))
def _(round_: Round, points: int) -> None:
    bet = round_.answer.json()
    assert (bet["state"], bet["payout"]) == ("cashed_out", points), round_.answer.text


@then(parsers.parse("{points:d} points are offered instead"))
def _(round_: Round, points: int) -> None:
    assert round_.answer.json()["points"] == points
