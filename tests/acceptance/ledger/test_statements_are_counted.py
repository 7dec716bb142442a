"""However many transfers there are, they take as many statements as one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.ledger import service
from app.ledger.rules.grants import TakeBack
from app.ledger.rules.transfers import AccountKind
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from tests.acceptance.ledger.town import Town

# Set the community, lock, look at the keys, look at the books, write.
STATEMENTS = 5


@contextmanager
def statements(town: Town) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(*args: object) -> None:
        sent.append(str(args[2]))

    engine = town.connections.primary.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("count", [1, 2, 500])
def test_a_batch_of_any_size_takes_the_same_statements(town: Town, count: int) -> None:
    players = [town.player(points=1_000) for _ in range(3)]
    batch = [town.stake(players[n % 3], 1, key=f"{town.bank} {n}") for n in range(count)]

    with statements(town) as sent:
        town.call(service.post_many, batch)

    assert len(sent) == STATEMENTS


def test_debts_along_the_way_take_no_more(town: Town) -> None:
    players = [town.player() for _ in range(3)]
    batch = [
        TakeBack(id=new_id(), owner=p, points=Points(10), reason="x", into=AccountKind.HOUSE)
        for p in players
    ]

    with statements(town) as sent:
        town.call(service.post_many, [wrong.as_transfer(bank=town.bank) for wrong in batch])

    assert len(sent) == STATEMENTS
