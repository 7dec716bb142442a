"""What batches tell of themselves: once a batch, never once a bet."""

from collections import Counter
from collections.abc import Sequence

import structlog
from opentelemetry.metrics import get_meter

from app.betting.rules.placing import Bet, Retry, Verdict
from app.plumbing.problems import slug_of
from app.plumbing.refusals import Refusal

log = structlog.get_logger()
meter = get_meter("app")

placed = meter.create_counter("bets.placed", unit="{bet}", description="Bets that were accepted.")
rejected = meter.create_counter(
    "bets.rejected", unit="{bet}", description="Bets that were refused, by reason."
)
batch_size = meter.create_histogram(
    "bets.batch.size", unit="{bet}", description="Bets that were placed together."
)
staked = meter.create_counter("points.staked", unit="{point}", description="Points staked.")
replays = meter.create_counter(
    "idempotency.replays", unit="{request}", description="Bets that came again, and were found."
)


def count_turned_away() -> None:
    rejected.add(1, {"reason": "too-many-bets"})


def report(verdicts: Sequence[Verdict | Exception], *, seconds: float) -> None:
    bets = [verdict for verdict in verdicts if isinstance(verdict, Bet)]
    reasons = Counter(_reason(verdict) for verdict in verdicts if isinstance(verdict, Exception))
    batch_size.record(len(verdicts))
    for mode, count in Counter("pool" if bet.slip.kind is None else "odds" for bet in bets).items():
        placed.add(count, {"mode": mode})
    for reason, count in reasons.items():
        rejected.add(count, {"reason": reason})
    if bets:
        staked.add(sum(bet.slip.stake for bet in bets))
    if retries := sum(isinstance(verdict, Retry) for verdict in verdicts):
        replays.add(retries)
    log.info(
        "bets judged",
        count=len(verdicts),
        accepted_count=len(bets),
        refused_count=reasons.total(),
        duration_ms=round(seconds * 1000, 1),
    )


def _reason(error: Exception) -> str:
    return slug_of(type(error)) if isinstance(error, Refusal) else "internal-error"
