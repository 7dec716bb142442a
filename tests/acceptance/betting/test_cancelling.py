"""Steps of cancelling.feature."""

from pytest_bdd import given, parsers, scenarios

from tests.acceptance.betting.round import Round

scenarios("cancelling.feature")


@given(parsers.parse("the bet is {seconds:d} seconds old"))
def _(round_: Round, seconds: int) -> None:
    round_.as_superuser(
        "update bet set accepted_at = accepted_at - make_interval(secs => %s) where id = %s",
        seconds,
        round_.bet_id,
    )
