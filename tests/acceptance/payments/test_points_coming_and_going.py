"""What the features leave out: many at once, other people's ids, tables to print, bad input."""

import csv
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from app.plumbing.ids import new_id
from tests.acceptance.care import Care


def at_once(care: Care, path: str, wishes: list[tuple[str, dict[str, Any]]]) -> Counter[str]:
    """How many got which answer, all sent at the same moment."""
    headers = {who: care.signed_in(who) for who, _ in wishes}
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{care.world.port}",
        headers={"host": f"{care.name}.localhost"},
        timeout=60,
    )
    with client, ThreadPoolExecutor(25) as threads:
        answers = threads.map(lambda w: client.post(path, json=w[1], headers=headers[w[0]]), wishes)
        return Counter(
            "done" if answer.is_success else str(answer.json()["type"]) for answer in answers
        )


def test_of_50_who_use_a_voucher_at_once_one_does(care: Care) -> None:
    care.admin("Efua")
    care.make_vouchers("Efua", points=50)
    people = [f"player{n}" for n in range(10)]
    entries = {who: str(care.player(who).entry_id) for who in people}
    wishes = [
        (who, {"id": str(new_id()), "entry_id": entries[who], "code": care.codes[0]})
        for who in people * 5
    ]

    outcomes = at_once(care, "/api/payments/deposit", wishes)

    assert outcomes == {"done": 1, "/problems/voucher-used": 49}
    assert sum(care.balance(who) for who in people) == 50


def test_of_20_who_give_back_their_last_points_at_once_one_does(care: Care) -> None:
    entry = str(care.player("Ama", 30).entry_id)
    wishes = [("Ama", {"id": str(new_id()), "entry_id": entry, "points": 30}) for _ in range(20)]

    outcomes = at_once(care, "/api/payments/withdraw", wishes)

    assert outcomes == {"done": 1, "/problems/not-enough-points": 19}
    assert care.balance("Ama") == 0


def test_of_one_asking_sent_20_times_one_waits(care: Care) -> None:
    entry = str(care.player("Ama").entry_id)
    body = {"id": str(new_id()), "entry_id": entry, "points": 30}

    assert at_once(care, "/api/payments/deposit", [("Ama", body)] * 20) == {"done": 20}
    assert care.rows("select count(*) from payment") == [(1,)]


def test_two_admins_at_once_grant_once(care: Care) -> None:
    care.admin("Efua")
    care.admin("Yaw")
    care.deposit("Ama", points=30)
    path = f"/api/admin/payments/{care.last_body['id']}/approve"

    outcomes = at_once(care, path, [("Efua", {"reason": "yes"}), ("Yaw", {"reason": "yes"})])

    assert outcomes == {"done": 1, "/problems/payment-decided": 1}
    assert care.balance("Ama") == 30


@pytest.mark.parametrize("verb", ["deposit", "withdraw"])
def test_somebody_elses_entry_is_none(care: Care, verb: str) -> None:
    kofis = str(care.player("Kofi", 100).entry_id)
    body = {"id": str(new_id()), "entry_id": kofis, "points": 10}

    answer = care.ask("Ama", "POST", f"/api/payments/{verb}", body)

    assert answer.json()["type"] == "/problems/no-such-entry"
    assert care.balance("Kofi") == 100


def test_somebody_elses_statement_is_none(care: Care) -> None:
    kofis = care.player("Kofi", 100).entry_id

    for path in ("transactions", "transactions.csv"):
        answer = care.send("Ama", "GET", f"/api/payments/{path}?entry_id={kofis}")
        assert answer.json()["type"] == "/problems/no-such-entry"


def test_an_id_names_one_payment(care: Care) -> None:
    care.player("Ama", 100)
    care.withdraw("Ama", 10)

    other = care.ask("Ama", "POST", "/api/payments/withdraw", care.last_body | {"points": 11})

    assert other.json()["type"] == "/problems/payment-id-reused"
    assert care.balance("Ama") == 90


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": 0},
        {"points": -1},
        {"points": 10**12 + 1},
        {"points": 1.5},
        {"points": "10"},
        {},
        {"points": 10, "code": "0000"},
        {"points": 10, "note": "x" * 201},
        {"points": 10, "admin": True},
    ],
)
def test_nonsense_is_refused(care: Care, wrong: dict[str, Any]) -> None:
    assert care.deposit("Ama", **wrong).status_code == 400
    assert care.rows("select count(*) from payment") == [(0,)]


def test_codes_are_shown_once_and_kept_nowhere(care: Care) -> None:
    care.admin("Efua")
    batch = str(new_id())
    made = care.make_vouchers("Efua", id=batch, count=3)
    codes = care.codes

    again = care.make_vouchers("Efua", id=batch, count=3)

    assert (made.status_code, len(set(codes))) == (201, 3)
    assert again.json()["type"] == "/problems/batch-made"
    assert care.rows("select count(*) from voucher") == [(3,)]
    kept = str(care.rows("select * from voucher")) + care.world.audit_of(care.name)
    assert not any(part in kept for code in codes for part in (code, code.replace("-", "")))


def test_vouchers_come_as_a_table_to_print(care: Care) -> None:
    care.admin("Efua")
    body = {
        "id": str(new_id()),
        "competition_id": str(care.competition_id),
        "count": 2,
        "points": 50,
        "expires_at": "2100-01-01T00:00:00Z",
        "reason": "prizes",
    }
    answer = care.ask("Efua", "POST", "/api/admin/vouchers/csv", body)

    rows = list(csv.DictReader(answer.text.splitlines()))
    assert answer.headers["content-type"].startswith("text/csv")
    assert [row["points"] for row in rows] == ["50", "50"]
    assert care.deposit("Ama", code=rows[1]["code"]).json()["points"] == 50


def test_a_statement_comes_in_pages_and_as_a_table(care: Care) -> None:
    entry = care.player("Ama", 100).entry_id
    for points in (1, 2, 3):
        care.withdraw("Ama", points)
    care.deposit("Ama", points=7)

    path = f"/api/payments/transactions?entry_id={entry}&limit=3"
    first = care.send("Ama", "GET", path).json()
    second = care.send("Ama", "GET", f"{path}&after={first['next']}").json()
    table = care.send("Ama", "GET", f"/api/payments/transactions.csv?entry_id={entry}").text

    changes = [one["points"] for one in first["items"] + second["items"]]
    assert [len(first["items"]), changes[:3], second["next"]] == [3, [-3, -2, -1], None]
    assert sum(changes) == care.balance("Ama")
    assert [one["points"] for one in first["asked"]] == [7]
    assert [row["points"] for row in csv.DictReader(table.splitlines())] == [
        str(c) for c in changes
    ]


def test_a_player_sees_what_they_have_everywhere(care: Care) -> None:
    care.offer({"Ghana": 2500})
    care.player("Ama", 100)
    other = care.second_entry("Ama", 40)
    care.bet("Ama", 30, "Ghana")

    answer = care.send("Ama", "GET", "/api/users/balance")

    seen = {one["entry_id"]: one for one in answer.json()["entries"]}
    mine = seen[str(care.player("Ama").entry_id)]
    assert (mine["balance"], mine["debt"], mine["open_stakes"]) == (70, 0, 30)
    assert (seen[str(other)]["balance"], seen[str(other)]["open_stakes"]) == (40, 0)
    tag = answer.headers["etag"]
    unchanged = care.send("Ama", "GET", "/api/users/balance", **{"if-none-match": tag})
    assert unchanged.status_code == 304


def test_every_decision_is_on_record(care: Care) -> None:
    care.admin("Efua")
    care.admin("Yaw")
    care.deposit("Ama", points=1001)
    care.decide("Efua", "approve")
    care.decide("Yaw", "approve")
    care.make_vouchers("Efua")

    record = care.world.audit_of(care.name)

    assert all(act in record for act in ("payment.agreed", "payment.done", "vouchers.made"))
