"""Steps of points_by_hand.feature; and nobody else calls what the ledger does for admins."""

import ast
from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.competitions.club import Club

scenarios("points_by_hand.feature")

BY_AN_ADMIN = (
    r"(?P<who>\w+) (?P<verb>grant|adjust)s (?P<whom>\w+) (by )?(?P<points>-?\d+) points"
    r' in "(?P<name>[^"]+)"'
)
BY_HAND = {"grant", "adjust", "approve_adjustment", "refuse_adjustment"}
DOORS = ("app/ledger/", "app/competitions/service/points.py")


@given(parsers.re(BY_AN_ADMIN))
@when(parsers.re(BY_AN_ADMIN))
def _(club: Club, who: str, verb: str, whom: str, points: str, name: str) -> None:
    what = "grants" if verb == "grant" else "adjustments"
    movement = {
        "entry_id": club.entry(whom, name)["id"],
        "points": int(points),
        "reason": "a prize",
    }
    club.ask(who, f"POST /api/ledger/{what}", {"id": str(new_id())} | movement)


@when(parsers.re(r"Efua (?P<verb>approve|refuse)s that"))
def _(club: Club, verb: str) -> None:
    path = f"/api/ledger/adjustments/{club.answer.json()['id']}/{verb}"
    club.ask("Efua", f"POST {path}", {"reason": "a test"})


@then("the adjustment still waits")
def _(club: Club) -> None:
    (waiting,) = club.must("Yaw", "GET /api/ledger/adjustments")["items"]
    assert waiting["state"] == "pending"


@then(parsers.parse('the statement of Ama is headed with her name and "{name}"'))
def _(club: Club, name: str) -> None:
    entry_id, words = club.entry("Ama", name)["id"], f"{club.person('Ama').username} in {name}"
    page = club.ask("Efua", f"GET /admin/ledger/accounts/{entry_id}").text
    assert f"<h1>Statement of {words}</h1>" in page
    statement = club.must("Efua", f"GET /api/ledger/accounts/{entry_id}/statement")
    assert statement["owner"] == words


@then(parsers.parse('the list of adjustments names Ama and "{name}"'))
def _(club: Club, name: str) -> None:
    page = club.ask("Efua", "GET /admin/ledger/adjustments").text
    assert f">{club.person('Ama').username} in {name}</a>" in page


def test_admins_reach_the_ledger_by_one_door() -> None:
    """The ledger cannot know who gains: what admins do with points goes by `points`."""
    paths = [str(path) for path in sorted(Path("app").rglob("*.py"))]
    calls = [
        f"{path}: {node.func.value.id}.{node.func.attr}()"
        for path in paths
        if not path.startswith(DOORS)
        for node in ast.walk(ast.parse(Path(path).read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "ledger"
        and node.func.attr in BY_HAND
    ]
    assert calls == []
