"""A plan: all that an import would change, thing by thing, and a digest to name it by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec

from app.catalogue.rules.events import Event, EventStatus, Schedule
from app.catalogue.rules.importing.wanted import Complaint
from app.catalogue.rules.results import ResultDocument
from app.catalogue.rules.sports import League, Participant, Sport
from app.plumbing.refusals import Conflict


class ImportOutdated(Conflict):
    """What this file would change is not what you saw.  Please look at it again."""


class Action(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is already of what a file names, by its sport's slug and its own."""

    tenant_id: UUID
    sports: Mapping[str, Sport] = field(default_factory=dict)
    leagues: Mapping[tuple[str, str], League] = field(default_factory=dict)
    participants: Mapping[tuple[str, str], Participant] = field(default_factory=dict)
    events: Mapping[tuple[str, str], Event] = field(default_factory=dict)
    # The newest result of each event that has one.
    results: Mapping[UUID, ResultDocument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing of the file.  `before` and `after` hold what differs; of a new thing, all."""

    kind: str
    sport: str
    slug: str
    action: Action
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a file changes, thing by thing."""

    changes: tuple[Change, ...]

    @property
    def digest(self) -> str:
        """Equal for plans that do the same to the same."""
        told = [each for each in self.changes if each.action is not Action.UNCHANGED]
        return sha256(msgspec.json.encode(told, order="sorted")).hexdigest()

    @property
    def counts(self) -> dict[Action, int]:
        return {each: sum(c.action is each for c in self.changes) for each in Action}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStep:
    """An event as it is, None where it is new, and as it shall be."""

    id: UUID
    sport: str
    before: Event | None
    wanted: Schedule
    status: EventStatus
    # The newest result there is, and one to add.
    known_result: ResultDocument | None = None
    result: ResultDocument | None = None

    @property
    def action(self) -> Action:
        if self.before is None:
            return Action.ADDED
        was = (self.before.schedule, self.before.status, None)
        same = was == (self.wanted, self.status, self.result)
        return Action.UNCHANGED if same else Action.CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`leagues` and `participants` are those to add, each after its sport's slug."""

    sports: tuple[Sport, ...]
    leagues: tuple[tuple[str, League], ...]
    participants: tuple[tuple[str, Participant], ...]
    events: tuple[EventStep, ...]
    complaints: tuple[Complaint, ...]
    # Every sport that the file names, old or new, by its slug.
    sport_of: Mapping[str, Sport]

    @property
    def difference(self) -> Difference:
        return Difference(changes=tuple(_changes(self)))


def check_digest(difference: Difference, digest: str) -> None:
    if difference.digest != digest:
        raise ImportOutdated(seen=digest, current=difference.digest)


def _changes(plan: Plan) -> Iterator[Change]:
    for sport in plan.sports:
        yield _added("sport", sport.slug, sport.slug, name=sport.name, scheme=sport.scheme)
    for of_sport, league in plan.leagues:
        yield _added("league", of_sport, league.slug, name=league.name)
    for of_sport, who in plan.participants:
        yield _added("participant", of_sport, who.slug, name=who.name, kind=who.kind)
    for step in plan.events:
        yield _event(step)


def _added(what: str, sport: str, slug: str, **facts: object) -> Change:
    return Change(kind=what, sport=sport, slug=slug, action=Action.ADDED, after=facts)


def _event(step: EventStep) -> Change:
    before = (
        facts_of(step.before.schedule, step.before.status, step.known_result) if step.before else {}
    )
    after = facts_of(step.wanted, step.status, step.result or step.known_result)
    return Change(
        kind="event",
        sport=step.sport,
        slug=step.wanted.slug,
        action=step.action,
        before={name: fact for name, fact in before.items() if fact != after[name]},
        after={name: fact for name, fact in after.items() if before.get(name) != fact},
    )


def facts_of(
    schedule: Schedule, status: EventStatus, result: ResultDocument | None = None
) -> dict[str, object]:
    """What people are told of an event before they change it, and the audit after."""
    return {
        "name": schedule.name,
        "league": schedule.league.slug if schedule.league else None,
        "round": schedule.round,
        "venue": schedule.venue,
        "starts_at": schedule.starts_at,
        "locks_at": schedule.locks_at,
        "true_start_at": schedule.true_start_at,
        "status": status,
        "participants": [
            {
                "number": seat.number,
                "slug": seat.participant.slug,
                "role": seat.role,
                "withdrawn": seat.withdrawn_at is not None,
            }
            for seat in schedule.seats
        ],
        "result": msgspec.to_builtins(result, str_keys=True),
    }
