"""What a community makes of what it shares with others."""

from dataclasses import replace

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.catalogue.rules.configs import EventConfig, check_multiplier
from app.catalogue.rules.events import Event
from app.catalogue.rules.sports import Sport
from app.catalogue.service.events import get_event
from app.catalogue.service.holding import author_of, hold_visible
from app.catalogue.service.sports import get_sport
from app.catalogue.store import locks
from app.catalogue.store import results as store
from app.catalogue.store import sports as sports_store
from app.plumbing.access import Actor

log = structlog.get_logger()


async def hide_sport(tx: AsyncConnection, key: str, *, hidden: bool, by: Actor) -> Sport:
    """Hide a sport from this community, or show it."""
    await locks.lock_catalogue(tx)
    sport = await get_sport(tx, key)
    if sport.hidden == hidden:
        return sport
    await sports_store.set_hidden(tx, sport, hidden=hidden)
    await audit.record(
        tx,
        actor=by,
        action="sport.hidden" if hidden else "sport.shown",
        subject=str(sport.id),
        before={"hidden": sport.hidden},
        after={"hidden": hidden},
    )
    return replace(sport, hidden=hidden)


async def change_event_config(
    tx: AsyncConnection,
    sport: Sport,
    key: str,
    *,
    hidden: bool,
    odds_multiplier: int,
    by: Actor,
) -> Event:
    """Hide an event from this community, or offer it at other odds than the others do."""
    check_multiplier(odds_multiplier)
    event = await get_event(tx, sport, key)
    # A bet reads the multiplier while it holds its market, of the platform or of our own.
    await hold_visible(tx, event.id)
    before = await store.find_config(tx, event)
    # Prices go by this version, so that hiding alone does not make a new one.
    moved = odds_multiplier != before.odds_multiplier or before.version == 0
    after = EventConfig(
        hidden=hidden, odds_multiplier=odds_multiplier, version=before.version + moved
    )
    if replace(after, version=before.version) == before:
        return await get_event(tx, sport, key)
    await store.save_config(tx, event, after, author=author_of(by))
    await audit.record(
        tx,
        actor=by,
        action="event.config_changed",
        subject=str(event.id),
        before=before,
        after=after,
    )
    log.info("event config changed", event_id=event.id, version=after.version)
    return await get_event(tx, sport, key)
