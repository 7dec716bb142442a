"""Whether an event counts in a competition: one put off for too long does not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.catalogue.rules.events import EventStatus
from app.markets.rules.standing import stands_when_postponed

TOO_LATE = "It was not played within the hours that this competition waits."
IN_TIME = "It was played within the hours that this competition waits, after all."


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """An event in a competition that is played on it.

    `hours` are those that the competition waited when the event was first to start: whoever changes
    them later does not decide on an event that is put off already.  All bets and predictions on it
    end the same way, whichever settings they were placed by.  `starts_at` is the true start, or the
    planned one as long as there is none; `void` is what was in force until now.
    """

    competition_id: UUID
    event_tenant_id: UUID
    event_id: UUID
    status: EventStatus
    first_starts_at: datetime
    starts_at: datetime
    hours: int
    void: bool
    # Bets that were placed on a void event since it was last settled.
    has_new_bets: bool = False


def is_void(playing: Playing, *, now: datetime) -> bool:
    """An event waits for its whole time: what was put off once may be put forward again."""
    if playing.status is EventStatus.CANCELLED:
        return True
    if now < playing.first_starts_at + timedelta(hours=playing.hours):
        return False
    return playing.status is EventStatus.POSTPONED or not stands_when_postponed(
        planned_at=playing.first_starts_at,
        played_at=playing.starts_at,
        postponement_hours=playing.hours,
    )
