"""The admin's pages: a statement to read, adjustments to ask for and to decide on."""

import re

import pytest

from app.plumbing.ids import new_id
from app.plumbing.pages import cursor_of
from tests.acceptance.ledger.desk import Desk


def statement_of(desk: Desk, name: str) -> str:
    return f"/admin/ledger/accounts/{desk.player(name)}"


def hidden_id(page: str) -> str:
    found = re.search(r'name="id" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_statement_shows_each_line_s_balance_before_and_after(desk: Desk) -> None:
    desk.player("Ama", 30)
    desk.move("efua", "grants", "Ama", 50, "a <good> start")

    page = desk.read("efua", statement_of(desk, "Ama")).text

    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page)[-10:]
    assert cells[:5] == ["grant", "a &lt;good&gt; start", "30", "+50", "80"]
    assert cells[-3:] == ["0", "+30", "30"]


def test_an_adjustment_is_asked_for_on_one_page_and_decided_on_another(desk: Desk) -> None:
    page = desk.read("efua", statement_of(desk, "Ama")).text
    form = {"id": hidden_id(page), "points": "2000", "reason": "a prize"}

    for _ in range(2):
        answer = desk.send("efua", f"{statement_of(desk, 'Ama')}/adjustments", form)
        assert (answer.status_code, answer.headers["location"]) == (303, statement_of(desk, "Ama"))

    own = desk.read("efua", "/admin/ledger/adjustments").text
    assert "Another admin decides." in own
    assert 'name="reason"' not in own
    page = desk.read("yaw", "/admin/ledger/adjustments").text
    (approve,) = re.findall(r'action="([^"]+/approve)"', page)
    assert desk.send("yaw", approve, {"reason": "she won"}).status_code == 303
    assert desk.net_worth("Ama") == (2000, 0)
    assert "Nothing waits" in desk.read("yaw", "/admin/ledger/adjustments").text


def test_an_adjustment_may_be_refused_on_the_page(desk: Desk) -> None:
    desk.move("efua", "adjustments", "Ama", 2000, "a prize")
    page = desk.read("yaw", "/admin/ledger/adjustments").text
    (refuse,) = re.findall(r'action="([^"]+/refuse)"', page)

    assert desk.send("yaw", refuse, {"reason": "she lost"}).status_code == 303

    assert desk.net_worth("Ama") == (0, 0)


@pytest.mark.parametrize("verb", ["approve", "refuse"])
@pytest.mark.parametrize("reason", ["", "she won " * 63], ids=["none", "too long"])
def test_whoever_decides_says_why(desk: Desk, verb: str, reason: str) -> None:
    for name in ("Ama", "Kofi"):
        desk.move("efua", "adjustments", name, 2000, "a prize")
    asked, other = (one["id"] for one in desk.pending())

    answer = desk.send("yaw", f"/admin/ledger/adjustments/{asked}/{verb}", {"reason": reason})

    assert answer.status_code == 422
    assert f'id="reason-{asked}-error">Say why.' in answer.text
    assert f'id="reason-{other}-error"' not in answer.text
    assert f'value="{reason.strip()}"' in answer.text
    assert len(desk.pending()) == 2


@pytest.mark.parametrize(
    ("points", "reason", "complaint"),
    [
        ("many", "a prize", "Give a whole number"),
        ("5", "", "Say why."),
        ("0", "a prize", "at least one point"),
        ("1000000000001", "a prize", "No single amount is that large."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    desk: Desk, points: str, reason: str, complaint: str
) -> None:
    form = {"id": str(new_id()), "points": points, "reason": reason}

    answer = desk.send("efua", f"{statement_of(desk, 'Ama')}/adjustments", form)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'value="{points}"' in answer.text


def test_an_account_that_is_not_there_has_no_statement(desk: Desk) -> None:
    assert desk.read("efua", f"/admin/ledger/accounts/{new_id()}").status_code == 404


@pytest.mark.parametrize("path", ["/admin/ledger/adjustments", "/api/ledger/adjustments"])
def test_players_read_none_of_it(desk: Desk, path: str) -> None:
    assert desk.read("kofi", path, role="player").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"points": 5.5},
        {"points": True},
        {"points": None},
        {"id": "1"},
        {"reason": 5},
    ],
)
def test_strange_input_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    body = {
        "id": str(new_id()),
        "entry_id": str(desk.player("Ama")),
        "points": 50,
        "reason": "a good start",
    }

    desk.ask("efua", "/api/ledger/grants", body | wrong)

    assert desk.answer.status_code == 400
    assert desk.net_worth("Ama") == (0, 0)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", f"after={cursor_of(0)}", f"after={cursor_of(2**63)}", "after=x"],
)
def test_a_page_of_a_statement_has_bounds(desk: Desk, query: str) -> None:
    path = f"/api/ledger/accounts/{desk.player('Ama')}/statement?{query}"

    assert desk.read("efua", path).status_code == 400
