"""Steps of cashing_out.feature."""

from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.betting.round import Round

scenarios("cashing_out.feature")


@given(parsers.re(r'"(?P<name>[^"]+)" has (?P<become>won|lost|void)'))
def _(round_: Round, name: str, become: str) -> None:
    win, push = {"won": (1, 0), "lost": (0, 0), "void": (0, 1)}[become]
    round_.grade(name, win=win, push=push)


@given("Ama has seen an offer to cash out", target_fixture="offer")
def _(round_: Round) -> dict[str, Any]:
    return round_.ask_for_cash_out("Ama")


@given("Ama has cashed the bet out")
@given("Ama accepted the offer to cash out")
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


@then("the offer is kept with the odds 2.50 and the first grading")
def _(round_: Round) -> None:
    kept = round_.rows("select odds, gradings from cash_out where bet_id = %s", round_.bet_id)
    assert kept == [([2500, None], [None, 1])]


@then(parsers.parse("{points:d} points are offered instead"))
def _(round_: Round, points: int) -> None:
    assert round_.answer.json()["points"] == points


@when("Ama asks why")
def _(round_: Round) -> None:
    round_.answer = round_.send("Ama", "GET", f"/api/bets/{round_.bet_id}/explanation")


@then(parsers.parse('she is told "{sentence}"'))
def _(round_: Round, sentence: str) -> None:
    assert round_.answer.json()["sentence"] == sentence, round_.answer.text
