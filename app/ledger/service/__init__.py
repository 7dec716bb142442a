"""What can be done with the ledger: lock, look, decide, write."""

from app.ledger.service.accounts import (
    get_position,
    list_sums,
    lock_balance,
    lock_balances_with,
    open_accounts,
    open_bank,
    roll_up,
    statement,
)
from app.ledger.service.adjustments import (
    adjust,
    approve_adjustment,
    list_pending_adjustments,
    refuse_adjustment,
)
from app.ledger.service.grants import grant, take_back
from app.ledger.service.sets import post_set, prepare_set
from app.ledger.service.transfers import post_many, transfer

__all__ = [
    "adjust",
    "approve_adjustment",
    "get_position",
    "grant",
    "list_pending_adjustments",
    "list_sums",
    "lock_balance",
    "lock_balances_with",
    "open_accounts",
    "open_bank",
    "post_many",
    "post_set",
    "prepare_set",
    "refuse_adjustment",
    "roll_up",
    "statement",
    "take_back",
    "transfer",
]
