"""What is told to everybody who plays in a competition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AnnouncementKind(StrEnum):
    CHANGED = "changed"
    STATE_CHANGED = "state_changed"
    EVENTS_ADDED = "events_added"
    EVENT_REMOVED = "event_removed"
    BONUS_QUESTION_CHANGED = "bonus_question_changed"
    BONUS_QUESTION_WITHDRAWN = "bonus_question_withdrawn"
    RULED = "ruled"
    STANDINGS_FROZEN = "standings_frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    id: UUID
    kind: AnnouncementKind
    facts: Mapping[str, object]
    at: datetime
