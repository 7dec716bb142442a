"""What the rules say in Python, PostgreSQL says again: past the services nothing moves either."""

from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from app.ledger.rules.transfers import AccountKind
from tests.acceptance.ledger.town import Town

TRANSFER = """
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reason)
    select %(kind)s, debit.id, debit.kind, credit.id, credit.kind, %(points)s,
           %(sequence)s, %(after)s, 'by hand'
    from account debit, account credit
    where (debit.owner, debit.kind) = (%(from_owner)s, %(from)s)
      and (credit.owner, credit.kind) = (%(to_owner)s, %(to)s)
"""


def by_hand(
    town: Town,
    owner: UUID,
    *,
    source: AccountKind,
    target: AccountKind,
    points: int = 10,
    sequence: int | None = 2,
    after: int | None = 30,
) -> None:
    """Write a transfer as a faulty service might.  Ama has 40 points in one transfer."""

    def owner_of(kind: AccountKind) -> UUID:
        return owner if kind in {AccountKind.BALANCE, AccountKind.DEBT} else town.bank

    with town.connect("app") as tx:
        tx.execute(
            TRANSFER,
            {
                "kind": "stake",
                "points": points,
                "sequence": sequence,
                "after": after,
                "from_owner": owner_of(source),
                "from": source,
                "to_owner": owner_of(target),
                "to": target,
            },
        )


def test_a_transfer_that_is_right_is_accepted_by_hand_too(town: Town) -> None:
    by_hand(town, town.player(40), source=AccountKind.BALANCE, target=AccountKind.ESCROW)


@pytest.mark.parametrize(
    ("sequence", "after"),
    [(3, 30), (1, 30), (2, 31), (2, 50), (2, -1), (None, None), (2, None), (None, 30)],
)
def test_a_transfer_continues_the_history_of_its_balance(
    town: Town, sequence: int | None, after: int | None
) -> None:
    with pytest.raises(errors.IntegrityError):
        by_hand(
            town,
            town.player(40),
            source=AccountKind.BALANCE,
            target=AccountKind.ESCROW,
            sequence=sequence,
            after=after,
        )


@pytest.mark.parametrize(
    ("source", "target", "points", "after"),
    [
        (AccountKind.BALANCE, AccountKind.ESCROW, 0, 40),
        (AccountKind.BALANCE, AccountKind.ESCROW, -10, 50),
        (AccountKind.BALANCE, AccountKind.ESCROW, 41, -1),
        (AccountKind.ISSUE, AccountKind.BALANCE, 10**12 + 1, 10**12 + 41),
        (AccountKind.BALANCE, AccountKind.BALANCE, 10, 40),
        (AccountKind.BALANCE, AccountKind.DEBT, 10, 30),
        (AccountKind.ESCROW, AccountKind.DEBT, 10, 10),
        (AccountKind.HOUSE, AccountKind.DEBT, 10, 10),
        (AccountKind.DEBT, AccountKind.ISSUE, 10, -10),
        (AccountKind.ESCROW, AccountKind.HOUSE, 10, 10),
    ],
)
def test_a_wrong_transfer_is_refused_by_the_table(
    town: Town, source: AccountKind, target: AccountKind, points: int, after: int
) -> None:
    sequence = 1 if AccountKind.DEBT in {source, target} else 2

    with pytest.raises(errors.CheckViolation):
        by_hand(
            town,
            town.player(40),
            source=source,
            target=target,
            points=points,
            sequence=sequence,
            after=after,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "update account set balance = 1000000",
        "update account set owner = bank",
        "delete from account",
        "insert into account (owner, bank, kind, balance) select owner, bank, kind, 9 from account",
        "update transfer set points = points + 1",
        "delete from transfer",
        "truncate transfer",
        "update adjustment set points = 1",
        "delete from adjustment",
        "alter table transfer disable trigger all",
    ],
)
def test_the_application_cannot_write_a_balance_or_rewrite_the_past(
    town: Town, statement: str
) -> None:
    town.player(40)

    with town.connect("app") as tx, pytest.raises(errors.InsufficientPrivilege):
        tx.execute(statement)


@pytest.mark.parametrize(
    "statement", ["update transfer set points = points + 1", "delete from transfer"]
)
def test_even_the_owner_of_the_tables_does_not_rewrite_the_past(town: Town, statement: str) -> None:
    town.player(40)

    with town.connect("owner") as tx, pytest.raises(errors.IntegrityError, match="never changed"):
        tx.execute(statement)


def test_points_do_not_move_outside_their_community_s_transaction(town: Town) -> None:
    """Row-level security hides the account from the trigger, which must not shrug at that."""
    ama = town.player(40)
    with psycopg.connect(town.url("postgres")) as superuser, pytest.raises(errors.IntegrityError):
        superuser.execute(
            """
            insert into transfer (tenant_id, kind, debit_account, debit_kind, credit_account,
                                  credit_kind, points, account_sequence, balance_after, reason)
            select b.tenant_id, 'stake', b.id, b.kind, e.id, e.kind, 10, 2, 30, 'by hand'
            from account b join account e on e.owner = b.bank and e.kind = 'escrow'
            where b.owner = %s and b.kind = 'balance'
            """,
            [ama],
        )


def test_the_other_community_s_accounts_are_out_of_reach(town: Town) -> None:
    ama = town.player(40)
    other = UUID(int=town.tenant_id.int ^ 1)
    town.found(other, f"other-{town.subdomain}")

    with town.connect("app", other) as tx:
        seen = tx.execute("select count(*) from account where owner = %s", [ama]).fetchone()

    assert seen == (0,)
