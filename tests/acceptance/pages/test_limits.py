"""Steps of limits.feature, played over HTTP on the pages themselves."""

from datetime import timedelta

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.care import Care
from tests.acceptance.pages.reading import Reading

scenarios("limits.feature")

DAY = "/limits/stake/day"
TOLD = "You have been playing since"


@when(parsers.parse("Ama sets {amount} points a day as her limit"))
def _(ama: Reading, amount: str) -> None:
    ama.open("/limits")
    ama.send(DAY, amount=amount)


@given(parsers.parse("Ama has a limit of {amount:d} points a day"))
def _(care: Care, amount: int) -> None:
    care.limit("Ama", "stake", "day", amount)


@given(parsers.parse("she has asked for {amount:d}"))
def _(care: Care, amount: int) -> None:
    care.limit("Ama", "stake", "day", amount)


@when("Ama stays with what is in force")
def _(ama: Reading) -> None:
    ama.open("/limits")
    ama.send(f"{DAY}/take-back")


@then("what she typed is still there")
def _(ama: Reading) -> None:
    assert ama.answer.status_code == 422
    [form] = [one for one in ama.forms() if one.action == DAY]
    assert form.values["amount"] == "-5"


@given(parsers.parse("the community lets nobody stake more than {points:d} points a week"))
def _(care: Care, points: int) -> None:
    care.set_up(caps={"week": points})


@when(parsers.parse("Ama takes a time-out of {hours:d} hours"))
def _(ama: Reading, hours: int) -> None:
    ama.open("/limits")
    ama.send("/limits/time-out", hours=str(hours))


@then(parsers.parse("her break lasts for {hours:d} hours"))
def _(care: Care, hours: int) -> None:
    [[length]] = care.rows("select ends_at - starts_at from exclusion")
    assert length == timedelta(hours=hours)


@when("Ama excludes herself without saying that she understands")
def _(ama: Reading) -> None:
    ama.open("/limits/self-exclusion")
    ama.send("/limits/self-exclusion")


@when("Ama excludes herself and says that she understands")
def _(ama: Reading) -> None:
    ama.open("/limits/self-exclusion")
    ama.send("/limits/self-exclusion", understood="true")


@then("she takes no break")
def _(care: Care) -> None:
    assert care.rows("select from exclusion") == []


@given(parsers.parse("Ama wants a reality check every {minutes:d} minutes"))
def _(ama: Reading, minutes: int) -> None:
    ama.open("/limits")
    ama.send("/limits/reality-check", every_minutes=str(minutes))


@given(parsers.parse("she has played for {minutes:d} minutes"))
def _(care: Care, minutes: int) -> None:
    care.change(
        "insert into play_time (player_id, day, minutes, last_minute_at, sitting_began_at)"
        " values (%(player)s, current_date, 1, now(), now() - make_interval(mins => %(ago)s))"
        " on conflict on constraint play_time_pk do update"
        " set sitting_began_at = excluded.sitting_began_at, last_minute_at = now()",
        player=care.player_id("Ama"),
        ago=minutes,
    )


@when("Ama goes on")
def _(ama: Reading) -> None:
    ama.open("/profile")
    ama.send("/limits/reality-check/seen")


@then("she is told how long she has played")
def _(ama: Reading) -> None:
    assert TOLD in ama.answer.text


@then("she is on her profile again, and nobody tells her how long she has played")
def _(ama: Reading) -> None:
    assert ama.answer.url.path == "/profile"
    assert TOLD not in ama.answer.text
