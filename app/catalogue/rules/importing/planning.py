"""What would change: what a file says, held against what there is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from app.catalogue.rules.events import (
    Event,
    EventStatus,
    LeagueName,
    Schedule,
    Seat,
    check_reschedule,
    check_schedule,
    moved_to,
    taking_part,
)
from app.catalogue.rules.importing.plans import EventStep, Known, Plan
from app.catalogue.rules.importing.wanted import Complaint, WantedEvent, WantedSeat
from app.catalogue.rules.plausibility import check_plausible
from app.catalogue.rules.results import ResultDocument, check_result
from app.catalogue.rules.sports import (
    League,
    Participant,
    Scheme,
    Sport,
    check_league,
    check_participant,
    check_sport,
)
from app.plumbing.refusals import Conflict, Refusal

# A result ends these; the others were ended by hand.
UNENDED = frozenset({EventStatus.SCHEDULED, EventStatus.LIVE, EventStatus.POSTPONED})

NewId = Callable[[], UUID]


class SportUnknown(Conflict):
    """There is no such sport yet: add it, or name its scheme in the file."""


class SharedAlready(Conflict):
    """The platform shares an event of this slug already.  Give yours another slug."""


def plan(wanted: Sequence[WantedEvent], known: Known, *, new_id: NewId) -> Plan:
    complaints = list(_twice(wanted))
    sports = {each.slug: each for each in _new_sports(wanted, known, new_id)}
    leagues = _new_leagues(wanted, known, new_id)
    participants = _new_participants(wanted, known, new_id)
    everything = replace(
        known,
        sports={**sports, **known.sports},
        leagues={**leagues, **known.leagues},
        participants={**participants, **known.participants},
    )
    steps: list[EventStep] = []
    for each in wanted:
        try:
            steps.append(_step(each, everything, new_id))
        except Refusal as refusal:
            complaints.append(each.where.complain(_reason(refusal)))
    return Plan(
        sports=tuple(sports.values()),
        leagues=tuple((sport, league) for (sport, _), league in leagues.items()),
        participants=tuple((sport, who) for (sport, _), who in participants.items()),
        events=tuple(steps),
        complaints=tuple(complaints),
        sport_of=everything.sports,
    )


def _step(wanted: WantedEvent, known: Known, new_id: NewId) -> EventStep:
    if wanted.sport not in known.sports:
        raise SportUnknown(sport=wanted.sport)
    before = known.events.get((wanted.sport, wanted.slug))
    if before and before.tenant_id != known.tenant_id:
        raise SharedAlready(slug=wanted.slug)
    schedule = _schedule(wanted, before, known)
    if before is None:
        check_schedule(schedule)
    else:
        check_reschedule(before, schedule)
    newest = known.results.get(before.id) if before else None
    result = _new_result(wanted, schedule, newest, known.sports[wanted.sport].scheme)
    return EventStep(
        id=before.id if before else new_id(),
        sport=wanted.sport,
        before=before,
        wanted=schedule,
        status=_status(before, result),
        known_result=newest,
        result=result,
    )


def _schedule(wanted: WantedEvent, before: Event | None, known: Known) -> Schedule:
    old = before.schedule if before else None
    locks_at = wanted.locks_at or (moved_to(before, wanted.starts_at) if before else None)
    return Schedule(
        slug=wanted.slug,
        name=wanted.name,
        starts_at=wanted.starts_at,
        locks_at=locks_at or wanted.starts_at,
        league=_league(wanted, known) or (old.league if old else None),
        round=wanted.round or (old.round if old else None),
        venue=wanted.venue or (old.venue if old else None),
        true_start_at=old.true_start_at if old else None,
        seats=_seats(wanted, old, known),
    )


def _league(wanted: WantedEvent, known: Known) -> LeagueName | None:
    if wanted.league is None:
        return None
    league = known.leagues[wanted.sport, wanted.league]
    return LeagueName(tenant_id=league.tenant_id, id=league.id, slug=league.slug)


def _seats(wanted: WantedEvent, old: Schedule | None, known: Known) -> tuple[Seat, ...]:
    before = {seat.number: seat for seat in old.seats} if old else {}
    return tuple(
        _seat(number, seat, before.get(number), known.participants[wanted.sport, seat.slug])
        for number, seat in enumerate(wanted.seats, start=1)
    )


def _seat(number: int, wanted: WantedSeat, before: Seat | None, who: Participant) -> Seat:
    if before is None or before.participant.id != who.id:
        return Seat(number=number, participant=who, role=wanted.role)
    return replace(before, role=wanted.role or before.role)


def _new_result(
    wanted: WantedEvent, schedule: Schedule, newest: ResultDocument | None, scheme: Scheme
) -> ResultDocument | None:
    if wanted.result is None:
        return None
    # Files say nothing of who did not start, and when it began in truth.
    result = replace(
        wanted.result,
        withdrawn=newest.withdrawn if newest else frozenset(),
        true_start_at=newest.true_start_at if newest else None,
    )
    if result == newest:
        return None
    check_result(scheme, result, taking_part=taking_part(schedule.seats))
    check_plausible(scheme, result)
    return result


def _status(before: Event | None, result: ResultDocument | None) -> EventStatus:
    status = before.status if before else EventStatus.SCHEDULED
    return EventStatus.FINISHED if result and status in UNENDED else status


def _new_sports(wanted: Iterable[WantedEvent], known: Known, new_id: NewId) -> Iterator[Sport]:
    for each in wanted:
        if each.sport not in known.sports and each.scheme:
            name = each.sport.replace("-", " ").capitalize()
            check_sport(slug=each.sport, name=name)
            yield Sport(
                tenant_id=known.tenant_id,
                id=new_id(),
                slug=each.sport,
                name=name,
                scheme=each.scheme,
            )


def _new_leagues(
    wanted: Iterable[WantedEvent], known: Known, new_id: NewId
) -> dict[tuple[str, str], League]:
    found: dict[tuple[str, str], League] = {}
    for each in wanted:
        key = (each.sport, each.league or "")
        if each.league is None or key in known.leagues or key in found:
            continue
        name = each.league_name or each.league
        check_league(slug=each.league, name=name)
        found[key] = League(tenant_id=known.tenant_id, id=new_id(), slug=each.league, name=name)
    return found


def _new_participants(
    wanted: Iterable[WantedEvent], known: Known, new_id: NewId
) -> dict[tuple[str, str], Participant]:
    """The first spelling of a name counts."""
    found: dict[tuple[str, str], Participant] = {}
    for sport, seat in ((each.sport, seat) for each in wanted for seat in each.seats):
        if (sport, seat.slug) in known.participants or (sport, seat.slug) in found:
            continue
        check_participant(slug=seat.slug, name=seat.name)
        found[sport, seat.slug] = Participant(
            tenant_id=known.tenant_id,
            id=new_id(),
            slug=seat.slug,
            name=seat.name,
            kind=seat.kind,
        )
    return found


def _twice(wanted: Iterable[WantedEvent]) -> Iterator[Complaint]:
    """Two lines that mean one event would fight over it."""
    seen: dict[tuple[str, str], str] = {}
    for each in wanted:
        place = each.where.complain("").place
        first = seen.setdefault((each.sport, each.slug), place)
        if first != place:
            reason = f"{first} is this event already, {each.slug}; give one another slug"
            yield each.where.complain(reason)


def _reason(refusal: Refusal) -> str:
    facts = ", ".join(f"{name}: {fact}" for name, fact in refusal.facts.items())
    return f"{refusal} ({facts})" if facts else str(refusal)
