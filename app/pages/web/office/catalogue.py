"""Sports, leagues and participants: added, renamed, archived."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.slugs import slug_of
from app.catalogue.rules.sports import (
    LEAGUE_SLUG_MAX,
    PARTICIPANT_SLUG_MAX,
    SPORT_SLUG_MAX,
    ParticipantKind,
    Scheme,
    Sport,
)
from app.pages.rules.wording import SCHEMES
from app.pages.web.acting import tried
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, Typed, back, page, typed
from app.plumbing.access import admins
from app.plumbing.languages import sentence
from app.plumbing.pages import ITEMS_MAX
from app.plumbing.refusals import Refusal

PARTICIPANT_KINDS = (
    ("team", sentence("Team")),
    ("player", sentence("Player")),
    ("pair", sentence("Pair")),
)
Slug = Annotated[str, QueryParameter(max_length=200)]


class CatalogueController(Controller):
    path = "/admin/catalogue"
    guards = (admins,)
    dependencies = DEPENDENCIES

    @get()
    async def show(
        self,
        desk: CurrentDesk,
        sport: Slug = "",
        saved: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    ) -> Template:
        return await _catalogue_page(desk, sport, saved=saved)

    @post("/sports")
    async def add_sport(
        self, request: Request[Any, Any, Any], desk: CurrentDesk
    ) -> Template | Redirect:
        form = await typed(request)
        name = form.values["name"]
        schemes = {scheme.value: scheme for scheme in Scheme}
        sport, refusal = await tried(
            desk.tx,
            catalogue.add_sport(
                desk.tx,
                slug=slug_of(name, longest=SPORT_SLUG_MAX),
                name=name,
                scheme=schemes.get(form.values["scheme"], Scheme.GOALS),
                owner=desk.owner,
                by=desk.actor,
            ),
        )
        if sport is None:
            return await _catalogue_page(desk, "", form=form, refusal=refusal)
        return back(desk, "/admin/catalogue", f"sport={sport.slug}&saved=true")

    @post("/{sport:str}")
    async def change_sport(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, sport: FromPath[str]
    ) -> Template | Redirect:
        form = await typed(request)
        before = await catalogue.get_sport(desk.tx, sport)
        changed, refusal = await tried(
            desk.tx,
            catalogue.change_sport(
                desk.tx,
                sport,
                name=form.values["name"],
                scheme=before.scheme,
                archived=form.values["archived"] == "true",
                owner=desk.owner,
                by=desk.actor,
                now=desk.now,
            ),
        )
        return await _answer(desk, sport, changed, form, refusal)

    @post("/{sport:str}/hidden")
    async def hide_sport(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, sport: FromPath[str]
    ) -> Template | Redirect:
        """Hide a sport from this community's players, or show it again."""
        form = await typed(request)
        hidden, refusal = await tried(
            desk.tx,
            catalogue.hide_sport(
                desk.tx, sport, hidden=form.values["hidden"] == "true", by=desk.actor
            ),
        )
        return await _answer(desk, sport, hidden, form, refusal)

    @post("/{sport:str}/leagues")
    async def add_league(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, sport: FromPath[str]
    ) -> Template | Redirect:
        form = await typed(request)
        name = form.values["name"]
        added, refusal = await tried(
            desk.tx,
            catalogue.add_league(
                desk.tx,
                await catalogue.get_sport(desk.tx, sport),
                slug=slug_of(name, longest=LEAGUE_SLUG_MAX),
                name=name,
                owner=desk.owner,
                by=desk.actor,
            ),
        )
        return await _answer(desk, sport, added, form, refusal)

    @post("/{sport:str}/leagues/{slug:str}")
    async def change_league(
        self,
        request: Request[Any, Any, Any],
        desk: CurrentDesk,
        sport: FromPath[str],
        slug: FromPath[str],
    ) -> Template | Redirect:
        form = await typed(request)
        changed, refusal = await tried(
            desk.tx,
            catalogue.change_league(
                desk.tx,
                await catalogue.get_sport(desk.tx, sport),
                slug,
                name=form.values["name"],
                archived=form.values["archived"] == "true",
                owner=desk.owner,
                by=desk.actor,
                now=desk.now,
            ),
        )
        return await _answer(desk, sport, changed, form, refusal)

    @post("/{sport:str}/participants")
    async def add_participant(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, sport: FromPath[str]
    ) -> Template | Redirect:
        form = await typed(request)
        name = form.values["name"]
        added, refusal = await tried(
            desk.tx,
            catalogue.add_participant(
                desk.tx,
                await catalogue.get_sport(desk.tx, sport),
                slug=slug_of(name, longest=PARTICIPANT_SLUG_MAX),
                name=name,
                kind=_kind(form),
                owner=desk.owner,
                by=desk.actor,
            ),
        )
        return await _answer(desk, sport, added, form, refusal)

    @post("/{sport:str}/participants/{slug:str}")
    async def change_participant(
        self,
        request: Request[Any, Any, Any],
        desk: CurrentDesk,
        sport: FromPath[str],
        slug: FromPath[str],
    ) -> Template | Redirect:
        form = await typed(request)
        changed, refusal = await tried(
            desk.tx,
            catalogue.change_participant(
                desk.tx,
                await catalogue.get_sport(desk.tx, sport),
                slug,
                name=form.values["name"],
                kind=_kind(form),
                archived=form.values["archived"] == "true",
                owner=desk.owner,
                by=desk.actor,
                now=desk.now,
            ),
        )
        return await _answer(desk, sport, changed, form, refusal)


def _kind(form: Typed) -> ParticipantKind:
    kinds = {kind.value: kind for kind in ParticipantKind}
    return kinds.get(form.values["kind"], ParticipantKind.TEAM)


async def _answer(
    desk: Desk, sport: str, done: object, form: Typed, refusal: Refusal | None
) -> Template | Redirect:
    if done is None:
        return await _catalogue_page(desk, sport, form=form, refusal=refusal)
    return back(desk, "/admin/catalogue", f"sport={sport}&saved=true")


async def _catalogue_page(
    desk: Desk,
    sport: str,
    *,
    form: Typed | None = None,
    refusal: Refusal | None = None,
    saved: bool = False,
) -> Template:
    sports = await catalogue.list_sports(desk.tx, everything=True, after=None, limit=ITEMS_MAX)
    chosen: Sport | None = await catalogue.get_sport(desk.tx, sport) if sport else None
    context: dict[str, object] = {
        "sports": sports,
        "chosen": chosen,
        "leagues": [],
        "participants": [],
        "schemes": SCHEMES,
        "scheme_names": dict(SCHEMES),
        "kinds": PARTICIPANT_KINDS,
        "saved": saved,
    }
    if chosen:
        everything: dict[str, Any] = {"everything": True, "after": None, "limit": ITEMS_MAX}
        context["leagues"] = await catalogue.list_leagues(desk.tx, chosen, **everything)
        context["participants"] = await catalogue.list_participants(desk.tx, chosen, **everything)
    return page("catalogue", desk, context, form=form, refusal=refusal)
