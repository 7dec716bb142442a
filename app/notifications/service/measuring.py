"""How the outbox and the mail are doing."""

import time
from collections.abc import Iterable, Mapping
from uuid import UUID

from opentelemetry.metrics import CallbackOptions, Observation, get_meter

from app.notifications.rules.kinds import Kind

meter = get_meter("app")

# What nobody looked at for so long is for another worker to tell.
TRUE_SECONDS = 30

sent = meter.create_counter("mails.sent", unit="{mail}", description="Mails that left us.")
failed = meter.create_counter(
    "mails.failed", unit="{mail}", description="Mails that did not leave, each time."
)


class Looked:
    """What this process last saw of the outbox, all communities together."""

    def __init__(self) -> None:
        self._at = float("-inf")
        self._pending, self._oldest_s = 0, 0.0

    def note(self, waiting: Mapping[UUID, tuple[int, float]]) -> None:
        self._at = time.monotonic()
        self._pending = sum(pending for pending, _ in waiting.values())
        self._oldest_s = max((oldest_s for _, oldest_s in waiting.values()), default=0.0)

    def pending(self, _options: CallbackOptions) -> Iterable[Observation]:
        yield from self._told(self._pending)

    def lag(self, _options: CallbackOptions) -> Iterable[Observation]:
        yield from self._told(self._oldest_s)

    def _told(self, number: float) -> Iterable[Observation]:
        if time.monotonic() - self._at < TRUE_SECONDS:
            yield Observation(number)


looked = Looked()
meter.create_observable_gauge(
    "outbox.pending", [looked.pending], unit="{message}", description="Messages not taken yet."
)
meter.create_observable_gauge(
    "outbox.lag", [looked.lag], unit="s", description="How long the oldest of them waits."
)


def count_sent(kind: Kind) -> None:
    sent.add(1, {"kind": kind})


def count_failed(reason: str) -> None:
    failed.add(1, {"reason": reason})
