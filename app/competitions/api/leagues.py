"""Private leagues for programs: JSON in, JSON out.  Nothing is decided here."""

import io
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import segno
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from app.competitions.api.entries import EntryOut, player_of
from app.competitions.rules.leagues import PrivateLeague
from app.competitions.service import leagues as service
from app.plumbing.access import admins, players, role_holders
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, CurrentSettings, Now, Reading, Tx

LeagueName = Annotated[str, Meta(examples=["Armchair Friends"])]
QR_SCALE = 8


class FoundingIn(Struct, frozen=True, forbid_unknown_fields=True):
    competition_id: UUID
    name: LeagueName


class NameIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: LeagueName


class CodeIn(Struct, frozen=True, forbid_unknown_fields=True):
    code: Annotated[str, Meta(max_length=100, examples=["7Q4K-9MZT"])]


class LeagueOut(Struct, frozen=True):
    """`path` is where an invitation leads on this host; everybody in the league may pass it on."""

    id: UUID
    competition_id: UUID
    founder_id: UUID
    name: str
    code: str
    path: str
    archived_at: datetime | None

    @classmethod
    def of(cls, league: PrivateLeague) -> "LeagueOut":
        return cls(**{name: getattr(league, name) for name in cls.__struct_fields__})


class InvitationOut(Struct, frozen=True):
    """What a code leads to."""

    league_id: UUID
    name: str
    competition_id: UUID


class PrivateLeagueApi(Controller):
    """Friends within a competition, ranked among themselves as well."""

    path = "/api/private-leagues"

    @get(guards=[players])
    async def mine(
        self,
        reading: Reading,
        actor: CurrentActor,
        competition_id: FromQuery[UUID | None] = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[LeagueOut]:
        """List the private leagues you are in, the newest first."""
        found = await service.list_leagues(
            reading,
            player_id=player_of(actor),
            competition_id=competition_id,
            after=key_of(after, UUID),
            limit=limit + 1,
        )
        return page_of(found, limit, key=lambda one: one.id, show=LeagueOut.of)

    @post(guards=[players])
    async def found(self, data: JSONBody[FoundingIn], tx: Tx, actor: CurrentActor) -> LeagueOut:
        """Found a private league within a competition that you play."""
        league = await service.found_league(
            tx, data.competition_id, name=data.name, player_id=player_of(actor)
        )
        return LeagueOut.of(league)

    @get("/by-code/{code:str}", guards=[players])
    async def by_code(self, code: FromPath[str], reading: Reading) -> InvitationOut:
        """What an invitation leads to, before it is accepted."""
        league = await service.find_by_code(reading, code)
        return InvitationOut(
            league_id=league.id, name=league.name, competition_id=league.competition_id
        )

    @post("/join", guards=[players], status_code=200)
    async def join(self, data: JSONBody[CodeIn], tx: Tx, actor: CurrentActor) -> LeagueOut:
        """Join the private league that a code invites to."""
        league = await service.join_league(tx, data.code, player_id=player_of(actor))
        return LeagueOut.of(league)

    @get("/{private_league_id:uuid}", guards=[role_holders])
    async def show(
        self, private_league_id: FromPath[UUID], reading: Reading, actor: CurrentActor
    ) -> LeagueOut:
        """Show a private league.  For its members, and admins."""
        return LeagueOut.of(await service.get_league(reading, private_league_id, by=actor))

    @get("/{private_league_id:uuid}/qr.svg", guards=[role_holders], media_type="image/svg+xml")
    async def qr(
        self,
        private_league_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        reading: Reading,
        settings: CurrentSettings,
        actor: CurrentActor,
    ) -> Response[bytes]:
        """The invitation's link as a picture to scan."""
        league = await service.get_league(reading, private_league_id, by=actor)
        scheme = "https" if settings.https else "http"
        picture = io.BytesIO()
        link = f"{scheme}://{request.headers['host']}{league.path}"
        segno.make_qr(link).save(picture, kind="svg", scale=QR_SCALE, light="#fff")
        headers = {"Cache-Control": "private, no-cache"}
        return Response(picture.getvalue(), media_type="image/svg+xml", headers=headers)

    @get("/{private_league_id:uuid}/entries", guards=[role_holders])
    async def members(
        self,
        private_league_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[EntryOut]:
        """List who is in a private league."""
        found = await service.list_members(
            reading, private_league_id, by=actor, after=key_of(after, UUID), limit=limit + 1
        )
        return page_of(
            found,
            limit,
            key=lambda named: named.entry.id,
            show=lambda named: EntryOut.of(named, seen_by=actor),
        )

    @put("/{private_league_id:uuid}/name", guards=[role_holders])
    async def rename(
        self, private_league_id: FromPath[UUID], data: JSONBody[NameIn], tx: Tx, actor: CurrentActor
    ) -> LeagueOut:
        """Rename a private league.  For its founder, and admins."""
        return LeagueOut.of(await service.rename_league(tx, private_league_id, data.name, by=actor))

    @post("/{private_league_id:uuid}/code", guards=[role_holders])
    async def renew_code(
        self, private_league_id: FromPath[UUID], tx: Tx, actor: CurrentActor
    ) -> LeagueOut:
        """Renew a private league's code.

        For its founder, and admins: the one until now lets nobody in.
        """
        return LeagueOut.of(await service.renew_code(tx, private_league_id, by=actor))

    @post("/{private_league_id:uuid}/archive", guards=[role_holders], status_code=200)
    async def archive(
        self, private_league_id: FromPath[UUID], tx: Tx, now: Now, actor: CurrentActor
    ) -> LeagueOut:
        """Close a private league to newcomers.  For its founder, and admins."""
        return LeagueOut.of(await service.archive_league(tx, private_league_id, by=actor, now=now))

    @post("/{private_league_id:uuid}/leave", guards=[players], status_code=204)
    async def leave(self, private_league_id: FromPath[UUID], tx: Tx, actor: CurrentActor) -> None:
        """Leave a private league."""
        await service.leave_league(tx, private_league_id, player_id=player_of(actor))

    @delete("/{private_league_id:uuid}/entries/{entry_id:uuid}", guards=[role_holders])
    async def remove_entry(
        self,
        private_league_id: FromPath[UUID],
        entry_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
    ) -> None:
        """Put somebody out of a private league.  For its founder, and admins."""
        await service.remove_entry(tx, private_league_id, entry_id, by=actor)


class CompetitionLeagueApi(Controller):
    """All private leagues of one competition, for admins."""

    path = "/api/competitions/{competition_id:uuid}/private-leagues"

    @get(guards=[admins])
    async def index(
        self,
        competition_id: FromPath[UUID],
        reading: Reading,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[LeagueOut]:
        """List all private leagues of a competition."""
        found = await service.list_leagues(
            reading,
            player_id=None,
            competition_id=competition_id,
            after=key_of(after, UUID),
            limit=limit + 1,
        )
        return page_of(found, limit, key=lambda one: one.id, show=LeagueOut.of)
