"""A player's keys: made, shown once, revoked."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.keys import ROLES, Key, KeyInvalid, KeyWish, Scope, ScopeTooWide
from app.identity.rules.players import player_id_of
from app.identity.service import keys
from app.plumbing.access import Actor, in_person, players
from app.plumbing.forms import Form
from app.plumbing.languages import sentence
from app.plumbing.web import CurrentActor, Now, Provided, Tx
from app.tenants.rules import Community

WHAT = {
    Scope.READ: sentence("Read what you can read"),
    Scope.BET: sentence("Place bets for you"),
    Scope.RESULTS: sentence("Enter results"),
    Scope.ADMIN: sentence("Administer the community"),
}


# Browsers offer days up to here.  The next one, and its midnight elsewhere, are beyond `datetime`.
LAST_DAY_MAX = date(9999, 12, 30)


class KeyForm(Struct, frozen=True):
    name: Annotated[
        str, Meta(min_length=1, max_length=60, description="Give a name of 1 to 60 signs.")
    ]
    last_day: Annotated[date | None, Meta(description="Choose a day, or none.")] = None
    read: bool = False
    bet: bool = False
    results: bool = False
    admin: bool = False

    def wish(self, community: Community) -> KeyWish:
        scopes = frozenset(scope for scope in Scope if getattr(self, scope))
        zone = community.settings.time_zone
        expires_at = _end_of(self.last_day, zone) if self.last_day else None
        return KeyWish(name=self.name, scopes=scopes, expires_at=expires_at)


class KeyController(Controller):
    path = "/profile/keys"
    guards = (players, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(self, tx: Tx, actor: CurrentActor, now: Now) -> Template:
        return await _keys_page(tx, actor, now, Form(KeyForm, {"read": "true"}))

    @post()
    async def make(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template:
        form = await Form.sent(request, KeyForm)
        spelt = None
        if asked := form.read():
            try:
                _, spelt = await keys.make_key(tx, asked.wish(community), by=actor, now=now)
            except (KeyInvalid, ScopeTooWide) as no:
                form.complain("scopes", str(no))
        return await _keys_page(tx, actor, now, form, spelt)

    @post("/{key_id:uuid}/revoke")
    async def revoke(
        self, key_id: FromPath[UUID], tx: Tx, actor: CurrentActor, now: Now
    ) -> Redirect:
        await keys.revoke_key(tx, key_id, player_id=player_id_of(actor), now=now)
        return Redirect("/profile/keys", status_code=303)


async def _keys_page(
    tx: AsyncConnection,
    actor: Actor,
    now: datetime,
    form: Form[KeyForm],
    spelt: str | None = None,
) -> Template:
    found = await keys.list_keys(tx, player_id_of(actor))
    context = {
        "form": form,
        "keys": [_row(key, now) for key in found],
        "scopes": [(scope, WHAT[scope]) for scope in Scope if ROLES[scope] in actor.roles],
        "spelt": spelt,
    }
    return Template("identity/keys.html", context=context, status_code=422 if form.errors else 200)


def _row(key: Key, now: datetime) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "expires_at": key.expires_at,
        "expired": key.expires_at is not None and now >= key.expires_at,
        "last_used_at": key.last_used_at,
        "created_at": key.created_at,
    }


def _end_of(day: date, time_zone: str) -> datetime:
    """The first moment after this day, where the community lives."""
    if day >= LAST_DAY_MAX:
        raise KeyInvalid(latest=LAST_DAY_MAX)
    tomorrow = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone))
    return tomorrow.astimezone(UTC)
