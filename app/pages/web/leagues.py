"""Private leagues: founded, shown to their members, left, and looked after by their founder."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.leagues import PrivateLeagueNameInvalid, PrivateLeagueNameTaken
from app.competitions.service import leagues
from app.pages.service import competing, membership
from app.pages.web.competitions import player_of, status_with
from app.plumbing.access import Actor, Role, players, role_holders
from app.plumbing.forms import Form
from app.plumbing.refusals import Conflict, Forbidden, Refusal
from app.plumbing.web import CurrentActor, CurrentSettings, Now, Reading, Tx


class FoundForm(Struct, frozen=True):
    name: str


class LeagueController(Controller):
    path = "/competitions/{competition_id:uuid}/leagues"

    @get(guards=[role_holders])
    async def index(
        self, competition_id: FromPath[UUID], reading: Reading, actor: CurrentActor
    ) -> Template:
        return await _list_page(reading, actor, competition_id)

    @post(guards=[players])
    async def found(
        self,
        competition_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        form = await Form.sent(request, FoundForm)
        asked = form.read()
        refusal: Refusal | None = None
        if asked:
            try:
                league = await leagues.found_league(
                    tx, competition_id, name=asked.name, player_id=player_of(actor)
                )
            except (PrivateLeagueNameInvalid, PrivateLeagueNameTaken) as no:
                form.complain("name", str(no))
            except (Conflict, Forbidden) as no:
                refusal = no
            else:
                path = f"/competitions/{competition_id}/leagues/{league.id}?founded=true"
                return Redirect(path, status_code=303)
        return await _list_page(tx, actor, competition_id, form=form, refusal=refusal)

    @get("/{private_league_id:uuid}", guards=[role_holders])
    async def show(
        self,
        private_league_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        reading: Reading,
        actor: CurrentActor,
        settings: CurrentSettings,
        founded: FromQuery[bool] = False,  # noqa: FBT002 - Litestar gives it by name
        joined: FromQuery[bool] = False,  # noqa: FBT002
    ) -> Template:
        league = await leagues.get_league(reading, private_league_id, by=actor)
        members = await membership.list_members(reading, private_league_id)
        founder = next(each for each in members if each.entry_id == league.founder_id)
        scheme = "https" if settings.https else "http"
        context = {
            "competition": await competing.get_seen(reading, league.competition_id, by=actor),
            "league": league,
            "members": members,
            "link": f"{scheme}://{request.headers['host']}{league.path}",
            "is_founder": founder.player_id == actor.player_id,
            "keeps": founder.player_id == actor.player_id or _is_admin(actor),
            "is_member": actor.player_id in {each.player_id for each in members},
            "founded": founded,
            "joined": joined,
        }
        return Template("pages/leagues/show.html", context=context)

    @post("/{private_league_id:uuid}/leave", guards=[players])
    async def leave(
        self,
        competition_id: FromPath[UUID],
        private_league_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
    ) -> Redirect:
        await leagues.leave_league(tx, private_league_id, player_id=player_of(actor))
        return _back(competition_id)

    @post("/{private_league_id:uuid}/archive", guards=[role_holders])
    async def archive(
        self,
        competition_id: FromPath[UUID],
        private_league_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
        now: Now,
    ) -> Redirect:
        await leagues.archive_league(tx, private_league_id, by=actor, now=now)
        return _back(competition_id, private_league_id)

    @post("/{private_league_id:uuid}/code", guards=[role_holders])
    async def renew_code(
        self,
        competition_id: FromPath[UUID],
        private_league_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
    ) -> Redirect:
        await leagues.renew_code(tx, private_league_id, by=actor)
        return _back(competition_id, private_league_id)

    @post("/{private_league_id:uuid}/entries/{entry_id:uuid}/remove", guards=[role_holders])
    async def remove(
        self,
        competition_id: FromPath[UUID],
        private_league_id: FromPath[UUID],
        entry_id: FromPath[UUID],
        tx: Tx,
        actor: CurrentActor,
    ) -> Redirect:
        await leagues.remove_entry(tx, private_league_id, entry_id, by=actor)
        return _back(competition_id, private_league_id)


def _back(competition_id: UUID, league_id: UUID | None = None) -> Redirect:
    path = f"/competitions/{competition_id}/leagues"
    return Redirect(f"{path}/{league_id}" if league_id else path, status_code=303)


def _is_admin(actor: Actor) -> bool:
    return actor.may(Role.ADMIN, Role.SUPERADMIN)


async def _list_page(
    tx: AsyncConnection,
    actor: Actor,
    competition_id: UUID,
    *,
    form: Form[FoundForm] | None = None,
    refusal: Refusal | None = None,
) -> Template:
    context = {
        "competition": await competing.get_seen(tx, competition_id, by=actor),
        "leagues": await membership.list_leagues(tx, competition_id, actor.player_id),
        "form": form or Form(FoundForm),
        "refusal": refusal,
    }
    return Template(
        "pages/leagues/list.html", context=context, status_code=status_with(form, refusal)
    )
