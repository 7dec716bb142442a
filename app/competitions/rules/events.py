"""What a competition is played on: events of the catalogue, added and taken away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.plumbing.refusals import Conflict, Missing

# Whatever has ended is not played on any more.
STATUSES_TO_PLAY_ON = frozenset({"scheduled", "live", "postponed"})


class NoEventToAdd(Missing):
    """There is no such event that could still be played on."""


class NotPlayedOn(Missing):
    """This competition is not played on that event."""


class EventHasBets(Conflict):
    """Somebody has bet on this event here, so it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedEvent:
    """`tenant_id` is the community's own or the platform's, whoever the event belongs to."""

    id: UUID
    tenant_id: UUID
    sport: str
    slug: str
    name: str
    starts_at: datetime
    locks_at: datetime
    status: str
