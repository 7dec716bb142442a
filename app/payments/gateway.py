"""Who grants points without an admin: whatever can say what a code is worth.

An adapter turns a code into the id of something that the store knows the worth of, and new numbers
into codes.  Vouchers are the one there is; `PAYMENT_PROVIDERS` says which are in use.
"""

from typing import Protocol
from uuid import UUID

from app.payments.rules.payments import NoSuchProvider, Provider
from app.payments.rules.vouchers import read_code, write_code
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault


class CodeProvider(Protocol):
    def write(self, number: int, tenant_id: UUID, /) -> str:
        """A code to hand out, good in one community."""

    def read(self, code: str, tenant_id: UUID, /) -> UUID:
        """What the code names, or the refusal that says what is wrong with it."""


class Vouchers:
    """Codes that we sign ourselves, so that nobody can invent one that we have to look up."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def write(self, number: int, tenant_id: UUID) -> str:
        return write_code(number, lambda n: self._sign(n, tenant_id))

    def read(self, code: str, tenant_id: UUID) -> UUID:
        return read_code(code, lambda n: self._sign(n, tenant_id))

    def _sign(self, number: int, tenant_id: UUID) -> tuple[bytes, ...]:
        return self._vault.blind_indexes(str(number), f"voucher:{tenant_id}")


class NoCodes:
    """Where only admins grant points."""

    def write(self, _number: int, _tenant_id: UUID) -> str:
        raise NoSuchProvider

    def read(self, _code: str, _tenant_id: UUID) -> UUID:
        raise NoSuchProvider


def connect(settings: Settings, vault: Vault) -> CodeProvider:
    """The provider that the settings name."""
    return Vouchers(vault) if Provider.VOUCHER in settings.payment_providers else NoCodes()
