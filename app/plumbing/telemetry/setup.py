"""Starting and stopping telemetry.  Without an OTLP endpoint it never touches the network."""

import os
import socket
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Literal

from opentelemetry import _logs, metrics, trace
from opentelemetry.distro import OpenTelemetryConfigurator, OpenTelemetryDistro
from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor

from app.plumbing.settings import Settings
from app.plumbing.telemetry import batches, logs
from app.plumbing.telemetry.stdout import QueuedOutput

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
SIGNALS = ("TRACES", "METRICS", "LOGS")
# Together below the ten seconds in which a process must have ended.
FLUSH_SECONDS_MAX = 5.0
DRAIN_SECONDS_MAX = 1.0
DEFAULTS = {
    # Names of the semantic conventions; read when the first instrumentation is made.
    "OTEL_SEMCONV_STABILITY_OPT_IN": "http,database",
    # Seconds.  A collector that takes longer is dead to us.
    "OTEL_EXPORTER_OTLP_TIMEOUT": "2",
    "OTEL_METRIC_EXPORT_INTERVAL": "15000",
    "OTEL_METRIC_EXPORT_TIMEOUT": "2000",
}

Process = Literal["web", "worker"]


_output: QueuedOutput | None = None


def start(process: Process, settings: Settings) -> None:
    """Once a process, before the application is built: instrumentations look at what is there."""
    global _output  # noqa: PLW0603 - providers and logging are the process's own, so this is
    if _output:
        return
    on = _choose_exporters()
    OpenTelemetryDistro().configure()
    configurator: Any = OpenTelemetryConfigurator  # it has no types
    configurator().configure(
        resource_attributes=resource(process, settings),
        export_span_processor=batches.Spans,
        export_log_record_processor=batches.Lines,
        setup_logging_handler=False,
    )
    PsycopgInstrumentor().instrument(enable_commenter=False)
    _output = logs.configure(settings, otlp="LOGS" in on)


def stop() -> None:
    """Send what is left, in bounded time, whoever listens or does not."""
    global _output  # noqa: PLW0603 - see start
    if _output is None:
        return
    providers: list[Any] = [
        trace.get_tracer_provider(),
        metrics.get_meter_provider(),
        _logs.get_logger_provider(),
    ]
    _side_by_side([provider.shutdown for provider in providers], FLUSH_SECONDS_MAX)
    _output.drain(DRAIN_SECONDS_MAX)
    _output = None


def resource(process: Process, settings: Settings) -> dict[str, str]:
    return {
        "service.name": f"pointsbook-{process}",
        "service.namespace": "pointsbook",
        # The container's name: a new id at each start would make every series anew.
        "service.instance.id": socket.gethostname(),
        "service.version": version("pointsbook"),
        "deployment.environment.name": settings.environment.value,
    }


def _choose_exporters() -> set[str]:
    """Signals that have somewhere to go.  The others get no exporter, and no spans are recorded."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    for signal in SIGNALS:
        endpoint = os.environ.get(f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") or os.environ.get(
            ENDPOINT
        )
        os.environ.setdefault(f"OTEL_{signal}_EXPORTER", "otlp" if endpoint else "none")
    on = {signal for signal in SIGNALS if os.environ[f"OTEL_{signal}_EXPORTER"] != "none"}
    if "TRACES" not in on:
        # Ids without spans: log lines of one request still find each other.
        os.environ["OTEL_TRACES_SAMPLER"] = "always_off"
    return on


def _side_by_side(calls: list[Callable[[], object]], seconds_max: float) -> None:
    """A collector that does not answer makes each of them wait, so they wait together."""
    threads = [threading.Thread(target=call, daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + seconds_max
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
