"""Personal API keys: made, used, revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.keys import (
    USED_EVERY,
    Key,
    KeyRefused,
    KeyWish,
    NoSuchKey,
    check_use,
    check_wish,
    read_key,
    roles_of_key,
    spell,
)
from app.identity.rules.players import AskingPlayer, NoPlayer
from app.identity.rules.sign_in import hash_secret
from app.identity.service.recent import RecentPeople
from app.identity.store import keys as store
from app.identity.store import players as players_store
from app.plumbing import outbox
from app.plumbing.actors import Actor, Role
from app.plumbing.ids import new_id

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whom a key speaks for, and with which of their roles."""

    subject: str
    player: AskingPlayer
    roles: frozenset[Role]


async def make_key(
    tx: AsyncConnection, wish: KeyWish, *, by: Actor, now: datetime
) -> tuple[Key, str]:
    """Make a key.  What its owner must keep is returned here and never again."""
    player = await players_store.lock_player(tx, by.subject)
    if player is None:
        raise NoPlayer
    held = await store.list_keys(tx, player.id)
    check_wish(wish, roles=by.roles, held=len(held), now=now)
    secret = secrets.token_urlsafe(32)
    key = Key(
        tenant_id=player.tenant_id,
        id=new_id(),
        player_id=player.id,
        name=wish.name,
        secret_hash=hash_secret(secret),
        scopes=wish.scopes,
        expires_at=wish.expires_at,
        created_at=now,
    )
    await store.insert_key(tx, key)
    await outbox.tell(tx, player.id, "security.key_made", f"key {key.id}", name=key.name)
    log.info("key made", key_id=key.id, player_id=player.id)
    return key, spell(key.id, secret)


async def use_key(
    recent: RecentPeople, tenant_id: UUID, token: str, *, writing: bool, now: datetime
) -> Bearer:
    """Whom this key speaks for; whatever is wrong with it, the answer is the same."""
    key_id, secret = read_key(token)
    found = await recent.keys.find(tenant_id, key_id)
    if found is None:
        raise KeyRefused
    key, player, subject, roles = found
    if not key.is_good(secret, now) or player.suspended:
        raise KeyRefused
    check_use(key.scopes, writing=writing)
    if key.last_used_at is None or now - key.last_used_at >= USED_EVERY:
        recent.used.ask(tenant_id, key.id)
    return Bearer(subject=subject, player=player, roles=roles_of_key(key.scopes, roles))


async def list_keys(
    tx: AsyncConnection, player_id: UUID, *, before: UUID | None = None, limit: int | None = None
) -> list[Key]:
    return await store.list_keys(tx, player_id, before=before, limit=limit)


async def revoke_key(tx: AsyncConnection, key_id: UUID, *, player_id: UUID, now: datetime) -> None:
    if not await store.revoke_key(tx, key_id, player_id, at=now):
        raise NoSuchKey
    log.info("key revoked", key_id=key_id, player_id=player_id)
