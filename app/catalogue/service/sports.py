"""Sports: added, changed, archived; read."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.rules.slugs import SlugTaken
from app.catalogue.rules.sports import (
    NoSuchSport,
    Scheme,
    SchemeFixed,
    Sport,
    check_own,
    check_sport,
)
from app.catalogue.service.holding import slug_or_id
from app.catalogue.store import events as events_store
from app.catalogue.store import locks
from app.catalogue.store import sports as store
from app.plumbing.access import Actor
from app.plumbing.ids import new_id


async def list_sports(
    tx: AsyncConnection, *, everything: bool, after: tuple[str, UUID] | None, limit: int
) -> list[Sport]:
    return await store.list_sports(tx, everything=everything, after=after, limit=limit)


async def get_sport(tx: AsyncConnection, key: str, *, everything: bool = True) -> Sport:
    """By slug or id.  Unless everything may be seen, not one that is hidden or archived."""
    sport = await store.find_sport(tx, slug_or_id(key))
    if sport is None or not (everything or (sport.archived_at is None and not sport.hidden)):
        raise NoSuchSport(sport=key)
    return sport


async def add_sport(
    tx: AsyncConnection, *, slug: str, name: str, scheme: Scheme, owner: UUID, by: Actor | System
) -> Sport:
    check_sport(slug=slug, name=name)
    await locks.lock_catalogue(tx)
    sport = Sport(tenant_id=owner, id=new_id(), slug=slug, name=name, scheme=scheme)
    if await store.find_sport(tx, slug) or not await store.insert_sports(tx, [sport]):
        raise SlugTaken(slug=slug)
    await audit.record(
        tx, actor=by, action="sport.added", subject=str(sport.id), after=_facts(sport)
    )
    return sport


async def change_sport(
    tx: AsyncConnection,
    key: str,
    *,
    name: str,
    scheme: Scheme,
    archived: bool,
    owner: UUID,
    by: Actor,
    now: datetime,
) -> Sport:
    await locks.lock_catalogue(tx)
    before = await get_sport(tx, key)
    check_own(before, tenant_id=owner)
    check_sport(slug=before.slug, name=name)
    if scheme is not before.scheme and await events_store.has_events(tx, before):
        raise SchemeFixed(scheme=before.scheme)
    archived_at = (before.archived_at or now) if archived else None
    after = replace(before, name=name, scheme=scheme, archived_at=archived_at)
    if after == before:
        return before
    await store.update_sport(tx, after)
    await audit.record(
        tx,
        actor=by,
        action="sport.changed",
        subject=str(after.id),
        before=_facts(before),
        after=_facts(after),
    )
    return after


def _facts(sport: Sport) -> dict[str, object]:
    return {
        "slug": sport.slug,
        "name": sport.name,
        "scheme": sport.scheme,
        "archived_at": sport.archived_at,
    }
