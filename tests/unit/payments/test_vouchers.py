"""Codes on paper: what is ours, what is mistyped, what is forged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.payments.rules.payments import Entrant
from app.payments.rules.vouchers import (
    ALPHABET,
    Batch,
    BatchImpossible,
    CodeMistyped,
    NoSuchVoucher,
    OwnVoucher,
    Voucher,
    VoucherElsewhere,
    VoucherExpired,
    VouchersTooLarge,
    VoucherUsed,
    VoucherWithdrawn,
    check_batch,
    check_voucher,
    check_withdrawal,
    read_code,
    voucher_id_of,
    write_code,
)

NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)
ENTRANT = Entrant(
    entry_id=UUID(int=1), competition_id=UUID(int=2), player_id=UUID(int=3), subject="ama",
    state="active",
)  # fmt: skip
VOUCHER = Voucher(
    id=UUID(int=4),
    competition_id=ENTRANT.competition_id,
    points=50,
    expires_at=NOW + timedelta(seconds=1),
    issued_by="efua",
    used_by_payment_id=None,
    withdrawn_at=None,
)
BATCH = Batch(
    id=UUID(int=5),
    competition_id=ENTRANT.competition_id,
    points=50,
    expires_at=NOW + timedelta(seconds=1),
    numbers=(1, 2),
)
NUMBERS = st.integers(0, 2**60 - 1)


def sign(number: int) -> tuple[bytes, ...]:
    return (sha256(b"newest" + str(number).encode()).digest(),)


def sign_with_older_key(number: int) -> tuple[bytes, ...]:
    return (sha256(b"another" + str(number).encode()).digest(), *sign(number))


@given(NUMBERS)
def test_a_code_names_its_voucher_however_it_is_typed(number: int) -> None:
    code = write_code(number, sign)

    assert len(code) == 34
    assert read_code(code, sign) == voucher_id_of(number)
    sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_code(sloppy, sign) == voucher_id_of(number)


@given(NUMBERS, NUMBERS)
def test_every_number_has_an_id_of_its_own(one: int, another: int) -> None:
    assert (voucher_id_of(one) == voucher_id_of(another)) == (one == another)
    assert voucher_id_of(one).version == 8


@given(NUMBERS, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_any_wrong_sign_is_a_typing_error(number: int, place: int, sign_typed: str) -> None:
    plain = write_code(number, sign).replace("-", "")
    assume(plain[place] != sign_typed)

    with pytest.raises(CodeMistyped):
        read_code(plain[:place] + sign_typed + plain[place + 1 :], sign)


@given(NUMBERS, st.integers(0, 26))
def test_any_two_neighbours_exchanged_are_a_typing_error(number: int, place: int) -> None:
    plain = write_code(number, sign).replace("-", "")
    assume(plain[place] != plain[place + 1])

    with pytest.raises(CodeMistyped):
        read_code(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :], sign)


@pytest.mark.parametrize("code", ["", "-", "0" * 27, "0" * 29, "U" * 28, "ß" * 28, "٣" * 28])
def test_what_is_no_code_is_a_typing_error(code: str) -> None:
    with pytest.raises(CodeMistyped):
        read_code(code, sign)


def test_a_code_signed_with_another_key_is_no_voucher() -> None:
    with pytest.raises(NoSuchVoucher):
        read_code(write_code(7, sign_with_older_key), sign)


def test_a_code_outlives_a_newer_key() -> None:
    assert read_code(write_code(7, sign), sign_with_older_key) == voucher_id_of(7)


def test_a_voucher_may_be_used() -> None:
    assert check_voucher(VOUCHER, ENTRANT, now=NOW) is VOUCHER


@pytest.mark.parametrize(
    ("voucher", "refusal"),
    [
        (None, NoSuchVoucher),
        (replace(VOUCHER, used_by_payment_id=UUID(int=9)), VoucherUsed),
        (replace(VOUCHER, withdrawn_at=NOW), VoucherWithdrawn),
        (replace(VOUCHER, expires_at=NOW), VoucherExpired),
        (replace(VOUCHER, competition_id=UUID(int=9)), VoucherElsewhere),
        (replace(VOUCHER, issued_by="ama"), OwnVoucher),
    ],
)
def test_a_voucher_may_not_be_used(voucher: Voucher | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_voucher(voucher, ENTRANT, now=NOW)


def test_a_used_voucher_is_not_withdrawn() -> None:
    with pytest.raises(VoucherUsed):
        check_withdrawal(replace(VOUCHER, used_by_payment_id=UUID(int=9)))


def test_a_batch_may_be_worth_the_threshold() -> None:
    check_batch(BATCH, threshold=100, now=NOW)


@pytest.mark.parametrize(
    ("batch", "refusal"),
    [
        (replace(BATCH, points=51), VouchersTooLarge),
        (replace(BATCH, numbers=(1, 2, 3)), VouchersTooLarge),
        (replace(BATCH, points=0), VouchersTooLarge),
        (replace(BATCH, numbers=()), BatchImpossible),
        (replace(BATCH, numbers=tuple(range(1001))), BatchImpossible),
        (replace(BATCH, expires_at=NOW), BatchImpossible),
    ],
)
def test_no_batch_is_larger(batch: Batch, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_batch(batch, threshold=100, now=NOW)
