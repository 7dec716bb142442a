"""Bets are placed in batches, and nobody notices but by the speed."""

from tests.acceptance.betting.round import Round


def test_a_bet_stands(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500, "Mali": 3000})

    answer = round_.bet("Ama", 40, "Ghana")

    assert answer.status_code == 201, answer.text
    assert answer.json()["potential_payout"] == 100
    assert round_.balance("Ama") == 60
    again = round_.again()
    assert again.status_code == 200, again.text
    assert again.json() == answer.json()
