"""What is lost on its way to the collector is counted, each span and each line."""

from collections.abc import Callable
from threading import Event

import pytest
from opentelemetry._logs import LogRecord
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import LogRecordExportResult
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SpanExportResult

from app.plumbing.telemetry import metrics
from app.plumbing.telemetry.batches import Lines, Spans

QUEUE, SENT = 8, 50


class Collector:
    """Takes one batch and sleeps on it until woken."""

    def __init__(self, result: object) -> None:
        self.result = result
        self.asked, self.awake = Event(), Event()
        self.received = 0

    def export(self, batch: list[object]) -> object:
        self.asked.set()
        self.awake.wait(10)
        self.received += len(batch)
        return self.result

    def shutdown(self) -> None:
        pass


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    reader = InMemoryMetricReader()
    counter = MeterProvider([reader]).get_meter("test").create_counter("telemetry.dropped")
    monkeypatch.setattr(metrics, "dropped", counter)
    for name in ("BSP", "BLRP"):
        monkeypatch.setenv(f"OTEL_{name}_MAX_QUEUE_SIZE", str(QUEUE))
        monkeypatch.setenv(f"OTEL_{name}_MAX_EXPORT_BATCH_SIZE", "2")

    def count(signal: str) -> int:
        data = reader.get_metrics_data()
        points = [
            point
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
            for point in metric.data.data_points
        ]
        return sum(
            int(point.value)
            for point in points
            if isinstance(point, NumberDataPoint) and point.attributes == {"signal": signal}
        )

    return count


def send_spans(collector: Collector) -> None:
    provider = TracerProvider()
    provider.add_span_processor(Spans(collector))  # type: ignore[arg-type]
    send(collector, lambda: provider.get_tracer("test").start_span("s").end())
    provider.shutdown()


def send_lines(collector: Collector) -> None:
    provider = LoggerProvider()
    provider.add_log_record_processor(Lines(collector))  # type: ignore[arg-type]
    send(collector, lambda: provider.get_logger("test").emit(LogRecord(body="line")))
    provider.shutdown()


def send(collector: Collector, send_one: Callable[[], object]) -> None:
    for _ in range(2):
        send_one()
    collector.asked.wait(10)
    for _ in range(SENT - 2):
        send_one()
    collector.awake.set()


SIGNALS = [("traces", send_spans, SpanExportResult), ("logs", send_lines, LogRecordExportResult)]
Send = Callable[[Collector], None]
Result = type[SpanExportResult] | type[LogRecordExportResult]


@pytest.mark.parametrize(("signal", "send_all", "result"), SIGNALS)
def test_what_a_full_queue_drops_is_counted(
    lost: Callable[[str], int], signal: str, send_all: Send, result: Result
) -> None:
    collector = Collector(result.SUCCESS)

    send_all(collector)

    assert collector.received == 2 + QUEUE
    assert lost(signal) == SENT - collector.received


@pytest.mark.parametrize(("signal", "send_all", "result"), SIGNALS)
def test_what_the_collector_refuses_is_counted_too(
    lost: Callable[[str], int], signal: str, send_all: Send, result: Result
) -> None:
    send_all(Collector(result.FAILURE))

    assert lost(signal) == SENT
