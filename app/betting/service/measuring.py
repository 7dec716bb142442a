"""What batches tell of themselves: once a batch, never once a bet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import structlog
from opentelemetry.metrics import get_meter
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    get_tracer,
    set_span_in_context,
)

from app.betting.rules.bets import BetState
from app.betting.rules.placing import Bet, Retry, Verdict
from app.limits.service import measuring as limits
from app.plumbing.problems import slug_of
from app.plumbing.refusals import Refusal

log = structlog.get_logger()
tracer = get_tracer("app")
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
ended = meter.create_counter(
    "bets.ended", unit="{bet}", description="Bets that their players ended before the result."
)
paid_out = meter.create_counter(
    "points.paid_out", unit="{point}", description="Points that came back from bets."
)


@contextmanager
def traced(asked: Sequence[SpanContext]) -> Iterator[None]:
    """A span of the batch, where some who wait for it are traced: the first one's child, since it
    is no request of its own, and linked to them all.
    """
    sampled = [context for context in asked if context.trace_flags.sampled]
    if not sampled:
        yield
        return
    with tracer.start_as_current_span(
        "bet.batch",
        set_span_in_context(NonRecordingSpan(sampled[0])),
        links=[Link(context) for context in sampled],
        attributes={"bets.batch.size": len(asked)},
    ):
        yield


def count_turned_away() -> None:
    rejected.add(1, {"reason": "too-many-bets"})


def report(verdicts: Sequence[Verdict | Exception], *, seconds: float) -> None:
    bets = [verdict for verdict in verdicts if isinstance(verdict, Bet)]
    reasons = Counter(_reason(verdict) for verdict in verdicts if isinstance(verdict, Exception))
    batch_size.record(len(verdicts))
    for mode, of_mode in _by_mode(bets).items():
        placed.add(len(of_mode), {"mode": mode})
        staked.add(sum(bet.slip.stake for bet in of_mode), {"mode": mode})
    for reason, count in reasons.items():
        rejected.add(count, {"reason": reason})
    limits.count_refused(verdicts)
    if retries := sum(isinstance(verdict, Retry) for verdict in verdicts):
        replays.add(retries)
    log.info(
        "bets judged",
        count=len(verdicts),
        accepted_count=len(bets),
        refused_count=reasons.total(),
        duration_ms=round(seconds * 1000, 1),
    )


def count_ended(state: BetState, *, paid: int) -> None:
    ended.add(1, {"state": state})
    paid_out.add(paid)


def _by_mode(bets: Iterable[Bet]) -> dict[str, list[Bet]]:
    by_mode: dict[str, list[Bet]] = {}
    for bet in bets:
        by_mode.setdefault("pool" if bet.slip.kind is None else "odds", []).append(bet)
    return by_mode


def _reason(error: Exception) -> str:
    return slug_of(type(error)) if isinstance(error, Refusal) else "internal-error"
