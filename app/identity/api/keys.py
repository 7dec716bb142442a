"""A player's keys, for programs that the player signed in to."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.identity.rules.keys import Key, KeyWish, Scope
from app.identity.rules.players import player_id_of
from app.identity.service import keys
from app.plumbing.access import in_person, players
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Now, Tx


class KeyIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=60, examples=["My spreadsheet"])]
    scopes: Annotated[frozenset[Scope], Meta(min_length=1, examples=[["read", "bet"]])]
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None


class KeyOut(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    scopes: list[Scope]
    expires_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime


class NewKeyOut(KeyOut, frozen=True, kw_only=True):
    """The only answer that ever holds the key itself."""

    key: str


class KeyApi(Controller):
    path = "/api/keys"
    guards = (players, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def show(
        self, tx: Tx, actor: CurrentActor, after: After = None, limit: Limit = ITEMS_USUAL
    ) -> Page[KeyOut]:
        """List your keys, the newest first."""
        rows = await keys.list_keys(
            tx, player_id_of(actor), before=key_of(after, UUID), limit=limit + 1
        )
        return page_of(rows, limit, key=lambda key: key.id, show=_shown)

    @post()
    async def make(self, data: JSONBody[KeyIn], tx: Tx, actor: CurrentActor, now: Now) -> NewKeyOut:
        """Make a key.  Only this answer ever holds it."""
        wish = KeyWish(name=data.name, scopes=data.scopes, expires_at=data.expires_at)
        key, spelt = await keys.make_key(tx, wish, by=actor, now=now)
        return NewKeyOut(**msgspec.structs.asdict(_shown(key)), key=spelt)

    @delete("/{key_id:uuid}")
    async def revoke(self, key_id: FromPath[UUID], tx: Tx, actor: CurrentActor, now: Now) -> None:
        """Revoke a key.  It opens nothing from now on."""
        await keys.revoke_key(tx, key_id, player_id=player_id_of(actor), now=now)


def _shown(key: Key) -> KeyOut:
    return KeyOut(
        id=key.id,
        name=key.name,
        scopes=sorted(key.scopes),
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        created_at=key.created_at,
    )
