"""Steps of points.feature, played over HTTP on the pages themselves."""

import re

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.care import Care
from tests.acceptance.pages.reading import Reading

scenarios("points.feature")


def statement_of(care: Care, who: str) -> str:
    return f"/entries/{care.player(who).entry_id}/statement"


@when(parsers.parse("Ama asks for {points:d} points"))
def _(ama: Reading, points: int) -> None:
    ama.open("/points")
    ama.send("/points/ask", points=str(points))


@when(parsers.parse("Ama asks for {points:d} points, and her browser sends it twice"))
def _(ama: Reading, points: int) -> None:
    ama.open("/points")
    page = ama.answer
    ama.send("/points/ask", points=str(points))
    ama.answer = page
    ama.send("/points/ask", points=str(points))
    assert ama.answer.is_success


@then("one request waits")
def _(care: Care) -> None:
    assert care.rows("select state from payment") == [("asked",)]


@when(parsers.parse("Ama gives back {points:d} points"))
def _(ama: Reading, points: int) -> None:
    ama.open("/points")
    ama.send("/points/give-back", points=str(points))


@then(parsers.parse("the form still says {points}"))
def _(ama: Reading, points: str) -> None:
    assert ama.answer.status_code == 422
    [form] = [one for one in ama.forms() if one.action == "/points/give-back"]
    assert form.values["points"] == points


@then("nothing was given back")
def _(care: Care) -> None:
    assert care.rows("select from payment") == []


@given(parsers.parse("Efua has made a voucher of {points:d} points"))
def _(care: Care, points: int) -> None:
    care.admin("Efua")
    assert care.make_vouchers("Efua", points=points).is_success


@when("Ama uses the voucher")
def _(care: Care, ama: Reading) -> None:
    ama.open("/points")
    ama.send("/points/voucher", code=care.codes[0].lower())


@when("Ama mistypes the voucher")
def _(care: Care, ama: Reading) -> None:
    code = care.codes[0]
    ama.open("/points")
    ama.send("/points/voucher", code=code[:-1] + ("X" if code[-1] != "X" else "Y"))


@given("Ama takes a break")
def _(care: Care) -> None:
    assert care.ask("Ama", "POST", "/api/limits/time-out", {"hours": 24}).is_success


@when("Ama opens her statement")
def _(care: Care, ama: Reading) -> None:
    ama.open(statement_of(care, "Ama"))


@then("it leads to the bet")
def _(care: Care, ama: Reading) -> None:
    assert f'href="/bets/{care.bet_id}"' in ama.answer.text


@given(parsers.parse("Ama was given a point {times:d} times"))
def _(care: Care, times: int) -> None:
    for _ in range(times):
        care.give("Ama", 1)


@when("Ama opens her statement and shows more")
def _(care: Care, ama: Reading) -> None:
    ama.open(statement_of(care, "Ama"))
    following = re.search(r'href="(\?after=[^"]+)"', ama.answer.text)
    assert following
    ama.open(statement_of(care, "Ama") + following[1])


@when("Ama opens Kofi's statement")
def _(care: Care, ama: Reading) -> None:
    ama.open(statement_of(care, "Kofi"))


@then("it is not found")
def _(ama: Reading) -> None:
    assert ama.answer.status_code == 404
