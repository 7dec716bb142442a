"""Vouchers: codes on paper that are worth points once.

A code is a number of 60 bits, 70 bits of a signature that only we can make, and two signs that tell
a slip of the finger from a forgery; in Crockford's alphabet, which has no letter that reads as
another, in groups of four: `7KQ3-9XWM-…`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.payments.rules.payments import Entrant
from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READS_AS = str.maketrans("OIL", "011", "- ")
NUMBER_SIGNS, SIGNATURE_SIGNS, CHECK_SIGNS = 12, 14, 2
SIGNS = NUMBER_SIGNS + SIGNATURE_SIGNS + CHECK_SIGNS
GROUP = 4
NUMBER_BITS = 5 * NUMBER_SIGNS
SIGNATURE_BITS = 5 * SIGNATURE_SIGNS
# The largest prime below 32²: it notices any one wrong sign, and any two neighbours exchanged.
CHECK_PRIME = 1021
# A version that says: these bits are ours.
UUID_8 = 0x8 << 76 | 0b10 << 62
LOW_BITS = 48
BATCH_MAX = 1_000

# All signatures that we may have made for a number, the newest key's first: keys rotate.
Sign = Callable[[int], tuple[bytes, ...]]


class CodeMistyped(Invalid):
    """There is a typing error in this code.  Please compare it sign by sign."""


class NoSuchVoucher(Missing):
    """We know no such voucher."""


class VoucherUsed(Conflict):
    """This voucher was used before."""


class VoucherExpired(Conflict):
    """This voucher has expired."""


class VoucherWithdrawn(Conflict):
    """This voucher was withdrawn."""


class VoucherElsewhere(Conflict):
    """This voucher is for another competition."""


class OwnVoucher(Forbidden):
    """Nobody uses a voucher that they made."""


class VouchersTooLarge(Conflict):
    """Vouchers made at once are worth no more, together, than an admin may grant alone."""


class BatchImpossible(Invalid):
    """A batch has 1 to 1000 vouchers that expire later than now."""


class BatchMade(Conflict):
    """These vouchers were made, and their codes were shown, before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    id: UUID
    competition_id: UUID
    points: int
    expires_at: datetime
    issued_by: str
    used_by_payment_id: UUID | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Vouchers that an admin wants; `numbers` are drawn at random, one for each."""

    id: UUID
    competition_id: UUID
    points: int
    expires_at: datetime
    numbers: tuple[int, ...]


def voucher_id_of(number: int) -> UUID:
    return UUID(int=number >> LOW_BITS << 64 | UUID_8 | number & (1 << LOW_BITS) - 1)


def write_code(number: int, sign: Sign) -> str:
    body = _signs(number, NUMBER_SIGNS) + _signature(sign(number)[0])
    code = body + _check(body)
    return "-".join(code[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def read_code(code: str, sign: Sign) -> UUID:
    """The voucher that the code names, if we made the code."""
    plain = code.upper().translate(READS_AS)
    body, check = plain[:-CHECK_SIGNS], plain[-CHECK_SIGNS:]
    if len(plain) != SIGNS or not set(plain) <= set(ALPHABET) or _check(body) != check:
        raise CodeMistyped
    number = _value(body[:NUMBER_SIGNS])
    if body[NUMBER_SIGNS:] not in map(_signature, sign(number)):
        raise NoSuchVoucher
    return voucher_id_of(number)


def check_withdrawal(voucher: Voucher | None) -> Voucher:
    if voucher is None:
        raise NoSuchVoucher
    if voucher.used_by_payment_id is not None:
        raise VoucherUsed
    return voucher


def check_batch(batch: Batch, *, threshold: int, now: datetime) -> None:
    if not 1 <= len(batch.numbers) <= BATCH_MAX or batch.expires_at <= now:
        raise BatchImpossible(vouchers=len(batch.numbers), most=BATCH_MAX)
    together = batch.points * len(batch.numbers)
    if batch.points < 1 or together > min(threshold, POINTS_MAX):
        raise VouchersTooLarge(points=batch.points, together=together, threshold=threshold)


def check_voucher(voucher: Voucher | None, entrant: Entrant, *, now: datetime) -> Voucher:
    """Refuse what cannot be used, by this player, now."""
    if voucher is None:
        raise NoSuchVoucher
    if voucher.used_by_payment_id is not None:
        raise VoucherUsed
    if voucher.withdrawn_at is not None:
        raise VoucherWithdrawn
    if now >= voucher.expires_at:
        raise VoucherExpired(expired_at=voucher.expires_at)
    if voucher.competition_id != entrant.competition_id:
        raise VoucherElsewhere(competition_id=voucher.competition_id)
    if voucher.issued_by == entrant.subject:
        raise OwnVoucher
    return voucher


def _signature(digest: bytes) -> str:
    bits = int.from_bytes(digest)
    return _signs(bits >> (8 * len(digest) - SIGNATURE_BITS), SIGNATURE_SIGNS)


def _check(body: str) -> str:
    return _signs(_value(body) * len(ALPHABET) ** CHECK_SIGNS % CHECK_PRIME, CHECK_SIGNS)


def _signs(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def _value(signs: Iterable[str]) -> int:
    value = 0
    for sign in signs:
        value = value << 5 | ALPHABET.index(sign)
    return value
