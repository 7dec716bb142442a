"""Which facts may be logged.  Bodies, query strings, names and addresses are none of them."""

from collections.abc import MutableMapping
from typing import Any

# Ids, measures and counts pass by the end of their name; any other word is listed.
ENDS = ("_id", "_ids", "_s", "_ms", "_bytes", "_count", "_version")
WORDS = frozenset(
    {
        "action",
        "address_kind",
        "attempt",
        "command",
        "count",
        "environment",
        "error",
        "folder",
        "given_up",
        "hash",
        "invariant",
        "job",
        "kind",
        "method",
        "outcome",
        "points",
        "pool",
        "port",
        "process",
        "queue",
        "reason",
        "role",
        "route",
        "seq",
        "sessions",
        "signal",
        "statement",
        "status",
        "subdomain",
        "subject",
        "tries",
        "url",
        "version",
        "via",
    }
)
# What structlog itself puts in.
OWN = frozenset({"event", "exc_info", "stack_info", "level", "logger"})


class FieldNotAllowed(Exception):
    """A log line carries a field that nobody allowed: see app/plumbing/telemetry/fields.py."""


def is_allowed(name: str) -> bool:
    return name in WORDS or name in OWN or name.endswith(ENDS)


class Allow:
    """Drops what is not allowed; where a programmer is looking, says so."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict

    def __call__(
        self, _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        refused = [name for name in event if not is_allowed(name)]
        if refused and self._strict:
            raise FieldNotAllowed(refused)
        for name in refused:
            del event[name]
        return event
