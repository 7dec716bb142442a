"""The end of a season: standings are frozen, prizes paid, and everybody is told."""

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.competitions import service as competitions
from app.leaderboards.rules.finishing import check_may_finish, prize_transfer
from app.leaderboards.rules.prizes import Prize, share_out, sums_of
from app.leaderboards.service.refreshing import enqueue_community, refresh
from app.leaderboards.store import boards as boards_store
from app.leaderboards.store import finishing as store
from app.leaderboards.store import reading
from app.ledger import service as ledger
from app.ledger.rules.adjustments import check_reason
from app.plumbing import jobs
from app.plumbing.access import Actor
from app.tenants import service as tenants

log = structlog.get_logger()


async def finish(
    tx: AsyncConnection, competition_id: UUID, *, reason: str | None, by: Actor, now: datetime
) -> list[Prize[UUID]]:
    """End the season for good and say what was paid.  Asking again changes nothing."""
    if reason is not None:
        check_reason(reason)
    competition = await competitions.lock_competition(tx, competition_id)
    if competition.frozen_at:
        return await store.list_prizes(tx, competition_id)
    # Bets are judged while their entry's balance is held: those in flight are waited for, and
    # later ones see that it is over.
    await ledger.lock_balances_with(tx, competition_id)
    check_may_finish(
        competition, await store.find_remaining(tx, competition_id), reason=reason, now=now
    )
    await refresh(tx, competition_id)
    prizes = await _share_out(tx, competition_id, sums_of(competition.settings.prizes))
    await boards_store.freeze(tx, competition_id, now=now)
    await _pay(tx, competition_id, prizes)
    facts: dict[str, object] = {
        "prizes": [
            {"entry_id": str(prize.who), "rank": prize.rank, "points": prize.points}
            for prize in prizes
        ],
        "reason": reason,
    }
    await competitions.freeze_competition(tx, competition, facts, now=now)
    await enqueue_community(tx)
    await _leave_telling(tx, competition_id)
    await audit.record(
        tx,
        actor=by,
        action="competition.standings_frozen",
        subject=str(competition_id),
        after=facts,
        reason=reason,
    )
    log.info("standings frozen", competition_id=competition_id, count=len(prizes))
    return prizes


async def _leave_telling(tx: AsyncConnection, competition_id: UUID) -> None:
    """To a worker: there may be very many players, and the admin waits."""
    community = await tenants.get_current(tx)
    await jobs.enqueue(
        tx, "leaderboards.tell_of_end", tenant_id=community.id, competition_id=competition_id
    )


async def tell_of_end(tx: AsyncConnection, competition_id: UUID) -> None:
    """Tell each player their rank and prize."""
    await store.tell_players(tx, competition_id)


async def list_prizes(tx: AsyncConnection, competition_id: UUID) -> list[Prize[UUID]]:
    return await store.list_prizes(tx, competition_id)


async def _share_out(
    tx: AsyncConnection, competition_id: UUID, sums: tuple[int, ...]
) -> list[Prize[UUID]]:
    """Whoever is outside takes no place and gets no prize."""
    first = await reading.list_best(tx, competition_id, ranks=len(sums))
    return share_out([(row.entry_id, row.rank) for row in first if row.entry_id and row.rank], sums)


async def _pay(tx: AsyncConnection, competition_id: UUID, prizes: list[Prize[UUID]]) -> None:
    if prizes:
        await ledger.post_many(tx, [prize_transfer(each, bank=competition_id) for each in prizes])
        await store.insert_prizes(tx, competition_id, prizes)
