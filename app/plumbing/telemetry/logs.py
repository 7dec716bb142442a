"""Logs: structlog → stdlib logging → OTLP when it is on, and lines on standard output."""

import json
import logging
import os
import sys
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog
from opentelemetry import context
from opentelemetry._logs import LogRecord, SeverityNumber, get_logger
from opentelemetry.trace import format_span_id, format_trace_id

from app.plumbing.settings import Environment, Settings
from app.plumbing.telemetry.fields import Allow
from app.plumbing.telemetry.stack import stack_of
from app.plumbing.telemetry.stdout import QueuedOutput

SEVERITY = {
    "DEBUG": ("DEBUG", SeverityNumber.DEBUG),
    "INFO": ("INFO", SeverityNumber.INFO),
    "WARNING": ("WARN", SeverityNumber.WARN),
    "ERROR": ("ERROR", SeverityNumber.ERROR),
    "CRITICAL": ("FATAL", SeverityNumber.FATAL),
}

Facts = MutableMapping[str, Any]


def configure(settings: Settings, *, otlp: bool) -> QueuedOutput:
    """Send every line of this process, uvicorn's too, the same way."""
    # Where somebody stands between us and the terminal, as `make run` does, they say so.
    terminal = sys.stdout.isatty() or "FORCE_COLOR" in os.environ
    pretty = settings.environment is Environment.DEVELOPMENT and terminal
    output = QueuedOutput(sys.stdout.fileno())
    output.setFormatter(PrettyLines() if pretty else JsonLines(otlp=otlp))
    root = logging.getLogger()
    root.handlers[:] = [output, *([OtlpHandler()] if otlp else [])]
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(settings.log_level.upper())
    _take_over_uvicorn()
    configure_structlog(strict=settings.environment is Environment.TEST)
    return output


def configure_structlog(*, strict: bool) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            Allow(strict=strict),
            _hand_over,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=not strict,
    )


def _hand_over(_logger: object, _method: str, facts: Facts) -> tuple[tuple[str], dict[str, Any]]:
    """Give stdlib logging the event as its message and the facts beside it."""
    message = facts.pop("event")
    error = facts.pop("exc_info", None)
    return (message,), {"exc_info": error, "extra": {"facts": facts}}


def _take_over_uvicorn() -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    # We write one line a request ourselves, without addresses and query strings; uvicorn prepares
    # none where nobody would read it.
    logging.getLogger("uvicorn.access").propagate = False


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """The fields of our own lines, and the stack where there is one.  Plain values only."""
    said: dict[str, Any] = getattr(record, "facts", {})
    facts = {name: _plain(value) for name, value in said.items() if value is not None}
    if record.exc_info and record.exc_info[1]:
        error = record.exc_info[1]
        facts["exception.type"] = type(error).__qualname__
        facts["exception.stacktrace"] = stack_of(error)
    return facts


def _plain(value: object) -> str | bool | int | float:
    return value if isinstance(value, str | bool | int | float) else str(value)


def goes_by_otlp(record: logging.LogRecord) -> bool:
    """Complaints about OTLP do not go by OTLP: each would beget the next."""
    return not record.name.startswith(("opentelemetry", "grpc"))


class JsonLines(logging.Formatter):
    def __init__(self, *, otlp: bool) -> None:
        super().__init__()
        self._otlp = otlp

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            # Whoever gathers these lines drops those that came by OTLP already.
            "otlp": self._otlp and goes_by_otlp(record),
        } | facts_of(record)
        span = getattr(record, "span_context", None)
        if span and span.is_valid:
            line["trace_id"] = format_trace_id(span.trace_id)
            line["span_id"] = format_span_id(span.span_id)
        return json.dumps(line, ensure_ascii=False)


class PrettyLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__()
        self._render: Callable[..., str] = structlog.dev.ConsoleRenderer(
            colors="NO_COLOR" not in os.environ
        )

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        stack = facts.pop("exception.stacktrace", None)
        line = self._render(
            None,
            record.levelname.lower(),
            {
                "timestamp": datetime.fromtimestamp(record.created).astimezone().strftime("%X"),
                "level": record.levelname.lower(),
                "event": record.getMessage(),
            }
            | facts,
        )
        return f"{line}\n{stack}" if stack else line


class OtlpHandler(logging.Handler):
    """Hands a line to OpenTelemetry's batch: the event is the body, the facts are attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.addFilter(goes_by_otlp)

    def emit(self, record: logging.LogRecord) -> None:
        text, number = SEVERITY.get(record.levelname, SEVERITY["INFO"])
        event = record.getMessage()
        # Loki forgets the event's name of OTLP, so it is an attribute as well.
        names = {"otel.event.name": event} if hasattr(record, "facts") else {}
        get_logger(record.name).emit(
            LogRecord(
                timestamp=int(record.created * 1e9),
                context=context.get_current(),
                severity_text=text,
                severity_number=number,
                body=event,
                attributes=facts_of(record) | names,
            )
        )
