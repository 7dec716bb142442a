"""Balances that are sums: right before, during and after every roll-up."""

from app.ledger import jobs, service
from app.ledger.rules.transfers import AccountKind
from app.ledger.store.books import INSERT_TRANSFERS, columns
from tests.acceptance.ledger.town import Town


def sums(town: Town) -> tuple[int, int, int]:
    found = town.call(service.list_sums, town.bank)
    return found[AccountKind.ISSUE], found[AccountKind.ESCROW], found[AccountKind.HOUSE]


def rolled_up(town: Town) -> dict[str, int]:
    with town.connect("app") as tx:
        return dict(
            tx.execute(
                "select a.kind, r.balance::bigint from account_rollup r"
                " join account a on a.id = r.account_id"
            ).fetchall()
        )


def test_a_new_bank_has_nothing(town: Town) -> None:
    assert sums(town) == (0, 0, 0)


def test_sums_are_the_same_rolled_up_or_not(town: Town) -> None:
    ama = town.player(points=100)
    town.call(service.post_many, [town.stake(ama, 30), town.lost_stake(10)])
    assert sums(town) == (-100, 20, 10)

    town.call(service.roll_up)
    assert rolled_up(town) == {"issue": -100, "escrow": 20, "house": 10}
    assert sums(town) == (-100, 20, 10)

    town.call(service.transfer, town.lost_stake(5))
    assert sums(town) == (-100, 15, 15)
    town.call(service.roll_up)
    town.call(service.roll_up)
    assert rolled_up(town) == {"issue": -100, "escrow": 15, "house": 15}


def test_a_transfer_that_commits_late_is_not_missed(town: Town) -> None:
    """The later transaction commits first; a roll-up to "the last id" would pass over the other."""
    ama = town.player(points=100)
    town.call(service.transfer, town.stake(ama, 30))
    late = town.lost_stake(7)

    with town.connect("app") as slow:
        slow.execute("select pg_current_xact_id()")
        town.call(service.transfer, town.lost_stake(10))
        town.call(service.roll_up)
        entries, books = town.entered(late)
        slow.execute(INSERT_TRANSFERS, columns(entries, books))
    assert sums(town) == (-100, 13, 17)

    town.call(service.roll_up)
    assert sums(town) == (-100, 13, 17)
    assert rolled_up(town) == {"issue": -100, "escrow": 13, "house": 17}


def test_sums_begin_anew_in_another_cluster(town: Town) -> None:
    """Its transaction ids are smaller, so a restored horizon would hide every new transfer."""
    town.player(points=100)
    town.call(service.roll_up)
    with town.connect("app") as tx:
        tx.execute("update account_rollup set horizon = '1000000000', balance = balance + 1")

    town.call(service.roll_up)

    assert sums(town) == (-100, 0, 0)


def test_the_job_rolls_up_every_community(town: Town) -> None:
    town.player(points=100)

    town.run(jobs.roll_up(town.connections))

    assert rolled_up(town)["issue"] == -100
