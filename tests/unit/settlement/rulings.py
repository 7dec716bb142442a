"""A match with a result that Kwesi entered, for the tests of rulings."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.catalogue.rules.events import Event, EventStatus, Schedule, Seat
from app.catalogue.rules.results import ResultDocument
from app.catalogue.rules.sports import Participant, ParticipantKind, Scheme
from app.settlement.rules.grading import ConfirmedResult, InForce
from app.settlement.rules.rulings import Ruling, RulingKind, RulingState

KICK_OFF = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
OVER = KICK_OFF + timedelta(hours=2)


def seat(number: int, *, withdrawn_at: datetime | None = None) -> Seat:
    who = Participant(
        tenant_id=UUID(int=1),
        id=UUID(int=number),
        kind=ParticipantKind.TEAM,
        slug=f"team-{number}",
        name=f"Team {number}",
    )
    return Seat(number=number, participant=who, withdrawn_at=withdrawn_at)


def event(*seats: Seat, scheme: Scheme = Scheme.GOALS) -> Event:
    return Event(
        tenant_id=UUID(int=1),
        id=UUID(int=200),
        sport_tenant_id=UUID(int=1),
        sport_id=UUID(int=2),
        sport_slug="football",
        scheme=scheme,
        schedule=Schedule(
            slug="final", name="Final", starts_at=KICK_OFF, locks_at=KICK_OFF, seats=seats
        ),
        first_starts_at=KICK_OFF,
        status=EventStatus.SCHEDULED,
    )


MATCH = event(seat(1), seat(2))
RULING = Ruling(
    kind=RulingKind.RESULT,
    event_tenant_id=UUID(int=1),
    event_id=MATCH.id,
    result_version=1,
    id=UUID(int=300),
    tenant_id=UUID(int=1),
    corrects=False,
    state=RulingState.PENDING,
    second_person=False,
    entered_by="kwesi",
    entered_at=OVER,
)


def scored(**scores: tuple[int, ...]) -> ResultDocument:
    return ResultDocument(
        scores={period: dict(enumerate(score, 1)) for period, score in scores.items()}
    )


def finished(document: ResultDocument, of: Event = MATCH) -> InForce:
    return InForce(event=of, result=ConfirmedResult(ruling=RULING, document=document))
