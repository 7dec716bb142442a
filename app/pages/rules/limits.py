"""Where a player stands against limits, as a page shows it."""

from dataclasses import dataclass

from app.limits.rules.changing import Standing
from app.limits.rules.checking import LimitKind
from app.limits.rules.periods import Period
from app.plumbing.languages import sentence

KINDS = {
    LimitKind.STAKE: sentence("Stakes"),
    LimitKind.NET_LOSS: sentence("Net loss"),
    LimitKind.MINUTES: sentence("Time"),
}
ABOUT = {
    LimitKind.STAKE: sentence("How many points you put on bets at most."),
    LimitKind.NET_LOSS: sentence(
        "How many points more you stake than you get back, at most.  An open bet counts as lost."
    ),
    LimitKind.MINUTES: sentence("How many minutes you play at most."),
}
PERIODS = {
    Period.DAY: sentence("A day"),
    Period.WEEK: sentence("A week"),
    Period.MONTH: sentence("A month"),
}
# From here on a bar warns.
NEARLY = 0.8
BAR_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How much of a limit is used: `filled` of `BAR_WIDTH`."""

    filled: int
    nearly: bool


def bar_of(standing: Standing) -> Bar | None:
    """Nothing to draw where there is no limit."""
    if standing.amount is None:
        return None
    share = used(standing) / standing.amount if standing.amount else 1.0
    return Bar(filled=round(BAR_WIDTH * min(share, 1.0)), nearly=share >= NEARLY)


def used(standing: Standing) -> int:
    """Whoever got back more than they staked has used nothing of a limit on losses."""
    return max(0, standing.used)
