"""A collector of our own: takes OTLP over gRPC and keeps what came."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2 as logs
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2_grpc as logs_grpc
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2 as metrics
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2_grpc as metrics_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as traces
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as traces_grpc

# How each service is added to a server, and what it answers.
SERVICES: list[tuple[Any, Any]] = [
    (logs_grpc.add_LogsServiceServicer_to_server, logs.ExportLogsServiceResponse),
    (metrics_grpc.add_MetricsServiceServicer_to_server, metrics.ExportMetricsServiceResponse),
    (traces_grpc.add_TraceServiceServicer_to_server, traces.ExportTraceServiceResponse),
]


class Receiver:
    def __init__(self) -> None:
        self._batches: list[Any] = []
        self._server = grpc.server(ThreadPoolExecutor(4))
        for add, answer in SERVICES:
            add(_Service(self, answer), self._server)
        self.port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()

    def take(self, batch: object) -> None:
        self._batches.append(batch)

    def close(self) -> None:
        self._server.stop(0).wait()

    @property
    def resources(self) -> list[dict[str, object]]:
        return [
            values_of(part.resource.attributes)
            for batch in self._batches
            for name in ("resource_spans", "resource_metrics", "resource_logs")
            for part in getattr(batch, name, ())
        ]

    @property
    def spans(self) -> list[tuple[str, Any]]:
        """Each with the instrumentation that made it."""
        return list(self._each("resource_spans", "scope_spans", "spans"))

    @property
    def metrics(self) -> list[Any]:
        return [item for _, item in self._each("resource_metrics", "scope_metrics", "metrics")]

    @property
    def logs(self) -> list[Any]:
        return [item for _, item in self._each("resource_logs", "scope_logs", "log_records")]

    def __str__(self) -> str:
        return "\n".join(map(str, self._batches))

    def _each(self, of_resource: str, of_scope: str, items: str) -> Iterator[tuple[str, Any]]:
        for batch in self._batches:
            for part in getattr(batch, of_resource, ()):
                for scope in getattr(part, of_scope):
                    for item in getattr(scope, items):
                        yield scope.scope.name, item


class _Service:
    """Its one method has the name that gRPC calls."""

    def __init__(self, receiver: Receiver, answer: Callable[[], object]) -> None:
        self._receiver = receiver
        self._answer = answer

    def Export(self, request: object, _context: object) -> object:  # noqa: N802
        self._receiver.take(request)
        return self._answer()


def values_of(attributes: Any) -> dict[str, object]:  # noqa: ANN401 - protobuf's repeated field
    return {
        one.key: getattr(one.value, one.value.WhichOneof("value") or "string_value")
        for one in attributes
    }


def labels_of(metric: Any) -> set[str]:  # noqa: ANN401 - protobuf has no types for us
    points = getattr(metric, metric.WhichOneof("data")).data_points
    return {label.key for point in points for label in point.attributes}
