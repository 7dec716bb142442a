"""Deciding on rulings: confirmed, they are in force, and bets are brought into line; or refused."""

from collections.abc import Collection, Sequence
from uuid import UUID

import structlog
from opentelemetry.metrics import get_meter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.catalogue import service as catalogue
from app.plumbing import jobs
from app.plumbing.access import Actor, Role
from app.plumbing.db import read_clock
from app.plumbing.refusals import Forbidden
from app.settlement.rules.grading import status_after
from app.settlement.rules.rulings import (
    NoSuchRuling,
    NotAResult,
    Ruling,
    RulingKind,
    RulingState,
    check_may_confirm,
    check_own,
    check_pending,
)
from app.settlement.service.entering import facts_of
from app.settlement.service.grading import grade_markets
from app.settlement.store import grading
from app.settlement.store import rulings as store
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID

log = structlog.get_logger()
waited = get_meter("app").create_histogram(
    "rulings.wait", unit="s", description="How long rulings waited to be confirmed."
)

# Only admins undo what bets were accepted by.
FOR_ADMINS = frozenset({RulingKind.VOID, RulingKind.PRICES})


async def list_rulings(
    tx: AsyncConnection, state: RulingState | None, *, after: UUID | None, limit: int
) -> list[Ruling]:
    return await store.list_rulings(tx, state, after=after, limit=limit)


async def get_ruling(tx: AsyncConnection, ruling_id: UUID) -> Ruling:
    """Ours or the platform's."""
    found = await store.find_rulings(tx, [ruling_id])
    if not found:
        raise NoSuchRuling(ruling_id=ruling_id)
    return found[0]


async def confirm_ruling(tx: AsyncConnection, ruling_id: UUID, *, owner: UUID, by: Actor) -> Ruling:
    """Put a ruling in force: markets are graded, and communities begin to settle.

    Whoever confirms it again, as after a lost answer, is told that it is.
    """
    await catalogue.hold_catalogue(tx)
    ruling = await get_ruling(tx, ruling_id)
    if ruling.state is RulingState.CONFIRMED and ruling.decided_by == by.subject:
        return ruling
    if ruling.kind is RulingKind.RESULT:
        await catalogue.hold_events(tx, [ruling.event_id])
    elif ruling.market_id:
        await catalogue.lock_markets(tx, [ruling.market_id])
    await _put_in_force(tx, ruling, owner=owner, by=by)
    await _settle(tx, [ruling])
    return await _on_record(tx, ruling, by=by)


async def confirm_results(
    tx: AsyncConnection, ids: Collection[UUID], *, owner: UUID, by: Actor
) -> list[Ruling]:
    """Several results at once, such as those of a file: all of them, or none."""
    await catalogue.hold_catalogue(tx)
    found = await store.find_rulings(tx, ids)
    if missing := set(ids) - {ruling.id for ruling in found}:
        raise NoSuchRuling(ruling_ids=sorted(missing))
    for ruling in found:
        if ruling.kind is not RulingKind.RESULT:
            raise NotAResult(ruling_id=ruling.id, kind=ruling.kind)
        check_own(ruling.tenant_id, own_id=owner)
    # All markets at once and in order, or others who lock several would wait for us in a circle.
    await catalogue.hold_events(tx, sorted({ruling.event_id for ruling in found}))
    for ruling in found:
        await _put_in_force(tx, ruling, owner=owner, by=by)
    await _settle(tx, found)
    return [await _on_record(tx, ruling, by=by) for ruling in found]


async def refuse_ruling(
    tx: AsyncConnection, ruling_id: UUID, *, owner: UUID, by: Actor, reason: str
) -> Ruling:
    await catalogue.hold_catalogue(tx)
    ruling = await get_ruling(tx, ruling_id)
    if ruling.state is RulingState.REFUSED and ruling.decided_by == by.subject:
        return ruling
    _check_may_decide(ruling, owner=owner, by=by)
    await store.decide(
        tx, ruling, RulingState.REFUSED, by=by.subject, second_person=ruling.second_person
    )
    log.info("ruling refused", ruling_id=ruling.id, kind=ruling.kind, event_id=ruling.event_id)
    await audit.record(tx, actor=by, action="ruling.refused", subject=str(ruling.id), reason=reason)
    return await get_ruling(tx, ruling_id)


def _check_may_decide(ruling: Ruling, *, owner: UUID, by: Actor) -> None:
    check_own(ruling.tenant_id, own_id=owner)
    check_pending(ruling)
    if ruling.kind in FOR_ADMINS and not by.may(Role.ADMIN, Role.SUPERADMIN):
        raise Forbidden(needed=[Role.ADMIN, Role.SUPERADMIN])


async def _put_in_force(tx: AsyncConnection, ruling: Ruling, *, owner: UUID, by: Actor) -> None:
    """The catalogue and the markets are held."""
    _check_may_decide(ruling, owner=owner, by=by)
    interests = await store.find_interests(
        tx,
        event_id=ruling.event_id,
        market_id=ruling.market_id,
        subjects={ruling.entered_by, by.subject},
    )
    why = check_may_confirm(ruling, interests, by=by.subject)
    await store.decide(
        tx,
        ruling,
        RulingState.CONFIRMED,
        by=by.subject,
        second_person=bool(why) or ruling.second_person,
    )
    if ruling.kind is RulingKind.RESULT:
        document = await grading.get_document(tx, ruling)
        await catalogue.conclude_event(
            tx,
            await catalogue.get_known_event(tx, ruling.event_id),
            status=status_after(document),
        )
    if ruling.kind is RulingKind.PRICES:
        await grading.save_corrected_prices(tx, ruling)
    await grade_markets(tx, await get_ruling(tx, ruling.id))


async def _settle(tx: AsyncConnection, confirmed: Sequence[Ruling]) -> None:
    """Let each community that may have bets bring them into line; the others find none."""
    for ruling in confirmed:
        for community in await _communities(tx, ruling):
            await jobs.enqueue(
                tx,
                "settlement.begin",
                tenant_id=community,
                ruling_tenant_id=ruling.tenant_id,
                ruling_id=ruling.id,
            )


async def _communities(tx: AsyncConnection, ruling: Ruling) -> list[UUID]:
    if ruling.tenant_id != PLATFORM_ID:
        return [ruling.tenant_id]
    return [community.id for community, _ in await tenants.list_communities(tx)]


async def _on_record(tx: AsyncConnection, ruling: Ruling, *, by: Actor) -> Ruling:
    waited.record((await read_clock(tx) - ruling.entered_at).total_seconds(), {"kind": ruling.kind})
    log.info("ruling confirmed", ruling_id=ruling.id, kind=ruling.kind, event_id=ruling.event_id)
    await audit.record(
        tx,
        actor=by,
        action="ruling.confirmed",
        subject=str(ruling.id),
        before={"entered_by": ruling.entered_by},
        after=facts_of(ruling),
        reason=ruling.reason,
    )
    return await get_ruling(tx, ruling.id)
