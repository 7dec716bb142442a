"""Transfers by the thousand end where they would one by one."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger import service
from app.ledger.rules.books import NoSuchAccount
from app.ledger.rules.grants import TakeBack
from app.ledger.rules.transfers import AccountKind
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from tests.acceptance.ledger.town import Town

PROPOSE = """
    insert into pending_transfer (kind, debit_owner, debit_kind, credit_owner, credit_kind, points)
    values (%s, %s, %s, %s, %s, %s)
"""

Move = tuple[str, UUID, str, UUID, str, int]


def post(town: Town, *moves: Move) -> None:
    async def post(tx: AsyncConnection) -> None:
        await service.prepare_set(tx)
        for _, debit, _, credit, _, _ in moves:
            for owner in {debit, credit} - {town.bank}:
                await service.lock_balance(tx, owner)
        for move in moves:
            await tx.exec_driver_sql(PROPOSE, move)
        await service.post_set(tx)

    town.call(post)


def steps(town: Town, owner: UUID) -> Sequence[tuple[str, int, int]]:
    statement = town.call(service.statement, owner)
    return [(line.kind, line.points, line.balance_after) for line in reversed(statement.lines)]


def position(town: Town, owner: UUID) -> tuple[int, int]:
    found = town.call(service.get_position, owner)
    return found.balance, found.debt


def test_a_set_moves_each_balance_in_its_order(town: Town) -> None:
    ama, kofi = town.player(70), town.player(50)
    town.call(service.transfer, town.stake(ama, 20))

    post(
        town,
        ("payout", town.bank, "house", ama, "balance", 10),
        ("payout", town.bank, "house", kofi, "balance", 7),
        ("correction", ama, "balance", town.bank, "house", 50),
        ("payout", town.bank, "escrow", town.bank, "house", 20),
        ("payout", town.bank, "house", ama, "balance", 5),
    )

    assert steps(town, ama)[2:] == [("payout", 10, 60), ("correction", -50, 10), ("payout", 5, 15)]
    assert steps(town, kofi)[1:] == [("payout", 7, 57)]
    assert town.call(service.list_sums, town.bank)[AccountKind.ESCROW] == 0


def test_whoever_owes_repays_first_and_the_others_do_not_notice(town: Town) -> None:
    ama, kofi = town.player(), town.player()
    town.call(
        service.take_back,
        TakeBack(id=new_id(), owner=ama, points=Points(30), reason="spent", into=AccountKind.HOUSE),
        by=town.admin(),
    )

    post(
        town,
        ("payout", town.bank, "house", ama, "balance", 40),
        ("payout", town.bank, "house", kofi, "balance", 40),
    )

    assert (position(town, ama), position(town, kofi)) == ((10, 0), (40, 0))


def test_what_a_correction_takes_and_the_balance_lacks_becomes_debt(town: Town) -> None:
    ama = town.player(20)

    post(town, ("correction", ama, "balance", town.bank, "house", 50))

    assert position(town, ama) == (0, -30)


def test_all_or_none_are_posted(town: Town) -> None:
    ama = town.player(20)

    with pytest.raises(NoSuchAccount):
        post(
            town,
            ("payout", town.bank, "house", ama, "balance", 40),
            ("payout", town.bank, "house", town.bank, "balance", 40),
        )

    assert position(town, ama) == (20, 0)


def test_nothing_of_a_set_is_left_for_the_next(town: Town) -> None:
    ama = town.player(20)
    post(town, ("payout", town.bank, "house", ama, "balance", 1))

    post(town, ("payout", town.bank, "house", ama, "balance", 1))

    assert position(town, ama) == (22, 0)
