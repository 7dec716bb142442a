"""Leagues and participants of a sport: added, changed, archived; read."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.rules.slugs import SlugTaken
from app.catalogue.rules.sports import (
    League,
    NoSuchLeague,
    NoSuchParticipant,
    Participant,
    ParticipantKind,
    Sport,
    check_league,
    check_own,
    check_participant,
)
from app.catalogue.service.holding import slug_or_id
from app.catalogue.store import locks
from app.catalogue.store import sports as store
from app.plumbing.access import Actor
from app.plumbing.ids import new_id


async def list_leagues(
    tx: AsyncConnection,
    sport: Sport,
    *,
    everything: bool,
    after: tuple[str, UUID] | None,
    limit: int,
) -> list[League]:
    """Unless everything is asked for, without the archived ones."""
    return await store.list_leagues(tx, sport, everything=everything, after=after, limit=limit)


async def get_league(tx: AsyncConnection, sport: Sport, key: str) -> League:
    league = await store.find_league(tx, sport, slug_or_id(key))
    if league is None:
        raise NoSuchLeague(league=key)
    return league


async def add_league(
    tx: AsyncConnection, sport: Sport, *, slug: str, name: str, owner: UUID, by: Actor | System
) -> League:
    check_league(slug=slug, name=name)
    await locks.lock_catalogue(tx)
    league = League(tenant_id=owner, id=new_id(), slug=slug, name=name)
    taken = await store.find_league(tx, sport, slug)
    if taken or not await store.insert_leagues(tx, [(sport, league)]):
        raise SlugTaken(slug=slug)
    await _record(tx, "league.added", league, before=None, by=by)
    return league


async def change_league(
    tx: AsyncConnection,
    sport: Sport,
    key: str,
    *,
    name: str,
    archived: bool,
    owner: UUID,
    by: Actor,
    now: datetime,
) -> League:
    await locks.lock_catalogue(tx)
    before = await get_league(tx, sport, key)
    check_own(before, tenant_id=owner)
    check_league(slug=before.slug, name=name)
    after = replace(before, name=name, archived_at=_archived_at(before, now, archived=archived))
    if after != before:
        await store.update_league(tx, after)
        await _record(tx, "league.changed", after, before=before, by=by)
    return after


async def list_participants(
    tx: AsyncConnection,
    sport: Sport,
    *,
    everything: bool,
    after: tuple[str, UUID] | None,
    limit: int,
) -> list[Participant]:
    """Unless everything is asked for, without the archived ones."""
    return await store.list_participants(tx, sport, everything=everything, after=after, limit=limit)


async def get_participants(
    tx: AsyncConnection, sport: Sport, keys: Iterable[str]
) -> Mapping[str, Participant]:
    """All of these, each by the slug or id that names it here."""
    wanted = {key: slug_or_id(key) for key in keys}
    slugs = [(sport.id, key) for key in wanted.values() if isinstance(key, str)]
    by_slug = await store.find_participants(tx, slugs) if slugs else {}
    ids = [key for key in wanted.values() if isinstance(key, UUID)]
    by_id = await store.find_participants_by_id(tx, sport, ids) if ids else {}
    found: dict[str, Participant] = {}
    for name, key in wanted.items():
        who = by_id.get(key) if isinstance(key, UUID) else by_slug.get((sport.id, key))
        if who is None:
            raise NoSuchParticipant(participant=name)
        found[name] = who
    return found


async def add_participant(
    tx: AsyncConnection,
    sport: Sport,
    *,
    slug: str,
    name: str,
    kind: ParticipantKind,
    owner: UUID,
    by: Actor | System,
) -> Participant:
    check_participant(slug=slug, name=name)
    await locks.lock_catalogue(tx)
    who = Participant(tenant_id=owner, id=new_id(), slug=slug, name=name, kind=kind)
    taken = await store.find_participants(tx, [(sport.id, slug)])
    if taken or not await store.insert_participants(tx, [(sport, who)]):
        raise SlugTaken(slug=slug)
    await _record(tx, "participant.added", who, before=None, by=by)
    return who


async def change_participant(
    tx: AsyncConnection,
    sport: Sport,
    key: str,
    *,
    name: str,
    kind: ParticipantKind,
    archived: bool,
    owner: UUID,
    by: Actor,
    now: datetime,
) -> Participant:
    await locks.lock_catalogue(tx)
    before = (await get_participants(tx, sport, [key]))[key]
    check_own(before, tenant_id=owner)
    check_participant(slug=before.slug, name=name)
    archived_at = _archived_at(before, now, archived=archived)
    after = replace(before, name=name, kind=kind, archived_at=archived_at)
    if after != before:
        await store.update_participant(tx, after)
        await _record(tx, "participant.changed", after, before=before, by=by)
    return after


def _archived_at(before: League | Participant, now: datetime, *, archived: bool) -> datetime | None:
    return (before.archived_at or now) if archived else None


async def _record(
    tx: AsyncConnection,
    action: str,
    thing: League | Participant,
    *,
    before: League | Participant | None,
    by: Actor | System,
) -> None:
    await audit.record(
        tx,
        actor=by,
        action=action,
        subject=str(thing.id),
        before=before and _facts(before),
        after=_facts(thing),
    )


def _facts(thing: League | Participant) -> dict[str, object]:
    return {"slug": thing.slug, "name": thing.name, "archived_at": thing.archived_at}
