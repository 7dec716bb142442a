"""What an open page wants to hear of: what it shows first, as far as one stream goes."""

from collections.abc import Iterable
from uuid import UUID

from app.live.rules.topics import TOPICS_MAX, About, Topic
from app.pages.rules.fixtures import EventSeen


def topics_of(competitions: Iterable[UUID], events: Iterable[EventSeen]) -> list[str]:
    """Oneself, the competitions, and those events that are under way or come first."""
    first = sorted(events, key=lambda event: (not event.is_live, event.starts_at))
    wanted = [
        About.ME.value,
        *(str(Topic(About.COMPETITION, each)) for each in competitions),
        *(str(Topic(About.EVENT, event.id)) for event in first),
    ]
    # An event of two competitions is shown twice and heard of once.
    return list(dict.fromkeys(wanted))[:TOPICS_MAX]
