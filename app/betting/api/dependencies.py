"""What betting's handlers may ask for."""

from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from app.betting.service.batching import Batches
from app.tenants.rules import Community

CurrentCommunity = NamedDependency[Community]
CurrentBatches = NamedDependency[SkipValidation[Batches]]


def provide_batches(state: State) -> Batches:
    batches: Batches = state.batches
    return batches
