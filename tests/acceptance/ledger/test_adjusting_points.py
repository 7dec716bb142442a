"""Steps of adjusting_points.feature, played over HTTP against a real database."""

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.ledger.desk import Desk

scenarios("adjusting_points.feature")


@given(parsers.parse('Efua asks to adjust {name} by {points:d} points because "{reason}"'))
@when(parsers.parse('Efua adjusts {name} by {points:d} points because "{reason}"'))
def _(desk: Desk, name: str, points: int, reason: str) -> None:
    desk.move("efua", "adjustments", name, points, reason)
    desk.asked = desk.answer.json().get("id")


@when(parsers.parse("Kofi, who is a player, adjusts {name} by {points:d} points"))
def _(desk: Desk, name: str, points: int) -> None:
    desk.move("kofi", "adjustments", name, points, "for a friend", role="player")


@when("Efua sends that again")
def _(desk: Desk) -> None:
    desk.again()
    assert desk.answer.status_code == 201


@given(parsers.re(r"(?P<admin>\w+) (?P<verb>approve|refuse)s it"))
@when(parsers.re(r"(?P<admin>\w+) (?P<verb>approve|refuse)s it"))
def _(desk: Desk, admin: str, verb: str) -> None:
    decide(desk, admin, verb, "we talked about it")


@when(parsers.re(r'(?P<admin>\w+) (?P<verb>approve|refuse)s it because "(?P<reason>.*)"'))
def decide(desk: Desk, admin: str, verb: str, reason: str) -> None:
    path = f"/api/ledger/adjustments/{desk.asked}/{verb}"
    desk.ask(admin.lower(), path, {"reason": reason})


@then("the adjustment waits for another admin")
def _(desk: Desk) -> None:
    (waiting,) = desk.pending()
    assert waiting["state"] == "pending"
    assert waiting["requested_by"] == desk.person("efua").id


@then("nothing waits for another admin")
def _(desk: Desk) -> None:
    assert desk.pending() == []


@then(parsers.parse('"{action}" stands in the audit record because "{reason}"'))
def _(desk: Desk, action: str, reason: str) -> None:
    newest = desk.read("efua", "/api/audit").json()["items"][0]
    assert (newest["act"]["action"], newest["act"]["reason"]) == (action, reason)
