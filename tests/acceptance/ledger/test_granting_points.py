"""Steps of granting_points.feature, played over HTTP against a real database."""

from pytest_bdd import parsers, scenarios, then, when

from app.plumbing.pages import cursor_of
from tests.acceptance.ledger.desk import Desk

scenarios("granting_points.feature")


@when(parsers.parse('Efua grants {name} {points:d} points because "{reason}"'))
def _(desk: Desk, name: str, points: int, reason: str) -> None:
    desk.move("efua", "grants", name, points, reason)


@when("Efua sends that again")
def _(desk: Desk) -> None:
    desk.again()
    assert desk.answer.status_code == 201


@when(parsers.parse("Kofi, who is a player, grants {name} {points:d} points"))
def _(desk: Desk, name: str, points: int) -> None:
    desk.move("kofi", "grants", name, points, "for a friend", role="player")


@then(
    parsers.parse(
        "{name}'s statement begins with a grant of {points:d} from {before:d} to {after:d}"
        ' because "{reason}"'
    )
)
def _(desk: Desk, name: str, points: int, before: int, after: int, reason: str) -> None:
    path = f"/api/ledger/accounts/{desk.player(name)}/statement?limit=1"
    statement = desk.read("efua", path).json()

    (line,) = statement["items"]
    assert (line["kind"], line["points"], line["reason"]) == ("grant", points, reason)
    assert (line["balance_before"], line["balance_after"]) == (before, after)
    assert statement["position"]["net_worth"] == after
    assert statement["next"] == cursor_of(line["sequence"])


@then("the grant stands in the audit record")
def _(desk: Desk) -> None:
    with desk.town.connect("app") as tx:
        acts = tx.execute("select action from audit order by seq desc limit 1").fetchone()
    assert acts == ("points.granted",)
