"""What the handlers of payments may ask for."""

from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from app.payments.gateway import CodeProvider

Vouchers = NamedDependency[SkipValidation[CodeProvider]]


def provide_vouchers(state: State) -> CodeProvider:
    provider: CodeProvider = state.code_provider
    return provider
