"""A round of betting of its own for each test, and the steps that its features share."""

import re

import pytest
from pytest_bdd import given, parsers, then, when

from app.competitions.rules.settings import CompetitionSettings
from tests.acceptance.betting.round import Round
from tests.acceptance.world import World

# One name in quotation marks, or several.
NAMES = '"[^"]+"(?:(?:, | and )"[^"]+")*'
QUOTED = re.compile('"([^"]+)"')


@pytest.fixture
def round_(world: World) -> Round:
    return Round(world, CompetitionSettings(cancel_seconds=60, cash_out_margin=50))


@given(parsers.parse('"{name}" is offered at {odds:f}'))
def _(round_: Round, name: str, odds: float) -> None:
    round_.offer({name: thousandths(odds)})


@given(parsers.parse('"{name}" is offered at {odds:f}, a quarter of it for {places:d} places'))
def _(round_: Round, name: str, odds: float, places: int) -> None:
    round_.offer({name: thousandths(odds)}, places=places, place_divisor=4)


@given(parsers.parse('"{name}" is offered at {odds:f} in the event of "{other}"'))
def _(round_: Round, name: str, odds: float, other: str) -> None:
    event_id = round_.markets[other].event_id
    round_.offer({name: thousandths(odds)}, event_id=event_id, period="first_half")


@given(parsers.parse("{who} has {points:d} points"))
def _(round_: Round, who: str, points: int) -> None:
    round_.player(who, points)


@given(parsers.parse('the market of "{name}" has locked'))
def _(round_: Round, name: str) -> None:
    round_.change(
        "update market set locks_at = clock_timestamp() where id = %s", round_.markets[name].id
    )


@given(parsers.parse('the market of "{name}" is suspended'))
def _(round_: Round, name: str) -> None:
    round_.change("update market set state = 'suspended' where id = %s", round_.markets[name].id)


@given(parsers.parse('the odds of "{name}" move to {odds:f}'))
def _(round_: Round, name: str, odds: float) -> None:
    round_.game.price(round_.selections[name], thousandths(odds))


@given(parsers.parse('the community has switched off "{feature}"'))
def _(round_: Round, feature: str) -> None:
    round_.switch_off(feature)


@given(parsers.re(rf"(?P<who>\w+) has bet (?P<stake>\d+) points? on (?P<names>{NAMES})$"))
@when(parsers.re(rf"(?P<who>\w+) bets (?P<stake>\d+) points? on (?P<names>{NAMES})$"))
def _(round_: Round, who: str, stake: str, names: str) -> None:
    round_.bet(who, int(stake), *QUOTED.findall(names))


@when(parsers.parse("{who} bets {stake:d} points on all of them as a system of {fold:d}"))
def _(round_: Round, who: str, stake: int, fold: int) -> None:
    round_.bet(who, stake, *round_.selections, kind="system", fold=fold)


@given(parsers.parse("{who} has bet {stake:d} points on all of them as a trixie"))
@when(parsers.parse("{who} bets {stake:d} points on all of them as a trixie"))
def _(round_: Round, who: str, stake: int) -> None:
    round_.bet(who, stake, *round_.selections, kind="trixie")


@given(parsers.parse('{who} has bet {stake:d} points each-way on "{name}"'))
@when(parsers.parse('{who} bets {stake:d} points each-way on "{name}"'))
def _(round_: Round, who: str, stake: int, name: str) -> None:
    round_.bet(who, stake, name, each_way=True)


@when(parsers.parse('{who} bets {stake:d} points on "{name}" at {odds:f} or {policy}'))
def _(round_: Round, who: str, stake: int, name: str, odds: float, policy: str) -> None:
    assert round_.odds[name] == thousandths(odds)
    round_.bet(who, stake, name, odds_policy=policy)


@when(parsers.parse('{who} asks what {stake:d} points on "{name}" would be'))
def _(round_: Round, who: str, stake: int, name: str) -> None:
    round_.answer = round_.send(who, "POST", "/api/quotes", round_.slip(who, stake, name))


@when("Ama's browser sends that bet again")
def _(round_: Round) -> None:
    round_.again()


@given("Ama has taken the bet back")
@when("Ama takes the bet back")
def _(round_: Round) -> None:
    round_.answer = round_.send("Ama", "PUT", f"/api/bets/{round_.bet_id}/cancel")


@when("Ama asks for an offer to cash out")
def _(round_: Round) -> None:
    round_.ask_for_cash_out("Ama")


@then(parsers.parse("the quote says {points:d} points"))
def _(round_: Round, points: int) -> None:
    quote = round_.answer.json()
    assert (quote["acceptable"], quote["refusals"]) == (True, [])
    assert quote["potential_payout"] == points
    assert quote["expires_at"] == quote["legs"][0]["locks_at"]


@then(parsers.re(rf"the quote says it would be refused as (?P<problems>{NAMES})$"))
def _(round_: Round, problems: str) -> None:
    quote = round_.answer.json()
    told = [refusal["type"].removeprefix("/problems/") for refusal in quote["refusals"]]
    assert told == QUOTED.findall(problems)
    assert quote["acceptable"] is False


@then("the bet is cancelled")
def _(round_: Round) -> None:
    assert round_.answer.json()["state"] == "cancelled", round_.answer.text


@then("the bet stands")
def _(round_: Round) -> None:
    assert round_.answer.is_success, round_.answer.text
    assert round_.answer.json()["state"] == "accepted"


@then(parsers.parse("the bet stands with {lines:d} lines"))
def _(round_: Round, lines: int) -> None:
    assert round_.answer.is_success, round_.answer.text
    assert round_.answer.json()["lines"] == lines


@then(parsers.parse("it may pay {points:d} points"))
def _(round_: Round, points: int) -> None:
    assert round_.answer.is_success, round_.answer.text
    assert round_.answer.json()["potential_payout"] == points


@then(parsers.parse('the bet is refused as "{problem}"'))
@then(parsers.parse('it is refused as "{problem}"'))
def _(round_: Round, problem: str) -> None:
    assert round_.answer.json().get("type") == f"/problems/{problem}", round_.answer.text


@then(parsers.parse("{who} has {points:d} points left"))
def _(round_: Round, who: str, points: int) -> None:
    assert round_.balance(who) == points


@then(parsers.parse('nothing is at risk on "{name}"'))
def _(round_: Round, name: str) -> None:
    query = "select bets, staked, liability from exposure where selection_id = %s"
    assert round_.rows(query, round_.selections[name]) == [(0, 0, 0)]


def thousandths(odds: float) -> int:
    return round(odds * 1000)
