"""Batches of spans and log lines for the collector, and the count of what is lost on the way.

The SDK's queues drop the oldest item when they are full, and tell nobody how many.
"""

import os
from threading import Lock
from typing import Any

from opentelemetry.sdk._logs import ReadWriteLogRecord
from opentelemetry.sdk._logs.export import (
    BatchLogRecordProcessor,
    LogRecordExporter,
    LogRecordExportResult,
)
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from app.plumbing.telemetry import metrics
from app.plumbing.telemetry.traces import discreet

QUEUE_MAX = "2048"


class Waiting:
    """How many items are on their way to an exporter."""

    def __init__(self, signal: str, items_max: int) -> None:
        self._signal = signal
        self._items_max = items_max
        self._items = 0
        self._lock = Lock()

    def enter(self) -> None:
        with self._lock:
            if self._items < self._items_max:
                self._items += 1
                return
        self.lose(1)

    def leave(self, items: int) -> None:
        with self._lock:
            self._items -= items

    def lose(self, items: int) -> None:
        metrics.dropped.add(items, {"signal": self._signal})


class Spans(BatchSpanProcessor):
    def __init__(self, span_exporter: SpanExporter) -> None:
        items_max = int(os.environ.get("OTEL_BSP_MAX_QUEUE_SIZE", QUEUE_MAX))
        self._waiting = Waiting("traces", items_max)
        super().__init__(SpansOut(span_exporter, self._waiting), items_max)

    def on_end(self, span: ReadableSpan) -> None:
        if span.context and span.context.trace_flags.sampled:
            self._waiting.enter()
        super().on_end(span)


class SpansOut(SpanExporter):
    """Exports what may leave of each span."""

    def __init__(self, exporter: SpanExporter, waiting: Waiting) -> None:
        self._exporter = exporter
        self._waiting = waiting

    def export(self, spans: Any) -> SpanExportResult:  # noqa: ANN401 - its base leaves it open
        self._waiting.leave(len(spans))
        result = self._exporter.export([discreet(span) for span in spans])
        if result is not SpanExportResult.SUCCESS:
            self._waiting.lose(len(spans))
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


class Lines(BatchLogRecordProcessor):
    def __init__(self, exporter: LogRecordExporter) -> None:
        items_max = int(os.environ.get("OTEL_BLRP_MAX_QUEUE_SIZE", QUEUE_MAX))
        self._waiting = Waiting("logs", items_max)
        super().__init__(LinesOut(exporter, self._waiting), max_queue_size=items_max)

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        self._waiting.enter()
        super().on_emit(log_record)


class LinesOut(LogRecordExporter):
    def __init__(self, exporter: LogRecordExporter, waiting: Waiting) -> None:
        self._exporter = exporter
        self._waiting = waiting

    def export(self, batch: Any) -> LogRecordExportResult:  # noqa: ANN401 - likewise
        self._waiting.leave(len(batch))
        result = self._exporter.export(batch)
        if result is not LogRecordExportResult.SUCCESS:
            self._waiting.lose(len(batch))
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()  # type: ignore[no-untyped-call]

    def force_flush(self, timeout_millis: int = 10_000) -> bool:
        return self._exporter.force_flush(timeout_millis)
