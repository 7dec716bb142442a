"""Steps of retries.feature."""

from pytest_bdd import given, parsers, scenarios, when

from tests.acceptance.betting.round import Round

scenarios("retries.feature")


@when(parsers.parse("Ama's browser sends {stake:d} points under the same id"))
def _(round_: Round, stake: int) -> None:
    round_.place("Ama", round_.slip("Ama", stake, "Ghana beat Mali"), round_.bet_id)


@given("Ama is given 1 more point")
def _(round_: Round) -> None:
    round_.give("Ama", 1)


@given(parsers.parse('Ama has bet {stake:d} points on "{name}" with the key "{key}"'))
@when(parsers.parse('Ama bets {stake:d} points on "{name}" with the key "{key}"'))
def _(round_: Round, stake: int, name: str, key: str) -> None:
    slip = round_.slip("Ama", stake, name)
    round_.answer = round_.send("Ama", "POST", "/api/bets", slip, **{"idempotency-key": key})
