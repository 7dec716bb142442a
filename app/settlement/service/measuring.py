"""What settlement tells of itself: once a chunk and once a run, never once a bet."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from opentelemetry.metrics import get_meter
from opentelemetry.trace import get_tracer

from app.betting.service.measuring import paid_out
from app.settlement.rules.runs import Part, PartKind
from app.settlement.service.lines import Step

log = structlog.get_logger()
tracer = get_tracer("app")
meter = get_meter("app")

settled = meter.create_counter(
    "bets.settled", unit="{bet}", description="Bets that were brought into line, by result."
)
scored = meter.create_counter(
    "predictions.scored",
    unit="{prediction}",
    description="Predictions and bonus answers that were held against what happened.",
)
duration = meter.create_histogram(
    "settlement.duration", unit="s", description="How long a run took, from its first part."
)
lag = meter.create_histogram(
    "settlement.lag", unit="s", description="From the confirmation of a ruling to the last bet."
)


OF_BETS = frozenset({PartKind.MARKET, PartKind.POOL})


@contextmanager
def traced(part: Part) -> Iterator[None]:
    """One span a chunk, or each statement of a worker would be a trace of its own."""
    with tracer.start_as_current_span(
        "settle.chunk", attributes={"settlement.part.kind": part.kind}
    ):
        yield


def report_step(part: Part, step: Step, *, seconds: float) -> None:
    """Once it is committed.  Predictions and answers have told of themselves."""
    if part.kind not in OF_BETS:
        scored.add(step.done, {"kind": part.kind})
        return
    for result, bets in step.change.results.items():
        settled.add(bets, {"result": result or "reopened"})
    if step.change.paid > 0:
        paid_out.add(step.change.paid)
    log.info(
        "bets settled",
        run_id=part.run_id,
        kind=part.kind,
        subject_id=part.subject_id,
        count=step.done,
        changed_count=step.change.bets,
        points=step.change.moved,
        duration_ms=round(seconds * 1000, 1),
    )


def report_run(*, seconds: float, since_ruling: float | None) -> None:
    duration.record(seconds)
    if since_ruling is not None:
        lag.record(since_ruling)
