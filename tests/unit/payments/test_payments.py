"""Who may decide on points, and whose they are."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.competitions.rules.entries import NoSuchEntry
from app.ledger.rules.transfers import AccountKind, TransferKind
from app.payments.rules.payments import (
    Direction,
    Entrant,
    NotForOneself,
    NotPlaying,
    NotThatMany,
    OtherAdminNeeded,
    Payment,
    PaymentDecided,
    PaymentRecord,
    PaymentState,
    Provider,
    check_active,
    check_deciding,
    check_entrant,
    check_points,
    needs_agreement,
)

AMA = UUID(int=3)
ENTRANT = Entrant(
    entry_id=UUID(int=1), competition_id=UUID(int=2), player_id=AMA, subject="ama", state="active"
)
PAYMENT = Payment(
    id=UUID(int=4),
    entry_id=ENTRANT.entry_id,
    direction=Direction.DEPOSIT,
    points=1000,
    provider=Provider.ADMIN,
)
ASKED = PaymentRecord(
    payment=PAYMENT,
    threshold=1000,
    state=PaymentState.ASKED,
    subject="ama",
    agreed_by=None,
    decided_by=None,
    decided_at=None,
    reason=None,
    created_at=datetime(2026, 8, 31, tzinfo=UTC),
)
LARGE = replace(ASKED, payment=replace(PAYMENT, points=1001))


def test_points_come_from_the_issue_and_go_back_there() -> None:
    given = PAYMENT.as_transfer(bank=ENTRANT.competition_id)
    back = replace(PAYMENT, direction=Direction.WITHDRAWAL).as_transfer(bank=ENTRANT.competition_id)

    assert (given.kind, given.debit.kind) == (TransferKind.GRANT, AccountKind.ISSUE)
    assert (back.kind, back.credit.kind) == (TransferKind.WITHDRAWAL, AccountKind.ISSUE)
    assert (given.debit, given.credit) == (back.credit, back.debit)


def test_an_admin_decides_alone_up_to_the_threshold() -> None:
    check_deciding(ASKED, admin="efua")
    assert not needs_agreement(ASKED, admin="efua")


def test_above_the_threshold_two_admins_decide() -> None:
    assert needs_agreement(LARGE, admin="efua")
    assert not needs_agreement(replace(LARGE, agreed_by="efua"), admin="yaw")
    with pytest.raises(OtherAdminNeeded):
        needs_agreement(replace(LARGE, agreed_by="efua"), admin="efua")


def test_nobody_decides_on_their_own_points() -> None:
    with pytest.raises(NotForOneself):
        check_deciding(ASKED, admin="ama")


@pytest.mark.parametrize("state", [PaymentState.DONE, PaymentState.REFUSED])
def test_a_decision_is_final(state: PaymentState) -> None:
    with pytest.raises(PaymentDecided):
        check_deciding(replace(ASKED, state=state), admin="efua")


def test_somebody_elses_entry_is_none_of_mine() -> None:
    assert check_entrant(ENTRANT, player_id=AMA) is ENTRANT
    with pytest.raises(NoSuchEntry):
        check_entrant(replace(ENTRANT, player_id=UUID(int=9)), player_id=AMA)


def test_only_who_plays_asks_for_points() -> None:
    check_active(ENTRANT)
    with pytest.raises(NotPlaying):
        check_active(replace(ENTRANT, state="withdrawn"))


@pytest.mark.parametrize("points", [-1, 0, 10**12 + 1])
def test_points_are_within_reason(points: int) -> None:
    check_points(1)
    check_points(10**12)
    with pytest.raises(NotThatMany):
        check_points(points)
