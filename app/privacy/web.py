"""A player's own data over HTTP: what there is, all of it as a file, and leaving."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.response import Redirect, Template
from msgspec import Struct

from app.identity.rules.players import AskingPlayer, NoPlayer, player_id_of
from app.plumbing.access import anyone, in_person, players
from app.plumbing.forms import Form
from app.plumbing.refusals import Refusal
from app.plumbing.web import CurrentActor, CurrentVault, Now, Provided, Tx
from app.privacy import service
from app.privacy.rules.leaving import Leaving, NameNotTyped, check_leaving
from app.tenants.rules import Community


class LeaveForm(Struct, frozen=True):
    name: str


class DataController(Controller):
    path = "/profile/data"
    guards = (players, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template:
        found = await service.prospect(
            tx, player_id_of(actor), by=actor, community=community, now=now
        )
        return _page(request, Form(LeaveForm), found)

    @get("/download", media_type="application/zip")
    async def download(self, tx: Tx, vault: CurrentVault, actor: CurrentActor) -> Response[bytes]:
        packed = await service.export(tx, vault, subject=actor.subject)
        return Response(
            packed,
            media_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="pointsbook-data.zip"'},
        )

    @post("/leave")
    async def leave(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template | Redirect:
        form = await Form.sent(request, LeaveForm)
        player_id = player_id_of(actor)
        try:
            # What is shown is answered, and so committed: what came before the no must go.
            async with tx.begin_nested():
                await service.leave(
                    tx,
                    player_id,
                    typed=form.values["name"],
                    name=_name_of(request),
                    by=actor,
                    community=community,
                    now=now,
                )
        except NameNotTyped as no:
            form.complain("name", str(no))
        except Refusal as no:
            form.complain("", str(no))
        else:
            return Redirect("/left", status_code=303)
        found = await service.prospect(tx, player_id, by=actor, community=community, now=now)
        return _page(request, form, found)


@get("/left", guards=[anyone])
async def left() -> Template:
    return Template("privacy/left.html")


def _page(request: Request[Any, Any, Any], form: Form[LeaveForm], found: Leaving) -> Template:
    context = {
        "form": form,
        "name": _name_of(request),
        "hindrance": None if form.errors.get("") else _hindrance(found),
        "open_bets": found.open_bets,
    }
    return Template("privacy/data.html", context=context, status_code=422 if form.errors else 200)


def _hindrance(found: Leaving) -> str | None:
    try:
        check_leaving(found)
    except Refusal as no:
        return str(no)
    return None


def _name_of(request: Request[Any, Any, Any]) -> str:
    player: AskingPlayer | None = request.scope["state"].get("player")
    if player is None:
        raise NoPlayer
    return player.display_name


CONTROLLERS = (DataController, left)
