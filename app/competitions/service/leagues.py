"""Private leagues: founded by players, joined with a code, kept by their founder or an admin."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.competitions.rules.competitions import check_not_over
from app.competitions.rules.entries import Entry, NamedEntry
from app.competitions.rules.leagues import (
    FoundersOnly,
    NoSuchPrivateLeague,
    PrivateLeague,
    PrivateLeagueNameTaken,
    PrivateLeaguesOff,
    check_founded,
    check_leaving,
    check_name,
    check_open,
    check_plays,
)
from app.competitions.service.codes import new_code, tidy_code
from app.competitions.service.competitions import hold_competition
from app.competitions.store import entries as entries_store
from app.competitions.store import leagues as store
from app.identity.rules.players import tidy_name
from app.plumbing.access import Actor, Role
from app.plumbing.ids import new_id
from app.tenants import service as tenants
from app.tenants.rules import Feature

log = structlog.get_logger()


async def found_league(
    tx: AsyncConnection, competition_id: UUID, *, name: str, player_id: UUID
) -> PrivateLeague:
    """The founder is the first in it."""
    await _check_switched_on(tx)
    name = tidy_name(name)
    check_name(name)
    check_not_over(await hold_competition(tx, competition_id))
    await entries_store.lock_part(tx, competition_id, player_id)
    founder = await _own_entry(tx, competition_id, player_id)
    check_founded(await store.count_founded(tx, founder.id))
    await _check_name_free(tx, competition_id, name, but_by=None)
    league = PrivateLeague(
        id=new_id(),
        competition_id=competition_id,
        founder_id=founder.id,
        name=name,
        code=new_code(),
    )
    await store.insert_league(tx, league)
    await store.insert_member(tx, league, founder.id)
    log.info("private league founded", league_id=league.id, competition_id=competition_id)
    return league


async def join_league(tx: AsyncConnection, code: str, *, player_id: UUID) -> PrivateLeague:
    """Joining again changes nothing."""
    await _check_switched_on(tx)
    found = await find_by_code(tx, code)
    league = await _lock(tx, found.id)
    if league.code != found.code:
        raise NoSuchPrivateLeague
    check_open(league)
    entry = await _own_entry(tx, league.competition_id, player_id)
    if await store.insert_member(tx, league, entry.id):
        log.info("private league joined", league_id=league.id, entry_id=entry.id)
    return league


async def leave_league(tx: AsyncConnection, league_id: UUID, *, player_id: UUID) -> None:
    """Leaving again changes nothing."""
    league = await _lock(tx, league_id)
    entry = await entries_store.find_entry_of(tx, league.competition_id, player_id)
    if entry is None:
        raise NoSuchPrivateLeague(id=league_id)
    check_leaving(league, entry.id)
    await store.delete_member(tx, league_id, entry.id)
    log.info("private league left", league_id=league_id, entry_id=entry.id)


async def remove_entry(tx: AsyncConnection, league_id: UUID, entry_id: UUID, *, by: Actor) -> None:
    """Whoever still knows the code can come back: renew it, too."""
    league = await _lock_own(tx, league_id, by=by)
    check_leaving(league, entry_id)
    await store.delete_member(tx, league_id, entry_id)
    await _record(tx, league, "entry_removed", {"entry_id": entry_id}, by=by)


async def rename_league(
    tx: AsyncConnection, league_id: UUID, name: str, *, by: Actor
) -> PrivateLeague:
    name = tidy_name(name)
    check_name(name)
    league = await _lock_own(tx, league_id, by=by)
    check_open(league)
    await _check_name_free(tx, league.competition_id, name, but_by=league_id)
    return await _change(tx, league, "renamed", lambda old: replace(old, name=name), by=by)


async def renew_code(tx: AsyncConnection, league_id: UUID, *, by: Actor) -> PrivateLeague:
    """The code that was passed on until now lets nobody in any more."""
    league = await _lock_own(tx, league_id, by=by)
    check_open(league)
    return await _change(
        tx, league, "code_renewed", lambda old: replace(old, code=new_code()), by=by
    )


async def archive_league(
    tx: AsyncConnection, league_id: UUID, *, by: Actor, now: datetime
) -> PrivateLeague:
    league = await _lock_own(tx, league_id, by=by)
    if league.archived_at:
        return league
    return await _change(tx, league, "archived", lambda old: replace(old, archived_at=now), by=by)


async def get_league(tx: AsyncConnection, league_id: UUID, *, by: Actor) -> PrivateLeague:
    """The league, for those who are in it, and for admins."""
    league = await store.find_league(tx, league_id)
    if league is None or not (_is_admin(by) or await _is_in(tx, league, by)):
        raise NoSuchPrivateLeague(id=league_id)
    return league


async def find_by_code(tx: AsyncConnection, code: str) -> PrivateLeague:
    league = await store.find_league_by_code(tx, tidy_code(code))
    if league is None:
        raise NoSuchPrivateLeague
    return league


async def list_leagues(
    tx: AsyncConnection,
    *,
    player_id: UUID | None,
    competition_id: UUID | None = None,
    after: UUID | None = None,
    limit: int,
) -> list[PrivateLeague]:
    """Those the player is in, or all; the newest first."""
    return await store.list_leagues(
        tx, player_id=player_id, competition_id=competition_id, after=after, limit=limit
    )


async def list_members(
    tx: AsyncConnection, league_id: UUID, *, by: Actor, after: UUID | None = None, limit: int
) -> list[NamedEntry]:
    await get_league(tx, league_id, by=by)
    wanted = entries_store.Filter(league_id=league_id, after=after)
    return await entries_store.list_named(tx, wanted, limit=limit)


async def _check_switched_on(tx: AsyncConnection) -> None:
    community = await tenants.get_current(tx)
    if Feature.PRIVATE_LEAGUES not in community.settings.features:
        raise PrivateLeaguesOff


async def _check_name_free(
    tx: AsyncConnection, competition_id: UUID, name: str, *, but_by: UUID | None
) -> None:
    await store.lock_names(tx, competition_id)
    if await store.is_name_taken(tx, competition_id, name, but_by=but_by):
        raise PrivateLeagueNameTaken


async def _lock(tx: AsyncConnection, league_id: UUID) -> PrivateLeague:
    await store.lock_league(tx, league_id)
    league = await store.find_league(tx, league_id)
    if league is None:
        raise NoSuchPrivateLeague(id=league_id)
    return league


async def _lock_own(tx: AsyncConnection, league_id: UUID, *, by: Actor) -> PrivateLeague:
    """Hold a league that the actor may change: its founder, or an admin."""
    await store.lock_league(tx, league_id)
    league = await get_league(tx, league_id, by=by)
    if not (_is_admin(by) or await _is_founder(tx, league, by)):
        raise FoundersOnly
    return league


async def _change(
    tx: AsyncConnection,
    league: PrivateLeague,
    what: str,
    change: Callable[[PrivateLeague], PrivateLeague],
    *,
    by: Actor,
) -> PrivateLeague:
    after = change(league)
    await store.update_league(tx, after)
    await _record(tx, league, what, None, by=by)
    return after


async def _record(
    tx: AsyncConnection, league: PrivateLeague, what: str, facts: object, *, by: Actor
) -> None:
    """What founders do with their own league is no administrative act."""
    log.info("private league changed", league_id=league.id, action=what)
    if not await _is_founder(tx, league, by):
        await audit.record(
            tx,
            actor=by,
            action=f"private_league.{what}",
            subject=str(league.id),
            after=facts,
        )


async def _own_entry(tx: AsyncConnection, competition_id: UUID, player_id: UUID) -> Entry:
    entry = await entries_store.find_entry_of(tx, competition_id, player_id)
    return check_plays(entry, competition_id=competition_id)


async def _is_founder(tx: AsyncConnection, league: PrivateLeague, by: Actor) -> bool:
    founder = await entries_store.find_entry(tx, league.founder_id)
    return founder is not None and founder.player_id == by.player_id


async def _is_in(tx: AsyncConnection, league: PrivateLeague, by: Actor) -> bool:
    return by.player_id is not None and await store.is_in(tx, league.id, by.player_id)


def _is_admin(by: Actor) -> bool:
    return by.may(Role.ADMIN, Role.SUPERADMIN)
