"""Entries: players join, wait, withdraw and come back; admins invite, approve and exclude."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.competitions.rules.competitions import (
    IN_THE_MAKING,
    Competition,
    NoSuchCompetition,
    check_not_over,
)
from app.competitions.rules.entries import (
    Entry,
    EntryState,
    NamedEntry,
    NobodyByThatName,
    NoSuchEntry,
    check_decides,
    check_running,
    check_state,
    state_after_asking,
    state_after_invitation,
    state_after_return,
    state_after_withdrawal,
)
from app.competitions.rules.grants import starting_grant
from app.competitions.service.codes import tidy_code
from app.competitions.service.competitions import hold_competition
from app.competitions.store import entries as store
from app.ledger import service as ledger
from app.ledger.rules.adjustments import check_reason
from app.plumbing import outbox
from app.plumbing.access import Actor
from app.plumbing.ids import new_id

log = structlog.get_logger()


async def ask_to_join(
    tx: AsyncConnection,
    competition_id: UUID,
    *,
    player_id: UUID,
    code: str | None = None,
    bot: bool = False,
    now: datetime,
) -> Entry:
    """Let the player in, or have them wait, as the competition says.

    Asking again changes nothing; a player has one entry at most, however often they ask.
    """
    competition = await hold_competition(tx, competition_id)
    if competition.state in IN_THE_MAKING:
        raise NoSuchCompetition(id=competition_id)
    check_running(competition, now=now)
    await store.lock_part(tx, competition_id, player_id)
    entry = await store.find_entry_of(tx, competition_id, player_id)
    state = state_after_asking(entry, competition, code=tidy_code(code or ""))
    if entry is None:
        entry = await _new_entry(tx, competition, player_id, bot=bot)
    if entry.state is state:
        return entry
    return await _go_on(tx, entry, competition, state)


async def invite(
    tx: AsyncConnection, competition_id: UUID, *, player_name: str, by: Actor | System
) -> Entry:
    """Whoever is invited may join whatever the competition asks of others."""
    competition = await hold_competition(tx, competition_id)
    check_not_over(competition)
    player_id = await store.find_player_named(tx, player_name)
    if player_id is None:
        raise NobodyByThatName
    await _check_decides(tx, player_id, by=by)
    await store.lock_part(tx, competition_id, player_id)
    before = await store.find_entry_of(tx, competition_id, player_id)
    state = state_after_invitation(before)
    if before is not None and before.state is state:
        return before
    entry = before or await _new_entry(tx, competition, player_id)
    after = await _save(tx, replace(entry, state=state))
    await outbox.tell(
        tx,
        player_id,
        "competition.invitation",
        # Invited again after a refusal, they are told again.
        f"invitation {new_id()}",
        competition_id=competition_id,
        competition=competition.name,
    )
    await _record(tx, "entry.invited", before, after, by=by)
    return after


async def approve(tx: AsyncConnection, entry_id: UUID, *, by: Actor, now: datetime) -> Entry:
    competition = await hold_competition(tx, (await get_entry(tx, entry_id)).competition_id)
    check_running(competition, now=now)
    before = await _lock(tx, entry_id)
    await _check_decides(tx, before.player_id, by=by)
    check_state(before, {EntryState.REQUESTED})
    after = await _go_on(tx, before, competition, EntryState.ACTIVE)
    await _record(tx, "entry.approved", before, after, by=by)
    return after


async def refuse(tx: AsyncConnection, entry_id: UUID, *, by: Actor) -> Entry:
    """They may ask again, unless they are excluded."""
    before = await _lock(tx, entry_id)
    check_state(before, {EntryState.REQUESTED})
    after = await _save(tx, replace(before, state=EntryState.REFUSED))
    await _record(tx, "entry.refused", before, after, by=by)
    return after


async def withdraw(tx: AsyncConnection, entry_id: UUID, *, player_id: UUID) -> Entry:
    """Points and open bets stay; whoever played may come back."""
    own = await get_entry(tx, entry_id)
    if own.player_id != player_id:
        raise NoSuchEntry(id=entry_id)
    check_not_over(await hold_competition(tx, own.competition_id))
    entry = await _lock(tx, entry_id)
    if entry.state is EntryState.WITHDRAWN:
        return entry
    after = await _save(tx, replace(entry, state=state_after_withdrawal(entry)))
    log.info("entry changed", entry_id=entry_id, status=after.state)
    return after


async def exclude(tx: AsyncConnection, entry_id: UUID, *, reason: str, by: Actor) -> Entry:
    check_reason(reason)
    before = await _lock(tx, entry_id)
    check_state(before, frozenset(EntryState) - {EntryState.EXCLUDED})
    after = await _save(tx, replace(before, state=EntryState.EXCLUDED, reason=reason.strip()))
    await _record(tx, "entry.excluded", before, after, by=by, reason=reason)
    return after


async def let_return(tx: AsyncConnection, entry_id: UUID, *, by: Actor) -> Entry:
    """End an exclusion."""
    before = await _lock(tx, entry_id)
    await _check_decides(tx, before.player_id, by=by)
    after = replace(before, state=state_after_return(before), reason=None)
    await _save(tx, after)
    await _record(tx, "entry.returned", before, after, by=by)
    return after


async def mark_bot(tx: AsyncConnection, entry_id: UUID, *, bot: bool, by: Actor) -> Entry:
    before = await _lock(tx, entry_id)
    if before.bot == bot:
        return before
    await _check_decides(tx, before.player_id, by=by)
    after = await _save(tx, replace(before, bot=bot))
    await _record(tx, "entry.marked", before, after, by=by)
    return after


async def get_entry(tx: AsyncConnection, entry_id: UUID) -> Entry:
    found = await store.find_entry(tx, entry_id)
    if found is None:
        raise NoSuchEntry(id=entry_id)
    return found


async def get_named(tx: AsyncConnection, entry_id: UUID) -> NamedEntry:
    found = await store.find_named(tx, entry_id)
    if found is None:
        raise NoSuchEntry(id=entry_id)
    return found


async def find_entry_of(tx: AsyncConnection, competition_id: UUID, player_id: UUID) -> Entry | None:
    return await store.find_entry_of(tx, competition_id, player_id)


async def list_entries(
    tx: AsyncConnection,
    *,
    competition_id: UUID | None = None,
    player_id: UUID | None = None,
    states: frozenset[EntryState] | None = None,
    joined: bool = False,
    after: UUID | None = None,
    limit: int,
) -> list[NamedEntry]:
    """Of a competition, of a player, or both; in the order in which they came about."""
    wanted = store.Filter(
        competition_id=competition_id,
        player_id=player_id,
        states=states,
        joined=joined,
        after=after,
    )
    return await store.list_named(tx, wanted, limit=limit)


async def _lock(tx: AsyncConnection, entry_id: UUID) -> Entry:
    """Hold the entry and its points, so that bets under way come to their end first."""
    entry = await get_entry(tx, entry_id)
    await store.lock_part(tx, entry.competition_id, entry.player_id)
    # Top-ups hold the entry before its points, so we do, too.
    await store.lock_entry(tx, entry_id)
    if entry.joined_at:
        await ledger.lock_balance(tx, entry_id)
    return await get_entry(tx, entry_id)


async def _check_decides(tx: AsyncConnection, player_id: UUID, *, by: Actor | System) -> None:
    own = by.player_id if isinstance(by, Actor) else None
    check_decides(player_id, by=own, others=await store.has_other_admin(tx, player_id))


async def _new_entry(
    tx: AsyncConnection, competition: Competition, player_id: UUID, *, bot: bool = False
) -> Entry:
    """An entry that still has to be let in."""
    entry = Entry(
        id=new_id(),
        competition_id=competition.id,
        player_id=player_id,
        state=EntryState.REQUESTED,
        bot=bot,
    )
    await store.insert_entry(tx, entry)
    return entry


async def _go_on(
    tx: AsyncConnection, entry: Entry, competition: Competition, state: EntryState
) -> Entry:
    if state is EntryState.ACTIVE and entry.joined_at is None:
        await _begin(tx, entry, competition)
    else:
        await _save(tx, replace(entry, state=state))
    log.info("entry changed", entry_id=entry.id, status=state)
    return await get_entry(tx, entry.id)


async def _begin(tx: AsyncConnection, entry: Entry, competition: Competition) -> None:
    """Let the entry play, with its accounts and the points that all begin with."""
    await store.activate_entry(tx, entry.id, settings_version=competition.version)
    await ledger.open_accounts(tx, entry.id, bank=competition.id)
    if points := competition.settings.starting_points:
        await ledger.transfer(tx, starting_grant(entry.id, bank=competition.id, points=points))


async def _save(tx: AsyncConnection, entry: Entry) -> Entry:
    await store.update_entry(tx, entry)
    return entry


async def _record(
    tx: AsyncConnection,
    action: str,
    before: Entry | None,
    after: Entry,
    *,
    by: Actor | System,
    reason: str | None = None,
) -> None:
    await audit.record(
        tx,
        actor=by,
        action=action,
        subject=str(after.id),
        before=_facts(before) if before else None,
        after=_facts(after),
        reason=reason,
    )
    log.info("entry changed", entry_id=after.id, status=after.state)


def _facts(entry: Entry) -> dict[str, object]:
    return {
        "competition_id": entry.competition_id,
        "player_id": entry.player_id,
        "state": entry.state,
        "bot": entry.bot,
    }
