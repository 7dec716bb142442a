"""What live connections tell of themselves: once a round, never once a stream."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from opentelemetry.metrics import CallbackOptions, Observation, get_meter

from app.live.rules.messages import Said

meter = get_meter("app")

said_to = meter.create_counter(
    "live.messages", unit="{message}", description="Messages to live connections, by kind."
)
dropped = meter.create_counter(
    "live.dropped", unit="{connection}", description="Live connections that were too slow."
)
age = meter.create_histogram(
    "live.message.age",
    unit="s",
    description="From a change to the moment when all who follow it were written to.",
    explicit_bucket_boundaries_advisory=[
        *(0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)
    ],
)


def observe_streams(count: Callable[[], Counter[str]]) -> None:
    def observe(_options: CallbackOptions) -> Iterable[Observation]:
        counted = count()
        for transport in ("sse", "websocket"):
            yield Observation(counted[transport], {"transport": transport})

    meter.create_observable_up_down_counter(
        "live.connections",
        [observe],
        unit="{connection}",
        description="Open live connections, by transport.",
    )


def count_said(said: Sequence[Said], streams: int) -> None:
    for kind, number in Counter(each.message.event for each in said).items():
        said_to.add(number * streams, {"kind": kind})


def count_dropped(transport: str) -> None:
    dropped.add(1, {"transport": transport})


def measure_age(changed_at: datetime) -> None:
    age.record(max(0.0, time.time() - changed_at.timestamp()))
