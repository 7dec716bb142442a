"""What limits and breaks kept players from."""

from collections import Counter
from collections.abc import Iterable

from opentelemetry.metrics import get_meter

from app.limits.rules.checking import (
    LossLimitReached,
    StakeLimitReached,
    TakingABreak,
    TimeLimitReached,
)

meter = get_meter("app")

refused = meter.create_counter(
    "limits.refused", unit="{request}", description="What a limit or a break kept players from."
)

LIMITS: dict[type, str] = {
    StakeLimitReached: "stake",
    LossLimitReached: "net_loss",
    TimeLimitReached: "minutes",
    TakingABreak: "break",
}


def count_refused(verdicts: Iterable[object]) -> None:
    """Those among the verdicts that are refusals of limits or breaks."""
    found = Counter(LIMITS[type(one)] for one in verdicts if type(one) in LIMITS)
    for limit, count in found.items():
        refused.add(count, {"limit": limit})
