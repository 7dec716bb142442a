"""Steps of stakes.feature."""

from pytest_bdd import given, parsers, scenarios

from app.competitions.rules.settings import CAREFUL_STAKES, StakeLimits
from tests.acceptance.betting.round import Round

scenarios("stakes.feature")


@given(parsers.parse("the competition takes stakes from {least:d} to {most:d} points"))
def _(round_: Round, least: int, most: int) -> None:
    round_.change_rules(stakes=StakeLimits(minimum=least, maximum=most))


@given(parsers.parse("the competition pays at most {most:d} points for a bet"))
def _(round_: Round, most: int) -> None:
    round_.change_rules(stakes=StakeLimits(maximum_payout=most))


@given("the competition is played with care")
def _(round_: Round) -> None:
    round_.change_rules(stakes=CAREFUL_STAKES)


@given("the competition no longer lets bets be taken back")
def _(round_: Round) -> None:
    round_.change_rules(cancel_seconds=0)


@given(parsers.parse('{who} has bet {stake:d} points on "{name}" {times:d} times'))
def _(round_: Round, who: str, stake: int, name: str, times: int) -> None:
    for _ in range(times):
        assert round_.bet(who, stake, name).is_success
