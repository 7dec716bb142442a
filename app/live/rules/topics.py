"""What can be followed: an event, a competition, oneself."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.plumbing.refusals import Invalid, Missing, TooMany

TOPICS_MAX = 20


class TopicUnknown(Invalid):
    """Topics are `event:<id>`, `competition:<id>` and `me`, separated by commas."""


class TooManyTopics(Invalid):
    """This is more than can be followed at once."""


class NoSuchTopic(Missing):
    """There is nothing here that could be followed under this name."""


class TooManyStreams(TooMany):
    """You follow us on many pages already.  Please close some of them."""


class About(StrEnum):
    EVENT = "event"
    COMPETITION = "competition"
    ME = "me"


@dataclass(frozen=True, slots=True)
class Topic:
    """Of `me`, the id is the player's."""

    about: About
    id: UUID

    def __str__(self) -> str:
        return self.about if self.about is About.ME else f"{self.about}:{self.id}"


def parse_topics(text: str, *, player_id: UUID | None) -> frozenset[Topic]:
    """Whoever is no player hears nothing of themselves, which is no mistake of a page's."""
    words = [word for word in text.split(",") if word]
    if not words:
        raise TopicUnknown
    if len(words) > TOPICS_MAX:
        raise TooManyTopics(most=TOPICS_MAX)
    own = Topic(About.ME, player_id) if player_id else None
    topics = (own if word == About.ME else _parse(word) for word in words)
    return frozenset(topic for topic in topics if topic)


def _parse(word: str) -> Topic:
    about, _, key = word.partition(":")
    try:
        topic = Topic(About(about), UUID(key))
    except ValueError:
        raise TopicUnknown from None
    if topic.about is About.ME:
        raise TopicUnknown
    return topic
