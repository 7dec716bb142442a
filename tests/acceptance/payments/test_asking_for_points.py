"""Steps of asking_for_points.feature, played over HTTP against a real database."""

from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.care import Care

scenarios("asking_for_points.feature")


@given(parsers.parse("{who} asks for {points:d} points"))
@when(parsers.parse("{who} asks for {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    assert care.deposit(who, points=points, note="please").status_code == 201


@given(parsers.parse("{who} approves it"))
@when(parsers.parse("{who} approves it"))
def _(care: Care, who: str) -> None:
    care.decide(who, "approve")


@when(parsers.parse("{who} refuses it"))
def _(care: Care, who: str) -> None:
    care.decide(who, "refuse")


@given(parsers.parse("{admin} excludes {who}"))
def _(care: Care, admin: str, who: str) -> None:
    path = f"/api/entries/{care.player(who).entry_id}/exclude"
    assert care.send(admin, "POST", path, {"reason": "two entries"}).is_success


@given(parsers.parse("{who} gives {points:d} points back"))
@when(parsers.parse("{who} gives {points:d} points back"))
def _(care: Care, who: str, points: int) -> None:
    care.withdraw(who, points)


@then(parsers.parse("{points:d} points wait for an admin"))
def _(care: Care, points: int) -> None:
    waiting = care.send("Yaw", "GET", "/api/admin/payments?state=asked").json()["items"]
    assert [one["payment"]["points"] for one in waiting] == [points]


@then("nothing waits for an admin")
def _(care: Care) -> None:
    waiting = care.send("Yaw", "GET", "/api/admin/payments?state=asked").json()
    assert waiting == {"items": [], "next": None}


@then(parsers.parse('Ama reads that "{reason}"'))
def _(care: Care, reason: str) -> None:
    [decided] = care.send("Efua", "GET", "/api/admin/payments?state=refused").json()["items"]
    assert decided["payment"]["reason"] == reason


@then(parsers.parse("Ama's statement goes from {first:d} by {second:d} to {third:d}"))
def _(care: Care, first: int, second: int, third: int) -> None:
    entry = care.player("Ama").entry_id
    page = care.send("Ama", "GET", f"/api/payments/transactions?entry_id={entry}&limit=2").json()
    steps = [(one["kind"], one["balance_before"], one["balance_after"]) for one in page["items"]]
    assert steps == [("withdrawal", second, third), ("grant", first, second)]
    assert page["asked"] == []
