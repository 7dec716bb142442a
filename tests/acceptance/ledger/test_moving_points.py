"""Moving points in a real database, as services do it."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger import service
from app.ledger.rules.books import NoSuchAccount, NotEnoughPoints, OtherBank
from app.ledger.rules.grants import TakeBack
from app.ledger.rules.transfers import AccountKind, KeyReused, TransferKind
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from tests.acceptance.ledger.town import Town


def balance_of(town: Town, owner: object) -> tuple[int, int]:
    position = town.call(service.get_position, owner)  # type: ignore[arg-type]
    return position.balance, position.debt


def test_of_200_debits_of_a_balance_that_allows_one_one_succeeds(town: Town) -> None:
    ama = town.player(points=40)

    async def debit() -> str:
        try:
            await town.asked(service.transfer, town.stake(ama, 40))
        except NotEnoughPoints:
            return "refused"
        return "accepted"

    async def rush() -> Counter[str]:
        return Counter(await asyncio.gather(*(debit() for _ in range(200))))

    assert town.run(rush()) == {"accepted": 1, "refused": 199}
    assert balance_of(town, ama) == (0, 0)


def test_batches_that_cross_do_not_lock_each_other_up(town: Town) -> None:
    players = [town.player(points=1_000) for _ in range(6)]

    async def rush() -> None:
        await asyncio.gather(
            *(
                town.asked(service.post_many, [town.stake(p, 1) for p in order])
                for order in [players, players[::-1]] * 20
            )
        )

    town.run(rush())

    assert {balance_of(town, p) for p in players} == {(960, 0)}


def test_balances_are_held_in_the_order_of_their_accounts(town: Town) -> None:
    """Opened in the reverse order of their owners, so that neither stands for the other."""
    players = sorted((new_id() for _ in range(3)), reverse=True)
    for player in players:
        town.call(service.open_accounts, player, bank=town.bank)
        town.grant(player, 10)

    async def free_while_the_second_is_held(tx: AsyncConnection) -> set[UUID]:
        await service.lock_balance(tx, players[1])
        batch = [town.stake(player, 1) for player in players]
        waiting = asyncio.create_task(town.asked(service.post_many, batch))
        while not town.somebody_waits():  # noqa: ASYNC110 - PostgreSQL rings no bell
            await asyncio.sleep(0.01)
        with town.connect("app") as other:
            free = other.execute(
                "select owner from account where kind = 'balance' for no key update skip locked"
            ).fetchall()
        tasks.append(waiting)
        return {owner for (owner,) in free}

    tasks: list[asyncio.Task[object]] = []
    assert town.call(free_while_the_second_is_held) == {players[2]}
    town.run(tasks[0])


def test_one_player_s_points_move_while_another_s_are_held(town: Town) -> None:
    ama, kofi = town.player(points=40), town.player(points=40)

    async def hold_and_stake(tx: AsyncConnection) -> None:
        await service.lock_balance(tx, ama)
        async with asyncio.timeout(2):
            await town.asked(service.post_many, [town.stake(kofi, 10), town.lost_stake(10)])

    town.call(hold_and_stake)

    assert balance_of(town, kofi) == (30, 0)


def test_a_batch_is_posted_whole_or_not_at_all(town: Town) -> None:
    ama = town.player(points=40)

    with pytest.raises(NotEnoughPoints):
        town.call(service.post_many, [town.stake(ama, 30), town.stake(ama, 11)])

    assert balance_of(town, ama) == (40, 0)


def test_a_repeated_job_has_one_effect(town: Town) -> None:
    ama = town.player(points=40)
    job = [town.stake(ama, 10, key="job 1"), town.lost_stake(10, key="job 2")]

    assert len(town.call(service.post_many, job)) == 2
    assert town.call(service.post_many, job) == []

    assert balance_of(town, ama) == (30, 0)


def test_jobs_with_one_key_at_one_time_have_one_effect(town: Town) -> None:
    ama = town.player(points=400)

    async def rush() -> list[int]:
        entered = await asyncio.gather(
            *(
                town.asked(service.transfer, town.stake(ama, 10, key="at one time"))
                for _ in range(20)
            )
        )
        return sorted(map(len, entered))

    assert town.run(rush()) == [0] * 19 + [1]
    assert balance_of(town, ama) == (390, 0)


def test_a_key_that_appears_between_look_and_write_is_refused(town: Town) -> None:
    """Nobody locks sums, so the loser of this race learns it from the index."""

    async def rush() -> Counter[str]:
        return Counter(await asyncio.gather(*(lose() for _ in range(20))))

    async def lose() -> str:
        try:
            entered = await town.asked(service.transfer, town.lost_stake(10, key="unlocked"))
        except KeyReused:
            return "refused"
        return "entered" if entered else "repeated"

    town.call(service.transfer, town.stake(town.player(points=10), 10))

    outcomes = town.run(rush())
    assert outcomes["entered"] == 1
    assert outcomes.total() == 20


def test_a_key_means_the_same_transfer_for_ever(town: Town) -> None:
    ama = town.player(points=40)
    town.call(service.transfer, town.stake(ama, 10, key="bet 1"))

    with pytest.raises(KeyReused):
        town.call(service.transfer, town.stake(ama, 11, key="bet 1"))


def test_what_is_taken_back_beyond_the_balance_becomes_debt_and_is_repaid_first(
    town: Town,
) -> None:
    ama = town.player(points=30)
    wrong = TakeBack(
        id=new_id(), owner=ama, points=Points(70), reason="paid twice", into=AccountKind.HOUSE
    )

    town.call(service.take_back, wrong, by=town.admin())
    assert balance_of(town, ama) == (0, -40)
    town.call(service.take_back, wrong, by=town.admin())
    assert balance_of(town, ama) == (0, -40)

    town.grant(ama, 50)
    assert balance_of(town, ama) == (10, 0)
    lines = town.call(service.statement, ama).lines
    assert [(line.kind, line.points, line.balance_after) for line in lines] == [
        (TransferKind.REPAYMENT, -40, 10),
        (TransferKind.GRANT, 50, 50),
        (TransferKind.TAKE_BACK, -70, 0),
        (TransferKind.DEBT, 40, 70),
        (TransferKind.GRANT, 30, 30),
    ]


def test_a_statement_is_read_page_by_page(town: Town) -> None:
    ama = town.player()
    for points in range(1, 6):
        town.grant(ama, points)

    first = town.call(service.statement, ama, limit=2)
    second = town.call(service.statement, ama, before=first.following, limit=2)
    third = town.call(service.statement, ama, before=second.following, limit=2)

    pages = [[line.points for line in page.lines] for page in (first, second, third)]
    assert pages == [[5, 4], [3, 2], [1]]
    assert third.following is None
    assert [line.balance_before for line in first.lines] == [10, 6]


def test_a_page_that_ends_with_the_last_line_is_the_last(town: Town) -> None:
    ama = town.player(points=5)

    assert town.call(service.statement, ama, limit=1).following is None


def test_accounts_are_opened_once(town: Town) -> None:
    ama = town.player(points=5)

    town.call(service.open_accounts, ama, bank=town.bank)

    assert balance_of(town, ama) == (5, 0)


def test_an_owner_stays_with_one_bank(town: Town) -> None:
    ama, elsewhere = town.player(), new_id()
    town.call(service.open_bank, elsewhere)

    with pytest.raises(OtherBank):
        town.call(service.open_accounts, ama, bank=elsewhere)


def test_nobody_holds_what_is_not_there(town: Town) -> None:
    with pytest.raises(NoSuchAccount):
        town.call(service.lock_balance, new_id())
