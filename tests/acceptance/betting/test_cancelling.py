"""Steps of cancelling.feature."""

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.betting.round import Round

scenarios("cancelling.feature")


@given(parsers.parse("the bet is {seconds:d} seconds old"))
def _(round_: Round, seconds: int) -> None:
    round_.as_superuser(
        "update bet set accepted_at = accepted_at - make_interval(secs => %s) where id = %s",
        seconds,
        round_.bet_id,
    )


@given("Ama has taken the bet back")
@when("Ama takes the bet back")
def _(round_: Round) -> None:
    round_.answer = round_.send("Ama", "PUT", f"/api/bets/{round_.bet_id}/cancel")


@then("the bet is cancelled")
def _(round_: Round) -> None:
    assert round_.answer.json()["state"] == "cancelled", round_.answer.text
