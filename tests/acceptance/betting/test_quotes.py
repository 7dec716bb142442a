"""A quote refuses with the very problem that placing the bet would be answered with."""

from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Round


def test_a_quote_refuses_as_placing_does(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500, "Mali": 3000})
    slip = round_.slip("Ama", 40, "Ghana")
    slip["legs"][0]["odds"] = 2600

    quoted = round_.send("Ama", "POST", "/api/quotes", slip).json()

    placed = round_.send("Ama", "PUT", f"/api/bets/{new_id()}", slip)
    assert placed.status_code == 409
    assert quoted["refusals"] == [placed.json()]
