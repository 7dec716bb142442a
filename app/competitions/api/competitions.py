"""Competitions for programs: JSON in, JSON out.  Nothing is decided here."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.competitions import service
from app.competitions.api.documents import (
    AddedOut,
    AnnouncementOut,
    ChangeIn,
    CodeOut,
    CompetitionIn,
    CompetitionOut,
    CopyIn,
    EventOut,
    EventsIn,
    StateIn,
)
from app.competitions.rules.competitions import (
    SHOWN_TO_ALL,
    Competition,
    CompetitionState,
)
from app.competitions.rules.events import PlayedEvent
from app.competitions.rules.settings import CompetitionSettings, Mode
from app.plumbing import etags
from app.plumbing.access import Actor, Role, admins, role_holders
from app.plumbing.ids import new_id
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Now, Reading, Tx
from app.tenants.rules import PLATFORM_ID

# Litestar keeps the name `state` for itself.
InState = Annotated[CompetitionState | None, QueryParameter(name="state")]
PartOfName = Annotated[str | None, QueryParameter(max_length=80)]


class CompetitionApi(Controller):
    """Competitions: found and read by everybody here, made and run by admins."""

    path = "/api/competitions"

    @get(guards=[role_holders])
    async def index(
        self,
        reading: Reading,
        actor: CurrentActor,
        in_state: InState = None,
        mode: FromQuery[Mode | None] = None,
        name: PartOfName = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[CompetitionOut]:
        """List competitions, the newest first.  Drafts and templates are for admins."""
        shown = frozenset(CompetitionState) if sees_drafts(actor) else SHOWN_TO_ALL
        found = await service.list_competitions(
            reading,
            states=shown & {in_state} if in_state else shown,
            mode=mode,
            name=name,
            after=key_of(after, UUID),
            limit=limit + 1,
        )
        return page_of(found, limit, key=_id_of, show=CompetitionOut.of)

    @get("/{competition_id:uuid}", guards=[role_holders])
    async def show(
        self,
        competition_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[CompetitionOut]:
        """Show a competition with its settings."""
        found = await service.get_shown(reading, competition_id, in_the_making=sees_drafts(actor))
        return etags.answer(request, CompetitionOut.of(found), version=found.version)

    @post(guards=[admins])
    async def create(
        self, data: JSONBody[CompetitionIn], tx: Tx, actor: CurrentActor
    ) -> CompetitionOut:
        """Create a competition: a draft, or a template to copy from."""
        competition = Competition(
            id=new_id(),
            slug=data.slug,
            name=data.name.strip(),
            description=data.description,
            state=_first_state(template=data.template),
            starts_at=data.starts_at,
            ends_at=data.ends_at,
            join_code=service.new_code(),
            settings=data.settings.applied_to(CompetitionSettings()),
        )
        await service.create_competition(tx, competition, by=actor)
        return CompetitionOut.of(competition)

    @post("/{competition_id:uuid}/copy", guards=[admins])
    async def copy(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[CopyIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> CompetitionOut:
        """Copy a competition's settings to a new draft or template."""

        def outline(original: Competition) -> Competition:
            return replace(
                original,
                id=new_id(),
                slug=data.slug,
                name=data.name.strip(),
                starts_at=data.starts_at,
                ends_at=data.ends_at,
                state=_first_state(template=data.template),
            )

        return CompetitionOut.of(
            await service.copy_competition(tx, competition_id, outline, by=actor)
        )

    @patch("/{competition_id:uuid}", guards=[admins])
    async def change(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[ChangeIn],
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> CompetitionOut:
        """Change what is sent, and tell everybody who plays."""
        changed = await service.change_competition(
            tx,
            competition_id,
            data.applied_to,
            seen_version=data.version,
            reason=data.reason,
            by=actor,
            now=now,
        )
        return CompetitionOut.of(changed)

    @put("/{competition_id:uuid}/state", guards=[admins])
    async def set_state(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[StateIn],
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> CompetitionOut:
        """Let a competition begin, end, or rest in the archive."""
        return CompetitionOut.of(
            await service.set_state(tx, competition_id, data.state, by=actor, now=now)
        )

    @get("/{competition_id:uuid}/code", guards=[admins])
    async def code(self, competition_id: FromPath[UUID], tx: Tx) -> CodeOut:
        """Show the code that lets players in."""
        found = await service.get_competition(tx, competition_id)
        return CodeOut(code=found.join_code)

    @post("/{competition_id:uuid}/code", guards=[admins])
    async def renew_code(
        self, competition_id: FromPath[UUID], tx: Tx, actor: CurrentActor
    ) -> CodeOut:
        """Renew the code.  The one until now lets nobody in any more."""
        return CodeOut(code=await service.renew_code(tx, competition_id, by=actor))


class CompetitionEventApi(Controller):
    """What a competition is played on, and what was announced in it."""

    path = "/api/competitions/{competition_id:uuid}"

    @get("/announcements", guards=[role_holders])
    async def announcements(
        self,
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[AnnouncementOut]:
        """List what changed while the competition was there for all, the newest first."""
        await service.get_shown(reading, competition_id, in_the_making=sees_drafts(actor))
        found = await service.list_announcements(
            reading, competition_id, after=key_of(after, UUID), limit=limit + 1
        )
        return page_of(found, limit, key=lambda one: one.id, show=AnnouncementOut.of)

    @get("/events", guards=[role_holders])
    async def events(
        self,
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[EventOut]:
        """List the events that a competition is played on, by their beginning."""
        await service.get_shown(reading, competition_id, in_the_making=sees_drafts(actor))
        found = await service.list_events(
            reading, competition_id, after=key_of(after, UUID), limit=limit + 1
        )
        return page_of(found, limit, key=lambda one: one.id, show=_event)

    @post("/events", guards=[admins], status_code=200)
    async def add_league(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[EventsIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> AddedOut:
        """Add a whole league in one act."""
        added = await service.add_league(tx, competition_id, data.league_id, by=actor)
        return AddedOut(event_ids=added)

    @put("/events/{event_id:uuid}", guards=[admins], status_code=204)
    async def add_event(
        self,
        competition_id: FromPath[UUID],
        event_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
    ) -> None:
        """Let a competition be played on an event, too."""
        await service.add_event(tx, competition_id, event_id, by=actor)

    @delete("/events/{event_id:uuid}", guards=[admins])
    async def remove_event(
        self,
        competition_id: FromPath[UUID],
        event_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
    ) -> None:
        """Take an event out, while nobody has bet on it there."""
        await service.remove_event(tx, competition_id, event_id, by=actor)


def sees_drafts(actor: Actor) -> bool:
    return actor.may(Role.ADMIN, Role.SUPERADMIN)


def _first_state(*, template: bool) -> CompetitionState:
    return CompetitionState.TEMPLATE if template else CompetitionState.DRAFT


def _id_of(competition: Competition) -> UUID:
    return competition.id


def _event(event: PlayedEvent) -> EventOut:
    return EventOut.of(event, shared=event.tenant_id == PLATFORM_ID)
