"""Steps of placing_a_bet.feature that no other feature has."""

from pytest_bdd import given, parsers, scenarios

from tests.acceptance.betting.round import Round

scenarios("placing_a_bet.feature")


@given(parsers.parse('the event of "{name}" has locked, and its market has an hour to go'))
def _(round_: Round, name: str) -> None:
    market = round_.markets[name]
    round_.change("update event set locks_at = clock_timestamp() where id = %s", market.event_id)
    round_.change(
        "update market set locks_at = clock_timestamp() + interval '1 hour' where id = %s",
        market.id,
    )


@given(parsers.parse('the event of "{name}" is live'))
def _(round_: Round, name: str) -> None:
    event_id = round_.markets[name].event_id
    round_.change("update event set status = 'live' where id = %s", event_id)
