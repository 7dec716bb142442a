"""What an open page hears of."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from app.catalogue.rules.events import EventStatus
from app.live.rules.topics import TOPICS_MAX, parse_topics
from app.pages.rules.fixtures import EventSeen
from app.pages.rules.following import topics_of

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)


def event(*, in_hours: int, status: EventStatus = EventStatus.SCHEDULED) -> EventSeen:
    at = NOON + timedelta(hours=in_hours)
    return EventSeen(
        id=uuid4(),
        competition_id=uuid4(),
        competition="World Cup",
        name="Ghana v Mali",
        sport="Football",
        league=None,
        round=None,
        starts_at=at,
        locks_at=at,
        status=status,
        sides=("Ghana", "Mali"),
        score=None,
        clock=None,
        predicted=None,
        bets=0,
    )


def test_what_is_under_way_is_heard_of_before_what_comes() -> None:
    competition, soon = uuid4(), event(in_hours=1)
    live = event(in_hours=2, status=EventStatus.LIVE)

    topics = topics_of([competition], [soon, live, soon])

    assert topics == ["me", f"competition:{competition}", f"event:{live.id}", f"event:{soon.id}"]


def test_one_stream_takes_them_all() -> None:
    events = [event(in_hours=hours) for hours in range(2 * TOPICS_MAX)]

    topics = topics_of([uuid4()], events)

    assert len(parse_topics(",".join(topics), player_id=UUID(int=1))) == TOPICS_MAX
    assert f"event:{events[-1].id}" not in topics
