"""Steps of limits.feature, played over HTTP against a real database."""

import time
from datetime import datetime, timedelta

from pytest_bdd import given, parsers, scenarios, then, when

from app.tenants.web.finding import MEMORY_SECONDS
from tests.acceptance.care import Care

scenarios("limits.feature")


@given(parsers.re(r"(?P<who>\w+) stakes at most (?P<points>\d+) points a (?P<period>\w+)"))
@given(parsers.re(r"(?P<who>\w+) asks for (?P<points>\d+) points a (?P<period>\w+)"))
@when(parsers.re(r"(?P<who>\w+) asks for (?P<points>\d+) points a (?P<period>\w+)"))
def _(care: Care, who: str, points: str, period: str) -> None:
    care.limit(who, "stake", period, int(points))


@given(parsers.parse("{who} asks for no limit a {period}"))
def _(care: Care, who: str, period: str) -> None:
    care.limit(who, "stake", period, None)


@given(parsers.parse("{who} loses at most {points:d} points a {period}"))
def _(care: Care, who: str, points: int, period: str) -> None:
    care.limit(who, "net_loss", period, points)


@given(parsers.parse("{who} plays at most {minutes:d} minutes a {period}"))
def _(care: Care, who: str, minutes: int, period: str) -> None:
    care.limit(who, "minutes", period, minutes)


@given(parsers.parse("{who} takes that back"))
def _(care: Care, who: str) -> None:
    answer = care.ask(who, "DELETE", "/api/limits/stake/day/pending")
    assert answer.json()["pending"] is None


@given("24 hours have passed")
def _(care: Care) -> None:
    care.let_pass(timedelta(hours=24))


@given(parsers.parse("{who} has {points:d} points in another competition"))
def _(care: Care, who: str, points: int) -> None:
    care.elsewhere = care.second_entry(who, points)


@given(parsers.parse("{who} has taken that bet back"))
@when(parsers.parse("{who} takes that bet back"))
def _(care: Care, who: str) -> None:
    answer = care.send(who, "PUT", f"/api/bets/{care.bet_id}/cancel")
    assert answer.is_success, answer.text


@given(parsers.parse("{who} has cashed that bet out for {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    offer = care.ask_for_cash_out(who)
    assert offer["points"] == points
    care.accept_cash_out(who, offer)
    assert care.answer.is_success, care.answer.text


@given(parsers.parse('the community is in "{zone}"'))
def _(care: Care, zone: str) -> None:
    care.set_up(time_zone=zone)
    time.sleep(MEMORY_SECONDS)


@given(parsers.re(r"(?P<who>\w+) has played for (?P<minutes>\d+) minutes (?P<day>today|yesterday)"))
def _(care: Care, who: str, minutes: str, day: str) -> None:
    care.change(
        "insert into play_time (player_id, day, minutes, last_minute_at, sitting_began_at)"
        " values (%s, (now() at time zone 'UTC')::date - %s, %s, now(), now())",
        care.player_id(who),
        ["today", "yesterday"].index(day),
        int(minutes),
    )


@given(parsers.parse("the community lets nobody stake over {points:d} points a day"))
def _(care: Care, points: int) -> None:
    care.set_up(caps={"day": points})
    time.sleep(MEMORY_SECONDS)


@when(parsers.parse('{who} bets {stake:d} points there on "{name}"'))
def _(care: Care, who: str, stake: int, name: str) -> None:
    care.place(who, care.slip(who, stake, name, entry_id=str(care.elsewhere)))


@then(parsers.parse("{left:d} of {amount:d} points a {period} are left"))
def _(care: Care, left: int, amount: int, period: str) -> None:
    standing = care.standing("Ama", "stake", period)
    assert (standing["left"], standing["amount"]) == (left, amount)


@then(parsers.parse("{amount:d} points a day wait for 24 hours"))
def _(care: Care, amount: int) -> None:
    standing = care.standing("Ama", "stake", "day")
    assert (standing["amount"], standing["pending"]["amount"]) == (40, amount)
    [[now]] = care.rows("select clock_timestamp()")
    waits = datetime.fromisoformat(standing["pending"]["in_force_at"]) - now
    assert timedelta(hours=23, minutes=59) < waits <= timedelta(hours=24)


@then(parsers.parse("she reads that {used:d} of {amount:d} points a {period} are lost"))
def _(care: Care, used: int, amount: int, period: str) -> None:
    problem = care.answer.json()
    assert (problem["used"], problem["limit"], problem["period"]) == (used, amount, period)


@then("nothing counts as staked")
def _(care: Care) -> None:
    assert care.rows("select distinct staked from play_day") == [(0,)]


@then("that is the community's limit")
def _(care: Care) -> None:
    problem = care.answer.json()
    assert (problem["set_by"], problem["limit"], problem["used"]) == ("community", 40, 0)
    assert problem["resets_at"].endswith("00:00:00Z")
