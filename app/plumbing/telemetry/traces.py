"""What of a span may leave the process."""

from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.trace import Status

from app.plumbing.telemetry.stack import first_line

# `exception.stacktrace` is in the log line of the same span, with the messages cut.
KEPT_OF_EXCEPTIONS = ("exception.type", "exception.message")
# Paths and queries carry one-use codes and invitations; the route's template says enough.
LEFT_OUT = frozenset(
    {
        "client.address",
        "client.port",
        "http.request.method_original",
        "url.full",
        "url.path",
        "url.query",
        "user_agent.original",
    }
)


def discreet(span: ReadableSpan) -> ReadableSpan:
    """The span without addresses, queries and quoted rows."""
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={k: v for k, v in (span.attributes or {}).items() if k not in LEFT_OUT},
        events=[_discreet_event(event) for event in span.events],
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code, first_line(span.status.description or "")),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _discreet_event(event: Event) -> Event:
    attributes = event.attributes or {}
    kept = {
        name: first_line(str(attributes[name])) for name in KEPT_OF_EXCEPTIONS if name in attributes
    }
    return Event(event.name, kept, event.timestamp)
