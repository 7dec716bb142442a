"""What can be done about points coming and going: lock, look, decide, write."""

from app.payments.service.deciding import approve_payment, list_payments, refuse_payment
from app.payments.service.paying import ask_for_points, give_back, use_voucher
from app.payments.service.reading import (
    Transactions,
    list_balances,
    list_own_payments,
    transactions,
)
from app.payments.service.vouchers import list_vouchers, make_vouchers, withdraw_voucher

__all__ = [
    "Transactions",
    "approve_payment",
    "ask_for_points",
    "give_back",
    "list_balances",
    "list_own_payments",
    "list_payments",
    "list_vouchers",
    "make_vouchers",
    "refuse_payment",
    "transactions",
    "use_voucher",
    "withdraw_voucher",
]
