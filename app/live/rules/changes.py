"""Changes as they are read, and what waits to be said of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.live.rules.messages import Said
from app.live.rules.topics import Topic
from app.tenants.rules import PLATFORM_ID

# At most four times a second is a topic heard of.
PAUSE_SECONDS = 0.25
# An open stream is brought up to date from memory if it was away for less.
REMEMBERED_SECONDS = 120.0
# A page is as old when it begins to follow, at most.
PAGE_AGE_SECONDS = 30.0

Place = tuple[UUID, UUID | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row of `change`.  `xid` is the transaction that wrote it."""

    tenant_id: UUID
    kind: str
    topic_id: UUID | None
    subjects: tuple[UUID, ...]
    facts: Mapping[str, Any]
    xid: int
    at: datetime


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Changes in one place, whatever their number: whose, of which topic, what of it."""

    tenant_id: UUID
    topic_id: UUID | None
    at: datetime
    xid_first: int
    xid_last: int
    subjects: dict[str, set[UUID]] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, change: Change) -> None:
        self.xid_first = min(self.xid_first, change.xid)
        self.xid_last = max(self.xid_last, change.xid)
        self.subjects.setdefault(change.kind, set()).update(change.subjects)
        known = self.facts.setdefault(change.kind, {})
        # Truths stay true; of all else the newest counts.
        known.update({name: value for name, value in change.facts.items() if value is not False})


class Pace:
    """Lets an isolated change through at once, and a burst together, every quarter of a second."""

    def __init__(self) -> None:
        self._waiting: dict[Place, Gathered] = {}
        self._last: dict[Place, float] = {}

    def add(self, changes: Iterable[Change]) -> None:
        for change in sorted(changes, key=lambda change: change.xid):
            place = change.tenant_id, change.topic_id or change.kind
            if place not in self._waiting:
                self._waiting[place] = Gathered(
                    tenant_id=change.tenant_id,
                    topic_id=change.topic_id,
                    at=change.at,
                    xid_first=change.xid,
                    xid_last=change.xid,
                )
            self._waiting[place].add(change)

    def take_due(self, now: float) -> list[Gathered]:
        self._last = {
            place: last for place, last in self._last.items() if now - last < PAUSE_SECONDS
        }
        due = [place for place in self._waiting if place not in self._last]
        self._last |= dict.fromkeys(due, now)
        return [self._waiting.pop(place) for place in due]

    def put_back(self, due: Iterable[Gathered]) -> None:
        """What could not be said yet; nothing was added since."""
        self._waiting |= {
            (each.tenant_id, each.topic_id or next(iter(each.subjects))): each for each in due
        }

    @property
    def oldest(self) -> int | None:
        """The first transaction that something waits of."""
        return min((each.xid_first for each in self._waiting.values()), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is said of one thing: to one community, or to all if it is the platform's.

    `here` is what some communities hear in place of the others, with odds of their own.
    """

    tenant_id: UUID
    topic: Topic
    subject: UUID
    xid: int
    at: datetime
    said: Said
    here: Mapping[UUID, Said] = field(default_factory=dict)

    def is_for(self, tenant_id: UUID) -> bool:
        return self.tenant_id in {tenant_id, PLATFORM_ID}

    def to(self, tenant_id: UUID) -> Said:
        return self.here.get(tenant_id, self.said)


class Memory:
    """The newest of each thing that was said lately, for whoever comes back or has just come.

    `floor` is the first transaction since which nothing was forgotten.
    """

    def __init__(self) -> None:
        self.floor = 0
        self._known: dict[Topic, dict[tuple[UUID, str, UUID], tuple[float, News]]] = {}

    def keep(self, news: Iterable[News], *, now: float) -> None:
        for each in news:
            of_topic = self._known.setdefault(each.topic, {})
            key = each.tenant_id, each.said.message.event, each.subject
            # In the order in which they were said.
            of_topic.pop(key, None)
            of_topic[key] = now, each

    def forget(self, *, now: float) -> None:
        for topic, of_topic in list(self._known.items()):
            for key, (heard, news) in list(of_topic.items()):
                if now - heard < REMEMBERED_SECONDS:
                    break
                self.floor = max(self.floor, news.xid + 1)
                del of_topic[key]
            if not of_topic:
                del self._known[topic]

    def since(self, topic: Topic, tenant_id: UUID, position: int) -> list[Said]:
        """What was said of transactions that had not ended everywhere before `position`."""
        return [
            news.to(tenant_id)
            for _, news in self._known.get(topic, {}).values()
            if news.xid >= position and news.is_for(tenant_id)
        ]

    def lately(self, topic: Topic, tenant_id: UUID, *, now: float) -> list[Said]:
        return [
            news.to(tenant_id)
            for heard, news in self._known.get(topic, {}).values()
            if now - heard < PAGE_AGE_SECONDS and news.is_for(tenant_id)
        ]
