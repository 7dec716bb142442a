"""Steps of cashing_out.feature."""

from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.betting.round import Round

scenarios("cashing_out.feature")


@given("Ama has seen an offer to cash out", target_fixture="offer")
def _(round_: Round) -> dict[str, Any]:
    return ask(round_)


@when("Ama asks for an offer to cash out")
def _(round_: Round) -> None:
    ask(round_)


@when("Ama accepts the offer to cash out")
def _(round_: Round) -> None:
    accept(round_, ask(round_))


@when("Ama accepts the offer she saw")
def _(round_: Round, offer: dict[str, Any]) -> None:
    accept(round_, offer)


@then(parsers.parse("the bet is cashed out for {points:d} points"))
def _(round_: Round, points: int) -> None:
    bet = round_.answer.json()
    assert (bet["state"], bet["payout"]) == ("cashed_out", points), round_.answer.text


@then(parsers.parse("{points:d} points are offered instead"))
def _(round_: Round, points: int) -> None:
    assert round_.answer.json()["points"] == points


def ask(round_: Round) -> dict[str, Any]:
    round_.answer = round_.send("Ama", "GET", f"/api/bets/{round_.bet_id}/cash-out")
    offer: dict[str, Any] = round_.answer.json()
    return offer


def accept(round_: Round, offer: dict[str, Any]) -> None:
    answer = {name: offer[name] for name in ("points", "versions")}
    round_.answer = round_.send("Ama", "PUT", f"/api/bets/{round_.bet_id}/cash-out", answer)
