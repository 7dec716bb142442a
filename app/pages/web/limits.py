"""A player's limits, breaks and reality checks.  Nothing is decided here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import player_id_of
from app.identity.rules.sign_in import local_path
from app.limits import service
from app.limits.rules.breaks import ExclusionTooShort, TimeOutOutOfRange
from app.limits.rules.changing import Standing
from app.limits.rules.checking import LimitKind
from app.limits.rules.periods import Period
from app.limits.rules.sittings import CheckOutOfRange
from app.pages.rules import limits as rules
from app.plumbing.access import Actor, in_person, players
from app.plumbing.forms import Form
from app.plumbing.languages import sentence
from app.plumbing.points import POINTS_MAX
from app.plumbing.web import CurrentActor, Now, Provided, Tx
from app.tenants.rules import Community

TIME_OUTS = {
    "24": sentence("24 hours"),
    "48": sentence("2 days"),
    "72": sentence("3 days"),
    "168": sentence("A week"),
    "336": sentence("2 weeks"),
    "672": sentence("4 weeks"),
    "1008": sentence("6 weeks"),
}
EXCLUSIONS = {
    "6": sentence("6 months"),
    "12": sentence("A year"),
    "24": sentence("2 years"),
    "60": sentence("5 years"),
    "120": sentence("10 years"),
}
CHECKS = {
    "": sentence("Never"),
    "15": sentence("Every 15 minutes"),
    "30": sentence("Every 30 minutes"),
    "60": sentence("Every hour"),
    "120": sentence("Every 2 hours"),
}
UNDERSTOOD = sentence("Please tick this, so that we know that you mean it.")
SAVED = "/limits?saved=true"
Amount = Annotated[int, Meta(ge=0, le=POINTS_MAX)]


class LimitForm(Struct, frozen=True):
    """Nothing is no limit."""

    amount: Annotated[
        Amount | None, Meta(description=sentence("Give a whole number, or nothing."))
    ] = None


class TimeOutForm(Struct, frozen=True):
    hours: Annotated[int, Meta(description="Choose how long.")]


class ExclusionForm(Struct, frozen=True):
    months: Annotated[int, Meta(description="Choose how long.")]
    understood: bool = False


class CheckForm(Struct, frozen=True):
    every_minutes: Annotated[int | None, Meta(description="Choose how often.")] = None


class SeenForm(Struct, frozen=True):
    next: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What each of these pages is made for, and of."""

    tx: AsyncConnection
    actor: Actor
    community: Community
    now: datetime


class LimitsController(Controller):
    path = "/limits"
    guards = (players, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(
        self,
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
        saved: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    ) -> Template:
        return await _page(Desk(tx=tx, actor=actor, community=community, now=now), saved=saved)

    @post("/{kind:str}/{period:str}")
    async def change(
        self,
        kind: FromPath[LimitKind],
        period: FromPath[Period],
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template | Redirect:
        form = await Form.sent(request, LimitForm)
        if asked := form.read():
            await service.change_limit(
                tx, player_id_of(actor), kind, period, asked.amount, community=community
            )
            return Redirect(f"{SAVED}#{kind}", status_code=303)
        desk = Desk(tx=tx, actor=actor, community=community, now=now)
        return await _page(desk, {f"{kind}-{period}": form})

    @post("/{kind:str}/{period:str}/take-back")
    async def take_back(
        self,
        kind: FromPath[LimitKind],
        period: FromPath[Period],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> Redirect:
        await service.take_back_raise(tx, player_id_of(actor), kind, period, community=community)
        return Redirect(f"{SAVED}#{kind}", status_code=303)

    @post("/time-out")
    async def take_time_out(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template | Redirect:
        form = await Form.sent(request, TimeOutForm)
        if asked := form.read():
            try:
                await service.take_time_out(
                    tx, player_id_of(actor), hours=asked.hours, community=community
                )
            except TimeOutOutOfRange as no:
                form.complain("hours", str(no))
            else:
                return Redirect("/limits", status_code=303)
        desk = Desk(tx=tx, actor=actor, community=community, now=now)
        return await _page(desk, {"time-out": form})

    @get("/self-exclusion")
    async def ask(self) -> Template:
        return _exclusion_page(Form(ExclusionForm, {"months": "6"}))

    @post("/self-exclusion")
    async def exclude(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> Template | Redirect:
        form = await Form.sent(request, ExclusionForm)
        asked = form.read()
        if asked and not asked.understood:
            form.complain("understood", UNDERSTOOD)
        elif asked:
            try:
                await service.exclude_oneself(
                    tx, player_id_of(actor), months=asked.months, community=community
                )
            except ExclusionTooShort as no:
                form.complain("months", str(no))
            else:
                return Redirect("/limits", status_code=303)
        return _exclusion_page(form)

    @post("/reality-check")
    async def change_check(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template | Redirect:
        form = await Form.sent(request, CheckForm)
        if asked := form.read():
            try:
                await service.change_interval(tx, player_id_of(actor), asked.every_minutes)
            except CheckOutOfRange as no:
                form.complain("every_minutes", str(no))
            else:
                return Redirect(f"{SAVED}#reality-check", status_code=303)
        desk = Desk(tx=tx, actor=actor, community=community, now=now)
        return await _page(desk, {"reality-check": form})

    @post("/reality-check/seen")
    async def see_check(
        self, request: Request[Any, Any, Any], tx: Tx, actor: CurrentActor, now: Now
    ) -> Redirect:
        asked = (await Form.sent(request, SeenForm)).must_read()
        await service.see_check(tx, player_id_of(actor), now=now)
        return Redirect(local_path(asked.next), status_code=303)


async def _page(
    desk: Desk, sent: Mapping[str, Form[Any]] | None = None, *, saved: bool = False
) -> Template:
    player_id = player_id_of(desk.actor)
    found = await service.overview(
        desk.tx, player_id, settings=desk.community.settings, now=desk.now
    )
    check = await service.reality_check(desk.tx, player_id, now=desk.now)
    every = "" if check.every_minutes is None else str(check.every_minutes)
    forms: dict[str, Form[Any]] = {
        "time-out": Form(TimeOutForm, {"hours": "24"}),
        "reality-check": Form(CheckForm, {"every_minutes": every}),
    }
    forms |= {_key(one): _form(one) for one in found.limits} | dict(sent or {})
    context = {
        "kinds": _by_kind(found.limits),
        "caps": found.caps,
        "taken": found.taken,
        "sitting": check.sitting,
        "forms": forms,
        "time_outs": TIME_OUTS.items(),
        "checks": _choices_with(every),
        "rules": rules,
        "now": desk.now,
        "saved": saved,
    }
    return Template("pages/limits/limits.html", context=context, status_code=422 if sent else 200)


def _by_kind(limits: Iterable[Standing]) -> dict[LimitKind, list[Standing]]:
    shown = list(limits)
    return {kind: [one for one in shown if one.kind is kind] for kind in LimitKind}


def _key(standing: Standing) -> str:
    return f"{standing.kind}-{standing.period}"


def _form(standing: Standing) -> Form[LimitForm]:
    values = {} if standing.amount is None else {"amount": str(standing.amount)}
    return Form(LimitForm, values)


def _choices_with(every: str) -> list[tuple[str, str]]:
    """Programs may choose any number of minutes, and the page must not lose it."""
    others = {} if every in CHECKS else {every: f"{every} min"}
    return [*(CHECKS | others).items()]


def _exclusion_page(form: Form[ExclusionForm]) -> Template:
    return Template(
        "pages/limits/self_exclusion.html",
        context={"form": form, "lengths": EXCLUSIONS.items()},
        status_code=422 if form.errors else 200,
    )
