"""Competitions: made, changed, copied, run and ended by admins; read by everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.competitions.rules.announcements import Announcement, AnnouncementKind
from app.competitions.rules.competitions import (
    IN_THE_MAKING,
    Competition,
    CompetitionAddressTaken,
    CompetitionState,
    NoSuchCompetition,
    SettingsVersion,
    TooManyCompetitions,
    check_change,
    check_competition,
    check_next,
    check_seen,
)
from app.competitions.rules.settings import Mode, as_document, differences
from app.competitions.service.codes import new_code, tidy_code
from app.competitions.store import competitions as store
from app.ledger import service as ledger
from app.ledger.rules.adjustments import check_reason
from app.plumbing import jobs
from app.plumbing.access import Actor
from app.tenants import service as tenants

log = structlog.get_logger()

OUTLINE = ("name", "description", "starts_at", "ends_at")


async def create_competition(
    tx: AsyncConnection, competition: Competition, *, by: Actor | System
) -> None:
    """Make a draft or a template."""
    check_competition(competition)
    await store.lock_all(tx)
    most = (await tenants.get_current(tx)).settings.limits.competitions
    if await store.count_competitions(tx) >= most:
        raise TooManyCompetitions(most=most)
    if not await store.insert_competition(tx, competition, _author(by)):
        raise CompetitionAddressTaken(slug=competition.slug)
    await audit.record(
        tx,
        actor=by,
        action="competition.created",
        subject=str(competition.id),
        after=_facts(competition),
    )
    log.info("competition created", competition_id=competition.id)


async def copy_competition(
    tx: AsyncConnection,
    competition_id: UUID,
    outline: Callable[[Competition], Competition],
    *,
    by: Actor | System,
) -> Competition:
    """Make another one like it: its settings and description, none of its events and players.

    `outline` gives the copy what is its own: id, slug, name, period, and draft or template.
    """
    original = await get_competition(tx, competition_id)
    copy = replace(outline(original), join_code=new_code(), version=1, frozen_at=None)
    await create_competition(tx, copy, by=by)
    return copy


async def change_competition(
    tx: AsyncConnection,
    competition_id: UUID,
    change: Callable[[Competition], Competition],
    *,
    seen_version: int,
    reason: str,
    by: Actor | System,
    now: datetime,
) -> Competition:
    """Write the next version of what the admin saw."""
    check_reason(reason)
    await store.lock_competition(tx, competition_id)
    before = await get_competition(tx, competition_id)
    check_seen(before, seen_version=seen_version)
    after = change(before)
    if after == before:
        return before
    check_competition(after)
    check_change(before, after, now=now)
    after = replace(after, version=before.version + 1)
    await store.update_competition(tx, after, _author(by))
    facts = {"version": after.version, "changes": _changes(before, after), "reason": reason}
    await announce(tx, after, AnnouncementKind.CHANGED, facts)
    await audit.record(
        tx,
        actor=by,
        action="competition.changed",
        subject=str(competition_id),
        before=_facts(before),
        after=_facts(after),
        reason=reason,
    )
    log.info("competition changed", competition_id=competition_id, version=after.version)
    return after


async def set_state(
    tx: AsyncConnection,
    competition_id: UUID,
    state: CompetitionState,
    *,
    by: Actor | System,
    now: datetime,
) -> Competition:
    """Let the competition go on to another state; asking for the one it is in changes nothing."""
    await store.lock_competition(tx, competition_id)
    before = await get_competition(tx, competition_id)
    if before.state is state:
        return before
    check_next(before, state, now=now)
    if state is CompetitionState.RUNNING:
        await ledger.open_bank(tx, competition_id)
    await store.update_state(tx, competition_id, state)
    after = replace(before, state=state)
    facts: dict[str, object] = {"before": before.state, "after": state}
    await announce(tx, after, AnnouncementKind.STATE_CHANGED, facts)
    await audit.record(
        tx,
        actor=by,
        action=f"competition.{state}",
        subject=str(competition_id),
        before={"state": before.state},
        after={"state": state},
    )
    log.info("competition state changed", competition_id=competition_id, status=state)
    return after


async def freeze_competition(
    tx: AsyncConnection, competition: Competition, facts: dict[str, object], *, now: datetime
) -> None:
    """End it for good, and tell everybody how.  Whoever calls holds it, and records the act."""
    await store.freeze(tx, competition.id, now=now)
    await store.insert_announcement(tx, competition.id, AnnouncementKind.STANDINGS_FROZEN, facts)


async def renew_code(tx: AsyncConnection, competition_id: UUID, *, by: Actor) -> str:
    """A code that only those know who are told from now on."""
    await store.lock_competition(tx, competition_id)
    await get_competition(tx, competition_id)
    code = new_code()
    await store.update_join_code(tx, competition_id, code)
    # The code itself is a secret, so the record does not tell it.
    await audit.record(tx, actor=by, action="competition.code_renewed", subject=str(competition_id))
    return code


async def get_competition(tx: AsyncConnection, competition_id: UUID) -> Competition:
    found = await store.find_competition(tx, competition_id)
    if found is None:
        raise NoSuchCompetition(id=competition_id)
    return found


async def find_by_code(tx: AsyncConnection, code: str) -> Competition | None:
    """The competition that the code lets into, unless it is still in the making."""
    found = await store.find_by_code(tx, tidy_code(code))
    return None if found is None or found.state in IN_THE_MAKING else found


async def hold_competition(tx: AsyncConnection, competition_id: UUID) -> Competition:
    """The competition, as it stays until we commit."""
    await store.hold_competition(tx, competition_id)
    return await get_competition(tx, competition_id)


async def lock_competition(tx: AsyncConnection, competition_id: UUID) -> Competition:
    """The competition, which nobody else holds or changes until we commit."""
    await store.lock_competition(tx, competition_id)
    return await get_competition(tx, competition_id)


async def get_shown(
    tx: AsyncConnection, competition_id: UUID, *, in_the_making: bool
) -> Competition:
    """The competition, unless it is in the making and those are not for these eyes."""
    found = await get_competition(tx, competition_id)
    if found.state in IN_THE_MAKING and not in_the_making:
        raise NoSuchCompetition(id=competition_id)
    return found


async def list_competitions(
    tx: AsyncConnection,
    *,
    states: frozenset[CompetitionState],
    mode: Mode | None = None,
    name: str | None = None,
    after: UUID | None = None,
    limit: int,
) -> list[Competition]:
    """The newest first."""
    wanted = store.Filter(states=states, mode=mode, name=name, after=after)
    return await store.list_competitions(tx, wanted, limit=limit)


async def list_versions(tx: AsyncConnection, competition_id: UUID) -> list[SettingsVersion]:
    """How it was and is played, the first version first."""
    return await store.list_versions(tx, competition_id)


async def announce(
    tx: AsyncConnection, competition: Competition, kind: AnnouncementKind, facts: dict[str, object]
) -> None:
    """Tell the players; of what is in the making there are none."""
    if competition.state not in IN_THE_MAKING:
        await spread(tx, await store.insert_announcement(tx, competition.id, kind, facts))


async def spread(tx: AsyncConnection, announcement_id: UUID) -> None:
    """Leave it to a worker to write to each player, since there may be very many."""
    community = await tenants.get_current(tx)
    await jobs.enqueue(
        tx, "competitions.tell", tenant_id=community.id, announcement_id=announcement_id
    )


async def tell_players(tx: AsyncConnection, announcement_id: UUID) -> None:
    await store.tell_players(tx, announcement_id)


async def list_announcements(
    tx: AsyncConnection, competition_id: UUID, *, after: UUID | None = None, limit: int
) -> list[Announcement]:
    """The newest first."""
    return await store.list_announcements(tx, competition_id, after=after, limit=limit)


def _changes(before: Competition, after: Competition) -> dict[str, object]:
    outline = {
        name: {"before": _plain(getattr(before, name)), "after": _plain(getattr(after, name))}
        for name in OUTLINE
        if getattr(before, name) != getattr(after, name)
    }
    return outline | {
        f"settings.{name}": change
        for name, change in differences(before.settings, after.settings).items()
    }


def _plain(value: str | datetime) -> str:
    return value.isoformat() if isinstance(value, datetime) else value


def _facts(competition: Competition) -> dict[str, object]:
    return {
        "slug": competition.slug,
        "state": competition.state,
        "version": competition.version,
        "settings": as_document(competition.settings),
    } | {name: _plain(getattr(competition, name)) for name in OUTLINE}


def _author(by: Actor | System) -> str:
    return by.subject if isinstance(by, Actor) else f"system:{by.name}"
