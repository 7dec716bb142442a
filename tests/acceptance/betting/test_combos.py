"""Steps of combos.feature."""

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.betting.round import Round

scenarios("combos.feature")


@given(parsers.parse("{number:d} selections are offered at {odds:f}"))
def _(round_: Round, number: int, odds: float) -> None:
    for n in range(number):
        round_.offer({f"{n}": round(odds * 1000)})


@given(parsers.parse('"{name}" and "{other}" are offered at {odds:f} on one market'))
def _(round_: Round, name: str, other: str, odds: float) -> None:
    round_.offer(dict.fromkeys([name, other], round(odds * 1000)))


@given(parsers.parse('"{name}" is offered at {odds:f} in another competition only'))
def _(round_: Round, name: str, odds: float) -> None:
    event_id = round_.game.event()
    round_.game.competition([event_id])
    round_.offer({name: round(odds * 1000)}, event_id=event_id)


@given("the competition allows two selections of one event")
def _(round_: Round) -> None:
    round_.change_rules(same_event_combos=True)


@when(parsers.parse("{who} bets {stake:d} points on the first {number:d} of them"))
def _(round_: Round, who: str, stake: int, number: int) -> None:
    round_.bet(who, stake, *(f"{n}" for n in range(number)))


@then(parsers.parse('it names "{name}" and "{other}"'))
def _(round_: Round, name: str, other: str) -> None:
    named = [str(round_.selections[each]) for each in (name, other)]
    assert sorted(round_.answer.json()["selection_ids"]) == sorted(named)
