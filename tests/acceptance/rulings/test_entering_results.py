"""Steps of entering_results.feature, played over HTTP."""

from datetime import UTC, datetime, timedelta

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.rulings.conftest import ended, score
from tests.acceptance.rulings.court import Court

scenarios("entering_results.feature")

PLAYED = timedelta(hours=3)


@given("the match begins in an hour")
def _(court: Court) -> None:
    court.play(ago=timedelta(hours=-1))


@when(parsers.re(r"(?P<who>\w+) enters that it ended (?P<told>\d[\d-]*(, .* at half time)?)"))
def _(court: Court, who: str, told: str) -> None:
    court.enter(who, **ended(told))


@when(parsers.parse('{who} enters that it ended {told}, anyway because of "{why}"'))
def _(court: Court, who: str, told: str, why: str) -> None:
    court.enter(who, anyway_because=why, **ended(told))


@when(parsers.parse("{who} enters that Togo, who did not play, scored"))
def _(court: Court, who: str) -> None:
    court.enter(who, scores={"full_time": {"1": 2, "2": 1, "3": 1}})


@given(parsers.parse("{who} has entered that it was never played"))
def _(court: Court, who: str) -> None:
    assert court.enter(who, cut_short={}).status_code == 201, court.answer.text


@given(parsers.parse("{who} has entered that it was abandoned at {told}"))
def _(court: Court, who: str, told: str) -> None:
    cut_short = {"full_time": score(told)}
    assert court.enter(who, cut_short=cut_short).status_code == 201, court.answer.text


@given(parsers.parse("{who} has entered that Mali did not come"))
def _(court: Court, who: str) -> None:
    assert court.enter(who, cut_short={}, withdrawn=[2]).status_code == 201, court.answer.text


@given(parsers.parse("{who} has entered that it ended {told} and began 10 minutes before its time"))
def _(court: Court, who: str, told: str) -> None:
    began_at = datetime.now(UTC) - PLAYED - timedelta(minutes=10)
    court.enter(who, true_start_at=began_at.isoformat(), **ended(told))
    assert court.answer.status_code == 201, court.answer.text


@given(parsers.parse('{who} has refused it because "{why}"'))
def _(court: Court, who: str, why: str) -> None:
    court.ask(who, f"PUT /api/rulings/{court.ruling['id']}/refuse", {"reason": why})
    assert court.answer.json()["state"] == "refused", court.answer.text


@then("no market is graded")
def _(court: Court) -> None:
    assert {court.market_row(name) for name in court.markets} == {("open", 0)}


@then("the first half is closed and waits")
def _(court: Court) -> None:
    assert court.market_row("first half") == ("closed", 0)


@then(parsers.parse('the doubt is "{doubt}"'))
def _(court: Court, doubt: str) -> None:
    assert court.answer.json()["doubts"] == [doubt]


@then(parsers.parse('the doubt is kept with its reason "{why}"'))
def _(court: Court, why: str) -> None:
    document = court.ruling["document"]
    assert (len(document["doubts"]), document["anyway_because"]) == (1, why)
    assert why in court.world.audit_of(court.subdomain)


@then("he is shown that Kwesi's version 1 is 2-1")
def _(court: Court) -> None:
    shown = court.answer.json()
    assert (shown["current"], shown["result"]["scores"]) == (1, {"full_time": score("2-1")})


@then("the first ruling is overtaken")
def _(court: Court) -> None:
    found = court.sql(
        "select state from ruling where event_id = %s order by result_version", court.event
    )
    assert found == [("overtaken",), ("pending",)]


@then(parsers.parse("the newest version is {version:d}"))
def _(court: Court, version: int) -> None:
    assert court.ruling["result_version"] == version


@then("the grading says that bets from then on were late")
def _(court: Court) -> None:
    [(true_start_at, starts_at)] = court.sql(
        "select g.true_start_at, e.starts_at from grading g"
        " join event e on e.id = %s where g.market_id = %s",
        court.event,
        court.markets["winner"].id,
    )
    early = starts_at - true_start_at
    assert timedelta(minutes=9) < early < timedelta(minutes=11)
