"""Points asked for, granted and given back, and vouchers."""

from app.payments.api.admin import PaymentsAdminApi
from app.payments.api.balances import show_balances
from app.payments.api.payments import PaymentsApi, export_transactions
from app.payments.api.vouchers import VouchersApi

CONTROLLERS = (
    PaymentsApi,
    export_transactions,
    show_balances,
    PaymentsAdminApi,
    VouchersApi,
)

__all__ = ["CONTROLLERS"]
