"""Leagues and participants of a sport, for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.catalogue import service
from app.catalogue.api.asking import Hidden, check_may_see, sees_everything
from app.catalogue.api.sports import Name, Slug
from app.catalogue.rules.sports import League, Participant, ParticipantKind
from app.plumbing import etags
from app.plumbing.access import admins, role_holders
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Now, Owner, OwnerTx, Reading
from app.tenants.rules import PLATFORM_ID


class LeagueIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A new league."""

    slug: Annotated[Slug, Meta(examples=["world-cup"])]
    name: Annotated[Name, Meta(examples=["World Cup"])]


class LeagueChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What a league shall be."""

    name: Annotated[Name, Meta(examples=["World Cup"])]
    archived: bool = False


class ParticipantIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A new team, player or pair."""

    slug: Annotated[Slug, Meta(examples=["ghana"])]
    name: Annotated[Name, Meta(examples=["Ghana"])]
    kind: ParticipantKind = ParticipantKind.TEAM


class ParticipantChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What a participant shall be."""

    name: Annotated[Name, Meta(examples=["Ghana"])]
    kind: ParticipantKind
    archived: bool = False


class LeagueOut(Struct, frozen=True):
    """A league.  `shared`: it belongs to the platform."""

    id: UUID
    slug: str
    name: str
    shared: bool
    archived_at: datetime | None

    @classmethod
    def of(cls, league: League) -> "LeagueOut":
        return cls(
            id=league.id,
            slug=league.slug,
            name=league.name,
            shared=league.tenant_id == PLATFORM_ID,
            archived_at=league.archived_at,
        )


class ParticipantOut(Struct, frozen=True):
    """A team, player or pair.  `shared`: it belongs to the platform."""

    id: UUID
    slug: str
    name: str
    kind: ParticipantKind
    shared: bool
    archived_at: datetime | None

    @classmethod
    def of(cls, who: Participant) -> "ParticipantOut":
        return cls(
            id=who.id,
            slug=who.slug,
            name=who.name,
            kind=who.kind,
            shared=who.tenant_id == PLATFORM_ID,
            archived_at=who.archived_at,
        )


def _key(thing: League | Participant) -> tuple[str, UUID]:
    return thing.slug, thing.id


class LeaguesApi(Controller):
    path = "/api/sports/{sport:str}"

    @get("/leagues", guards=[role_holders])
    async def leagues(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        reading: Reading,
        actor: CurrentActor,
        hidden: Hidden = False,  # noqa: FBT002 - a query parameter
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[LeagueOut]]:
        """The leagues of a sport, by slug."""
        check_may_see(actor, hidden=hidden)
        of = await service.get_sport(reading, sport, everything=sees_everything(actor))
        leagues = await service.list_leagues(
            reading, of, everything=hidden, after=key_of(after, tuple[str, UUID]), limit=limit + 1
        )
        return etags.answer(request, page_of(leagues, limit, key=_key, show=LeagueOut.of))

    @post("/leagues", guards=[admins])
    async def add_league(
        self,
        sport: FromPath[str],
        data: JSONBody[LeagueIn],
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> LeagueOut:
        """Add a league of this community, or with `shared` one of the platform."""
        of = await service.get_sport(owner_tx, sport)
        league = await service.add_league(
            owner_tx, of, slug=data.slug, name=data.name, owner=owner, by=actor
        )
        return LeagueOut.of(league)

    @put("/leagues/{league:str}", guards=[admins])
    async def change_league(
        self,
        sport: FromPath[str],
        league: FromPath[str],
        data: JSONBody[LeagueChange],
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
        now: Now,
    ) -> LeagueOut:
        """Rename, archive or bring back a league."""
        changed = await service.change_league(
            owner_tx,
            await service.get_sport(owner_tx, sport),
            league,
            name=data.name,
            archived=data.archived,
            owner=owner,
            by=actor,
            now=now,
        )
        return LeagueOut.of(changed)

    @get("/participants", guards=[role_holders])
    async def participants(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        reading: Reading,
        actor: CurrentActor,
        hidden: Hidden = False,  # noqa: FBT002 - a query parameter
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[ParticipantOut]]:
        """The teams, players and pairs of a sport, by slug."""
        check_may_see(actor, hidden=hidden)
        of = await service.get_sport(reading, sport, everything=sees_everything(actor))
        found = await service.list_participants(
            reading, of, everything=hidden, after=key_of(after, tuple[str, UUID]), limit=limit + 1
        )
        return etags.answer(request, page_of(found, limit, key=_key, show=ParticipantOut.of))

    @post("/participants", guards=[admins])
    async def add_participant(
        self,
        sport: FromPath[str],
        data: JSONBody[ParticipantIn],
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> ParticipantOut:
        """Add a participant of this community, or with `shared` one of the platform."""
        who = await service.add_participant(
            owner_tx,
            await service.get_sport(owner_tx, sport),
            slug=data.slug,
            name=data.name,
            kind=data.kind,
            owner=owner,
            by=actor,
        )
        return ParticipantOut.of(who)

    @put("/participants/{participant:str}", guards=[admins])
    async def change_participant(
        self,
        sport: FromPath[str],
        participant: FromPath[str],
        data: JSONBody[ParticipantChange],
        owner: Owner,
        owner_tx: OwnerTx,
        actor: CurrentActor,
        now: Now,
    ) -> ParticipantOut:
        """Rename, archive or bring back a participant."""
        changed = await service.change_participant(
            owner_tx,
            await service.get_sport(owner_tx, sport),
            participant,
            name=data.name,
            kind=data.kind,
            archived=data.archived,
            owner=owner,
            by=actor,
            now=now,
        )
        return ParticipantOut.of(changed)
