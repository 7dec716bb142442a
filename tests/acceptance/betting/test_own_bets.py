"""What players see of their own bets."""

from datetime import datetime

from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Round


def test_bets_are_listed_page_by_page_the_newest_first(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500, "Mali": 3000})
    for stake in (1, 2, 3):
        round_.bet("Ama", stake, "Ghana")

    first = round_.send("Ama", "GET", "/api/bets?limit=2").json()
    second = round_.send("Ama", "GET", f"/api/bets?limit=2&after={first['next']}").json()

    assert [bet["stake"] for bet in first["items"]] == [3, 2]
    assert [bet["stake"] for bet in second["items"]] == [1]
    assert second["next"] is None


def test_bets_are_found_by_what_they_are(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500, "Mali": 3000})
    kept = round_.bet("Ama", 1, "Ghana").json()
    gone = round_.bet("Ama", 2, "Ghana").json()
    round_.send("Ama", "PUT", f"/api/bets/{gone['id']}/cancel")
    until = kept["accepted_at"].replace("+", "%2B")

    def stakes(query: str) -> list[int]:
        found = round_.send("Ama", "GET", f"/api/bets?{query}").json()
        return [bet["stake"] for bet in found["items"]]

    assert stakes("state=accepted") == [1]
    assert stakes("state=cancelled") == [2]
    assert stakes("result=won") == []
    assert stakes(f"entry_id={kept['entry_id']}") == [2, 1]
    assert stakes(f"entry_id={new_id()}") == []
    assert stakes(f"competition_id={kept['competition_id']}") == [2, 1]
    assert stakes(f"to={until}") == []
    assert stakes(f"from={until}") == [2, 1]


def test_others_do_not_see_a_bet(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500})
    bet = round_.bet("Ama", 1, "Ghana").json()

    assert round_.send("Kofi", "GET", f"/api/bets/{bet['id']}").status_code == 404
    assert round_.send("Kofi", "GET", "/api/bets").json()["items"] == []
    assert round_.send("Kofi", "PUT", f"/api/bets/{bet['id']}/cancel").status_code == 404


def test_an_unchanged_bet_is_not_sent_again(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500})
    path = f"/api/bets/{round_.bet('Ama', 1, 'Ghana').json()['id']}"
    tag = round_.send("Ama", "GET", path).headers["etag"]

    again = round_.send("Ama", "GET", path, **{"if-none-match": tag})

    assert again.status_code == 304


def test_notes_are_the_players_own(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500})
    bet = round_.bet("Ama", 1, "Ghana", note='a "hunch" \\ é', own_probability=450).json()
    assert (bet["note"], bet["own_probability"]) == ('a "hunch" \\ é', 450)

    changed = round_.send("Ama", "PUT", f"/api/bets/{bet['id']}/note", {"note": "told you"})

    assert changed.json() == bet | {"note": "told you"}
    assert round_.again().json()["note"] == "told you"


def test_a_spreadsheet_runs_no_formula_of_a_note(round_: Round) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500, "Mali": 3000})
    round_.bet("Ama", 40, "Ghana", note="=1+1", own_probability=450)

    table = round_.send("Ama", "GET", "/api/bets.csv")

    assert table.headers["content-type"].startswith("text/csv")
    header, line = table.text.splitlines()
    assert header.startswith("id,entry_id,competition_id,kind,accepted_at,stake")
    assert line.endswith(f",'=1+1,450,,False,,{round_.selections['Ghana']}")
    assert ",40,1,2500,100,accepted," in line
    assert datetime.fromisoformat(line.split(",")[4]).tzinfo is not None


def test_existing_clients_find_the_same_under_another_name(round_: Round) -> None:
    round_.offer({"Ghana": 2500})
    round_.player("Ama", points=100)
    round_.bet("Ama", 10, "Ghana")
    round_.bet("Ama", 20, "Ghana")

    bets = round_.send("Ama", "GET", "/api/bets?limit=1")
    history = round_.send("Ama", "GET", "/api/users/betting-history?limit=1")

    assert len(history.json()["items"]) == 1
    assert history.content == bets.content
    assert history.headers["etag"] == bets.headers["etag"]
