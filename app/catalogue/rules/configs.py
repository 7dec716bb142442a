"""What a community makes of events: shown or hidden, and at which share of the winnings."""

from dataclasses import dataclass

from app.catalogue.rules.events import NO_CHANGE
from app.plumbing.refusals import Invalid

MULTIPLIERS = range(1, 10_001)


class MultiplierImpossible(Invalid):
    """An odds multiplier is between 0.001 and 10, in thousandths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventConfig:
    """Version 0: the community has never decided anything about the event."""

    hidden: bool = False
    odds_multiplier: int = NO_CHANGE
    version: int = 0


def check_multiplier(odds_multiplier: int) -> None:
    if odds_multiplier not in MULTIPLIERS:
        raise MultiplierImpossible(odds_multiplier=odds_multiplier)
